import Quantities
import Planning
import Scenarios

/// The bytes of the load tests by the path that they take.
enum TrafficTable {
  /// One row for each test; nil where no request, answer or message has a size on more than one path.
  static func table(_ tests: [(tier: String, result: TestResult)], _ platform: Platform) -> Table? {
    let hasPaths = platform.endpoints.contains { $0.edge != nil || $0.requestSize.value > 0 }
    guard hasPaths || tests.contains(where: { ($0.result.sockets?.bytes ?? 0) > 0 }) else {
      return nil
    }
    return Table(
      id: "traffic",
      title: "Bytes by path",
      columns: [
        .words("tier", "Tier"), .words("test", "Test"),
        Column("received", "From callers", unit: "MB/s"),
        Column("from_services", "From services", unit: "MB/s"),
        Column("from_edge", "From the edge", unit: "MB/s"),
        Column("on_connections", "On connections", unit: "MB/s"),
        Column("edge_hits_pct", "Answered at the edge", unit: "% of its requests"),
      ],
      rows: tests.map { test in
        let traffic = Traffic(test.result, platform)
        let scale = 1e6 * max(test.result.measuredSeconds, 1e-9)
        let hits = Double(traffic.edgeHits) / Double(max(traffic.edgeRequests, 1)) * 100
        return [
          .text(test.tier), .text(test.result.test.name), .plain(traffic.received / scale),
          .plain(traffic.fromServices / scale), .plain(traffic.fromEdge / scale),
          .plain(traffic.onConnections / scale), .plain(traffic.edgeRequests > 0 ? hits : nil),
        ]
      },
      note:
        "What services send to the edge is in what services send; it reaches callers from there."
    )
  }
}
