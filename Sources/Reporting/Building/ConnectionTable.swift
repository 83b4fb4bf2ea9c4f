import Planning
import Scenarios
import Simulating

/// What becomes of the clients' long-lived connections in the load tests.
enum ConnectionTable {
  /// One row for each test in which connections come and go; nil when there is none.
  static func table(_ tests: [(tier: String, result: TestResult)]) -> Table? {
    let rows = tests.compactMap { test in
      test.result.sockets.map { cells(test.tier, test.result.test.name, $0) }
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      id: "connections",
      title: "Long-lived connections",
      columns: [
        .words("tier", "Tier"), .words("test", "Test"),
        Column("open", "Open", unit: "on average"), Column("peak", "Peak"),
        Column("lost", "Lost"), .words("why", "Why they were lost"),
        Column("peak_attempts_per_s", "Most attempts", unit: "per s"),
        Column("refused", "Refused"), Column("gave_up", "Gave up for good"),
        Column("mean_return_s", "Time to return", unit: "s"),
        Column("longest_return_s", "Longest", unit: "s"),
        Column("messages_per_s", "Messages", unit: "per s"),
        Column("lost_messages", "Messages lost"),
      ],
      rows: rows,
      note: "Counts are sums over the replications, peaks are the highest of them. Messages are "
        + "counted where they are sent and where they arrive."
    )
  }

  private static func cells(_ tier: String, _ test: String, _ result: SocketsResult) -> [Cell] {
    let counts = result.counts
    let reasons = [
      (counts.cut, "stopped or crashed instances"), (counts.idle, "idle timers"),
      (counts.tooOld, "their age"),
    ].filter { $0.0 > 0 }.map(\.1)
    return [
      .text(tier), .text(test), .plain(result.meanOpen), .plain(Double(counts.peak)),
      .plain(Double(counts.cut + counts.idle + counts.tooOld)),
      .words(reasons.isEmpty ? "none was" : reasons.joined(separator: ", ")),
      .plain(Double(counts.peakAttempts)), .plain(Double(counts.refused)),
      .plain(Double(counts.gaveUp)), .plain(result.meanReturn),
      .plain(counts.returned > 0 ? Double(counts.longestReturn) / 1e9 : nil),
      .plain(result.messages / max(result.seconds, 1e-9)), .plain(result.lost),
    ]
  }
}
