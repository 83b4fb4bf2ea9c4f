import Planning
import Quantities
import Scenarios
import Statistics

/// Section 4: targets of latency and throughput against what was simulated.
struct ResponseTimeSection {
  let study: Study

  var section: Section {
    Section(
      id: "response_times",
      number: 4,
      title: "API response times",
      lead: lead,
      tables: [worst, latency, throughput, goals, closedForms].compactMap(\.self),
      charts: chart.map { [$0] } ?? [],
      notes: hasScopedTargets
        ? [
          "A target without the model calls is compared with the time that the platform itself takes; "
            + "the last column has everything that the user waits for."
        ] : []
    )
  }

  private typealias Row = (tier: Study.TierStudy, endpoint: EndpointResult)

  private var rows: [Row] {
    study.scenario.platform.endpoints.flatMap { definition in
      study.tiers.compactMap { tier in
        tier.busy.endpoints.first { $0.name == definition.name && $0.offered > 0 }
          .map { (tier, $0) }
      }
    }
  }

  private var hasTargets: Bool {
    study.scenario.platform.endpoints.contains { !$0.targets.all.isEmpty }
  }

  private var hasScopedTargets: Bool {
    study.scenario.platform.endpoints.contains { $0.targets.scope == .without_llm }
  }

  private var lead: String {
    guard !rows.isEmpty else {
      return "There is no table of response times: no request was offered."
    }
    let missed = rows.filter { $0.endpoint.verdict > .unknown }
    let test = study.tiers.first.map { "Measured in the test \($0.busy.test.name)." } ?? ""
    guard hasTargets else { return "No endpoint has a latency target. \(test)" }
    guard let first = missed.first else {
      return "Every endpoint keeps its targets at every tier. \(test)"
    }
    return "\(Phrase.sentence(Phrase.count(missed.count, "pair"))) of endpoint and tier, of "
      + "\(rows.count), \(missed.count == 1 ? "misses" : "miss") a target, first "
      + "\(first.tier.here(first.endpoint.route)). \(test)"
  }

  /// What decides the verdict on each tier.
  private var worst: Table? {
    guard !study.tiers.isEmpty else { return nil }
    return Table(
      id: "verdicts",
      title: "The verdict on each tier, with the target that is missed by most or held most barely",
      columns: [
        .words("tier", "Tier"), .words("status", "Status"), .words("endpoint", "Endpoint"),
        .words("percentile", "Percentile"), Column("simulated_ms", "Simulated", unit: "ms"),
        Column("target_ms", "Target", unit: "ms"),
        Column("failures_pct", "All failures", unit: "%"),
        .words("trouble", "What does not hold"),
      ],
      rows: study.tiers.map { tier in
        let worst = tier.busy.worstTarget()
        return [
          .text(tier.name), .status(tier.verdict.status, tier.verdictWords),
          worst.map { .text($0.endpoint.route) } ?? .missing,
          worst.map { .text($0.item.title) } ?? .missing,
          worst.map { .milliseconds($0.item.value) } ?? .missing,
          worst.map { .milliseconds($0.item.target) } ?? .missing,
          .percentage(tier.busy.failureRatio), .text(tier.trouble ?? "nothing"),
        ]
      },
      headline: Table.Headline(
        question: "Will it hold?",
        turn: 1,
        columns: ["tier", "status", "simulated_ms", "target_ms", "failures_pct", "trouble"]
      )
    )
  }

  private var latency: Table? {
    guard !rows.isEmpty else { return nil }
    var columns: [Column] = [
      .words("endpoint", "Endpoint"), .words("tier", "Tier"), .words("status", "Status"),
    ]
    for p in ["p50", "p95", "p99"] {
      columns += [
        Column("\(p)_ms", p, unit: "ms"), Column("\(p)_target_ms", "\(p) target", unit: "ms"),
      ]
    }
    columns += [
      Column("p999_ms", "p99.9", unit: "ms"), Column("failures_pct", "Failures", unit: "%"),
      Column("max_failures_pct", "Allowed"),
    ]
    if hasScopedTargets {
      columns.append(Column("total_p95_ms", "p95 with model calls", unit: "ms"))
    }
    return Table(
      id: "latency",
      title: "Response times of the busiest hour against targets",
      columns: columns,
      rows: rows.map { latencyCells($0.tier.name, $0.endpoint) }
    )
  }

  private func latencyCells(_ tier: String, _ endpoint: EndpointResult) -> [Cell] {
    let times = [0.5, 0.95, 0.99].flatMap { p -> [Cell] in
      guard let item = endpoint.percentile(p) else { return [.missing, .missing] }
      return [.milliseconds(item.value), .milliseconds(item.target)]
    }
    var cells: [Cell] = [.text(endpoint.route), .text(tier), .verdict(endpoint.verdict)] + times
    cells += [
      .milliseconds(endpoint.p999), .percentage(endpoint.failureRatio),
      .percent(share: endpoint.maxFailures.value),
    ]
    if hasScopedTargets { cells.append(.milliseconds(endpoint.totalP95)) }
    return cells
  }

  private var throughput: Table? {
    guard !study.tiers.isEmpty else { return nil }
    let noTier = Cell.unknown(reason: "the scenario has no tiers")
    return Table(
      id: "throughput",
      title: "Throughput of the busiest hour",
      columns: [
        .words("tier", "Tier"), Column("queries_per_day", "Queries a day"),
        Column("answered_per_s", "Answered", unit: "requests/s"),
        Column("concurrent_users", "Concurrent users"),
        Column("active_connections", "Active connections"),
      ],
      rows: study.tiers.map { tier in
        [
          .text(tier.name), tier.tier.map { .plain($0.queriesPerDay) } ?? noTier,
          .estimated(tier.busy.throughput),
          tier.tier.map { .integer($0.concurrentUsers) } ?? noTier,
          tier.tier.map { .integer($0.activeConnections) } ?? noTier,
        ]
      }
    )
  }

  private var goals: Table? {
    let checks = study.goalChecks
    guard !checks.isEmpty else { return nil }
    return Table(
      id: "goals",
      title: "Throughput goals",
      columns: [
        .words("goal", "Goal"), Column("target", "Wanted"), Column("reached", "Platform as it is"),
        Column("planned", "With the roadmap"), .words("basis", "Basis"),
        .words("status", "As it is"),
      ],
      rows: checks.map { check in
        [
          .text(check.subject.title), .plain(check.goal), .estimated(check.reached),
          check.planned.map { .plain($0) }
            ?? .unknown(reason: "the platform of the roadmap was not taken to its breakpoint"),
          .text(check.basis),
          .status(
            check.verdict.status,
            check.verdict.isWithin ? "reached" : check.verdict.goalWords
          ),
        ]
      }
    )
  }

  private var closedForms: Table? {
    guard !study.closedForms.isEmpty else { return nil }
    return Table(
      id: "closed_forms",
      title: "Exact answers of queueing theory beside the simulation",
      columns: [
        .words("test", "Test"), .words("system", "System"), .words("metric", "Metric"),
        .words("unit", "Unit"), Column("exact", "Exact"), Column("simulated", "Simulated"),
        .words("status", "Exact value inside the interval"),
      ],
      rows: study.closedForms.map { check in
        let status: Cell =
          switch check.agrees {
          case true?: .status(.pass, "yes")
          case false?: .status(.warn, "no")
          case nil: .status(.unknown, "no interval")
          }
        return [
          .text(check.test), .text(check.system), .text(check.metric), .words(check.unit),
          .significant(check.exact, 4), .estimated(check.simulated), status,
        ]
      },
      note: "A few of many intervals miss the exact value by chance: at 95 % one in twenty.",
      headline: Table.Headline(
        question: "Does the simulation agree with queueing theory?",
        turn: 6,
        columns: ["test", "system", "metric", "unit", "exact", "simulated", "status"]
      )
    )
  }

  private var chart: Chart? {
    let shown = rows.contains { $0.endpoint.percentile(0.95)?.value.estimate != nil }
    guard shown, let last = study.tiers.last, let worst = last.busy.worstTarget(percentile: 0.95),
      let value = worst.item.value.estimate?.value, let target = worst.item.target
    else { return nil }
    return Chart(
      id: "p95_by_tier",
      title: last.sentence(
        "the p95 of \(worst.endpoint.route) is \(Phrase.span(seconds: value)) against a target of "
          + "\(Phrase.span(seconds: target.seconds))."
      ),
      alt: "Dots of p95 by tier and endpoint with intervals, and ticks at the targets.",
      tableID: "latency",
      kind: .groupedBars(
        GroupedBars(
          category: "tier",
          series: "endpoint",
          measures: [Measure("p95_ms", target: "p95_target_ms")],
          scale: .logarithmic
        )
      )
    )
  }
}

extension PercentileResult {
  /// The name of the percentile: `p95`.
  var title: String { "p\(Int((percentile * 100).rounded()))" }
}

extension GoalCheck.Subject {
  /// What reports call it.
  var title: String {
    switch self {
    case .requests: "Requests per second"
    case .concurrentUsers: "Concurrent users"
    case .activeConnections: "Active connections"
    }
  }
}

extension Verdict {
  /// The words for a goal that is not reached.
  fileprivate var goalWords: String { self == .unknown ? "unknown" : "not reached" }
}
