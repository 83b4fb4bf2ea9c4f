import Quantities
import SwiftCSV

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
