public import Quantities
public import Simulating
import Statistics

extension TestResult {
  /// Requests offered per second over all endpoints, the mean over the test.
  public var offeredRate: Rate {
    Rate(perSecond: endpoints.reduce(0) { $0 + $1.offeredRate.perSecond })
  }

  /// The latency target that is missed by most, or held with least to spare.
  ///
  /// Targets are compared by the value over the target. Nil when no endpoint that was asked has a
  /// target with a value.
  ///
  /// - Parameter percentile: Look at this percentile alone; nil looks at all.
  /// - Returns: The endpoint and its percentile.
  public func worstTarget(
    percentile: Double? = nil
  ) -> (endpoint: EndpointResult, item: PercentileResult)? {
    var worst: (use: Double, endpoint: EndpointResult, item: PercentileResult)?
    for endpoint in endpoints where endpoint.offered > 0 {
      for item in endpoint.percentiles where percentile == nil || item.percentile == percentile {
        guard let target = item.target, target.nanoseconds > 0,
          let value = item.value.estimate?.value
        else { continue }
        let use = value / target.seconds
        if use > worst?.use ?? -1 { worst = (use, endpoint, item) }
      }
    }
    return worst.map { ($0.endpoint, $0.item) }
  }
}

extension EndpointResult {
  /// Whether it was asked and misses one of its latency targets, as far as anybody can tell.
  var missesTarget: Bool { offered > 0 && percentiles.contains(where: \.isMissed) }

  /// What an answered request spends most of its time on, and the share; nil when none was answered.
  public var largestShare: (part: TimeShare, fraction: Double)? {
    let total = shares.reduce(0, +)
    guard total > 0 else { return nil }
    let parts = zip(TimeShare.allCases, shares)
    return parts.max { $0.1 < $1.1 }.map { ($0.0, $0.1 / total) }
  }
}
