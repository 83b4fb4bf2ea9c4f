import Planning
import Scenarios
import Simulating

/// Section 3: what requests wait for and fail at, and what is wrong on paper.
struct BottleneckSection {
  let study: Study

  var section: Section {
    let time = timeSpent
    let splits = TimeSplitTables(study: study)
    let timelines = RequestTimelineTables(study: study)
    let tables =
      [bottlenecks, findings, time].compactMap(\.self) + splits.tables + timelines.tables
    return Section(
      id: "bottlenecks",
      number: 3,
      title: "Bottleneck analysis",
      lead: lead,
      tables: tables,
      charts: [time == nil ? nil : chart, splits.chart].compactMap(\.self) + timelines.charts,
      notes: splits.sentences
    )
  }

  private var lead: String {
    let worst = study.tiers.compactMap { tier in
      tier.bottlenecks.first.map { tier.here($0.resource) }
    }
    let simulated =
      worst.isEmpty
      ? "In the busiest hour requests wait and fail at nothing worth naming, so there is no table of "
        + "bottlenecks."
      : "The worst place to wait or fail is \(Phrase.list(worst))."
    let count = study.findings.count
    let onPaper =
      count == 0
      ? "Nothing is wrong on paper."
      : "\(Phrase.sentence(Phrase.count(count, "thing"))) \(count == 1 ? "is" : "are") wrong on paper "
        + "before anything is simulated."
    return "\(simulated) \(onPaper)"
  }

  private var bottlenecks: Table? {
    let rows = study.tiers.flatMap { tier in tier.bottlenecks.map { cells(tier.name, $0) } }
    guard !rows.isEmpty else { return nil }
    return Table(
      id: "bottlenecks",
      title: "Where requests wait and fail in the busiest hour, worst first",
      columns: [
        .words("tier", "Tier"), .words("layer", "Layer"), .words("bottleneck", "Bottleneck"),
        Column("wait_ms", "Wait per request", unit: "ms"),
        Column("share_of_response_pct", "Of the response time"),
        Column("failures_pct", "Fail here"), .words("impact", "Impact at scale"),
        .words("mitigation", "Mitigation"),
      ],
      rows: rows,
      note: "What takes less than 1 % of the response time and of the requests is left out.",
      headline: study.growth == nil
        ? Table.Headline(
          question: "What breaks first?",
          turn: 2,
          columns: ["tier", "bottleneck", "share_of_response_pct", "failures_pct"],
          rows: 8
        ) : nil
    )
  }

  private func cells(_ tier: String, _ item: Bottleneck) -> [Cell] {
    let changes = study.scenario.changes.filter { $0.causes.contains(item.cause) }.map(\.title)
    return [
      .text(tier), .text(item.layer.rawValue), .text(item.resource),
      .plain(item.meanWait * 1000), .percent(share: item.shareOfResponse),
      .percent(share: item.failureShare), .words(item.impact),
      .text(changes.isEmpty ? "no change is listed" : changes.joined(separator: "; or ")),
    ]
  }

  private var findings: Table? {
    guard !study.findings.isEmpty else { return nil }
    return Table(
      id: "findings",
      title: "What is wrong on paper",
      columns: [
        .words("severity", "Severity"), .words("finding", "Finding"),
        .words("evidence", "Evidence"), .words("remedy", "Remedy"),
      ],
      rows: study.findings.map {
        [
          .status($0.severity.status, $0.severity.rawValue), .text($0.title), .text($0.evidence),
          .text($0.remedy),
        ]
      }
    )
  }

  /// Endpoints that answered something, with their tier.
  private var answered: [(tier: String, endpoint: EndpointResult)] {
    let names = study.scenario.platform.endpoints.map(\.name)
    return names.flatMap { name in
      study.tiers.compactMap { tier in
        tier.busy.endpoints.first { $0.name == name && $0.completed > 0 }.map { (tier.name, $0) }
      }
    }
  }

  /// The parts that some endpoint spends time on.
  private var parts: [TimeShare] {
    TimeShare.allCases.filter { part in
      answered.contains { $0.endpoint.shares[Int(part.rawValue)] >= 1e-6 }
    }
  }

  /// The parts that the chart has colours for: the largest in any row.
  private var drawn: [TimeShare] {
    func largest(_ part: TimeShare) -> Double {
      answered.map { row in
        row.endpoint.shares[Int(part.rawValue)] / max(row.endpoint.shares.reduce(0, +), 1e-12)
      }.max() ?? 0
    }
    let kept = Set(parts.sorted { largest($0) > largest($1) }.prefix(ChartPalette.series.count))
    return parts.filter(kept.contains)
  }

  private var timeSpent: Table? {
    guard !parts.isEmpty else { return nil }
    return Table(
      id: "time_spent",
      title: "What the time of an answered request goes to, means of the busiest hour",
      columns: [.words("request", "Request"), .words("tier", "Tier")]
        + parts.map { Column(Self.key($0), Phrase.sentence($0.label), unit: "ms") },
      rows: answered.map { item in
        let words = study.tiers.count > 1 ? ", \(item.tier)" : ""
        return [.text("\(item.endpoint.route)\(words)"), .text(item.tier)]
          + parts.map { .plain(item.endpoint.shares[Int($0.rawValue)] * 1000) }
      },
      note: "The parts of a row add up to the mean response time, model calls included."
    )
  }

  private static func key(_ part: TimeShare) -> String {
    "\(Identifier.snake(camelCase: String(describing: part)))_ms"
  }

  private var chart: Chart? {
    let last = study.tiers.last?.busy.endpoints.compactMap { endpoint in
      endpoint.largestShare.map { (endpoint.route, $0.part, $0.fraction) }
    }
    guard let last, let tier = study.tiers.last else { return nil }
    let waiting = last.filter { $0.1.isWaiting }
    guard let worst = (waiting.isEmpty ? last : waiting).max(by: { $0.2 < $1.2 }) else {
      return nil
    }
    let verb = worst.1.isWaiting ? worst.1.label : "on: \(worst.1.label)"
    return Chart(
      id: "where_time_goes",
      title: tier.sentence("\(worst.0) spends \(Phrase.percent(worst.2)) of its time \(verb)."),
      alt: "Stacked bars by endpoint and tier: shares of the response time, its largest parts.",
      tableID: "time_spent",
      kind: .stackedBars(
        StackedBars(category: "request", parts: .columns(drawn.map(Self.key)), axis: .share)
      )
    )
  }
}
