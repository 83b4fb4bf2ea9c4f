/// The parts of a report before anybody has looked whether they fit together.
struct ReportParts {
  var name = ""
  var title = ""
  var subtitle = ""
  var command = ""
  var summary: [String] = []
  var cards: [Card] = []
  var outlook: [Entry] = []
  var nextSteps: [String] = []
  var sections: [Section] = []
  var provenance: [Entry] = []

  init() {}

  init(_ report: Report) {
    name = report.name
    title = report.title
    subtitle = report.subtitle
    command = report.command
    summary = report.summary
    cards = report.cards
    outlook = report.outlook
    nextSteps = report.nextSteps
    sections = report.sections
    provenance = report.provenance
  }
}

extension Report {
  init(_ parts: ReportParts) {
    self.init(
      name: parts.name,
      title: parts.title,
      subtitle: parts.subtitle,
      command: parts.command,
      summary: parts.summary,
      cards: parts.cards,
      outlook: parts.outlook,
      nextSteps: parts.nextSteps,
      sections: parts.sections,
      provenance: parts.provenance
    )
  }
}
