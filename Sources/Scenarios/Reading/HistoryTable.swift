import Quantities

/// A CSV file with dates and columns of numbers, as the user names it on the command line.
public struct HistoryTable: Sendable {
  private let table: CSVTable
  /// The column of dates.
  public let dates: String

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - dates: The column of dates.
  /// - Throws: `ScenarioError` when the file cannot be read or has no such column.
  public init(path: String, dates: String) throws(ScenarioError) {
    let resolved = Paths.resolved(path)
    (table, _) = try CSVTable.read(shown: path, resolved: resolved, code: .history)
    self.dates = dates
    _ = try table.column(dates)
  }

  /// The columns beside the dates that hold numbers or nothing, and at least three numbers.
  public var numericColumns: [String] {
    table.header.indices.compactMap { column in
      let cells = table.rows.compactMap { row -> String? in
        let cell = row.count > column ? row[column].trimmingSpaces() : ""
        return HistoryColumn.blanks.contains(cell.lowercased()) ? nil : cell
      }
      let isNumeric = cells.count >= 3 && cells.allSatisfy { Double($0)?.isFinite == true }
      return isNumeric && table.header[column] != dates ? table.header[column] : nil
    }
  }

  /// The series of a column.
  public func history(column: String) throws(ScenarioError) -> History {
    let column = try table.column(column)
    return try HistoryColumn(table: table, dates: try table.column(dates), column: column)
      .history(of: Array(table.rows.indices))
  }

  /// The series of a column for each word of another one, in the order of their first rows.
  public func histories(
    column: String,
    by key: String
  ) throws(ScenarioError) -> [(name: String, history: History)] {
    let (column, key) = (try table.column(column), try table.column(key))
    let cells = HistoryColumn(table: table, dates: try table.column(dates), column: column)
    var names: [String] = []
    var rows: [String: [Int]] = [:]
    for (index, row) in table.rows.enumerated() where row.count > key {
      let name = row[key].trimmingSpaces()
      if rows[name] == nil { names.append(name) }
      rows[name, default: []].append(index)
    }
    var result: [(name: String, history: History)] = []
    for name in names { result.append((name, try cells.history(of: rows[name] ?? []))) }
    return result
  }
}
