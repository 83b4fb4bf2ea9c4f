public import Quantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Poisson arrivals, one server in order of arrival, service that always takes the same time.
///
/// The line in front of a limiter that lets requests pass at equal distances. Means are those of
/// `MG1`; here the distribution is known as well.
public struct MD1: Hashable, Sendable {
  /// How often somebody arrives.
  public let arrivalRate: Rate
  /// How long every service takes.
  public let serviceTime: SimInterval
  private let means: MG1

  /// A station.
  ///
  /// - Precondition: Service takes some time.
  public init(arrivalRate: Rate, serviceTime: SimInterval) {
    self.arrivalRate = arrivalRate
    self.serviceTime = serviceTime
    means = MG1(
      arrivalRate: arrivalRate,
      meanServiceTime: serviceTime,
      squaredCoefficientOfVariation: 0
    )
  }

  /// The share of time the server would be busy; 1 and more means saturation.
  public var utilization: Double { means.utilization }

  /// Whether more work arrives than the server can do.
  public var saturated: Bool { means.saturated }

  /// The mean time in line, ρD / 2(1 − ρ); nil when saturated.
  public var meanWaitingTime: SimInterval? { means.meanWaitingTime }

  /// The mean time from arrival to departure; nil when saturated.
  public var meanResponseTime: SimInterval? { means.meanResponseTime }

  /// The mean number in line; nil when saturated.
  public var meanQueueLength: Double? { means.meanQueueLength }

  /// The mean number present; nil when saturated.
  public var meanNumberInSystem: Double? { means.meanNumberInSystem }

  /// The probability of waiting longer than a span; 1 when saturated.
  ///
  /// Exact to about 13 decimals.
  ///
  /// - Complexity: O(n²), n the services in the span or those after which nobody waits any more
  public func probabilityOfWaiting(longerThan span: SimInterval) -> Fraction {
    guard !saturated, span >= .zero else { return .one }
    guard utilization > 0 else { return .zero }
    let services = span.seconds / serviceTime.seconds
    let needed = Int(min(services, 1e9)) + 1
    var queue = cumulativeQueue(upTo: min(needed, 16))
    while queue.count < needed {
      if settled(queue) { return .zero }
      queue = cumulativeQueue(upTo: min(needed, 2 * queue.count))
    }
    return Fraction(rounding: 1 - waitCumulative(services, queue))
  }

  /// The waiting time that a share `p` of the arrivals does not exceed; nil when saturated.
  ///
  /// - Precondition: `p` is below 1 by at least 10⁻⁹.
  public func waitingTimeQuantile(_ p: Fraction) -> SimInterval? {
    precondition(p.value <= 1 - 1e-9, "nothing bounds all waiting times")
    guard !saturated else { return nil }
    guard p.value > 1 - utilization else { return .zero }
    var queue = cumulativeQueue(upTo: 16)
    while waitCumulative(Double(queue.count - 1), queue) < p.value, !settled(queue) {
      queue = cumulativeQueue(upTo: 2 * queue.count)
    }
    // Never negative, never past the last state: the cumulative is only read inside `queue`.
    let last = Double(queue.count - 1)
    let services = time(
      atWhichTail: { 1 - waitCumulative(min($0, last), queue) },
      reaches: 1 - p.value
    )
    return SimInterval(cappedSeconds: services * serviceTime.seconds)
  }

  /// The response time that a share `p` of the arrivals does not exceed; nil when saturated.
  ///
  /// - Precondition: `p` is below 1 by at least 10⁻⁹.
  public func responseTimeQuantile(_ p: Fraction) -> SimInterval? {
    waitingTimeQuantile(p).map { $0 + serviceTime }
  }

  /// P(wait ≤ x services), from the line one waits in.
  ///
  /// With k − 1 ≤ x < k and u = ρ(k − x): Σ Q(k−1−j)·e^(−u)uʲ/j! over j = 0..<k, with Q(n) the
  /// probability of at most n in line (Franx, "A simple solution for the M/D/c waiting time
  /// distribution", Operations Research Letters 29, 2001). Only positive terms.
  private func waitCumulative(_ x: Double, _ queue: [Double]) -> Double {
    let k = Int(x) + 1
    let u = utilization * (Double(k) - x)
    var term = exp(-u)
    var sum = 0.0
    for j in 0..<k {
      sum += queue[k - 1 - j] * term
      term *= u / Double(j + 1)
      if term == 0 { break }
    }
    return sum
  }

  /// The probability of at most n in line, n = 0..<count.
  private func cumulativeQueue(upTo count: Int) -> [Double] {
    let states = departureStates(load: utilization, count: count + 1)
    // An idle server has the known share 1 − ρ of the arrivals.
    let scale = (1 - utilization) / states[0]
    var sum = states[0]
    return states.dropFirst().map { state in
      sum += state
      return sum * scale
    }
  }
}

/// Whether longer lines no longer add a visible probability.
private func settled(_ cumulative: [Double]) -> Bool {
  cumulative[cumulative.count - 1] <= cumulative[cumulative.count - 2].nextUp
}

/// How often a departure from M/D/1 leaves 0, 1, 2 … behind, up to a common factor.
///
/// Down across the cut below n + 1 goes only n + 1 without an arrival in one service; up goes every
/// state with enough of them. Every term is positive (in the manner of Ramaswami, 1988).
///
/// - Complexity: O(`count`²)
func departureStates(load: Double, count: Int) -> [Double] {
  let arrivals = PoissonTails(mean: load, count: count)
  var states = [1.0]
  states.reserveCapacity(count)
  for n in stride(from: 0, to: count - 1, by: 1) {
    var up = states[0] * arrivals.beyond[n]
    for i in stride(from: 1, through: n, by: 1) { up += states[i] * arrivals.beyond[n - i + 1] }
    let next = up / arrivals.none
    states.append(next)
    if next > 1e200 {
      // Above saturation the states grow; only proportions count.
      for i in states.indices { states[i] /= next }
    }
  }
  return states
}
