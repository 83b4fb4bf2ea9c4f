import Quantities

/// A table as a spreadsheet has it: one plain value a cell, more columns for what was folded into one.
///
/// An estimate `p95_ms` becomes `p95_ms`, `p95_ms_low`, `p95_ms_high`; a verdict gets its words in
/// `…_text`, a missing value its reason in `…_note`. CSV files and charts are made from this.
struct FlatTable {
  /// One plain value.
  enum Value: Hashable {
    case text(String)
    case number(String)
    case empty
  }

  /// The names of the columns.
  let names: [String]
  /// The rows, as long as the names are many.
  let rows: [[Value]]

  init(_ table: Table) {
    var names: [String] = []
    var makers: [(column: Int, part: Part)] = []
    for (index, column) in table.columns.enumerated() {
      let cells = table.rows.map { $0[index] }
      for part in Part.allCases where cells.contains(where: part.isNeeded) || part == .main {
        names.append(column.key + part.suffix)
        makers.append((index, part))
      }
    }
    self.names = names
    rows = table.rows.map { row in makers.map { $0.part.value(of: row[$0.column]) } }
  }

  private enum Part: CaseIterable {
    case main, low, high, words, note

    var suffix: String {
      switch self {
      case .main: ""
      case .low: "_low"
      case .high: "_high"
      case .words: "_text"
      case .note: "_note"
      }
    }

    func isNeeded(for cell: Cell) -> Bool {
      self != .main && value(of: cell) != .empty
    }

    func value(of cell: Cell) -> Value {
      switch (self, cell) {
      case (.main, _): Part.mainValue(of: cell)
      case (.low, .estimate(let e)): .number(Numerals.plain(e.low, digits: e.digits))
      case (.high, .estimate(let e)): .number(Numerals.plain(e.high, digits: e.digits))
      case (.words, .status(let status, let words)) where !words.isEmpty && words != status.word:
        .text(words)
      case (.note, .unknown(let reason)), (.note, .notEstimable(let reason)): .text(reason)
      default: .empty
      }
    }

    private static func mainValue(of cell: Cell) -> Value {
      switch cell {
      case .text(let words): .text(words)
      case .integer(let count): .number(String(count))
      case .number(let value, let digits): .number(Numerals.plain(value, digits: digits))
      case .percent(let value, let digits): .number(Numerals.plain(value, digits: digits))
      case .estimate(let e): .number(Numerals.plain(e.value, digits: e.digits))
      case .money(let money): .number(Numerals.plain(money))
      case .date(let day): .text(day.description)
      case .status(let status, _): .text(status.rawValue)
      case .unknown, .notEstimable, .missing: .empty
      }
    }
  }
}
