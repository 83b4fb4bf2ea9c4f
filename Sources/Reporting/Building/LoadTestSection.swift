import Planning
import Quantities
import Scenarios
import Simulating
import Statistics

/// Section 5: every load test at every tier, the breakpoint, and one test over time.
struct LoadTestSection {
  let study: Study

  var section: Section {
    let course = course
    let welch = WelchPlot(study)
    let resources = course.map { ResourceTimeline(test: name($0), result: $0.result) }
    return Section(
      id: "load_tests",
      number: 5,
      title: "Load test results",
      lead: lead,
      tables: ([results] + parts + [breakpoint, multiples]).compactMap(\.self)
        + (study.limits.map { BreakpointTables(study.scenario, $0).tables } ?? [])
        + [course.map(timeline), resources?.table, welch?.table].compactMap(\.self)
        + TraceTables.all(study.scenario),
      charts: [course.map(chart), resources?.chart, welch?.chart].compactMap(\.self),
      notes: tests.compactMap { unstable($0) }
    )
  }

  /// All tests; one that is the same at every tier stands once.
  private var tests: [Course] {
    study.tiers.enumerated().flatMap { index, tier in
      tier.tests.filter { index == 0 || !$0.test.isIndependentOfTier }.map { result in
        let isSame = result.test.isIndependentOfTier && study.tiers.count > 1
        return (isSame ? "every tier" : tier.name, tier.tier != nil, result)
      }
    }
  }

  private var lead: String {
    guard !tests.isEmpty else { return "There is no table of load tests: the scenario has none." }
    let passed = tests.filter { $0.result.verdict.isWithin }.count
    let words =
      "\(passed) of \(Phrase.count(tests.count, "simulated load test")) "
      + "\(passed == 1 ? "passes" : "pass")."
    guard let breakpoint = study.breakpoint, let factor = breakpoint.factor.estimate else {
      return words + " No breakpoint was searched."
    }
    return words + " The first target falls at \(bound(breakpoint))\(Phrase.number(factor.value)) "
      + "times \(study.baseline(of: breakpoint)): \(breakpoint.firstToFall)."
  }

  private func bound(_ breakpoint: Breakpoint) -> String {
    breakpoint.isBeyondSearch ? "more than " : breakpoint.isBelowSearch ? "less than " : ""
  }

  private var results: Table? {
    guard !tests.isEmpty else { return nil }
    return Table(
      id: "load_tests",
      title: "Load tests by tier",
      columns: [
        .words("tier", "Tier"), .words("test", "Test"), .words("status", "Status"),
        Column("offered_per_s", "Offered", unit: "requests/s"),
        Column("answered_per_s", "Answered", unit: "requests/s"),
        Column("failures_pct", "Failures", unit: "%"),
        Column("p95_ms", "p95 of all requests", unit: "ms"),
        .words("worst_endpoint", "Worst p95 against its target"),
        Column("worst_p95_ms", "Its p95", unit: "ms"),
        Column("worst_target_ms", "Its target", unit: "ms"),
      ],
      rows: tests.map { cells($0.tier, $0.result) },
      note:
        "Rates are means over the whole test, its ramps included; the p95 of all requests has model "
        + "calls in it, that of an endpoint is in the scope of its target."
    )
  }

  /// What the tests did to parts that not every platform has.
  private var parts: [Table?] {
    let all = tests.map { ($0.tier, $0.result) }
    return [
      LatencyTable.table(all), QueueTable.table(all), SessionTable.table(all),
      RecoveryTable.table(all),
      ConnectionTable.table(all), TrafficTable.table(all, study.scenario.platform),
      DatabaseTable.table(all),
    ]
  }

  private func cells(_ tier: String, _ result: TestResult) -> [Cell] {
    let worst = result.worstTarget(percentile: 0.95)
    let noTarget = Cell.missing
    return [
      .text(tier), .text(result.test.name),
      status(of: result),
      .plain(result.offeredRate.perSecond), .estimated(result.throughput),
      .percentage(result.failureRatio), .milliseconds(result.overallP95),
      worst.map { .text($0.endpoint.route) } ?? noTarget,
      worst.map { .milliseconds($0.item.value) } ?? noTarget,
      worst.map { .milliseconds($0.item.target) } ?? noTarget,
    ]
  }

  private func status(of result: TestResult) -> Cell {
    if result.wasTruncated { return .status(.fail, "cut short") }
    return result.backlogGrowth == nil ? .verdict(result.verdict) : .status(.fail, "unstable")
  }

  private var breakpoint: Table? {
    guard let item = study.breakpoint else { return nil }
    let cause = item.bottlenecks.first.map { "\($0.resource): \($0.impact)" } ?? ""
    return Table(
      id: "breakpoint",
      title: "The load at which the first target falls",
      columns: [
        .words("test", "Test"), .words("baseline", "1 ×"),
        Column("factor", "Holds up to", unit: "×"),
        Column("queries_per_day", "Queries a day"),
        Column("requests_per_s", "Requests", unit: "per s"),
        .words("first_to_fall", "What falls just above it"), .words("cause", "Where it waits"),
      ],
      rows: [
        [
          .text(item.test), .text(study.baseline(of: item)), .estimated(item.factor),
          .plain(item.queriesPerDay), .estimated(item.requestsPerSecond), .text(item.firstToFall),
          .words(cause),
        ]
      ],
      note: item.isBeyondSearch
        ? "Even the highest load that was tried held: the factor is a lower bound."
        : item.isBelowSearch
          ? "Even the lowest load that was tried failed: the factor is an upper bound." : ""
    )
  }

  private var multiples: Table? {
    guard let item = study.breakpoint else { return nil }
    let rows = study.tiers.compactMap { tier -> [Cell]? in
      guard let size = tier.tier, let multiple = item.multiple(of: size) else { return nil }
      return [
        .text(tier.name), .plain(size.queriesPerDay), .plain(multiple),
        .status(multiple >= 1 ? .pass : .fail, multiple >= 1 ? "below it" : "beyond it"),
      ]
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      id: "breakpoint_by_tier",
      title: "The breakpoint as a multiple of each tier",
      columns: [
        .words("tier", "Tier"), Column("queries_per_day", "Queries a day"),
        Column("multiple", "Breakpoint", unit: "× this tier"), .words("status", "The tier lies"),
      ],
      rows: rows
    )
  }

  private typealias Course = (tier: String, isTier: Bool, result: TestResult)

  /// An unstable test; else the spike test at the first tier that fails it, else at the last; any other test of several
  /// stages where there is no spike.
  private var course: Course? {
    let growing = tests.first { $0.result.backlogGrowth != nil && $0.result.timeline.count > 1 }
    if let growing { return growing }
    for purpose in [LoadTest.Purpose.spike, .stress, .custom] {
      let found = tests.filter {
        $0.result.test.purpose == purpose && !$0.result.test.stages.isEmpty
          && $0.result.timeline.count > 1
      }
      if let failed = found.first(where: { !$0.result.verdict.isWithin }) { return failed }
      if let last = found.last { return last }
    }
    return nil
  }

  /// What an unstable test means.
  private func unstable(_ course: Course) -> String? {
    guard let growth = course.result.backlogGrowth else { return nil }
    return
      "The test \(name(course)) is unstable: more arrives than can be served, and the number in "
      + "progress grows by \(Phrase.number(growth.value)) "
      + "[\(Phrase.number(growth.low)), \(Phrase.number(growth.high))] requests a second. Its figures "
      + "are those of a run of this length, not of a steady state."
  }

  private func timeline(_ course: Course) -> Table {
    Table(
      id: "over_time",
      title: "Test \(name(course)) over time",
      columns: [
        Column("time_s", "Time", unit: "s"), Column("offered_per_s", "Offered", unit: "requests/s"),
        Column("answered_per_s", "Answered", unit: "requests/s"),
        Column("failed_per_s", "Failed", unit: "requests/s"),
        Column("response_ms", "Mean response time", unit: "ms"),
        Column("in_flight", "In progress", unit: "requests"),
      ],
      rows: course.result.timeline.map { point in
        [
          .plain(point.time), .plain(point.offered), .plain(point.completed), .plain(point.failed),
          .plain(point.responseTime.map { $0 * 1000 }), .plain(point.inFlight),
        ]
      },
      note: "Means over \(Phrase.count(course.result.replications, "replication")).",
      isData: true
    )
  }

  private func name(_ course: Course) -> String {
    let test = course.result.test.name
    return course.isTier ? "\(test) at \(course.tier)" : test
  }

  private func chart(_ course: Course) -> Chart {
    let peak = course.result.timeline.map(\.offered).max() ?? 0
    let failed = course.result.failureRatio.estimate.map { Phrase.percent($0.value) }
    return Chart(
      id: "over_time",
      title: "In the test \(name(course)) the load rises to "
        + "\(Phrase.number(peak)) requests/s, and \(failed ?? "an unknown share") of all requests fail.",
      alt: "Lines of offered, answered and failed requests per second over the time of the test.",
      tableID: "over_time",
      kind: .timeLines(
        TimeLines(
          time: "time_s",
          measures: [Measure("offered_per_s"), Measure("answered_per_s"), Measure("failed_per_s")]
        )
      )
    )
  }
}
