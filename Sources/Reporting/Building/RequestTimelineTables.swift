import Planning
import Scenarios
import Simulating

/// What single requests did from their arrival to their answer.
struct RequestTimelineTables {
  let study: Study

  /// Spans of a request that are listed, at most: the longest.
  private static let most = 80

  /// The tables that there is something to say in.
  var tables: [Table] { rows.isEmpty ? [] : [requests, spans] }

  private var rows: [(tier: Study.TierStudy, line: RequestTimeline)] {
    study.tiers.flatMap { tier in tier.timelines.map { (tier, $0) } }
  }

  private static func name(_ line: RequestTimeline) -> String {
    "p\(Int((line.percentile * 100).rounded())) of \(line.route)"
  }

  private var requests: Table {
    Table(
      id: "followed_requests",
      title: "Single requests that were followed from arrival to answer"
        + (rows.first?.tier.tier.map { ", in the busiest hour at \($0.name)" } ?? ""),
      columns: [
        .words("request", "Request"), Column("percentile_ms", "Percentile", unit: "ms"),
        Column("scoped_ms", "It, in the scope of the target", unit: "ms"),
        Column("response_ms", "In all", unit: "ms"), .words("longest", "Most of it"),
        Column("longest_ms", "That", unit: "ms"), Column("waiting_ms", "In lines", unit: "ms"),
        Column("refusals", "Refused attempts"), Column("failures", "Failed attempts"),
        Column("replication", "Replication"), Column("arrived_s", "Arrived at", unit: "s"),
      ],
      rows: rows.map { _, line in
        let (trace, steps) = (line.trace, Self.steps(line))
        let longest = steps.max { $0.time < $1.time }
        let waiting = trace.spans.filter { $0.share.isLine }.reduce(0) { $0 + $1.length }
        return [
          .text(Self.name(line)), .plain(line.time * 1000), Self.span(trace.request.scopedTime),
          Self.span(trace.request.responseTime), longest.map { .text($0.words) } ?? .missing,
          longest.map { Self.span($0.time) } ?? .missing, Self.span(waiting),
          .integer(trace.spans.reduce(0) { $0 + $1.refusals.count }),
          .integer(trace.spans.count { $0.failure != nil }),
          .integer(trace.request.replication), .plain(Double(trace.request.arrivedAt) / 1e9),
        ]
      },
      note: "Each is a request of the simulation that took about as long as its percentile. What "
        + "it does at once counts at each place, so parts may add up to more than its time."
    )
  }

  private var spans: Table {
    Table(
      id: "request_timeline",
      title: "What those requests did, moment by moment",
      columns: [
        .words("request", "Request"), .words("step", "Where"), .words("activity", "What"),
        .words("detail", "In detail"), Column("from_ms", "From", unit: "ms"),
        Column("to_ms", "To", unit: "ms"), Column("time_ms", "Time", unit: "ms"),
        .words("note", "Remark"),
      ],
      rows: rows.flatMap { _, line in
        let spans = line.trace.spans
        let kept = Set(
          spans.indices.sorted { spans[$0].length > spans[$1].length }.prefix(Self.most)
        )
        return spans.indices.filter(kept.contains).map { Self.cells(line, spans[$0]) }
      },
      note: "From the arrival of the request on. A remark on an attempt says what was refused "
        + "before it; of a request with more than \(Self.most) spans the longest are listed.",
      isData: true
    )
  }

  private static func cells(_ line: RequestTimeline, _ span: RequestTrace.Span) -> [Cell] {
    [
      .text(name(line)), .text(step(span)), .text(activity(span)), .text(span.share.label),
      Self.span(span.from), Self.span(span.until), Self.span(span.length), .words(remark(span)),
    ]
  }

  private static func span(_ nanoseconds: Int64) -> Cell { .plain(Double(nanoseconds) / 1e6) }

  /// Where a span stands: the resource, and for what is done at once which of it.
  private static func step(_ span: RequestTrace.Span) -> String {
    span.branch == 0 ? span.part : "\(span.part) (branch \(span.branch))"
  }

  /// What happens in a span, in the words of the legend.
  private static func activity(_ span: RequestTrace.Span) -> String {
    switch span.share {
    case .network: "network"
    case .cpu, .database, .cache, .transfer, .service: "service"
    case .model: span.failure == nil ? "language model" : "failed attempt"
    case .backoff: "backing off"
    case .earlierAttempts: "between attempts"
    case .waitWorker, .waitCPU, .waitPool, .waitPooler, .waitDatabase, .waitStation, .waitQueue:
      "waiting"
    }
  }

  private static func remark(_ span: RequestTrace.Span) -> String {
    let attempt = span.attempt > 1 && span.share == .model ? ["attempt \(span.attempt)"] : []
    let refused = span.refusals.map { "\($0.reason.label) by \($0.model)" }
    return (attempt + refused + [span.failure?.label].compactMap(\.self)).joined(separator: "; ")
  }

  /// What the time of a span went to, as the end of a sentence.
  private static func words(_ span: RequestTrace.Span) -> String {
    switch activity(span) {
    case "waiting": "waiting for \(step(span))"
    case "service": "in service at \(step(span))"
    case "language model": "for the answer of \(step(span))"
    case "failed attempt": "on failed attempts at \(step(span))"
    case "backing off": "backing off from \(step(span))"
    case "between attempts": "on earlier attempts of the caller"
    default: "on the network"
    }
  }

  /// Where a request spent how long, on what; the same place and activity together.
  private static func steps(_ line: RequestTimeline) -> [(words: String, time: Int64)] {
    var sums: [(words: String, time: Int64)] = []
    for span in line.trace.spans {
      let words = words(span)
      if let index = sums.firstIndex(where: { $0.words == words }) {
        sums[index].time += span.length
      } else {
        sums.append((words, span.length))
      }
    }
    return sums
  }

  /// A picture for each endpoint: the typical request above the slow one.
  var charts: [Chart] {
    let endpoints = rows.map(\.line.endpoint).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    let ids = Identifier.snakes(endpoints, prefix: "timeline")
    return zip(endpoints, ids).map { endpoint, id in
      let lines = rows.filter { $0.line.endpoint == endpoint }
      return Chart(
        id: id,
        title: lines.last.map { Self.title($0.tier, $0.line) } ?? "",
        alt: "Bars over time: where a typical and a slow request were, from arrival to answer.",
        tableID: "request_timeline",
        kind: .gantt(
          Gantt(
            panel: "request",
            panels: lines.map { Self.name($0.line) },
            category: "step",
            series: "activity",
            from: "from_ms",
            to: "to_ms"
          )
        )
      )
    }
  }

  /// The finding: where the slow request was longest.
  private static func title(_ tier: Study.TierStudy, _ line: RequestTimeline) -> String {
    let all = Phrase.of(span(line.trace.request.responseTime))
    let percentile = "p\(Int((line.percentile * 100).rounded()))"
    guard let longest = steps(line).max(by: { $0.time < $1.time }) else {
      return tier.sentence("\(line.route) is answered at once.")
    }
    return tier.sentence(
      "a request of \(line.route) at \(percentile) takes \(all) ms, "
        + "\(Phrase.of(span(longest.time))) ms of it \(longest.words)."
    )
  }
}

extension TimeShare {
  /// Whether it is time in a line, rather than between attempts.
  fileprivate var isLine: Bool { isWaiting && self != .backoff && self != .earlierAttempts }
}
