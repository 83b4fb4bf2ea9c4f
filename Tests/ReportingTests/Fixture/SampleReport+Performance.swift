import Quantities
import Reporting

extension SampleReport {
  static let capacity = Section(
    id: "current_capacity",
    number: 2,
    title: "Current capacity",
    lead: "At the current tier every resource has more than nine tenths to spare.",
    tables: [
      Table(
        id: "capacity",
        title: "Use and headroom of every resource",
        columns: [
          .words("resource", "Resource"), .words("tier", "Tier"), Column("usage", "Usage"),
          Column("limit_value", "Limit"), .words("unit", "Unit"),
          Column("use_pct", "Use"), Column("headroom_pct", "Headroom"),
          .words("status", "Status"),
        ],
        rows: capacityRows
      )
    ],
    charts: [
      Chart(
        id: "headroom",
        title:
          "Database connections pass their limit at the enterprise tier, the model rate soon after.",
        alt: "Dots for each resource and tier against the limit at 100 per cent.",
        tableID: "capacity",
        kind: .limitBars(
          LimitBars(category: "resource", series: "tier", value: "use_pct", scale: .logarithmic)
        )
      ),
      Chart(
        id: "headroom_linear",
        title: "The same on an axis of equal steps.",
        alt: "Bars for each resource and tier against the limit at 100 per cent.",
        tableID: "capacity",
        kind: .limitBars(LimitBars(category: "resource", series: "tier", value: "use_pct"))
      ),
    ]
  )

  static let targets = Section(
    id: "response_times",
    number: 4,
    title: "Response-time and throughput targets",
    lead: "Every endpoint meets its targets up to 10x; POST /council misses p95 at 100x.",
    tables: [
      Table(
        id: "latency",
        title: "Response times against targets",
        columns: [
          .words("endpoint", "Endpoint"), .words("tier", "Tier"),
          Column("p50_ms", "p50", unit: "ms"), Column("p50_target_ms", "p50 target", unit: "ms"),
          Column("p95_ms", "p95", unit: "ms"), Column("p95_target_ms", "p95 target", unit: "ms"),
          Column("p99_ms", "p99", unit: "ms"), Column("p99_target_ms", "p99 target", unit: "ms"),
          .words("status", "Status"),
        ],
        rows: latencyRows,
        headline: Table.Headline(
          question: "Will it hold?",
          turn: 1,
          columns: ["endpoint", "tier", "p95_ms", "p95_target_ms", "status"],
          rows: 6
        )
      ),
      Table(
        id: "throughput",
        title: "Throughput against targets",
        columns: [
          .words("tier", "Tier"), Column("load_per_s", "Load", unit: "requests/s"),
          Column("served_per_s", "Served", unit: "requests/s"),
          Column("concurrent_users", "Concurrent users"), Column("connections", "Connections"),
        ],
        rows: throughputRows
      ),
    ],
    charts: [
      Chart(
        id: "p95_by_tier",
        title:
          "POST /council crosses its p95 target of 200 ms at 100x; the others stay below theirs.",
        alt: "Grouped bars of p95 by tier and endpoint with intervals and target ticks.",
        tableID: "latency",
        kind: .groupedBars(
          GroupedBars(
            category: "tier",
            series: "endpoint",
            measures: [Measure("p95_ms", target: "p95_target_ms")]
          )
        )
      ),
      Chart(
        id: "load_by_tier",
        title: "The platform serves what is asked up to 100x and seven tenths of it at enterprise.",
        alt: "Dots of load and served requests per second by tier on an axis of factors.",
        tableID: "throughput",
        kind: .groupedBars(
          GroupedBars(
            category: "tier",
            measures: [Measure("load_per_s"), Measure("served_per_s")],
            scale: .logarithmic
          )
        )
      ),
    ]
  )

  static let loadTests = Section(
    id: "load_tests",
    number: 5,
    title: "Load test results",
    lead: "Normal, peak and soak pass; the spike misses its error threshold for forty seconds.",
    tables: [
      Table(
        id: "load_tests",
        title: "Load tests",
        columns: [
          .words("test", "Test"), .words("metric", "Metric"), Column("result", "Result"),
          .words("unit", "Unit"), Column("threshold", "Threshold"), .words("status", "Status"),
        ],
        rows: [
          row("Normal", "p95", about(141), "ms", 500, .pass),
          row("Peak", "p95", about(288), "ms", 500, .pass),
          row("Stress", "p95", about(512), "ms", 500, .warn),
          row("Spike", "failures", about(3.4, 0.2), "%", 1, .fail),
          row(
            "Soak",
            "memory growth",
            .unknown(reason: "the model has no leak rate"),
            "MB/h",
            5,
            .unknown
          ),
          row("Breakpoint", "load at failure", about(21.4), "requests/s", 23, .fail),
        ]
      ),
      Table(
        id: "ramp",
        title: "The ramp over time",
        columns: [
          Column("time_s", "Time", unit: "s"), Column("p95_ms", "p95", unit: "ms"),
          Column("p50_ms", "p50", unit: "ms"), Column("limit_ms", "p95 limit", unit: "ms"),
        ],
        rows: rampRows
      ),
    ],
    charts: [
      Chart(
        id: "ramp_over_time",
        title: "At the top of the ramp the p95 passes 500 ms for one minute.",
        alt: "Lines of p50 and p95 over time with the limit at 500 ms.",
        tableID: "ramp",
        kind: .timeLines(
          TimeLines(
            time: "time_s",
            measures: [Measure("p95_ms", target: "limit_ms"), Measure("p50_ms")]
          )
        )
      )
    ]
  )

  private static func row(
    _ test: String,
    _ metric: String,
    _ result: Cell,
    _ unit: String,
    _ threshold: Int,
    _ status: Status
  ) -> [Cell] {
    [
      .text(test), .text(metric), result, .text(unit), .integer(threshold), .status(status, ""),
    ]
  }
}
