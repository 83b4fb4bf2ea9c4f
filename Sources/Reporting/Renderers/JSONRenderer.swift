import Quantities

/// A report as JSON, schema `headroom-report/2`; `ReportSchema` describes it, `ReportReader` reads it.
///
/// ```
/// { "schema": "headroom-report/2", "name", "title", "subtitle", "command", "summary": [text],
///   "cards": [{ "id", "title", "verdict": {status, text}, "values": {key: cell}, "labels": labels }],
///   "outlook": {key: cell}, "outlook_labels": labels, "next_steps": [text],
///   "sections": { section id: { "number", "title", "lead",
///       "tables": { table id: [{ column key: cell }] },
///       "columns": { table id: [{ "key", "title", "unit", "align", "format" }] },
///       "about": { table id: { "title", "note", "data", "headline"? } },
///       "charts": [{ "id", "title", "alt", "table", "tables": [table id], "drawing" }],
///       "notes": [text] } },
///   "provenance": {key: cell}, "provenance_labels": labels }
/// ```
/// Labels are `{key: {"title", "format"}}`. A cell is text; a number, in the unit that ends its key
/// (`_ms`, `_s`, `_per_s`, `_usd`, `_pct` in percent); a date `"2026-11-24"`; null where nothing
/// applies; or one of
/// - `{"value", "low", "high", "level", "n", "replications"?, "method"}`: an estimate,
/// - `{"status": "pass" | "fail" | "warn" | "unknown", "text"}`: a verdict,
/// - `{"unknown": reason}`: a value nobody knows,
/// - `{"not_estimable": reason}`: a value that this many observations cannot give,
/// - `{"value", "format"}`: a value that does not have the format of its column.
///
/// Version 2 says also how things are shown, so that a report can be read back; what was in version
/// 1 stands where it stood. Numbers are finite and have the digits that people see; keys come in
/// reading order; the same report gives the same bytes.
public struct JSONRenderer: Sendable {
  /// The name and version of the schema.
  public static let schema = "headroom-report/2"

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
      "outlook": values(report.outlook),
      "outlook_labels": labels(report.outlook),
      "next_steps": .array(report.nextSteps.map(JSONValue.string)),
      "sections": .object(report.sections.map { .init($0.id, section($0)) }),
      "provenance": values(report.provenance),
      "provenance_labels": labels(report.provenance),
    ]
  }

  private func card(_ card: Card) -> JSONValue {
    [
      "id": .string(card.id),
      "title": .string(card.title),
      "verdict": cell(.status(card.verdict, card.verdictText), in: .text),
      "values": values(card.values),
      "labels": labels(card.values),
    ]
  }

  private func values(_ entries: [Entry]) -> JSONValue {
    .object(entries.map { .init($0.key, cell($0.value, in: CellFormat(of: [$0.value]))) })
  }

  private func labels(_ entries: [Entry]) -> JSONValue {
    .object(
      entries.map {
        let format = CellFormat(of: [$0.value]).rawValue
        return .init($0.key, ["title": .string($0.title), "format": .string(format)])
      }
    )
  }

  private func section(_ section: Section) -> JSONValue {
    [
      "number": .number(String(section.number)),
      "title": .string(section.title),
      "lead": .string(section.lead),
      "tables": .object(section.tables.map { .init($0.id, rows($0)) }),
      "columns": .object(section.tables.map { .init($0.id, columns($0)) }),
      "about": .object(section.tables.map { .init($0.id, about($0)) }),
      "charts": .array(section.charts.map(chart)),
      "notes": .array(section.notes.map(JSONValue.string)),
    ]
  }

  private func rows(_ table: Table) -> JSONValue {
    let formats = self.formats(table)
    return .array(
      table.rows.map { row in
        .object(
          table.columns.indices.map { .init(table.columns[$0].key, cell(row[$0], in: formats[$0])) }
        )
      }
    )
  }

  private func formats(_ table: Table) -> [CellFormat] {
    table.columns.indices.map { index in CellFormat(of: table.rows.lazy.map { $0[index] }) }
  }

  private func columns(_ table: Table) -> JSONValue {
    .array(
      zip(table.columns, formats(table)).map { column, format in
        [
          "key": .string(column.key), "title": .string(column.title), "unit": .string(column.unit),
          "align": column.alignment == .leading ? "left" : "right",
          "format": .string(format.rawValue),
        ]
      }
    )
  }

  private func about(_ table: Table) -> JSONValue {
    let about: JSONValue = [
      "title": .string(table.title), "note": .string(table.note), "data": .bool(table.isData),
    ]
    guard let headline = table.headline else { return about }
    return about.adding(
      "headline",
      [
        "question": .string(headline.question), "turn": .number(String(headline.turn)),
        "columns": .array(headline.columns.map(JSONValue.string)),
        "rows": headline.rows.map { .number(String($0)) } ?? .null,
      ]
    )
  }

  private func chart(_ chart: Chart) -> JSONValue {
    [
      "id": .string(chart.id),
      "title": .string(chart.title),
      "alt": .string(chart.alt),
      "table": .string(chart.tableID),
      "tables": .array(chart.kind.references(in: chart.tableID).map { .string($0.tableID) }),
      "drawing": chart.kind.json,
    ]
  }

  private func cell(_ cell: Cell, in format: CellFormat) -> JSONValue {
    let plain = self.plain(cell)
    guard !format.keeps(cell), let own = CellFormat(of: cell) else { return plain }
    return ["value": plain, "format": .string(own.rawValue)]
  }

  private func plain(_ cell: Cell) -> JSONValue {
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
