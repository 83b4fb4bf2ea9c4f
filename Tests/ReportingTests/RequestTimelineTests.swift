import Planning
import Testing

@testable import Reporting

@Suite struct `Timelines of requests` {
  private func number(_ cell: Cell) -> Double {
    switch cell {
    case .number(let value, _): value
    case .integer(let value): Double(value)
    default: .nan
    }
  }

  private func text(_ cell: Cell) -> String {
    if case .text(let words) = cell { words } else { "" }
  }

  /// The tier at which the platform fails is the later one, and both endpoints answer something there.
  @Test func `reach from the arrival to the answer, for p50 and p99`() async throws {
    let study = try await BuildingScenario.small.value
    #expect(study.tiers.filter { !$0.timelines.isEmpty }.count == 1)
    let report = Report(study, command: BuildingScenario.command)
    let requests = try #require(report.table("followed_requests"))
    let spans = try #require(report.table("request_timeline"))
    #expect(requests.rows.count >= 2)
    for request in requests.rows {
      let name = text(request[0])
      let own = spans.rows.filter { text($0[0]) == name }
      #expect(own.map { number($0[4]) }.min() == 0, "\(name)")
      #expect(own.map { number($0[5]) }.max() == number(request[3]), "\(name)")
      for row in own {
        #expect(number(row[4]) < number(row[5]) || number(row[6]) < 1, "\(name)")
      }
    }
    let names = requests.rows.map { text($0[0]) }
    #expect(names.contains { $0.hasPrefix("p50 of") } && names.contains { $0.hasPrefix("p99 of") })
  }

  @Test func `are drawn for each endpoint, the typical request above the slow one`() async throws {
    let study = try await BuildingScenario.small.value
    let report = Report(study, command: BuildingScenario.command)
    let charts = report.charts.filter { $0.tableID == "request_timeline" }
    #expect(!charts.isEmpty)
    for chart in charts {
      guard case .gantt(let bars) = chart.kind else {
        Issue.record("a timeline is drawn as bars over time")
        continue
      }
      #expect(bars.panels.count <= 2 && bars.panels.last?.hasPrefix("p99 of") == true)
      let drawing = VegaLite().specification(of: chart, in: report).compact
      #expect(drawing.contains("\"facet\"") && drawing.contains("\"oneOf\""))
      #expect(chart.title.contains("at p99 takes"), "\(chart.title)")
    }
  }
}
