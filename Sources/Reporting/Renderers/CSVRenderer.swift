/// The tables of a report as CSV (RFC 4180, UTF-8, a header line), one file each.
///
/// Columns are named by their keys. An estimate `p95_ms` has `p95_ms_low` and `p95_ms_high` beside
/// it; a verdict its words in `…_text`; a value that is missing for a reason is empty, with the
/// reason in `…_note`. Text that a spreadsheet would run as a formula is preceded by an apostrophe.
public struct CSVRenderer: Sendable {
  /// A file: its name and its text.
  public struct File: Hashable, Sendable {
    /// The name, from the id of the table: `cost.csv`.
    public let name: String
    /// The text.
    public let text: String
  }

  /// A renderer.
  public init() {}

  /// All tables of a report, in reading order.
  public func render(_ report: Report) -> [File] {
    report.tables.map { File(name: "\($0.id).csv", text: render($0)) }
  }

  /// One table.
  public func render(_ table: Table) -> String {
    let flat = FlatTable(table)
    let lines = [flat.names.joined(separator: ",")] + flat.rows.map(line)
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(_ row: [FlatTable.Value]) -> String {
    row.map { value in
      switch value {
      case .text(let words): CSVRenderer.quoted(CSVRenderer.guarded(words))
      case .number(let digits): digits
      case .empty: ""
      }
    }.joined(separator: ",")
  }

  /// The text with an apostrophe before it if a spreadsheet would take it for a formula.
  private static func guarded(_ words: String) -> String {
    let isDangerous = words.utf8.first.map { "=+-@\t\r\n".utf8.contains($0) } ?? false
    return isDangerous ? "'" + words : words
  }

  private static func quoted(_ words: String) -> String {
    guard words.utf8.contains(where: { "\",\r\n".utf8.contains($0) }) else { return words }
    return "\"" + words.replacing("\"", with: "\"\"") + "\""
  }
}
