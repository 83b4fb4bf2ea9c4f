public import Quantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Arrivals at equal distances, one server in order of arrival, exponential service: D/M/1.
///
/// The line of a job that a timer starts. The number an arrival finds is geometric with the root σ
/// of σ = e^(−(1 − σ)/ρ) (Kendall, Annals of Mathematical Statistics 24, 1953).
public struct DM1: Hashable, Sendable {
  /// The time from one arrival to the next.
  public let interarrivalTime: SimInterval
  /// How often the busy server finishes.
  public let serviceRate: Rate
  /// 1 − σ, the probability that an arrival finds nobody.
  private let idle: Double

  /// A station.
  ///
  /// - Precondition: The time between arrivals and `serviceRate` are above 0.
  public init(interarrivalTime: SimInterval, serviceRate: Rate) {
    precondition(interarrivalTime > .zero, "arrivals at equal distances are apart")
    precondition(serviceRate > .zero, "a server finishes now and then")
    self.interarrivalTime = interarrivalTime
    self.serviceRate = serviceRate
    let exponent = interarrivalTime.seconds * serviceRate.perSecond
    guard exponent > 1 else {
      idle = 0
      return
    }
    // x = 1 − e^(−x/ρ) by Newton's method from the right, where the difference is concave.
    var x = 1.0
    for _ in 0..<200 {
      let step = (-expm1(-x * exponent) - x) / (exponent * exp(-x * exponent) - 1)
      if abs(step) <= 1e-16 * x { break }
      x -= step
    }
    idle = x
  }

  /// The offered load of the server; 1 and more means saturation.
  public var utilization: Double { 1 / (interarrivalTime.seconds * serviceRate.perSecond) }

  /// Whether more work arrives than the server can do.
  public var saturated: Bool { utilization >= 1 }

  /// The probability that an arrival must wait; 1 when saturated.
  public var waitProbability: Fraction { Fraction(rounding: 1 - idle) }

  /// The mean time in line, σ/(μ(1 − σ)); nil when saturated.
  public var meanWaitingTime: SimInterval? {
    guard !saturated else { return nil }
    return SimInterval(cappedSeconds: (1 - idle) / idle / serviceRate.perSecond)
  }

  /// The mean time from arrival to departure, 1/(μ(1 − σ)); nil when saturated.
  public var meanResponseTime: SimInterval? {
    saturated ? nil : SimInterval(cappedSeconds: 1 / idle / serviceRate.perSecond)
  }

  /// The response time that a share `p` of the arrivals does not exceed; nil when saturated.
  ///
  /// - Precondition: `p` is below 1.
  public func responseTimeQuantile(_ p: Fraction) -> SimInterval? {
    precondition(p < .one, "nothing bounds all response times")
    guard !saturated else { return nil }
    return SimInterval(cappedSeconds: -log1p(-p.value) / idle / serviceRate.perSecond)
  }
}
