import Planning
import Quantities
import Reporting

/// How often intervals held exact values, over some scenarios.
struct CoverageTable {
  /// The figures of each scenario.
  private(set) var rows: [(scenario: String, coverage: Coverage)] = []
  private var systems: [(title: String, figures: [Coverage])] = []

  /// Adds the figures of a scenario.
  mutating func add(_ coverage: [Coverage], of name: String, title: String) {
    rows += coverage.map { (name, $0) }
    systems.append((title, coverage))
  }

  /// Figures whose coverage no luck explains: more than 1.5 tolerances, three standard errors, off.
  var failures: Int { rows.count { status($0.coverage) == .fail } }

  private func status(_ coverage: Coverage) -> Status {
    guard let deviation = coverage.deviation else { return .unknown }
    return deviation <= 1 ? .pass : deviation <= 1.5 ? .warn : .fail
  }

  private func words(_ coverage: Coverage) -> String {
    switch status(coverage) {
    case .pass: "holds its level"
    case .warn: "off by chance?"
    case .fail: coverage.share ?? 0 < coverage.level.value ? "covers too little" : "covers too much"
    case .unknown: "never estimable"
    }
  }

  /// The figures as a report of one section.
  func report(command: String) -> Report {
    let within = rows.count { status($0.coverage) == .pass }
    return Report(
      name: "coverage",
      title: "Coverage of intervals",
      command: command,
      Section(
        id: "coverage",
        number: 1,
        title: "How often the intervals hold the exact value",
        lead: "\(within) of \(rows.count) figures hold their level within the luck of the runs; "
          + "\(failures) are off by more than luck explains.",
        tables: [summary, table],
        notes: [
          "Each run is a whole experiment with a seed of its own: pilot runs, warm-up, replications.",
          "Of 20 figures whose intervals are right, about one lies outside the range by chance.",
        ]
      )
    )
  }

  /// The shares of the three figures that are asked for most, a row for each system.
  private var summary: Table {
    Table(
      id: "systems",
      title: "Share of the intervals that hold the exact value",
      columns: [
        .words("system", "System"), Column("mean_pct", "Mean"), Column("p95_pct", "p95"),
        Column("p99_pct", "p99"),
      ],
      rows: systems.map { system in
        func share(_ metric: String) -> Cell? {
          system.figures.first { $0.metric.hasPrefix(metric) }?.share
            .map { .percent($0 * 100, digits: 1) }
        }
        // Where nobody waits there is a share of refusals alone, a mean of zeros and ones.
        let mean = share("mean response time") ?? share("probability")
        return [
          .text(system.title), mean ?? .missing, share("p95") ?? .missing, share("p99") ?? .missing,
        ]
      },
      note: "A system without response times has the share that is refused in the first column."
    )
  }

  private var table: Table {
    Table(
      id: "coverage",
      title: "Intervals that hold the exact value",
      columns: [
        .words("scenario", "Scenario"), .words("metric", "Metric"), Column("exact", "Exact"),
        Column("runs", "Runs"), Column("not_estimable", "No interval"),
        Column("covered_pct", "Covered"), .words("allowed", "Range by chance"),
        Column("below_pct", "Below it"), Column("above_pct", "Above it"),
        Column("half_width_pct", "Mean ±"), Column("replications", "Replications"),
        .words("verdict", "Verdict"),
      ],
      rows: rows.map { cells($0.scenario, $0.coverage) },
      note:
        "Below it: the whole interval lies below the exact value. ± is relative to the exact value."
    )
  }

  private func cells(_ scenario: String, _ item: Coverage) -> [Cell] {
    let given = Double(max(item.given, 1))
    let low = percent(item.level.value - item.tolerance)
    let high = percent(min(item.level.value + item.tolerance, 1))
    return [
      .text(scenario), .text(item.unit.isEmpty ? item.metric : "\(item.metric) (\(item.unit))"),
      .figure(item.exact), .integer(item.runs), .integer(item.runs - item.given),
      item.share.map { .percent($0 * 100, digits: 1) } ?? .missing, .text("\(low) – \(high) %"),
      .percent(Double(item.below) / given * 100, digits: 1),
      .percent(Double(item.above) / given * 100, digits: 1),
      .percent(item.meanRelativeHalfWidth * 100, digits: 1),
      .figure(item.meanReplications, 3), .status(status(item), words(item)),
    ]
  }

  private func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10)" }
}
