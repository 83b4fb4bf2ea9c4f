import Scenarios

extension ReportReader {
  mutating func parts(_ node: JSONNode) -> ReportParts {
    var parts = ReportParts()
    parts.name = text("name", of: node)
    parts.title = text("title", of: node)
    parts.subtitle = text("subtitle", of: node)
    parts.command = text("command", of: node)
    parts.summary = texts("summary", of: node)
    parts.cards = list("cards", of: node).map { card($0) }
    parts.outlook = entries("outlook", "outlook_labels", of: node)
    parts.nextSteps = texts("next_steps", of: node)
    parts.sections = members("sections", of: node).map { section($0.key, $0.value) }
    parts.provenance = entries("provenance", "provenance_labels", of: node)
    return parts
  }

  private mutating func card(_ node: JSONNode) -> Card {
    var verdict = Status.unknown
    var words = ""
    if let value = required("verdict", of: node) {
      if case .status(let status, let text) = cell(value, .text) {
        (verdict, words) = (status, text)
      } else {
        note(.wrongType, at: value, "a verdict is an object with \"status\" and \"text\"")
      }
    }
    return Card(
      id: text("id", of: node),
      title: text("title", of: node),
      verdict: verdict,
      verdictText: words,
      values: entries("values", "labels", of: node)
    )
  }

  private mutating func entries(_ key: String, _ labels: String, of node: JSONNode) -> [Entry] {
    let titles = required(labels, of: node)
    return members(key, of: node).map { member in
      guard let label = titles.flatMap({ required(member.key, of: $0) }) else {
        return Entry(member.key, "", .missing)
      }
      let title = text("title", of: label)
      return Entry(member.key, title, cell(member.value, format(of: label)))
    }
  }

  private mutating func section(_ id: String, _ node: JSONNode) -> Section {
    let columns = required("columns", of: node)
    let about = required("about", of: node)
    return Section(
      id: id,
      number: whole("number", of: node),
      title: text("title", of: node),
      lead: text("lead", of: node),
      tables: members("tables", of: node).map { member in
        table(
          member.key,
          member.value,
          columns.flatMap { required(member.key, of: $0) },
          about.flatMap { required(member.key, of: $0) }
        )
      },
      charts: list("charts", of: node).compactMap { chart($0) },
      notes: texts("notes", of: node)
    )
  }

  private mutating func table(
    _ id: String,
    _ node: JSONNode,
    _ columnList: JSONNode?,
    _ about: JSONNode?
  ) -> Table {
    var columns: [(column: Column, format: CellFormat)] = []
    for item in columnList.map({ elements(of: $0) }) ?? [] {
      let isLeft = choice("align", of: item, ["left", "right"]) == "left"
      let column = Column(
        text("key", of: item),
        text("title", of: item),
        unit: text("unit", of: item),
        isLeft ? .leading : .trailing
      )
      columns.append((column, format(of: item)))
    }
    let rows = elements(of: node).map { row in
      columns.map { entry in
        required(entry.column.key, of: row).map { cell($0, entry.format) } ?? .missing
      }
    }
    return Table(
      id: id,
      title: about.map { text("title", of: $0) } ?? "",
      columns: columns.map(\.column),
      rows: rows,
      note: about.map { text("note", of: $0) } ?? "",
      headline: about?["headline"].map { headline($0) },
      isData: about.map { flag("data", of: $0) } ?? false
    )
  }

  private mutating func headline(_ node: JSONNode) -> Table.Headline {
    let rows = required("rows", of: node).flatMap { $0.isNull ? nil : whole("rows", of: node) }
    return Table.Headline(
      question: text("question", of: node),
      turn: whole("turn", of: node),
      columns: texts("columns", of: node),
      rows: rows
    )
  }

  private mutating func format(of node: JSONNode) -> CellFormat {
    CellFormat(rawValue: choice("format", of: node, CellFormat.allCases.map(\.rawValue))) ?? .text
  }
}
