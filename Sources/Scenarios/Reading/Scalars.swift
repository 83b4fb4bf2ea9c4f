/// Reads single texts: numbers, and numbers with units.
enum Scalars {
  /// Why a text is not the value that was wanted.
  struct Refusal: Error, Sendable, Hashable {
    var code: ProblemCode
    var message: String
    var help: String?
  }

  /// A number and the unit written behind it.
  struct Measured: Sendable, Hashable {
    var number: Double
    var unit: String
  }

  /// What a plain word means to YAML readers besides itself; nil for harmless words.
  static func wordTrap(_ word: String) -> String? {
    switch word {
    case "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF", "true",
      "True", "TRUE", "false", "False", "FALSE", "y", "Y", "n", "N":
      "is a boolean to YAML readers"
    case "null", "Null", "NULL", "~":
      "means nothing to YAML readers"
    default: nil
    }
  }

  /// A finite number, exactly as written: digits, a decimal point, an exponent.
  static func number(_ text: String) throws(Refusal) -> Double {
    let measured = try measured(text)
    guard measured.unit.isEmpty else {
      throw Refusal(
        code: .wrongType,
        message: "\"\(text.escapedForTerminal(limit: 60))\" is not a number",
        help: "write the number without \"\(measured.unit.escapedForTerminal(limit: 20))\""
      )
    }
    return measured.number
  }

  /// A whole number that fits 64 bits.
  static func integer(_ text: String) throws(Refusal) -> Int {
    let value = try number(text)
    if let exact = Int(text) { return exact }
    guard value == value.rounded() else {
      throw Refusal(
        code: .wrongType,
        message: "\(text.escapedForTerminal(limit: 60)) is not a whole number",
        help: "write \(Shape.brief(value.rounded())) or another whole number"
      )
    }
    guard abs(value) < 9e15 else {
      throw Refusal(
        code: .outOfRange,
        message: "\(text.escapedForTerminal(limit: 60)) is too large a number",
        help: "whole numbers go up to 9000000000000000000"
      )
    }
    return Int(value)
  }

  /// Splits a text into a finite number and what stands behind it.
  static func measured(_ text: String) throws(Refusal) -> Measured {
    let trimmed = text.trimmingSpaces()
    let shown = trimmed.escapedForTerminal(limit: 60)
    try refuseTraps(trimmed, shown: shown)
    let digits = numberPrefix(of: trimmed)
    let unit = String(trimmed[digits.endIndex...]).trimmingSpaces()
    guard !digits.isEmpty, let value = Double(digits) else {
      throw Refusal(code: .wrongType, message: "\"\(shown)\" is not a number", help: nil)
    }
    guard value.isFinite else {
      throw Refusal(code: .outOfRange, message: "\(shown) is too large a number", help: nil)
    }
    return Measured(number: value, unit: unit)
  }

  private static func refuseTraps(_ text: String, shown: String) throws(Refusal) {
    let word = text.lowercased().drop { $0 == "+" || $0 == "-" || $0 == "." }
    if word == "nan" || word == "inf" || word == "infinity" {
      throw Refusal(
        code: .notFinite,
        message: "\(shown) is not a finite number",
        help: "write a finite number, or unbounded where a limit may be absent"
      )
    }
    let bytes = Array(text.utf8.prefix(40))
    guard let first = bytes.first, isDigit(first) || bytes.count > 1 && isDigit(bytes[1]) else {
      return
    }
    let start = bytes.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    if start.count > 1, start.first == UInt8(ascii: "0"),
      let second = start.dropFirst().first,
      isDigit(second) || "xXoO".utf8.contains(second)
        || "bB".utf8.contains(second) && start.dropFirst(2).first.map(isDigit) ?? false
    {
      throw Refusal(
        code: .yamlTrap,
        message: "\(shown) is octal, hexadecimal or decimal depending on the reader",
        help: "write the decimal number without a leading zero"
      )
    }
    if bytes.contains(UInt8(ascii: "_")),
      bytes.allSatisfy({ isDigit($0) || "_.eE+-".utf8.contains($0) })
    {
      throw Refusal(
        code: .yamlTrap,
        message: "\(shown) is a number to some YAML readers and a text to others",
        help: "write the digits without underscores"
      )
    }
    if bytes.contains(UInt8(ascii: ":")), bytes.allSatisfy({ isDigit($0) || $0 == 58 || $0 == 46 })
    {
      throw Refusal(
        code: .yamlTrap,
        message: "\(shown) is a number to base 60 to some YAML readers",
        help: "write a duration with its unit, such as 90s or 90min"
      )
    }
    if bytes.contains(UInt8(ascii: ",")), bytes.allSatisfy({ isDigit($0) || $0 == 44 || $0 == 46 })
    {
      throw Refusal(
        code: .wrongType,
        message: "\(shown) has a comma in it",
        help: "write a decimal point, and no separators between thousands"
      )
    }
  }

  /// The longest start of a text that is a number.
  private static func numberPrefix(of text: String) -> Substring {
    let bytes = text.utf8
    var index = bytes.startIndex
    func digits() {
      while index < bytes.endIndex, isDigit(bytes[index]) { index = bytes.index(after: index) }
    }
    if index < bytes.endIndex, bytes[index] == 45 || bytes[index] == 43 {
      index = bytes.index(after: index)
    }
    let firstDigit = index
    digits()
    if index < bytes.endIndex, bytes[index] == 46 {
      index = bytes.index(after: index)
      digits()
    }
    guard index != firstDigit else { return text[text.startIndex..<text.startIndex] }
    let beforeExponent = index
    if index < bytes.endIndex, bytes[index] == 101 || bytes[index] == 69 {
      index = bytes.index(after: index)
      if index < bytes.endIndex, bytes[index] == 45 || bytes[index] == 43 {
        index = bytes.index(after: index)
      }
      let exponent = index
      digits()
      if index == exponent { index = beforeExponent }
    }
    return text[text.startIndex..<index]
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}

extension String {
  /// The text without spaces at its ends.
  func trimmingSpaces() -> String {
    guard first == " " || last == " " else { return self }
    var rest = drop { $0 == " " }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}
