import Planning
import Reporting
import Statistics

/// Closed forms beside simulated values, over some scenarios.
struct Verification {
  /// One comparison.
  struct Row {
    let scenario: String
    let check: ClosedFormCheck
    let distance: Double?

    /// A comparison: how far the exact value is from the simulated one, in half-widths.
    init(scenario: String, check: ClosedFormCheck) {
      self.scenario = scenario
      self.check = check
      distance = check.simulated.estimate.map { estimate in
        let difference = abs(check.exact - estimate.value)
        return difference == 0 ? 0 : difference / estimate.halfWidth
      }
    }

    /// One true value in twenty lies outside a 95 % interval; twice as far out is a disagreement.
    var status: Status {
      guard let distance, let agrees = check.agrees else { return .unknown }
      return agrees ? .pass : distance <= 2 ? .warn : .fail
    }

    var metric: String {
      check.unit.isEmpty ? check.metric : "\(check.metric) (\(check.unit))"
    }

    var reason: Cell { .simulated(check.simulated) }

    var words: String {
      switch status {
      case .pass: "agrees"
      case .warn: "outside by chance?"
      case .fail: "disagrees"
      case .unknown: "not estimable"
      }
    }
  }

  private(set) var rows: [Row] = []
  private var without: [String] = []

  /// How many simulated values disagree with the exact one.
  var disagreements: Int { rows.count { $0.status == .fail } }

  /// Adds the comparisons of a scenario.
  mutating func add(_ checks: [ClosedFormCheck], of name: String) {
    rows += checks.map { Row(scenario: name, check: $0) }
    if checks.isEmpty { without.append(name) }
  }

  /// The comparisons as a report of one section.
  func report(command: String) -> Report {
    Report(
      name: "verify",
      title: "Closed forms beside simulation",
      command: command,
      Section(
        id: "closed_forms",
        number: 1,
        title: "Verification",
        lead: "\(rows.count - disagreements) of \(rows.count) simulated values do not disagree "
          + "with queueing theory.",
        tables: [table],
        notes: without.map { "No closed form applies to \($0)." }
      )
    )
  }

  private var table: Table {
    Table(
      id: "closed_forms",
      title: "Exact and simulated",
      columns: [
        .words("scenario", "Scenario"), .words("test", "Test"), .words("system", "System"),
        .words("metric", "Metric"), Column("exact", "Exact"),
        Column("simulated", "Simulated"), Column("half_width", "±"),
        .words("verdict", "Verdict"),
      ],
      rows: rows.map { row in
        let estimate = row.check.simulated.estimate
        return [
          .text(row.scenario), .text(row.check.test), .text(row.check.system), .text(row.metric),
          .figure(row.check.exact), estimate.map { .figure($0.value) } ?? row.reason,
          estimate.map { .figure($0.halfWidth, 2) } ?? .missing, .status(row.status, row.words),
        ]
      },
      note:
        "± is half the width of the interval. A value agrees when the exact one lies in its "
        + "interval, and disagrees when that is more than two half-widths away."
    )
  }
}
