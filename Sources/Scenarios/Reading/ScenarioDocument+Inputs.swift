/// A number of a scenario that can be varied.
public struct ScenarioInput: Hashable, Sendable {
  /// Where it stands: `services.api.instances`.
  public var path: String
  /// The number, without its unit.
  public var number: Double
  /// What is written behind it: `ms`, `/s`, or nothing.
  public var unit: String
  /// Whether it stands for things that come in ones.
  public var isCount = false

  /// The input with another number, as a file writes it.
  ///
  /// Counts are rounded to a whole one that is not below 1.
  public func text(_ value: Double) -> String {
    isCount ? "\(Int(max(value.rounded(), 1)))" : "\(ScenarioInput.digits(value))\(unit)"
  }

  /// The value that a text made by `text` stands for.
  public func value(of changed: Double) -> Double {
    isCount ? max(changed.rounded(), 1) : Double(ScenarioInput.digits(changed)) ?? changed
  }

  /// Six significant digits, without an exponent.
  private static func digits(_ value: Double) -> String {
    var step = 1.0
    while abs(value) * step < 100_000, step < 1e12 { step *= 10 }
    let rounded = (value * step).rounded() / step
    let text = "\(rounded)"
    guard text.contains("e") else { return text.hasSuffix(".0") ? String(text.dropLast(2)) : text }
    // Small numbers in plain digits.
    let scaled = String(Int64((value * 1e12).rounded()))
    return "0." + String(repeating: "0", count: max(12 - scaled.count, 0)) + scaled
  }

  /// A text as a number above 0 with its unit; nil for any other text.
  static func reading(_ text: String, at path: String) -> ScenarioInput? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = text.dropFirst(digits.count)
    guard !digits.isEmpty, digits.first != ".", let number = Double(digits), number > 0,
      unit.allSatisfy({ !$0.isNumber && $0 != "_" && $0 != ":" && $0 != "-" })
    else { return nil }
    let isCount = unit.isEmpty && !digits.contains(".")
    return ScenarioInput(path: path, number: number, unit: String(unit), isCount: isCount)
  }
}

extension ScenarioDocument {
  /// The numbers that say what the platform and its load are like, in the order of the file.
  ///
  /// Limits that only judge, such as targets, are left out, and so are the settings of the experiment,
  /// books of prices and limits, the history of growth, and every test and tier but those named.
  public func inputs(test: String, tier: String?) -> [ScenarioInput] {
    let sections: Set<String> = [
      "stations", "services", "databases", "caches", "providers", "models", "endpoints", "workload",
      "tests", "tiers",
    ]
    var found: [ScenarioInput] = []
    for entry in tree.entries where sections.contains(entry.key) {
      for child in entry.value.entries {
        if entry.key == "tests", child.key != test { continue }
        if entry.key == "tiers", child.key != tier { continue }
        ScenarioDocument.collect(child.value, "\(entry.key).\(child.key)", &found)
      }
    }
    return found
  }

  /// The numbers of the platform's endpoints that stand under a key, such as the `hit` of caches.
  public func numbers(named key: String) -> [ScenarioInput] {
    texts(named: key).compactMap { ScenarioInput.reading($0.text, at: $0.path) }
  }

  /// The plain texts of the platform's endpoints that stand under a key, with their paths.
  public func texts(named key: String) -> [(path: String, text: String)] {
    var found: [(path: String, text: String)] = []
    for entry in tree["endpoints"]?.entries ?? [] {
      ScenarioDocument.find(key, in: entry.value, "endpoints.\(entry.key)", &found)
    }
    return found
  }

  private static func find(
    _ key: String,
    in node: Located,
    _ path: String,
    _ found: inout [(path: String, text: String)]
  ) {
    switch node.content {
    case .mapping(let entries):
      for entry in entries {
        let place = "\(path).\(entry.key)"
        if entry.key == key, let text = entry.value.text { found.append((place, text)) }
        find(key, in: entry.value, place, &found)
      }
    case .sequence(let elements):
      for (index, element) in elements.enumerated() {
        find(key, in: element, "\(path)[\(index)]", &found)
      }
    case .scalar, .nothing: break
    }
  }

  private static func collect(_ node: Located, _ path: String, _ found: inout [ScenarioInput]) {
    let judging: Set<String> = [
      "targets", "max_failures", "max_p95", "duration", "warm_up", "starts", "quality",
    ]
    switch node.content {
    case .mapping(let entries):
      for entry in entries where !judging.contains(entry.key) && !entry.key.contains(".") {
        collect(entry.value, "\(path).\(entry.key)", &found)
      }
    case .sequence(let elements):
      for (index, element) in elements.enumerated() {
        collect(element, "\(path)[\(index)]", &found)
      }
    case .scalar(let text, plain: true):
      if let input = ScenarioInput.reading(text, at: path) { found.append(input) }
    case .scalar, .nothing: break
    }
  }
}
