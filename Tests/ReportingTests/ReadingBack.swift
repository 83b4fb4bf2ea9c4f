import Foundation
import Quantities
import Scenarios
import Testing

@testable import Reporting

@Suite struct `A report read back from its JSON` {
  let report = SampleReport.report
  let text = JSONRenderer().render(SampleReport.report)

  func read(_ text: String) throws -> Report {
    try ReportReader.read(Array(text.utf8), path: "report.json")
  }

  /// The problems that a text has.
  func problems(_ text: String) -> [Problem] {
    do {
      _ = try read(text)
      return []
    } catch let error as ScenarioError {
      return error.problems
    } catch {
      return []
    }
  }

  @Test func `prints the same bytes in every form`() throws {
    let back = try read(text)
    let nothing = ChartEngine.Drawings()
    #expect(JSONRenderer().render(back) == text)
    #expect(MarkdownRenderer().render(back) == MarkdownRenderer().render(report))
    #expect(NotebookRenderer().render(back) == NotebookRenderer().render(report))
    #expect(CSVRenderer().render(back) == CSVRenderer().render(report))
    #expect(
      HTMLRenderer().render(back, drawings: nothing)
        == HTMLRenderer().render(report, drawings: nothing)
    )
    #expect(
      TerminalRenderer(extent: .full).render(back) == TerminalRenderer(extent: .full).render(report)
    )
    #expect(DeckPlan(back).json == DeckPlan(report).json)
    for chart in report.charts {
      let drawn = try #require(back.chart(chart.id))
      #expect(
        VegaLite().specification(of: drawn, in: back)
          == VegaLite().specification(of: chart, in: report)
      )
    }
  }

  @Test(arguments: [
    Cell.text("2026-11-24"), .date(CalendarDate(dayNumber: 20_000)), .integer(-7),
    .number(0.05, digits: 4), .percent(-19_900, digits: 0), .percent(43.4, digits: 1),
    .money(Money(usd: 12.35)), .money(Money(microUSD: 999_980)), .money(Money(microUSD: -1_234)),
    .money(Money(microUSD: 45_678_901_234_567_890_123)), .status(.warn, ""),
    .status(.warn, "warning"), .status(.fail, "misses targets"), .unknown(reason: "nobody: knows"),
    .notEstimable(reason: "n = 5"), .missing, .text("null"), .text("12"),
    .text("#x: {y}\u{85}\u{1F600}"),
    .estimate(1.5, low: 1, high: 2, n: 10, replications: 5, method: "t interval"),
  ])
  func `keeps every kind of value, also beside values of another kind`(cell: Cell) throws {
    let neighbours: [Cell] = [
      .money(Money(usd: 3)), .percent(1, digits: 0), .integer(1), .text("a"),
      .date(CalendarDate(dayNumber: 1)),
    ]
    let table = Table(
      id: "t",
      title: "T",
      columns: (0..<neighbours.count).map { Column("c\($0)", "C") },
      rows: [neighbours, neighbours.map { _ in cell }]
    )
    let report = Report(
      name: "n",
      title: "",
      subtitle: "",
      command: "",
      summary: [],
      cards: [],
      outlook: [Entry("o", "O", cell)],
      nextSteps: ["Go."],
      sections: [Section(id: "s", number: 1, title: "", lead: "", tables: [table])],
      provenance: [Entry("p", "P", cell)]
    )
    let back = try read(JSONRenderer().render(report))
    #expect(JSONRenderer().render(back) == JSONRenderer().render(report))
    #expect(MarkdownRenderer().render(back) == MarkdownRenderer().render(report))
    #expect(CSVRenderer().render(back) == CSVRenderer().render(report))
    #expect(back.nextSteps == ["Go."])
  }

  @Test func `is refused by name when it has another version`() {
    let old = text.replacing("headroom-report/2", with: "headroom-report/1")
    let found = problems(old)
    #expect(found.count == 1)
    #expect(found.first?.code == "H023")
    #expect(found.first?.line == 2 && found.first?.column == 13)
    #expect(found.first?.message.contains("headroom-report/1") == true)
    #expect(found.first?.message.contains("headroom-report/2") == true)
    #expect(problems("{\"a\": 1}\n").first?.code == "H023")
    #expect(problems("[]\n").first?.code == "H023")
  }

  @Test func `tells each mistake at its place, all at once`() {
    let broken = text.replacing("\"number\": 1,", with: "\"number\": \"one\",")
      .replacing("\"verdict\":", with: "\"judgement\":", maxReplacements: 1)
    let found = problems(broken)
    #expect(found.map(\.code) == ["H011", "H013"])
    #expect(found.allSatisfy { $0.file == "report.json" && $0.line > 2 })
    #expect(found.last?.sourceLine?.contains("\"one\"") == true)
    #expect(problems(String(text.dropLast(40))).first?.code == "H005")
    #expect(problems("").first?.code == "H004")
  }

  @Test func `that does not fit together is bad data, not a bug of the program`() {
    let chart = text.replacing("\"category\": \"tier\"", with: "\"category\": \"nothing\"")
    #expect(problems(chart).first?.code == "H010")
    #expect(problems(chart).first?.message.contains("nothing") == true)
    let interval = text.replacing(/"low": [0-9.]+/, with: "\"low\": 1e300", maxReplacements: 1)
    #expect(problems(interval).first?.code == "H015")
  }

  @Test func `can be shown in part, with the first page and the charts that have their tables`() {
    let part = report.showing(["costs", "roadmap"])
    #expect(part.sections.map(\.id) == ["costs", "roadmap"])
    #expect(part.cards == report.cards && part.summary == report.summary)
    #expect(!part.charts.isEmpty)
  }

  @Test(.enabled(if: Python.has("jsonschema"), "needs the Python package jsonschema"))
  func `fits the schema that is printed, which refuses what does not`() throws {
    try Scratch.use { folder in
      try ReportWriter(engine: ChartEngine(python: "none")).write(report, to: folder)
      let schema = URL(fileURLWithPath: folder).deletingLastPathComponent()
        .appendingPathComponent("schema.json")
      try Data(ReportSchema.json.pretty.utf8).write(to: schema)
      let script = """
        import copy, json, jsonschema
        schema, report = json.load(open("../schema.json")), json.load(open("report.json"))
        checker = jsonschema.Draft202012Validator(schema)
        checker.check_schema(schema)
        errors = [str(e.json_path) + " " + e.message[:200] for e in checker.iter_errors(report)]
        assert not errors, errors
        for spoil in (
            lambda r: r.pop("cards"), lambda r: r.update(schema="headroom-report/1"),
            lambda r: r.update(more=1), lambda r: r["cards"][0].update(verdict=[]),
            lambda r: r["sections"]["scores"]["columns"]["scores"][0].update(format="x"),
        ):
            other = copy.deepcopy(report)
            spoil(other)
            assert list(checker.iter_errors(other))
        """
      #expect(Python.run(script, in: folder) == 0)
    }
  }
}
