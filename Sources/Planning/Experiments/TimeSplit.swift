public import Quantities
public import Scenarios
public import Simulating
import Statistics

/// What the requests of an endpoint spend their time on, at a percentile.
public struct TimeSplit: Sendable {
  /// The endpoint's key.
  public var endpoint: String
  /// The route that reports print.
  public var route: String
  /// Which percentile, 0…1, of the time in the scope of the targets.
  public var percentile: Double
  /// The percentile, in seconds.
  public var time: Double
  /// The target for it; nil when there is none.
  public var target: SimInterval?
  /// Requests that took about as long, which the split is the mean of.
  public var requests: Int64
  /// Mean seconds of those requests by what they spent them on, in the order of `TimeShare`.
  public var shares: [Double]
}

/// One simulated request of about the length of a percentile, and what it did moment by moment.
public struct RequestTimeline: Sendable {
  /// The endpoint's key.
  public var endpoint: String
  /// The route that reports print.
  public var route: String
  /// Which percentile, 0…1, of the time in the scope of the targets.
  public var percentile: Double
  /// The percentile, in seconds.
  public var time: Double
  /// What it did.
  public var trace: RequestTrace
}

extension Laboratory {
  /// Requests that a split is the mean of at least, where there are as many.
  private static let enough: Int64 = 20
  /// Replications that are looked at: the split is a mean of the same requests over again.
  private static let splitReplications = 5
  /// Endpoints whose requests are followed one by one, at most: those that stand worst to their targets.
  private static let mostFollowed = 4

  /// Splits the time of typical and of slow requests, endpoint by endpoint.
  ///
  /// The first replications of the test are run once more, with the same requests; of each percentile
  /// the requests are taken that took about as long. Of some endpoints one request of either kind is
  /// followed from its arrival to its answer, in a run of its replication that is the same once more.
  ///
  /// - Parameters:
  ///   - result: The test, whose percentiles are split.
  ///   - tier: Its tier.
  ///   - scenario: The platform.
  ///   - follows: Whether single requests are followed.
  /// - Returns: p50 and p99 of each endpoint that answered enough requests, and the followed requests.
  public func timeSplits(
    of result: TestResult,
    at tier: Tier?,
    _ scenario: Scenario,
    follows: Bool = false
  ) async -> (splits: [TimeSplit], timelines: [RequestTimeline]) {
    let workload = Workload(
      tier: tier,
      test: result.test,
      factor: result.factor,
      trace: trace,
      warmUp: result.warmUp
    )
    let program = Program(scenario, workload: workload)
    let points = result.endpoints.map { endpoint in
      [0.5, 0.99].map { SplitPoint(endpoint, $0) }
    }
    let found = await Simulating.timeSplits(
      program,
      0..<min(result.replications, Laboratory.splitReplications),
      threads: threads,
      withoutModels: scenario.platform.endpoints.map { $0.targets.scope == .without_llm },
      near: points.map { $0.map { $0.map { Int64($0.time * 1e9) } ?? 0 } }
    )
    let splits = zip(points, found.splits).flatMap { points, split in
      points.compactMap { $0?.split(split, enough: Laboratory.enough) }
    }
    guard follows else { return (splits, []) }
    let chosen = result.worstFirst.prefix(Laboratory.mostFollowed).sorted().flatMap { index in
      zip(points[index], found.requests[index]).compactMap { point, request in
        point.flatMap { point in request.map { (point: point, request: $0) } }
      }
    }
    let traces = await Simulating.traces(program, of: chosen.map(\.request), threads: threads)
    return (splits, zip(chosen, traces).map { $0.point.timeline($1) })
  }
}

/// A percentile of an endpoint at which its requests are looked at.
private struct SplitPoint {
  let endpoint: EndpointResult
  let item: PercentileResult
  /// The percentile, in seconds.
  let time: Double

  /// The percentile; nil where it is not known.
  init?(_ endpoint: EndpointResult, _ percentile: Double) {
    guard endpoint.scope != .start, let item = endpoint.percentile(percentile),
      let time = item.value.estimate?.value
    else { return nil }
    (self.endpoint, self.item, self.time) = (endpoint, item, time)
  }

  /// The mean of the requests that took about as long; nil where there are none.
  func split(_ splits: TimeSplits, enough: Int64) -> TimeSplit? {
    let near = splits.around(Int64(time * 1e9), enough: enough)
    guard near.count > 0 else { return nil }
    return TimeSplit(
      endpoint: endpoint.name,
      route: endpoint.route,
      percentile: item.percentile,
      time: time,
      target: item.target,
      requests: near.count,
      shares: near.shares.map { Double($0) / 1e9 / Double(near.count) }
    )
  }

  func timeline(_ trace: RequestTrace) -> RequestTimeline {
    RequestTimeline(
      endpoint: endpoint.name,
      route: endpoint.route,
      percentile: item.percentile,
      time: time,
      trace: trace
    )
  }
}

extension TestResult {
  /// The places of the endpoints that answered something, those first that stand worst to their targets.
  fileprivate var worstFirst: [Int] {
    func use(_ endpoint: EndpointResult) -> Double {
      endpoint.percentiles.compactMap { item in
        item.target.flatMap { target in
          item.value.estimate.map { $0.value / max(target.seconds, 1e-9) }
        }
      }.max() ?? -1
    }
    return endpoints.indices.filter { endpoints[$0].completed > 0 }.sorted { a, b in
      (-use(endpoints[a]), a) < (-use(endpoints[b]), b)
    }
  }
}

extension [TimeSplit] {
  /// Why the slow requests of an endpoint are slow, as a sentence with numbers.
  ///
  /// What grows most from the median to the 99th percentile is named, with its share of the growth. The
  /// time at language models counts only where the target counts it.
  ///
  /// - Parameters:
  ///   - endpoint: The endpoint's key.
  ///   - scope: What its targets speak of.
  /// - Returns: The sentence; nil where one of the two percentiles is missing.
  public func why(_ endpoint: String, _ scope: LatencyTargets.Scope) -> String? {
    guard let typical = first(where: { $0.endpoint == endpoint && $0.percentile == 0.5 }),
      let slow = first(where: { $0.endpoint == endpoint && $0.percentile == 0.99 })
    else { return nil }
    let parts = TimeShare.allCases.filter { scope == .total || !$0.isModel }.map { part in
      let index = Int(part.rawValue)
      return (part: part, growth: slow.shares[index] - typical.shares[index], slow.shares[index])
    }
    guard let most = parts.max(by: { $0.growth < $1.growth }), most.growth > 0 else { return nil }
    let growth = parts.reduce(0) { $0 + Swift.max($1.growth, 0) }
    let target = slow.target.map { " against \(Planning.time($0.seconds))" } ?? ""
    return "p99 of \(slow.route) is \(Planning.time(slow.time))\(target), and the median "
      + "\(Planning.time(typical.time)): \(percent(most.growth / growth)) of what is between them is "
      + "\(most.part.label), \(Planning.time(most.2)) in a slow request"
  }
}
