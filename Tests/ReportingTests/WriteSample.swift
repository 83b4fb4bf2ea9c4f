import Foundation
import Reporting
import Testing

@Suite struct `Sample on disk` {
  @Test(.enabled(if: ProcessInfo.processInfo.environment["HEADROOM_SAMPLE_REPORT"] != nil))
  func `the sample is written where a person can look at it`() throws {
    let folder = ProcessInfo.processInfo.environment["HEADROOM_SAMPLE_REPORT"] ?? ""
    let written = try ReportWriter().write(SampleReport.report, to: folder)
    #expect(written.warnings.isEmpty)
    print(TerminalRenderer(extent: .full).render(SampleReport.report))
  }
}
