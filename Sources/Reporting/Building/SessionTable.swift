import Planning
import Scenarios

/// The iterations of users who walk through sessions, in every test that has them.
enum SessionTable {
  /// The table of some tests; nil when none has sessions.
  static func table(_ tests: [(tier: String, result: TestResult)]) -> Table? {
    let rows = tests.flatMap { tier, result in
      result.sessions.map { session -> [Cell] in
        [
          .text(tier), .text(result.test.name), .text(session.name),
          .integer(Int(session.peakUsers)), .integer(Int(session.iterations)),
          .integer(Int(session.dropped)), .integer(Int(session.interrupted)),
          .plain(session.meanSpan), .estimated(session.spanP95),
        ]
      }
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      id: "sessions",
      title: "Virtual users and their iterations",
      columns: [
        .words("tier", "Tier"), .words("test", "Test"), .words("users", "Users"),
        Column("peak_users", "Most at once"), Column("iterations", "Iterations"),
        Column("dropped", "Dropped"), Column("interrupted", "Interrupted"),
        Column("mean_s", "Mean of an iteration", unit: "s"),
        Column("p95_s", "Its p95", unit: "s"),
      ],
      rows: rows,
      note:
        "Counts are of all replications together. A dropped iteration found no free user, or no "
        + "time; no response time tells of it."
    )
  }
}
