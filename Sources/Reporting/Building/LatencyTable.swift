import Planning
import Quantities
import Scenarios

/// Closed load as three observers count its response times, in every test that has users who wait.
enum LatencyTable {
  /// The table of some tests; nil when none has closed load.
  static func table(_ tests: [(tier: String, result: TestResult)]) -> Table? {
    let rows = tests.flatMap { tier, result in
      result.latencies.map { view -> [Cell] in
        [
          .text(tier), .text(result.test.name), .text(view.route), .text(words(view.observer)),
          .plain(view.offered.perSecond), .integer(view.count),
        ] + view.percentiles.map { .milliseconds($0) }
      }
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      id: "latencies",
      title: "Three latencies of the same users",
      columns: [
        .words("tier", "Tier"), .words("test", "Test"), .words("endpoint", "Endpoint"),
        .words("observer", "As counted by"),
        Column("offered_per_s", "Offered", unit: "requests/s"), Column("count", "Counted"),
        Column("p50_ms", "p50", unit: "ms"), Column("p95_ms", "p95", unit: "ms"),
        Column("p99_ms", "p99", unit: "ms"),
      ],
      rows: rows,
      note:
        "The load generator's users wait for each answer, so they slow down with the platform and "
        + "never meet its longest lines. As intended: the same load as requests that come when they are "
        + "due, at the rate that the users reach where nothing waits. At the service: without the "
        + "network and earlier attempts of the caller."
    )
  }

  private static func words(_ observer: LatencyView.Observer) -> String {
    switch observer {
    case .intended: "as intended (wrk2)"
    case .service: "at the service (Prometheus)"
    case .generator: "the load generator (k6)"
    }
  }
}
