import Planning
import Scenarios

/// The backlog of every queue of jobs in every test.
enum QueueTable {
  /// The table of some tests; nil when the platform has no queues.
  static func table(_ tests: [(tier: String, result: TestResult)]) -> Table? {
    let rows = tests.flatMap { tier, result in
      result.queues.map { queue -> [Cell] in
        [
          .text(tier), .text(result.test.name), .text(queue.name),
          .number(queue.utilization * 100, digits: 1), .plain(queue.meanBacklog),
          .integer(Int(queue.peakBacklog)), .plain(queue.oldest),
          .integer(Int(queue.redeliveries)), .integer(Int(queue.deadLetters)),
        ]
      }
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      id: "queues",
      title: "Queues of jobs",
      columns: [
        .words("tier", "Tier"), .words("test", "Test"), .words("queue", "Queue"),
        Column("workers_busy_pct", "Workers busy", unit: "%"),
        Column("backlog", "Mean backlog", unit: "jobs"),
        Column("peak_backlog", "Longest backlog", unit: "jobs"),
        Column("oldest_s", "Oldest job in line", unit: "s"),
        Column("redeliveries", "Delivered again"), Column("dead_letters", "Dead letters"),
      ],
      rows: rows,
      note: "Counts are of all replications together; how long jobs take from being enqueued to "
        + "their end stands among the response times."
    )
  }
}
