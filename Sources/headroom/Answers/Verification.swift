import Planning
import Reporting
import Statistics

/// Closed forms beside simulated values, over some files.
struct Verification {
  /// One comparison.
  struct Row {
    let file: String
    let check: ClosedFormCheck
    let distance: Double?

    /// A comparison: how far the exact value is from the simulated one, in half-widths.
    init(file: String, check: ClosedFormCheck) {
      self.file = file
      self.check = check
      distance = check.simulated.estimate.map { estimate in
        let difference = abs(check.exact - estimate.value)
        return difference == 0 ? 0 : difference / estimate.halfWidth
      }
    }

    /// One true value in twenty lies outside a 95 % interval; twice as far out is a disagreement.
    var status: Status {
      guard let distance else { return .unknown }
      return distance <= 1 ? .pass : distance <= 2 ? .warn : .fail
    }

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

  /// Adds the comparisons of a file.
  mutating func add(_ checks: [ClosedFormCheck], of file: String) {
    rows += checks.map { Row(file: file, check: $0) }
    if checks.isEmpty { without.append(file) }
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
        .words("file", "File"), .words("test", "Test"), .words("system", "System"),
        .words("metric", "Metric"), .words("unit", "Unit"), Column("exact", "Exact"),
        Column("simulated", "Simulated"), Column("half_width", "± Half-width"),
        .words("verdict", "Verdict"),
      ],
      rows: rows.map { row in
        [
          .text(row.file), .text(row.check.test), .text(row.check.system), .text(row.check.metric),
          .text(row.check.unit), .figure(row.check.exact), .simulated(row.check.simulated),
          row.check.simulated.estimate.map { .figure($0.halfWidth, 2) } ?? .missing,
          .status(row.status, row.words),
        ]
      },
      note: "A value agrees when the exact one lies in its interval, and disagrees when that is "
        + "more than two half-widths away."
    )
  }
}
