import Planning
import Reporting
import Scenarios
import Statistics

extension BreakpointStudy {
  /// The breakpoint, and what belongs to it, as a report of one section.
  func report(of scenario: Scenario, command: String) -> Report {
    Report(
      name: scenario.name,
      title: "\(scenario.title): the breakpoint",
      command: command,
      Section(
        id: "breakpoint",
        number: 1,
        title: "Breakpoint",
        lead: first.lead,
        tables: [first.table, first.waiting] + BreakpointTables(scenario, self).tables,
        notes: [
          "Each replication is bisected by itself under common random numbers, to steps of 4 %; no interval is narrower."
        ]
      )
    )
  }
}

extension Breakpoint {

  fileprivate var lead: String {
    let load = tier.map { "the load of tier \($0)" } ?? "the load as given"
    guard let factor = factor.estimate?.value else { return "No breakpoint could be estimated." }
    let number = (factor * 100).rounded() / 100
    if isBeyondSearch { return "Even \(number) times \(load) holds: the search ends there." }
    if isBelowSearch { return "Even \(number) times \(load) does not hold: the search ends there." }
    return "The first target falls at \(number) times \(load) in the test \(test): \(firstToFall)."
  }

  fileprivate var table: Table {
    Table(
      id: "breakpoint",
      title: "The highest load that holds",
      columns: [
        .words("test", "Test"), .words("tier", "Tier"), Column("load_factor", "Load", unit: "×"),
        Column("queries_per_day", "Queries", unit: "1/day"), .words("first_to_fall", "Falls first"),
      ],
      rows: [
        [
          .text(test), .text(tier ?? "as given"), .simulated(factor),
          queriesPerDay.map { .figure($0, 3) } ?? .missing, .text(firstToFall),
        ]
      ]
    )
  }

  fileprivate var waiting: Table {
    Table(
      id: "bottlenecks",
      title: "Where requests wait and fail just above it",
      columns: [
        .words("layer", "Layer"), .words("resource", "Resource"),
        Column("mean_wait_ms", "Mean wait", unit: "ms"),
        Column("share_of_response_pct", "Share of response"), Column("failed_pct", "Failed here"),
        Column("utilization_pct", "Busy"), .words("impact", "Impact"),
      ],
      rows: bottlenecks.map { item in
        [
          .text(item.layer.rawValue), .text(item.resource), .figure(item.meanWait * 1000, 3),
          .percent(item.shareOfResponse * 100, digits: 1),
          .percent(item.failureShare * 100, digits: 1),
          item.utilization.map { .percent($0 * 100, digits: 1) } ?? .missing, .text(item.impact),
        ]
      },
      note: bottlenecks.isEmpty ? "No resource takes a hundredth of the response time." : ""
    )
  }
}
