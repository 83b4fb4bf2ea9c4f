import Foundation
import TestSupport
import Testing

@testable import Reporting

/// Every amount of a report that lies on the disk, traced as those of the small study are.
///
/// `HEADROOM_REPORT=notebooks-out/council swift test --filter WrittenReportTraceTests` after a run;
/// `.ci/run` does it for the main job. Without a folder nothing is traced, and the test says so.
@Suite struct `Amounts of a written report` {
  private static let folder = ProcessInfo.processInfo.environment["HEADROOM_REPORT"]
  private static let absent: Comment = "HEADROOM_REPORT names no folder of a report"

  private struct Files {
    var report: Report
    var page: String
    var json: String
  }

  private let files: Files?

  init() throws {
    files = try Self.folder.map { folder in
      let place = folder.hasPrefix("/") ? folder : repositoryPath(folder)
      let json = try String(contentsOfFile: "\(place)/report.json", encoding: .utf8)
      return Files(
        report: try ReportReader.read([UInt8](json.utf8), path: "\(place)/report.json"),
        page: try String(contentsOfFile: "\(place)/report.html", encoding: .utf8),
        json: json
      )
    }
  }

  @Test(.enabled(if: folder != nil, absent))
  func `of the page are quantity times price, or follow from those`() throws {
    let files = try #require(files)
    let trace = AmountTrace(PageTables.grids(of: files.page, files.report))
    #expect(trace.problems.isEmpty, "\(trace.problems.prefix(20).joined(separator: "\n"))")
    #expect(trace.lines > 100)
    // None of them is missing from the page.
    #expect(trace.lines == PageTables.lines(of: files.report))
  }

  @Test(.enabled(if: folder != nil, absent))
  func `of the JSON are quantity times price, or follow from those`() throws {
    let files = try #require(files)
    let trace = AmountTrace(try PageTables.grids(ofJSON: files.json, files.report))
    #expect(trace.problems.isEmpty, "\(trace.problems.prefix(20).joined(separator: "\n"))")
    #expect(trace.lines > 100)
  }

  @Test(.enabled(if: folder != nil, absent))
  func `in sentences stand in a table`() throws {
    let files = try #require(files)
    let lost = PageTables.untold(files.page, files.report)
    #expect(lost.isEmpty, "\(lost.prefix(20).joined(separator: ", "))")
  }
}
