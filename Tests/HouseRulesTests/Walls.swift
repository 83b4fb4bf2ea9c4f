/// Which target may import what.
enum Walls {
  /// Each target of `Sources` and the targets it is built on, bottom to top.
  static let table: [(target: String, imports: [String])] = [
    ("COpenBLAS", []),
    ("Quantities", []),
    ("Queueing", ["Quantities"]),
    ("Statistics", ["Quantities"]),
    ("Kernel", ["Quantities"]),
    ("Stations", ["Kernel"]),
    ("Scenarios", ["Quantities"]),
    ("Simulating", ["Stations", "Statistics", "Scenarios"]),
    ("Forecasting", ["Quantities", "Statistics"]),
    ("Costing", ["Quantities", "Scenarios"]),
    ("Planning", ["Simulating", "Queueing", "Forecasting", "Costing"]),
    ("Reporting", ["Planning"]),
    ("Benchmarking", ["Reporting"]),
    (
      "headroom",
      [
        "Quantities", "Queueing", "Statistics", "Kernel", "Stations", "Scenarios", "Simulating",
        "Forecasting", "Costing", "Planning", "Reporting", "Benchmarking",
      ]
    ),
  ]

  /// Modules from outside that one target alone may see.
  static let externals: [String: [String]] = [
    "Scenarios": ["Yams", "SwiftCSV"],
    "Forecasting": ["COpenBLAS"],
    "headroom": ["ArgumentParser"],
  ]

  /// Part of every toolchain, and small.
  static let everywhere = ["Glibc", "Darwin", "Musl", "Synchronization"]

  static let foundations = [
    "Foundation", "FoundationEssentials", "FoundationNetworking", "Dispatch",
  ]

  /// Where Foundation stays out.
  static let withoutFoundation = [
    "COpenBLAS", "Quantities", "Queueing", "Statistics", "Kernel", "Stations", "Simulating",
    "Forecasting",
  ]

  /// What a target may import, or nil when the table has no row for it.
  static func allowed(in target: String) -> Set<String>? {
    guard let row = table.first(where: { $0.target == target }) else { return nil }
    var reached = Set<String>()
    var open = row.imports
    while let next = open.popLast() {
      guard reached.insert(next).inserted else { continue }
      open += table.first { $0.target == next }?.imports ?? []
    }
    let foundation = withoutFoundation.contains(target) ? [] : foundations
    return reached.union(everywhere).union(foundation).union(externals[target, default: []])
  }

  static func violations(_ file: SwiftFile) -> [Violation] {
    guard let allowed = allowed(in: file.target) else {
      return [Violation(path: file.path, line: 1, rule: "\(file.target) is not in the table")]
    }
    return imports(file.text).filter { !allowed.contains($0.module) }.map {
      Violation(
        path: file.path,
        line: $0.line,
        rule: "\(file.target) may not import \($0.module)"
      )
    }
  }

  /// The modules that a file imports, each with its line.
  static func imports(_ text: SwiftText) -> [(module: String, line: Int)] {
    let kinds: Set<Substring> = [
      "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
    ]
    var found: [(module: String, line: Int)] = []
    for (index, line) in text.codeLines.enumerated() {
      for statement in line.split(separator: ";") {
        let words = statement.split { $0 == " " || $0 == "\t" }
        guard let at = words.firstIndex(of: "import"), words[..<at].allSatisfy(isModifier) else {
          continue
        }
        let rest = words[(at + 1)...].drop { kinds.contains($0) }
        guard let path = rest.first, let module = path.split(separator: ".").first else { continue }
        found.append((String(module), index + 1))
      }
    }
    return found
  }

  private static func isModifier(_ word: Substring) -> Bool {
    word.hasPrefix("@")
      || ["public", "package", "internal", "fileprivate", "private"].contains(word)
  }
}
