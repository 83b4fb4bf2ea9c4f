import Planning
import Scenarios
import Simulating

/// What databases did in the load tests besides serving statements.
enum DatabaseTable {
  /// One row for each database with copies and each paced queue of a test; nil when there is none.
  static func table(_ tests: [(tier: String, result: TestResult)]) -> Table? {
    let rows = tests.flatMap { test -> [[Cell]] in
      let first: [Cell] = [.text(test.tier), .text(test.result.test.name)]
      let copies = test.result.replicas.map { item in
        first + [
          .words("\(item.name) replicas"), .plain(Double(item.counts.reads)),
          .plain(item.pinnedShare.map { $0 * 100 }), .plain(item.staleShare.map { $0 * 100 }),
          .missing, .missing,
        ]
      }
      let paces = test.result.paces.map { item in
        first + [
          .words(item.name), .plain(Double(item.counts.requests)), .missing, .missing,
          .plain(item.meanTime.map { $0 * 1000 }), .plain(Double(item.counts.longest) / 1e6),
        ]
      }
      return copies + paces
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      id: "databases",
      title: "Replicas, disks and logins",
      columns: [
        .words("tier", "Tier"), .words("test", "Test"), .words("part", "Part"),
        Column("requests", "Requests"), Column("pinned_pct", "To the primary", unit: "%"),
        Column("stale_pct", "Stale", unit: "%"), Column("mean_ms", "Mean time", unit: "ms"),
        Column("longest_ms", "Longest", unit: "ms"),
      ],
      rows: rows,
      note: "Stale reads are answered by a replica that does not have the last write yet."
    )
  }
}
