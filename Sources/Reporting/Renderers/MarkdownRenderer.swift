/// A report as Markdown, with tables as GitHub draws them.
///
/// The short extent is a comment on a pull request: a page, and not the 65,536 letters that such a
/// comment may have at most (GitHub, as of 2026).
public struct MarkdownRenderer: Sendable {
  /// How much is printed.
  public let extent: TerminalRenderer.Extent

  /// A renderer.
  public init(extent: TerminalRenderer.Extent = .full) {
    self.extent = extent
  }

  /// The report, ending with a newline.
  public func render(_ report: Report) -> String {
    var blocks = ["# \(escaped(report.title))", escaped(report.subtitle)]
    blocks += [report.summary.map(escaped).joined(separator: " ")]
    if !report.cards.isEmpty { blocks += table(Table(cards: report.cards)) }
    blocks.append(report.outlook.map(entry).joined(separator: "\n"))
    if !report.nextSteps.isEmpty {
      let steps = report.nextSteps.enumerated().map { "\($0.offset + 1). \(escaped($0.element))" }
      blocks += ["Next steps:", steps.joined(separator: "\n")]
    }
    switch extent {
    case .full: blocks += report.sections.flatMap(section)
    case .executive:
      for (table, headline) in report.questions {
        blocks += ["## \(escaped(headline.question))"] + self.table(table.shown(in: headline))
      }
    }
    blocks.append("---")
    blocks.append(report.provenance.map(entry).joined(separator: "\n"))
    blocks.append("Made by `\(report.command.replacing("`", with: "'"))`.")
    return blocks.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private func section(_ section: Section) -> [String] {
    var blocks = ["## \(section.number). \(escaped(section.title))", escaped(section.lead)]
    blocks += section.charts.map(chart)
    for table in section.tables {
      blocks.append("### \(escaped(table.title))")
      blocks += self.table(table)
    }
    blocks.append(section.notes.map { "- \(escaped($0))" }.joined(separator: "\n"))
    return blocks
  }

  private func chart(_ chart: Chart) -> String {
    "> **\(escaped(chart.title))** \(escaped(chart.alt))"
      + " (Drawn in report.html from tables/\(chart.tableID).csv.)"
  }

  private func entry(_ entry: Entry) -> String {
    let text = CellText(entry.value)
    let reason = text.reason.map { " (\(escaped($0)))" } ?? ""
    return "- \(escaped(entry.title)): \(escaped(text.plain))\(reason)"
  }

  private func table(_ table: Table) -> [String] {
    var notes = Footnotes()
    var lines = [
      row(table.columns.map { escaped($0.heading) }),
      row(table.columns.map { $0.alignment == .leading ? ":---" : "---:" }),
    ]
    lines += table.rows.map { cells in
      row(cells.map { escaped(notes.marked(CellText($0))) })
    }
    let remarks = [table.note, table.intervalNote].filter { !$0.isEmpty }
    return [
      lines.joined(separator: "\n"),
      remarks.map(escaped).joined(separator: " "),
      notes.lines.map(escaped).joined(separator: "  \n"),
    ]
  }

  private func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  /// The words with what Markdown would take for marks made plain.
  private func escaped(_ words: String) -> String {
    var result = ""
    for character in words {
      switch character {
      case "|", "*", "`", "\\": result += "\\\(character)"
      case "<": result += "&lt;"
      case "\n", "\r", "\r\n": result += " "
      default: result.append(character)
      }
    }
    return result
  }
}

extension Table {
  /// The cards side by side: a row a tier.
  init(cards: [Card]) {
    var keys: [String] = []
    var columns = [Column.words("tier", "Tier"), Column.words("verdict", "Verdict")]
    for value in cards.flatMap(\.values) where !keys.contains(value.key) {
      keys.append(value.key)
      let isWords = if case .text = value.value { true } else { false }
      columns.append(Column(value.key, value.title, isWords ? .leading : .trailing))
    }
    let rows = cards.map { card -> [Cell] in
      let values = keys.map { key in card.values.first { $0.key == key }?.value ?? .missing }
      return [.text(card.title), .status(card.verdict, card.verdictText)] + values
    }
    self.init(id: "cards", title: "Tiers", columns: columns, rows: rows)
  }
}
