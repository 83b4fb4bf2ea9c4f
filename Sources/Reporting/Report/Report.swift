/// Everything a run has to say, ready to be printed: words, tables, charts, and where they come from.
///
/// A report holds finished numbers. Each is rounded once, here, to the digits it is shown with, so
/// that the terminal, Markdown, HTML, CSV and JSON all print the same number.
///
/// - Invariant: ids and column keys are snake_case; section, table and chart ids are unique; every
///   row is as long as its table is wide; every chart names tables and columns that exist.
public struct Report: Hashable, Sendable {
  /// The name of the scenario; it names files and folders.
  public let name: String
  /// The heading.
  public let title: String
  /// One line under the heading.
  public let subtitle: String
  /// The command that made this report.
  public let command: String
  /// The executive summary: three sentences.
  public let summary: [String]
  /// One card a tier.
  public let cards: [Card]
  /// What comes next, at a glance: the first limit and its day, the next tier and its price.
  public let outlook: [Entry]
  /// The next steps, three at most, each a sentence.
  public let nextSteps: [String]
  /// The sections, in reading order.
  public let sections: [Section]
  /// Seeds, versions and dates: what is needed to repeat the run.
  public let provenance: [Entry]

  /// A report of finished parts.
  ///
  /// - Precondition: the invariant of the type holds.
  public init(
    name: String,
    title: String,
    subtitle: String,
    command: String,
    summary: [String],
    cards: [Card],
    outlook: [Entry] = [],
    nextSteps: [String] = [],
    sections: [Section],
    provenance: [Entry]
  ) {
    self.name = name
    self.title = title
    self.subtitle = subtitle
    self.command = command
    self.summary = summary
    self.cards = cards
    self.outlook = outlook
    self.nextSteps = nextSteps
    self.sections = sections
    self.provenance = provenance
    checkInvariant()
  }

  /// All tables, in reading order.
  public var tables: [Table] { sections.flatMap(\.tables) }

  /// All charts, in reading order.
  public var charts: [Chart] { sections.flatMap(\.charts) }

  /// The table with that id; nil when there is none.
  public func table(_ id: String) -> Table? { tables.first { $0.id == id } }

  /// The chart with that id; nil when there is none.
  public func chart(_ id: String) -> Chart? { charts.first { $0.id == id } }

  /// The same report with some of its sections alone; the first page stays.
  ///
  /// A chart of a table that is left out is left out with it.
  public func showing(_ ids: Set<String>) -> Report {
    let kept = sections.filter { ids.contains($0.id) }
    let tables = Set(kept.flatMap(\.tables).map(\.id))
    return Report(
      name: name,
      title: title,
      subtitle: subtitle,
      command: command,
      summary: summary,
      cards: cards,
      outlook: outlook,
      nextSteps: nextSteps,
      sections: kept.map { section in
        Section(
          id: section.id,
          number: section.number,
          title: section.title,
          lead: section.lead,
          tables: section.tables,
          charts: section.charts.filter { chart in
            chart.kind.references(in: chart.tableID).allSatisfy { tables.contains($0.tableID) }
          },
          notes: section.notes
        )
      },
      provenance: provenance
    )
  }
}

/// One of the questions a report answers.
public struct Section: Hashable, Sendable {
  /// A stable snake_case name: the key in JSON and the anchor in HTML.
  public let id: String
  /// Its place, from 1.
  public let number: Int
  /// The heading.
  public let title: String
  /// One or two sentences that say what was found.
  public let lead: String
  /// The tables, in reading order.
  public let tables: [Table]
  /// The charts, drawn before the tables.
  public let charts: [Chart]
  /// Remarks under the tables.
  public let notes: [String]

  /// A section of finished parts.
  public init(
    id: String,
    number: Int,
    title: String,
    lead: String,
    tables: [Table] = [],
    charts: [Chart] = [],
    notes: [String] = []
  ) {
    self.id = id
    self.number = number
    self.title = title
    self.lead = lead
    self.tables = tables
    self.charts = charts
    self.notes = notes
  }
}

/// What a tier looks like at a glance.
public struct Card: Hashable, Sendable {
  /// A stable snake_case name.
  public let id: String
  /// The tier.
  public let title: String
  /// Whether it holds.
  public let verdict: Status
  /// The verdict in two or three words.
  public let verdictText: String
  /// Three to five values.
  public let values: [Entry]

  /// A card of finished parts.
  public init(id: String, title: String, verdict: Status, verdictText: String, values: [Entry]) {
    self.id = id
    self.title = title
    self.verdict = verdict
    self.verdictText = verdictText
    self.values = values
  }
}

/// A value with its name.
public struct Entry: Hashable, Sendable {
  /// A stable snake_case name with its unit last: `p95_ms`.
  public let key: String
  /// The name for people.
  public let title: String
  /// The value.
  public let value: Cell

  /// A named value.
  public init(_ key: String, _ title: String, _ value: Cell) {
    self.key = key
    self.title = title
    self.value = value
  }
}
