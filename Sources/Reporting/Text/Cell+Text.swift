import Quantities

/// A cell in the words that people read, the same in every format for people.
struct CellText: Hashable {
  /// The value: `187`, `$12.50`, `?`.
  var main: String
  /// The interval beside it: `[181, 193]`; empty for all but estimates.
  var interval = ""
  /// The reason to put into a footnote.
  var reason: String?
  /// The verdict it is.
  var status: Status?

  /// Value and interval in one line.
  var plain: String { interval.isEmpty ? main : "\(main) \(interval)" }

  init(_ cell: Cell) {
    switch cell {
    case .text(let words): main = words
    case .integer(let count): main = Numerals.grouped(String(count))
    case .number(let value, let digits):
      main = Numerals.grouped(Numerals.plain(value, digits: digits))
    case .estimate(let estimate):
      let numbers = [estimate.value, estimate.low, estimate.high].map {
        Numerals.grouped(Numerals.plain($0, digits: estimate.digits))
      }
      main = numbers[0]
      interval = "[\(numbers[1]), \(numbers[2])]"
    case .notEstimable(let reason):
      main = "not estimable"
      self.reason = reason
    case .money(let money):
      let digits = Numerals.grouped(Numerals.plain(money))
      main = digits.hasPrefix("-") ? "-$\(digits.dropFirst())" : "$\(digits)"
    case .percent(let value, let digits):
      main = Numerals.grouped(Numerals.plain(value, digits: digits)) + " %"
    case .date(let day): main = day.description
    case .status(let status, let words):
      main = "\(status.symbol) \(words.isEmpty ? status.word : words)"
      self.status = status
    case .unknown(let reason):
      main = "?"
      self.reason = reason
    case .missing: main = "–"
    }
  }
}

/// The reasons under a table, each with its number; a reason that comes twice keeps its number.
struct Footnotes {
  private(set) var reasons: [String] = []

  /// The number of a reason, from 1.
  mutating func number(of reason: String) -> Int {
    if let index = reasons.firstIndex(of: reason) { return index + 1 }
    reasons.append(reason)
    return reasons.count
  }

  /// The text of a cell with a raised number for its reason.
  mutating func marked(_ text: CellText) -> String {
    guard let reason = text.reason else { return text.plain }
    return text.plain + Footnotes.raised(number(of: reason))
  }

  /// The reasons as lines: `¹ nobody measured it`.
  var lines: [String] {
    reasons.enumerated().map { "\(Footnotes.raised($0.offset + 1)) \($0.element)" }
  }

  /// A number in raised digits.
  static func raised(_ number: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    return String(String(number).compactMap { $0.wholeNumberValue.map { digits[$0] } })
  }
}

extension Table {
  /// What the brackets in it mean: `Brackets: 95 % interval (t interval, n = 10).`; empty without any.
  var intervalNote: String {
    let estimates = rows.joined().compactMap { cell -> Estimate? in
      if case .estimate(let estimate) = cell { return estimate }
      return nil
    }
    guard let first = estimates.first else { return "" }
    var levels: [(level: Double, methods: [String])] = []
    for estimate in estimates {
      let place = levels.firstIndex { $0.level == estimate.level } ?? levels.count
      if place == levels.count { levels.append((estimate.level, [])) }
      if !levels[place].methods.contains(estimate.method) {
        levels[place].methods.append(estimate.method)
      }
    }
    let tail: String
    if estimates.allSatisfy({ $0.n == first.n && $0.replications == first.replications }) {
      let runs =
        first.replications.map { " in \($0) replication\($0 == 1 ? "" : "s")" } ?? ""
      tail = "n = \(Numerals.grouped(String(first.n)))\(runs)"
    } else {
      tail = "n with each value in report.json"
    }
    let kinds = levels.map { kind in
      "\(Table.percentage(kind.level)) % interval (\(kind.methods.joined(separator: "; or ")))"
    }
    return "Brackets: \(kinds.joined(separator: " or ")); \(tail)."
  }

  private static func percentage(_ level: Double) -> String {
    let text = Numerals.plain(level * 100, digits: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
