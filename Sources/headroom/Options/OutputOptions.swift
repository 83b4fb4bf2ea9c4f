import ArgumentParser
import Reporting
import Scenarios

/// How an answer is printed, and what is said beside it.
struct OutputOptions: ParsableArguments {
  @Option(help: "The form of the answer on standard output.")
  var format = Format.table

  @Flag(help: "Say nothing on standard error but errors.")
  var quiet = false

  @Flag(name: .customLong("no-color"), help: "Use no color; NO_COLOR does the same.")
  var noColor = false

  /// Prints a report.
  func print(_ report: Report, extent: TerminalRenderer.Extent = .full) throws {
    try Terminal.print(text(of: report, extent: extent))
  }

  private func text(of report: Report, extent: TerminalRenderer.Extent) -> String {
    let usesColor = Terminal.usesColor(.results, unless: noColor)
    return switch format {
    case .table:
      TerminalRenderer(
        extent: extent,
        usesColor: usesColor,
        width: Terminal.width(of: .results)
      ).render(report).harmless(keepingColors: usesColor)
    case .json: JSONRenderer().render(report)
    case .markdown:
      MarkdownRenderer(extent: extent).render(report).harmless(keepingColors: false)
    case .csv: csv(of: report).harmless(keepingColors: false)
    }
  }

  private func csv(of report: Report) -> String {
    let files = CSVRenderer().render(report)
    guard files.count > 1 else { return files.first?.text ?? "" }
    return files.map { "# \($0.name)\n\($0.text)" }.joined(separator: "\n")
  }

  /// Says something on standard error, unless it is to be quiet.
  func tell(_ line: String) {
    if !quiet { Terminal.tell(line) }
  }

  /// Shows what the reader warned of.
  func warn(_ warnings: [Problem]) {
    for warning in warnings {
      tell(warning.rendered(color: Terminal.usesColor(.messages, unless: noColor)))
    }
  }
}

extension Report {
  /// A report of some of the sections alone, with their tables in full.
  func part(_ ids: Set<String>) -> Report {
    Report(
      name: name,
      title: title,
      subtitle: subtitle,
      command: command,
      summary: [],
      cards: [],
      sections: sections.filter { ids.contains($0.id) }.map(\.plain),
      provenance: []
    )
  }
}

extension Section {
  /// The section without charts, its tables belonging to no question.
  fileprivate var plain: Section {
    Section(
      id: id,
      number: number,
      title: title,
      lead: lead,
      tables: tables.map {
        Table(id: $0.id, title: $0.title, columns: $0.columns, rows: $0.rows, note: $0.note)
      },
      notes: notes
    )
  }
}
