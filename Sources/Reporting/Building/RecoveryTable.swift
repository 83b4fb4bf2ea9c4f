import Planning
import Quantities
import Scenarios

/// How long the platform takes to keep its targets again after the faults of each test.
enum RecoveryTable {
  /// The table of some tests; nil when none has faults that end.
  static func table(_ tests: [(tier: String, result: TestResult)]) -> Table? {
    let rows = tests.compactMap { tier, result -> [Cell]? in
      guard let recovery = result.recovery else { return nil }
      let all = recovery.times.count
      return [
        .text(tier), .text(result.test.name), .plain(recovery.over),
        .status(
          recovery.recovered == all ? .pass : .fail,
          "\(recovery.recovered) of \(Phrase.count(all, "replication"))"
        ),
        .estimated(recovery.mean), .plain(recovery.resolution),
      ]
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      id: "recovery",
      title: "Recovery from faults",
      columns: [
        .words("tier", "Tier"), .words("test", "Test"),
        Column("over_s", "Faults are over at", unit: "s"), .words("status", "Recover"),
        Column("recovery_s", "Mean time until targets are kept", unit: "s"),
        Column("resolution_s", "Known to", unit: "s"),
      ],
      rows: rows,
      note: "From the sample on from which failures stay within what the test allows, and the mean "
        + "response time within its max_p95 or the highest p95 target."
    )
  }
}
