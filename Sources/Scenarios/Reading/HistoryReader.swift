import Foundation
import Quantities
import SwiftCSV

/// Reads dated series from CSV files.
enum HistoryReader {
  /// Growth with the series that its files hold.
  static func growth(
    _ node: Located,
    _ diagnosis: Diagnosis,
    _ files: inout [SourceFile]
  ) -> Growth? {
    let form = diagnosis.within("growth") { Schemas.growth.decode(node, diagnosis) }
    guard let form else { return nil }
    var growth = Growth()
    growth.horizonDays = Int((form.horizon.seconds / 86_400).rounded())
    growth.curve = form.curve
    var known = Set(files.map(\.path))
    for (key, series) in form.series {
      guard let driver = Growth.Driver(rawValue: key) else { continue }
      let place = node["series"]?[key]?["file"]?.place ?? node.place
      guard let (history, file) = history(series, at: place, diagnosis) else { continue }
      growth.series.append((driver, history))
      if known.insert(file.path).inserted { files.append(file) }
    }
    return growth
  }

  private static func history(
    _ series: SeriesForm,
    at place: Located.Place,
    _ diagnosis: Diagnosis
  ) -> (History, SourceFile)? {
    let text = diagnosis.sources.texts[safe: place.file]
    let base = text.map(\.directory) ?? ""
    let shown = Paths.simplified(
      Paths.joined(Paths.directory(of: text?.path ?? "."), series.file)
    )
    let visible = shown.escapedForTerminal()
    guard !series.file.hasPrefix("/"), !series.file.hasPrefix("~") else {
      let help = "write a path relative to this file"
      diagnosis.report(.include, at: place, "the path \(visible) is absolute", help: help)
      return nil
    }
    let resolved = Paths.resolved(Paths.joined(base.isEmpty ? "." : base, series.file))
    let tree = Paths.tree(of: Paths.resolved(Paths.joined(base.isEmpty ? "." : base, "x")))
    guard Paths.lies(resolved, in: tree) else {
      diagnosis.report(.include, at: place, "the path \(visible) leads out of the project")
      return nil
    }
    do throws(ScenarioError) {
      let (table, file) = try CSVTable.read(shown: shown, resolved: resolved, code: .history)
      let history = try self.history(in: table, series: series)
      return (history, file)
    } catch {
      diagnosis.absorb(error, at: place)
      return nil
    }
  }

  /// The series in one column of a table.
  static func history(
    in table: CSVTable,
    series: SeriesForm
  ) throws(ScenarioError) -> History {
    let dateColumn = try table.column(series.dates)
    let column = try table.column(series.column)
    var dates: [CalendarDate] = []
    var values: [Double] = []
    for (index, row) in table.rows.enumerated() {
      let cell = row.count > column ? row[column].trimmingSpaces() : ""
      guard row.count > dateColumn, let date = CalendarDate(row[dateColumn].trimmingSpaces()) else {
        let text = row.count > dateColumn ? row[dateColumn] : ""
        throw table.error(
          row: index,
          column: dateColumn,
          "\"\(text.escapedForTerminal(limit: 40))\" is not a date",
          help: "write 2026-11-24, 2026-11 or 2026"
        )
      }
      if let last = dates.last, date <= last {
        throw table.error(
          row: index,
          column: dateColumn,
          "\(date) does not come after \(last)",
          help: "sort the rows by date, one row a date"
        )
      }
      if cell.isEmpty { continue }
      values.append(try table.number(cell, row: index, column: column))
      dates.append(date)
    }
    guard values.count >= 3 else {
      throw table.error(
        row: 0,
        column: column,
        "\(values.count) values are no history",
        help: "give at least 3"
      )
    }
    return History(source: "\(table.path), column \(series.column)", dates: dates, values: values)
  }
}

/// A CSV file as rows of texts.
struct CSVTable {
  /// The path, as messages show it.
  let path: String
  /// The names of the columns.
  let header: [String]
  /// The rows below the header.
  let rows: [[String]]
  /// The code of problems in it.
  let code: ProblemCode

  /// Reads a CSV file.
  static func read(
    shown: String,
    resolved: String,
    code: ProblemCode
  ) throws(ScenarioError) -> (CSVTable, SourceFile) {
    func failure(_ problem: ProblemCode, _ line: Int, _ column: Int, _ message: String)
      -> ScenarioError
    {
      ScenarioError(
        kind: problem == .unreadable ? .noInput : .badData,
        problems: [
          Problem(file: shown, line: line, column: column, code: problem.rawValue, message: message)
        ]
      )
    }
    let bytes: [UInt8]
    do throws(Paths.Unreadable) {
      bytes = try Paths.bytes(of: resolved, atMost: 200_000_000)
    } catch {
      throw failure(error.code, 1, 1, "cannot read \(shown.escapedForTerminal()): \(error.reason)")
    }
    guard !bytes.starts(with: [0x1F, 0x8B]) else {
      throw failure(.notText, 1, 1, "the file is compressed with gzip; unpack it first")
    }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard !bytes.contains(0), let text = String(validating: bytes[start...], as: UTF8.self) else {
      throw failure(.notText, 1, 1, "the file is not UTF-8 text")
    }
    let file = SourceFile(path: shown, digest: SourceTexts.digest(of: bytes))
    do {
      let csv = try EnumeratedCSV(string: text, delimiter: .comma, loadColumns: false)
      let header = csv.header.map { $0.trimmingSpaces() }
      return (CSVTable(path: shown, header: header, rows: csv.rows, code: code), file)
    } catch {
      throw failure(code, 1, 1, "the file is not well-formed CSV")
    }
  }

  /// The index of a column.
  func column(_ name: String) throws(ScenarioError) -> Int {
    if let index = header.firstIndex(of: name) { return index }
    let nearest = Spelling.nearest(to: name, among: header)
    let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
    throw error(
      row: -1,
      column: 0,
      "there is no column \"\(name.escapedForTerminal(limit: 40))\"\(hint)",
      help: header.count <= 1 && header.first?.contains(";") == true
        ? "columns are separated by commas" : "columns: \(Spelling.list(header))"
    )
  }

  /// A finite number in a cell.
  func number(_ text: String, row: Int, column: Int) throws(ScenarioError) -> Double {
    guard let value = Double(text), value.isFinite else {
      throw error(
        row: row,
        column: column,
        "\"\(text.escapedForTerminal(limit: 40))\" is not a number",
        help: "write a decimal point and no separators between thousands"
      )
    }
    return value
  }

  /// A problem in a cell; row -1 is the header.
  func error(row: Int, column: Int, _ message: String, help: String? = nil) -> ScenarioError {
    let cells = row < 0 ? header : (rows[safe: row] ?? [])
    let before = cells.prefix(column).reduce(0) { $0 + $1.count + 1 }
    return ScenarioError(
      kind: .badData,
      problems: [
        Problem(
          file: path,
          line: row + 2,
          column: before + 1,
          code: code.rawValue,
          message: message,
          help: help,
          sourceLine: cells.joined(separator: ",")
        )
      ]
    )
  }
}
