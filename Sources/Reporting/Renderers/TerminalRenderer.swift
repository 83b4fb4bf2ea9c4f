/// A report as plain text for a terminal, never wider than it was told.
public struct TerminalRenderer: Sendable {
  /// How much is printed.
  public enum Extent: Hashable, Sendable {
    /// Three sentences, the tiers, and one small table a main question.
    case executive
    /// That, and every section.
    case full
  }

  /// How much is printed.
  public let extent: Extent
  /// Whether verdicts are coloured with ANSI codes.
  public let usesColor: Bool
  /// The widest line, in columns.
  public let width: Int

  /// A renderer.
  ///
  /// - Precondition: `width` is at least 40.
  public init(extent: Extent = .executive, usesColor: Bool = false, width: Int = 100) {
    precondition(width >= 40, "a terminal is at least 40 columns wide")
    self.extent = extent
    self.usesColor = usesColor
    self.width = width
  }

  /// The report, ending with a newline.
  public func render(_ report: Report) -> String {
    var lines = heading(report.title, underline: "=") + wrapped(report.subtitle) + [""]
    for sentence in report.summary { lines += wrapped(sentence) }
    lines.append("")
    if !report.cards.isEmpty { lines += table(Table(cards: report.cards)) + [""] }
    lines += outlook(report)
    for (table, headline) in report.questions {
      lines += heading(headline.question, underline: "-")
      lines += self.table(table.shown(in: headline)) + [""]
    }
    if extent == .full { lines += report.sections.flatMap(section) }
    if extent == .full { lines += report.provenance.flatMap(entry) }
    return lines.joined(separator: "\n").trimmingSuffix { $0.isNewline } + "\n"
  }

  /// What comes next in a sentence, and the next steps one below the other.
  private func outlook(_ report: Report) -> [String] {
    var lines = wrapped(
      report.outlook.map { entry in
        let text = CellText(entry.value)
        return "\(entry.title): \(text.plain)\(text.reason.map { " (\($0))" } ?? "")"
      }.joined(separator: "; ")
    )
    if !lines.isEmpty { lines.append("") }
    if !report.nextSteps.isEmpty { lines.append("Next steps:") }
    for (index, step) in report.nextSteps.enumerated() {
      lines += wrapped(step, first: "\(index + 1). ", rest: "   ")
    }
    return report.nextSteps.isEmpty ? lines : lines + [""]
  }

  private func section(_ section: Section) -> [String] {
    var lines = heading("\(section.number). \(section.title)", underline: "=")
    lines += wrapped(section.lead) + [""]
    for table in section.tables {
      lines += heading(table.title, underline: "-")
      lines += self.table(table) + [""]
    }
    for note in section.notes { lines += wrapped(note, first: "- ", rest: "  ") }
    return lines + (section.notes.isEmpty ? [] : [""])
  }

  private func entry(_ entry: Entry) -> [String] {
    let text = CellText(entry.value)
    let reason = text.reason.map { " (\($0))" } ?? ""
    return wrapped("\(entry.title): \(text.plain)\(reason)", rest: "  ")
  }

  private func heading(_ words: String, underline: Character) -> [String] {
    let lines = wrapped(words)
    let length = lines.map(TerminalText.width).max() ?? 0
    return lines + [String(repeating: underline, count: length)]
  }

  private func table(_ table: Table) -> [String] {
    var notes = Footnotes()
    let cells = table.rows.map { row in
      row.map { cell -> TerminalTable.Cell in
        let text = CellText(cell)
        return TerminalTable.Cell(text: notes.marked(text), status: text.status)
      }
    }
    let layout = TerminalTable(
      headings: table.columns.map(\.heading),
      alignments: table.columns.map(\.alignment),
      rows: cells,
      width: width
    )
    var lines = layout.lines(usesColor: usesColor)
    let remarks = [table.note, table.intervalNote].filter { !$0.isEmpty }
    lines += wrapped(remarks.joined(separator: " "))
    for note in notes.lines { lines += wrapped(note, rest: "  ") }
    return lines
  }

  private func wrapped(_ words: String, first: String = "", rest: String = "") -> [String] {
    guard !words.isEmpty else { return [] }
    let lines = TerminalText.wrapped(words, width: width - rest.count)
    return lines.enumerated().map { ($0.offset == 0 ? first : rest) + $0.element }
  }
}

extension Report {
  /// The tables that answer the main questions, each in its turn.
  var questions: [(table: Table, headline: Table.Headline)] {
    let asked = tables.compactMap { table in table.headline.map { (table, $0) } }
    let turns = Set(asked.map(\.1.turn)).sorted()
    return turns.flatMap { turn in asked.filter { $0.1.turn == turn } }
  }
}

extension Table {
  /// The columns and rows of a headline.
  func shown(in headline: Headline) -> Table {
    let kept = columns.indices.filter {
      headline.columns.isEmpty || headline.columns.contains(columns[$0].key)
    }
    return Table(
      id: id,
      title: title,
      columns: kept.map { columns[$0] },
      rows: rows.prefix(headline.rows ?? rows.count).map { row in kept.map { row[$0] } }
    )
  }
}

extension String {
  func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> String {
    var rest = self[...]
    while let last = rest.last, isTrimmed(last) { rest.removeLast() }
    return String(rest)
  }
}
