import Planning
import Quantities
import Scenarios
import Simulating

/// What typical and slow requests spend their time on, why the slow ones are slow, and why requests
/// fail.
struct TimeSplitTables {
  let study: Study

  /// The tables that there is something to say in.
  var tables: [Table] { [split, failures].compactMap(\.self) }

  private var rows: [(tier: Study.TierStudy, split: TimeSplit)] {
    study.tiers.flatMap { tier in tier.splits.map { (tier, $0) } }
  }

  /// The parts that some of those requests spend time on.
  private var parts: [TimeShare] {
    TimeShare.allCases.filter { part in
      rows.contains { $0.split.shares[Int(part.rawValue)] >= 1e-6 }
    }
  }

  private static func key(_ part: TimeShare) -> String {
    "\(Identifier.snake(camelCase: String(describing: part)))_ms"
  }

  private static func name(_ split: TimeSplit) -> String {
    "p\(Int((split.percentile * 100).rounded())) of \(split.route)"
  }

  private var split: Table? {
    guard !rows.isEmpty else { return nil }
    return Table(
      id: "time_split",
      title: "What a typical and a slow request spend their time on in the busiest hour",
      columns: [
        .words("request", "Request"), .words("tier", "Tier"),
        Column("time_ms", "Percentile", unit: "ms"), Column("target_ms", "Target", unit: "ms"),
        Column("requests", "Requests"),
      ] + parts.map { Column(Self.key($0), Phrase.sentence($0.label), unit: "ms") },
      rows: rows.map { tier, split in
        let words = study.tiers.count > 1 ? ", \(tier.name)" : ""
        let cells: [Cell] = [
          .text("\(Self.name(split))\(words)"), .text(tier.name), .plain(split.time * 1000),
          .milliseconds(split.target), .integer(Int(split.requests)),
        ]
        return cells + parts.map { .plain(split.shares[Int($0.rawValue)] * 1000) }
      },
      note:
        "Each row is the mean of the requests that took about as long as the percentile, from the "
        + "first replications. The percentile is in the scope of its target; the parts hold model calls "
        + "as well."
    )
  }

  private var failures: Table? {
    let cells = study.tiers.flatMap { tier in
      tier.busy.endpoints.flatMap { endpoint in
        endpoint.failures.map { failure -> [Cell] in
          let share = Double(failure.count) / Double(max(endpoint.offered, 1))
          return [
            .text(endpoint.route), .text(tier.name), .text(failure.reason.label),
            .integer(Int(failure.count)), .percent(share: share),
            .percent(share: endpoint.maxFailures.value),
          ]
        }
      }
    }
    guard !cells.isEmpty else { return nil }
    return Table(
      id: "failures",
      title: "Why requests fail in the busiest hour",
      columns: [
        .words("endpoint", "Endpoint"), .words("tier", "Tier"), .words("reason", "Reason"),
        Column("failed", "Failed"), Column("failed_pct", "Of its requests"),
        Column("allowed_pct", "Allowed in all"),
      ],
      rows: cells
    )
  }

  /// Why the slow requests of each tier are slow: of the endpoint that stands worst to its targets.
  var sentences: [String] {
    study.tiers.compactMap { tier in
      guard let worst = tier.busy.worstTarget()?.endpoint ?? tier.busy.endpoints.first,
        let why = tier.splits.why(worst.name, worst.scope)
      else { return nil }
      return "\(tier.sentence(why))."
    }
  }

  /// Stacked bars of the parts; those of the largest shares where there are more than colours.
  var chart: Chart? {
    guard !rows.isEmpty, let last = sentences.last else { return nil }
    func largest(_ part: TimeShare) -> Double {
      rows.map { row in
        row.split.shares[Int(part.rawValue)] / max(row.split.shares.reduce(0, +), 1e-12)
      }.max() ?? 0
    }
    let kept = Set(parts.sorted { largest($0) > largest($1) }.prefix(ChartPalette.series.count))
    return Chart(
      id: "time_split",
      title: last,
      alt: "Stacked bars of typical and slow requests by endpoint and tier: shares of their time.",
      tableID: "time_split",
      kind: .stackedBars(
        StackedBars(
          category: "request",
          parts: .columns(parts.filter(kept.contains).map(Self.key)),
          axis: .share
        )
      )
    )
  }
}
