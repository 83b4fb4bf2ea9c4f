public import Quantities
public import Scenarios
import Simulating
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

extension Laboratory {
  /// Requests that a split is the mean of at least, where there are as many.
  private static let enough: Int64 = 20
  /// Replications that are looked at: the split is a mean of the same requests over again.
  private static let splitReplications = 5

  /// Splits the time of typical and of slow requests, endpoint by endpoint.
  ///
  /// The first replications of the test are run once more, with the same requests; of each percentile
  /// the requests are taken that took about as long.
  ///
  /// - Parameters:
  ///   - result: The test, whose percentiles are split.
  ///   - tier: Its tier.
  ///   - scenario: The platform.
  /// - Returns: p50 and p99 of each endpoint that answered enough requests.
  public func timeSplits(
    of result: TestResult,
    at tier: Tier?,
    _ scenario: Scenario
  ) async -> [TimeSplit] {
    let workload = Workload(
      tier: tier,
      test: result.test,
      factor: result.factor,
      trace: trace,
      warmUp: result.warmUp
    )
    let splits = await Simulating.timeSplits(
      Program(scenario, workload: workload),
      0..<min(result.replications, Laboratory.splitReplications),
      threads: threads,
      withoutModels: scenario.platform.endpoints.map { $0.targets.scope == .without_llm }
    )
    return zip(result.endpoints, splits).flatMap { endpoint, split in
      [0.5, 0.99].compactMap { percentile -> TimeSplit? in
        guard endpoint.scope != .start, let item = endpoint.percentile(percentile),
          let time = item.value.estimate?.value
        else { return nil }
        let near = split.around(Int64(time * 1e9), enough: Laboratory.enough)
        guard near.count > 0 else { return nil }
        return TimeSplit(
          endpoint: endpoint.name,
          route: endpoint.route,
          percentile: percentile,
          time: time,
          target: item.target,
          requests: near.count,
          shares: near.shares.map { Double($0) / 1e9 / Double(near.count) }
        )
      }
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
