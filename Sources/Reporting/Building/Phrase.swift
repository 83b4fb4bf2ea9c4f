import Quantities

/// Values inside sentences, printed as the tables print them.
enum Phrase {
  /// A number with three significant figures.
  static func number(_ value: Double) -> String { of(.plain(value)) }

  /// A share as a percentage.
  static func percent(_ share: Double) -> String { of(.percent(share: share)) }

  /// An amount of money.
  static func money(_ amount: Money) -> String { of(.money(amount)) }

  /// A span in milliseconds, or in seconds from ten seconds up.
  static func span(seconds: Double) -> String {
    seconds < 10 ? "\(number(seconds * 1000)) ms" : "\(number(seconds)) s"
  }

  /// A count with its noun: `1 limit`, `3 limits`.
  static func count(_ count: Int, _ noun: String) -> String {
    "\(of(.integer(count))) \(noun)\(count == 1 ? "" : "s")"
  }

  /// A list in a sentence: `a, b and c`.
  static func list(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return "\(words.dropLast().joined(separator: ", ")) and \(last)"
  }

  /// The words with a capital at the start.
  static func sentence(_ words: String) -> String {
    words.prefix(1).uppercased() + words.dropFirst()
  }

  /// Any cell as it is printed, without interval.
  static func of(_ cell: Cell) -> String { CellText(cell).main }
}

/// Stable names made from names of a scenario.
enum Identifier {
  /// Lower-case letters, digits and underscores, after a prefix, at most 48 long.
  static func snake(_ name: String, prefix: String) -> String {
    let letters = name.lowercased().map { letter -> Character in
      letter.isASCII && (letter.isLetter || letter.isNumber) ? letter : "_"
    }
    return String((prefix + "_" + String(letters)).prefix(44))
  }

  /// Such a name for each, told apart by a number where two are alike.
  static func snakes(_ names: [String], prefix: String) -> [String] {
    var seen: [String: Int] = [:]
    return names.map { name in
      let id = snake(name, prefix: prefix)
      let turn = seen[id, default: 0] + 1
      seen[id] = turn
      return turn == 1 ? id : "\(id)_\(turn)"
    }
  }

  /// The snake_case form of a camelCase name.
  static func snake(camelCase name: String) -> String {
    var result = ""
    var wasUpper = false
    for letter in name {
      if letter.isUppercase, !wasUpper, !result.isEmpty { result.append("_") }
      wasUpper = letter.isUppercase
      result += letter.lowercased()
    }
    return result
  }
}
