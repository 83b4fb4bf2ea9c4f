import Quantities

/// A report as JSON, schema `headroom-report/1`.
///
/// ```
/// { "schema": "headroom-report/1", "name", "title", "subtitle", "command", "summary": [text],
///   "cards": [{ "id", "title", "verdict": {status, text}, "values": {key: cell} }],
///   "sections": { section id: { "number", "title", "lead",
///       "tables": { table id: [{ column key: cell }] },
///       "columns": { table id: [{ "key", "title", "unit" }] },
///       "charts": [{ "id", "title", "alt", "tables": [table id] }], "notes": [text] } },
///   "provenance": { key: cell } }
/// ```
/// A cell is text; a number, in the unit that ends its key (`_ms`, `_s`, `_per_s`, `_usd`, `_pct` in
/// percent); a date `"2026-11-24"`; null where nothing applies; or one of
/// - `{"value", "low", "high", "level", "n", "replications"?, "method"}`: an estimate,
/// - `{"status": "pass" | "fail" | "warn" | "unknown", "text"}`: a verdict,
/// - `{"unknown": reason}`: a value nobody knows,
/// - `{"not_estimable": reason}`: a value that this many observations cannot give.
///
/// Numbers are finite; keys come in reading order; the same report gives the same bytes.
public struct JSONRenderer: Sendable {
  /// The name and version of the schema.
  public static let schema = "headroom-report/1"

  /// A renderer.
  public init() {}

  /// The report as text, ending with a newline.
  public func render(_ report: Report) -> String { value(of: report).pretty + "\n" }

  /// The report as a value.
  public func value(of report: Report) -> JSONValue {
    [
      "schema": .string(JSONRenderer.schema),
      "name": .string(report.name),
      "title": .string(report.title),
      "subtitle": .string(report.subtitle),
      "command": .string(report.command),
      "summary": .array(report.summary.map(JSONValue.string)),
      "cards": .array(report.cards.map(card)),
      "sections": .object(report.sections.map { .init($0.id, section($0)) }),
      "provenance": entries(report.provenance),
    ]
  }

  private func card(_ card: Card) -> JSONValue {
    [
      "id": .string(card.id),
      "title": .string(card.title),
      "verdict": cell(.status(card.verdict, card.verdictText)),
      "values": entries(card.values),
    ]
  }

  private func entries(_ entries: [Entry]) -> JSONValue {
    .object(entries.map { .init($0.key, cell($0.value)) })
  }

  private func section(_ section: Section) -> JSONValue {
    [
      "number": .number(String(section.number)),
      "title": .string(section.title),
      "lead": .string(section.lead),
      "tables": .object(section.tables.map { .init($0.id, rows($0)) }),
      "columns": .object(section.tables.map { .init($0.id, columns($0)) }),
      "charts": .array(section.charts.map(chart)),
      "notes": .array(section.notes.map(JSONValue.string)),
    ]
  }

  private func rows(_ table: Table) -> JSONValue {
    .array(
      table.rows.map { row in
        .object(zip(table.columns, row).map { .init($0.key, cell($1)) })
      }
    )
  }

  private func columns(_ table: Table) -> JSONValue {
    .array(
      table.columns.map {
        ["key": .string($0.key), "title": .string($0.title), "unit": .string($0.unit)]
      }
    )
  }

  private func chart(_ chart: Chart) -> JSONValue {
    [
      "id": .string(chart.id),
      "title": .string(chart.title),
      "alt": .string(chart.alt),
      "tables": .array(chart.kind.references(in: chart.tableID).map { .string($0.tableID) }),
    ]
  }

  private func cell(_ cell: Cell) -> JSONValue {
    switch cell {
    case .text(let words): .string(words)
    case .integer(let count): .number(String(count))
    case .number(let value, let digits): .number(Numerals.plain(value, digits: digits))
    case .percent(let value, let digits): .number(Numerals.plain(value, digits: digits))
    case .money(let money): .number(Numerals.plain(money))
    case .date(let day): .string(day.description)
    case .estimate(let estimate): self.estimate(estimate)
    case .status(let status, let words):
      ["status": .string(status.rawValue), "text": .string(words.isEmpty ? status.word : words)]
    case .unknown(let reason): ["unknown": .string(reason)]
    case .notEstimable(let reason): ["not_estimable": .string(reason)]
    case .missing: .null
    }
  }

  private func estimate(_ estimate: Estimate) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("value", .number(Numerals.plain(estimate.value, digits: estimate.digits))),
      .init("low", .number(Numerals.plain(estimate.low, digits: estimate.digits))),
      .init("high", .number(Numerals.plain(estimate.high, digits: estimate.digits))),
      .init("level", .number("\(estimate.level)")),
      .init("n", .number(String(estimate.n))),
    ]
    if let replications = estimate.replications {
      members.append(.init("replications", .number(String(replications))))
    }
    members.append(.init("method", .string(estimate.method)))
    return .object(members)
  }
}
