import Foundation
import Testing

@testable import Reporting

@Suite struct `The presentation` {
  let report = SampleReport.report

  @Test func `answers an investor's questions on eight to ten slides`() {
    let slides = DeckPlan(report).slides
    #expect((8...10).contains(slides.count))
    #expect(slides.first?.texts == report.summary)
    #expect(slides.allSatisfy { !$0.isEmpty && !$0.title.isEmpty && !$0.question.isEmpty })
    let charts = slides.flatMap(\.charts)
    #expect(charts.count >= 3)
  }

  @Test func `has no slide for what the report has not`() {
    let part = DeckPlan(report.showing(["roadmap"])).slides
    #expect(part.count == 3)
    #expect(DeckPlan(report.showing([])).slides.isEmpty)
  }

  @Test func `prints values as every other form does`() throws {
    let costs = try #require(report.table("cost"))
    let markdown = MarkdownRenderer().render(report)
    guard case .array(let rows)? = DeckTable(costs, keys: []).json["rows"] else {
      Issue.record("a table has rows")
      return
    }
    #expect(rows.count == costs.rows.count)
    for case .array(let cells) in rows {
      for case .string(let words)? in cells.map({ $0["text"] }) {
        #expect(markdown.contains("| \(words) "))
      }
    }
  }

  @Test(.enabled(if: Python.has("pptx"), "needs the Python package python-pptx"))
  func `opens, with native charts and tables, a title and words for each picture`() throws {
    try Scratch.use { folder in
      try ReportWriter().write(report, to: folder)
      let script = """
        from pptx import Presentation
        deck = Presentation("report.pptx")
        shapes = [shape for slide in deck.slides for shape in slide.shapes]
        assert 8 <= len(deck.slides) <= 10
        assert all(slide.shapes.title.text_frame.text for slide in deck.slides)
        charts = [shape for shape in shapes if shape.has_chart]
        tables = [shape for shape in shapes if shape.has_table]
        assert len(charts) >= 3 and len(tables) >= 5, (len(charts), len(tables))
        for shape in charts + tables:
            assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
        assert not [shape for shape in shapes if shape.shape_type == 13], "no pictures"
        for slide in deck.slides:
            for shape in slide.shapes:
                bottom, right = shape.top + shape.height, shape.left + shape.width
                assert bottom <= deck.slide_height and right <= deck.slide_width, shape.name
        """
      #expect(Python.run(script, in: folder) == 0)
    }
  }

  @Test func `that cannot be made is told in one line, and the report is there all the same`()
    throws
  {
    // A Python in which the one package is missing.
    try Scratch.use { folder in
      let parent = URL(fileURLWithPath: folder).deletingLastPathComponent()
      let empty = parent.appendingPathComponent("empty")
      try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
      try Data("raise ImportError\n".utf8).write(to: empty.appendingPathComponent("pptx.py"))
      let python = parent.appendingPathComponent("python")
      let words = "#!/bin/sh\nPYTHONPATH='\(empty.path)' exec python3 \"$@\"\n"
      try Data(words.utf8).write(to: python)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: python.path)
      let outcome = DeckEngine(python: python.path).make(report)
      #expect(outcome.deck == nil)
      let why = "the Python package python-pptx is not installed"
      #expect(outcome.warnings == ["There is no report.pptx: \(why)."])
      let writer = ReportWriter(engine: ChartEngine(python: python.path))
      let written = try writer.write(report, to: folder)
      #expect(written.warnings.contains("There is no report.pptx: \(why)."))
      #expect(written.files.contains("\(folder)/report.html"))
      #expect(!written.files.contains("\(folder)/report.pptx"))
    }
  }
}
