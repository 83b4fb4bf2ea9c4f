/// The slides of a presentation for an investor: words, tables and charts out of a report.
///
/// It arranges and shortens; it computes nothing. Every word and every number is one of the report's,
/// printed as the other forms print it. What a report does not have gets no slide.
struct DeckPlan {
  /// A page.
  struct Slide {
    /// The question, small above the finding.
    let question: String
    /// The finding, in a sentence.
    let title: String
    /// Sentences below it.
    var texts: [String] = []
    var charts: [DeckChart] = []
    var tables: [DeckTable] = []

    var isEmpty: Bool { texts.isEmpty && charts.isEmpty && tables.isEmpty }
  }

  let report: Report
  /// The pages, the first with the answer.
  let slides: [Slide]

  init(_ report: Report) {
    self.report = report
    let outline = DeckOutline(report: report)
    let body = outline.body.filter { !$0.charts.isEmpty || !$0.tables.isEmpty }
    slides = body.isEmpty ? [] : [outline.answer] + body + [outline.method]
  }

  /// What the script draws.
  var json: JSONValue {
    [
      "title": .string(report.title),
      "footer": .string(footer),
      "colors": .array(ChartPalette.series.map { .string($0.light) }),
      "ink": .string(ChartPalette.ink.light),
      "words": .string(ChartPalette.words.light),
      "lines": .string(ChartPalette.lines.light),
      "statuses": .object(Status.allCases.map { .init($0.rawValue, .string($0.ink)) }),
      "slides": .array(slides.map(DeckPlan.json)),
    ]
  }

  private var footer: String {
    let version = report.provenance.first { $0.key == "version" }?.value
    let day = report.provenance.first { $0.key == "today" }?.value
    let words = [version.map { "Headroom \(CellText($0).plain)" }, day.map { CellText($0).plain }]
    return ([report.title] + words.compactMap(\.self)).joined(separator: " · ")
  }

  private static func json(_ slide: Slide) -> JSONValue {
    [
      "question": .string(slide.question),
      "title": .string(slide.title),
      "texts": .array(slide.texts.map(JSONValue.string)),
      "charts": .array(slide.charts.map(\.json)),
      "tables": .array(slide.tables.map(\.json)),
    ]
  }
}

extension Status {
  /// The colour of a verdict on white; the words beside it say the same.
  fileprivate var ink: String {
    switch self {
    case .pass: "#1a6b35"
    case .fail: "#b42318"
    case .warn: "#8a5a00"
    case .unknown: "#56616c"
    }
  }
}
