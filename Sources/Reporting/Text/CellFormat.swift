import Quantities

/// What the plain values of a column are, so that `43.4` is read back as the percentage it was.
///
/// A number in JSON is a number, whatever unit people see beside it. A column names its format once;
/// a value that does not follow it says its own.
enum CellFormat: String, CaseIterable {
  case text, number, percent, usd, date

  /// The format of a cell; nil for one that says what it is, or that holds no plain value.
  init?(of cell: Cell) {
    switch cell {
    case .text: self = .text
    case .integer, .number: self = .number
    case .percent: self = .percent
    case .money: self = .usd
    case .date: self = .date
    case .estimate, .notEstimable, .status, .unknown, .missing: return nil
    }
  }

  /// The format of a column: the most telling one of its cells.
  init(of cells: some Sequence<Cell>) {
    let found = Set(cells.compactMap(CellFormat.init(of:)))
    let telling: [CellFormat] = [.usd, .percent, .date, .number]
    self = telling.first(where: found.contains) ?? .text
  }

  /// What a string is in a column of this format.
  func cell(ofString words: String) -> Cell {
    if self == .date, let day = CalendarDate(words), day.description == words { return .date(day) }
    return .text(words)
  }

  /// What a number is in a column of this format; nil for digits that are no number.
  func cell(ofDigits digits: String) -> Cell? {
    guard let value = Double(digits), value.isFinite else { return nil }
    let decimals = CellFormat.decimals(of: digits)
    guard let decimals else {
      return self == .usd ? .money(Money(usd: value)) : .significant(value)
    }
    switch self {
    case .percent: return .percent(value, digits: decimals)
    case .usd: return CellFormat.money(digits).map { .money($0) }
    case .number, .text, .date:
      if decimals == 0, let count = Int(digits) { return .integer(count) }
      return .number(value, digits: decimals)
    }
  }

  /// Whether a cell, written plainly in a column of this format, is read back as what it is.
  func keeps(_ cell: Cell) -> Bool {
    switch (CellFormat(of: cell), cell) {
    case (nil, _): true
    case (.text, .text(let words)): self.cell(ofString: words) == cell
    case (.date, _): self == .date
    case (.number, _): self != .percent && self != .usd
    case (let own, _): own == self
    }
  }

  /// How many decimals the digits show; nil for an exponent or too many.
  static func decimals(of digits: String) -> Int? {
    guard digits.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 || $0 == 45 }) else {
      return nil
    }
    guard let dot = digits.utf8.firstIndex(of: 46) else { return 0 }
    let count = digits.utf8.distance(from: dot, to: digits.utf8.endIndex) - 1
    return count <= 15 ? count : nil
  }

  /// An amount of dollars from its digits, without the rounding of a binary fraction.
  private static func money(_ digits: String) -> Money? {
    let isNegative = digits.hasPrefix("-")
    let parts = digits.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first.flatMap({ Int128($0) }), parts.count <= 2 else { return nil }
    let fraction = parts.count == 2 ? String(parts[1].prefix(6)) : ""
    let padded = fraction + String(repeating: "0", count: 6 - fraction.count)
    guard let micro = Int128(padded), whole < Int128(Int64.max) else { return nil }
    let size = whole * 1_000_000 + micro
    return Money(microUSD: isNegative ? -size : size)
  }
}
