/// How evidence prints numbers and lists.
enum AuditText {
  /// A number with at most two decimals, fewer the larger it is, and commas between thousands.
  static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    let scale: Double = abs(value) >= 100 ? 1 : abs(value) >= 10 ? 10 : 100
    if value != 0, abs(value) < 0.01 { return "\(value)" }
    let rounded = (value * scale).rounded() / scale
    let whole = count(Int(rounded.rounded(.towardZero)))
    let text = "\(rounded)".split(separator: ".")
    let sign = rounded < 0 && rounded > -1 ? "-" : ""
    guard text.count == 2, text[1] != "0" else { return sign + whole }
    return "\(sign)\(whole).\(text[1])"
  }

  /// A whole number with commas between thousands.
  static func count(_ value: Int) -> String {
    var digits = Array("\(value.magnitude)")
    var i = digits.count - 3
    while i > 0 {
      digits.insert(",", at: i)
      i -= 3
    }
    return (value < 0 ? "-" : "") + String(digits)
  }

  /// A span of seconds.
  static func seconds(_ value: Double) -> String { "\(number(value)) s" }

  /// The first few of a list, and how many more there are.
  static func list(_ words: [String], most: Int = 4) -> String {
    let shown = words.prefix(most).joined(separator: "; ")
    return words.count > most ? "\(shown); and \(words.count - most) more" : shown
  }

  /// The words in order, each once.
  static func distinct(_ words: [String]) -> [String] {
    var seen = Set<String>()
    return words.filter { seen.insert($0).inserted }
  }
}
