import Scenarios

extension ReportReader {
  /// The value of a key, which must be there.
  mutating func required(_ key: String, of node: JSONNode) -> JSONNode? {
    if let value = node[key] { return value }
    note(.missingKey, at: node, "\"\(key)\" is missing in this part of the report")
    return nil
  }

  mutating func text(_ key: String, of node: JSONNode) -> String {
    guard let value = required(key, of: node) else { return "" }
    return text(value, called: key)
  }

  private mutating func text(_ node: JSONNode, called name: String) -> String {
    if let text = node.string { return text }
    note(.wrongType, at: node, "\"\(name)\" is a string, not \(node.kindInWords)")
    return ""
  }

  mutating func texts(_ key: String, of node: JSONNode) -> [String] {
    list(key, of: node).map { text($0, called: key) }
  }

  mutating func whole(_ key: String, of node: JSONNode) -> Int {
    guard let value = required(key, of: node) else { return 0 }
    if let number = value.digits.flatMap({ Int($0) }) { return number }
    note(.wrongType, at: value, "\"\(key)\" is a whole number, not \(value.kindInWords)")
    return 0
  }

  mutating func number(_ key: String, of node: JSONNode) -> Double {
    guard let value = required(key, of: node) else { return 0 }
    if let number = value.digits.flatMap({ Double($0) }) { return number }
    note(.wrongType, at: value, "\"\(key)\" is a number, not \(value.kindInWords)")
    return 0
  }

  mutating func flag(_ key: String, of node: JSONNode) -> Bool {
    guard let value = required(key, of: node) else { return false }
    if let flag = value.flag { return flag }
    note(.wrongType, at: value, "\"\(key)\" is true or false, not \(value.kindInWords)")
    return false
  }

  /// A word out of a list.
  mutating func choice(_ key: String, of node: JSONNode, _ allowed: [String]) -> String {
    guard let value = required(key, of: node) else { return allowed.first ?? "" }
    if let word = value.string, allowed.contains(word) { return word }
    let help = "allowed here: \(allowed.joined(separator: ", "))"
    note(.notAllowed, at: value, "\"\(key)\" cannot be \(value.kindInWords)", help: help)
    return allowed.first ?? ""
  }

  mutating func list(_ key: String, of node: JSONNode) -> [JSONNode] {
    required(key, of: node).map { elements(of: $0) } ?? []
  }

  mutating func elements(of node: JSONNode) -> [JSONNode] {
    if let elements = node.elements { return elements }
    note(.wrongShape, at: node, "a list was expected, not \(node.kindInWords)")
    return []
  }

  mutating func members(_ key: String, of node: JSONNode) -> [(key: String, value: JSONNode)] {
    guard let value = required(key, of: node) else { return [] }
    if let members = value.members { return members }
    note(.wrongShape, at: value, "\"\(key)\" is an object, not \(value.kindInWords)")
    return []
  }

  /// A cell of a column with that format.
  mutating func cell(_ node: JSONNode, _ format: CellFormat) -> Cell {
    if node.isNull { return .missing }
    if let words = node.string { return format.cell(ofString: words) }
    if let digits = node.digits, let cell = format.cell(ofDigits: digits) { return cell }
    if let reason = node["unknown"] { return .unknown(reason: text(reason, called: "unknown")) }
    if let reason = node["not_estimable"] {
      return .notEstimable(reason: text(reason, called: "not_estimable"))
    }
    if node["status"] != nil { return status(node) }
    if let own = node["format"], let value = node["value"] {
      if let format = own.string.flatMap(CellFormat.init(rawValue:)) { return cell(value, format) }
      note(.notAllowed, at: own, "a format cannot be \(own.kindInWords)")
      return .missing
    }
    if node["value"] != nil { return estimate(node) }
    note(.wrongType, at: node, "this is no value of a report: \(node.kindInWords)")
    return .missing
  }

  private mutating func status(_ node: JSONNode) -> Cell {
    let word = choice("status", of: node, Status.allCases.map(\.rawValue))
    let status = Status(rawValue: word) ?? .unknown
    let words = text("text", of: node)
    return .status(status, words == status.word ? "" : words)
  }

  private mutating func estimate(_ node: JSONNode) -> Cell {
    let value = number("value", of: node)
    let low = number("low", of: node)
    let high = number("high", of: node)
    let level = number("level", of: node)
    let n = whole("n", of: node)
    let replications = node["replications"] == nil ? nil : whole("replications", of: node)
    guard low <= high, level > 0, level < 1 else {
      note(.outOfRange, at: node, "an interval runs upwards, with a confidence between 0 and 1")
      return .missing
    }
    return .estimate(
      value,
      low: low,
      high: high,
      level: level,
      n: n,
      replications: replications,
      method: text("method", of: node),
      digits: node["value"]?.digits.flatMap(CellFormat.decimals)
    )
  }
}
