import Foundation
import Testing

@testable import Reporting

@Suite struct `The HTML page` {
  let report = SampleReport.report
  /// Drawn once, for the drawing is the slow part.
  static let drawings = ChartEngine().draw(SampleReport.report)
  let page = HTMLRenderer().render(SampleReport.report, drawings: drawings)

  @Test func `asks nothing of the network`() {
    let asks = page.matches(of: /(src|href|action|data|poster)\s*=\s*["']?\s*(https?:)?\/\//)
    #expect(asks.isEmpty)
    #expect(page.matches(of: /url\(\s*["']?(?!#)/).isEmpty)
    #expect(!page.contains("http://") && !page.contains("https://"))
    #expect(!page.contains("@import") && !page.contains("<script") && !page.contains("<link"))
  }

  @Test func `has one main heading, and headings in order`() {
    let levels = page.matches(of: /<h([1-6])[ >]/).compactMap { Int($0.output.1) }
    #expect(levels.filter { $0 == 1 }.count == 1)
    #expect(levels.first == 1)
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
  }

  @Test func `escapes what would be markup`() {
    #expect(page.contains("known &amp; &lt;watched&gt;?"))
    #expect(!page.contains("<watched>"))
  }

  @Test func `uses each id once`() {
    let ids = page.matches(of: /\sid="([^"]+)"/).map { String($0.output.1) }
    #expect(Set(ids).count == ids.count)
  }

  @Test func `says each verdict in words and signs`() {
    let badges = page.matches(
      of: /<span class="badge [a-z]+"><span aria-hidden="true">(.)<\/span> ([^<]+)</
    )
    #expect(badges.count > 40)
    #expect(badges.allSatisfy { !$0.output.2.trimmingCharacters(in: .whitespaces).isEmpty })
  }

  @Test func `shows the data where a chart could not be drawn`() {
    let engine = ChartEngine(python: "python-that-is-not-there")
    let drawings = engine.draw(report)
    #expect(drawings.svg.isEmpty)
    #expect(
      drawings.warnings == ["The charts are left out: python-that-is-not-there was not found."]
    )
    let page = HTMLRenderer().render(report, drawings: drawings)
    #expect(page.components(separatedBy: "could not be drawn").count == report.charts.count + 1)
    #expect(!page.contains("<svg"))
  }

  @Test(.enabled(if: Python.has("vl_convert"), "needs the Python package vl-convert-python"))
  func `draws every chart, named and scaling`() {
    let drawings = Self.drawings
    #expect(drawings.warnings.isEmpty)
    for chart in report.charts {
      let svg = drawings.svg[chart.id] ?? ""
      #expect(svg.hasPrefix("<svg class=\"chart\" viewBox="))
      #expect(svg.contains("role=\"img\" aria-label=\"\(HTMLText.escaped(chart.alt))\""))
      #expect(!svg.contains("NaN") && !svg.contains("Infinity"))
    }
  }

  @Test func `gives up on a Python that never ends`() {
    let engine = ChartEngine(python: "python3", timeout: 0.001)
    let drawings = engine.draw(report)
    #expect(drawings.svg.isEmpty)
    #expect(drawings.warnings.count == 1)
  }
}

@Suite struct `The terminal` {
  @Test(arguments: [40, 60, 80, 100])
  func `is never asked for a wider line than it has`(width: Int) {
    for extent in [TerminalRenderer.Extent.executive, .full] {
      let text = TerminalRenderer(extent: extent, width: width).render(SampleReport.report)
      let lines = text.split(separator: "\n").map { TerminalText.width($0) }
      #expect(lines.allSatisfy { $0 <= width })
    }
  }

  @Test func `sees no colour codes unless asked`() {
    #expect(!TerminalRenderer().render(SampleReport.report).contains("\u{1B}"))
    #expect(TerminalRenderer(usesColor: true).render(SampleReport.report).contains("\u{1B}[32m"))
  }

  @Test func `answers the main questions on one page`() {
    let text = TerminalRenderer().render(SampleReport.report)
    let questions = [
      "Will it hold?", "What breaks first, and when?", "What does it cost a month?",
      "Which change, in which order?",
    ]
    let places = questions.compactMap { text.range(of: $0)?.lowerBound }
    #expect(places.count == questions.count && places == places.sorted())
    #expect(text.split(separator: "\n").count < 75)
  }
}

@Suite struct `The notebook` {
  let report = SampleReport.report

  @Test func `names the command that made it in its first cell`() throws {
    guard case .array(let cells)? = NotebookRenderer().value(of: report)["cells"] else {
      Issue.record("a notebook has cells")
      return
    }
    let first = try #require(cells.first)
    #expect(first["source"]?.compact.contains(report.command) == true)
  }

  @Test(.enabled(if: Python.has("nbformat"), "needs the Python package nbformat"))
  func `is one, says nbformat`() throws {
    try Scratch.use { folder in
      try ReportWriter(engine: ChartEngine(python: "none")).write(report, to: folder)
      let script = "import nbformat; nbformat.validate(nbformat.read('report.ipynb', 4))"
      #expect(Python.run(script, in: folder) == 0)
    }
  }

  @Test(.enabled(if: Python.has("pandas", "altair"), "needs the Python packages pandas and altair"))
  func `reloads its tables and redraws its charts`() throws {
    try Scratch.use { folder in
      try ReportWriter(engine: ChartEngine(python: "none")).write(report, to: folder)
      let script = """
        import ast, json
        space = {}
        for cell in json.load(open("report.ipynb"))["cells"]:
            if cell["cell_type"] == "code":
                tree = ast.parse("".join(cell["source"]))
                last = tree.body[-1]
                if isinstance(last, ast.Expr):
                    tree.body[-1] = ast.Assign([ast.Name("shown", ast.Store())], last.value)
                    ast.fix_missing_locations(tree)
                exec(compile(tree, cell["id"], "exec"), space)
                if cell["id"].startswith("chart-"):
                    space["shown"].to_dict()
        """
      #expect(Python.run(script, in: folder) == 0)
    }
  }
}
