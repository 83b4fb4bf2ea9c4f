import Planning
import Quantities
import Scenarios

/// What a replayed trace is like, so that it can be compared with its published figures.
struct TraceTables {
  let profile: TraceProfile

  /// The tables of a trace; none when the scenario replays none.
  static func all(_ scenario: Scenario) -> [Table] {
    guard let profile = TraceProfile(scenario.trace) else { return [] }
    let tables = TraceTables(profile: profile)
    return [tables.arrivals, tables.lengths]
  }

  private var arrivals: Table {
    var rows: [[Cell]] = [
      [.text("requests"), .integer(profile.requests), .missing],
      [.text("span"), .significant(profile.span.seconds, 4), .text("s")],
      [.text("rate"), .significant(profile.rate.perSecond), .text("1/s")],
      [
        .text("variation of the gaps (1 for Poisson)"), .significant(profile.gapVariation),
        .missing,
      ],
    ]
    for item in profile.burstiness {
      let seconds = Int(item.window.seconds)
      rows.append([
        .text("index of dispersion in \(seconds) s (1 for Poisson)"),
        .significant(item.dispersion), .missing,
      ])
      rows.append([
        .text("fullest over mean \(seconds) s"), .significant(item.peakToMean), .missing,
      ])
    }
    let minute = profile.tokensPerMinute
    for (name, value) in [("mean", minute.mean), ("p95", minute.p95), ("most", minute.most)] {
      rows.append([
        .text("tokens in a full minute, \(name)"), .number(value, digits: 0), .text("tokens"),
      ])
    }
    return Table(
      id: "trace_arrivals",
      title: "The replayed trace: arrivals",
      columns: [.words("figure", "Figure"), Column("value", "Value"), .words("unit", "Unit")],
      rows: rows,
      headline: .init(question: "What is the trace like?", turn: 1)
    )
  }

  private var lengths: Table {
    let kinds = [("prompt tokens", profile.input), ("answer tokens", profile.output)]
    return Table(
      id: "trace_lengths",
      title: "The replayed trace: token lengths",
      columns: [
        .words("kind", "Kind"), Column("p50_tokens", "p50"), Column("p90_tokens", "p90"),
        Column("p95_tokens", "p95"), Column("p99_tokens", "p99"), Column("mean_tokens", "Mean"),
      ],
      rows: kinds.map { name, lengths in
        [.text(name)] + lengths.percentiles.map { .number($0.value, digits: 0) }
          + [.number(lengths.mean, digits: 0)]
      },
      note: "Percentiles are interpolated linearly at rank (n − 1)p.",
      headline: .init(question: "What is the trace like?", turn: 1)
    )
  }
}
