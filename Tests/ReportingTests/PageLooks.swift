import Foundation
import Testing

@testable import Reporting

@Suite struct `The look of the page` {
  let report = SampleReport.report

  /// The relative luminance of a colour (WCAG 2.2).
  private func luminance(_ color: String) -> Double {
    let digits = Array(color.dropFirst())
    let parts = [0, 2, 4].map { start -> Double in
      let value = Double(Int(String(digits[start..<start + 2]), radix: 16) ?? 0) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  private func contrast(_ a: String, _ b: String) -> Double {
    let pair = [luminance(a), luminance(b)].sorted()
    return (pair[1] + 0.05) / (pair[0] + 0.05)
  }

  /// The colours that a style sheet names first: those of the light ground, or of the dark one.
  private func colors(_ sheet: Substring) -> [String: String] {
    let found = sheet.matches(of: /--([a-z]+): (#[0-9a-f]{6})/)
    return Dictionary(found.map { (String($0.1), String($0.2)) }) { first, _ in first }
  }

  private var grounds: [(light: Bool, colors: [String: String])] {
    let sheet = HTMLStyle.sheet(.auto)
    let dark = sheet.firstRange(of: "prefers-color-scheme: dark")?.upperBound ?? sheet.endIndex
    return [(true, colors(sheet[..<dark])), (false, colors(sheet[dark...]))]
  }

  @Test func `words stand out from either ground by 4.5 to 1`() throws {
    for ground in grounds {
      for name in ["ink", "soft", "link", "pass", "fail", "warn", "unknown"] {
        for paper in ["paper", "panel"] {
          let ratio = try contrast(
            #require(ground.colors[name]),
            #require(ground.colors[paper])
          )
          #expect(ratio >= 4.5, "\(name) on \(paper), light: \(ground.light): \(ratio)")
        }
      }
    }
  }

  @Test func `marks of charts stand out by 3 to 1, their words by 4.5`() throws {
    for ground in grounds {
      let paper = try #require(ground.colors["paper"])
      for pair in ChartPalette.series {
        #expect(contrast(ground.light ? pair.light : pair.dark, paper) >= 3)
      }
      for pair in [ChartPalette.words, ChartPalette.ink, ChartPalette.limit] {
        #expect(contrast(ground.light ? pair.light : pair.dark, paper) >= 4.5)
      }
    }
  }

  @Test func `follows the reader's system, or is light or dark for all`() {
    let wish = "prefers-color-scheme"
    let nothing = ChartEngine.Drawings()
    func page(_ theme: PageTheme) -> String {
      HTMLRenderer(theme: theme).render(report, drawings: nothing)
    }
    #expect(page(.auto).contains(wish) && page(.auto).contains("content=\"light dark\""))
    #expect(!page(.light).contains(wish) && !page(.light).contains("--paper: #14181c"))
    #expect(!page(.dark).contains(wish) && page(.dark).contains("--paper: #14181c"))
  }

  @Test func `tables to be looked up are folded, those to be read are not`() {
    let page = HTMLRenderer().render(report, drawings: ChartEngine.Drawings())
    let folded = report.tables.filter(\.isData).count
    #expect(folded > 0)
    #expect(page.components(separatedBy: "<details").count - 1 == folded)
  }

  @Test func `the first page says what comes next`() throws {
    let forms = [
      HTMLRenderer().render(report, drawings: ChartEngine.Drawings()),
      MarkdownRenderer().render(report), TerminalRenderer().render(report),
    ]
    for text in forms {
      let start = try #require(text.range(of: "2027-03-14")?.lowerBound)
      let steps = try #require(text.range(of: "Add a pooler")?.lowerBound)
      #expect(start < steps)
      #expect(text.contains("$5,212.40"))
    }
  }

  @Test func `every chart has a finding as its title and words for those who do not see it`() {
    for chart in report.charts {
      #expect(chart.title.hasSuffix(".") && chart.title.split(separator: " ").count > 3)
      #expect(chart.alt.count > 20)
    }
  }
}
