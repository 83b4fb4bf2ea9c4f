public import Quantities

/// Single servers one behind the other, each in order of arrival, exponential service.
///
/// The times at the stations are independent and exponential with rates μᵢ − λ (Reich, "Waiting
/// times when queues are in tandem", Annals of Mathematical Statistics 28, 1957), so that also the
/// distribution of the whole is known, not only its mean.
public struct Tandem: Hashable, Sendable {
  /// How often somebody arrives.
  public let arrivalRate: Rate
  /// How often each busy server finishes, in the order of the stations.
  public let serviceRates: [Rate]

  /// A row of stations.
  ///
  /// - Precondition: There is a station; every service rate is above 0.
  public init(arrivalRate: Rate, serviceRates: [Rate]) {
    precondition(!serviceRates.isEmpty, "a row of stations has one at least")
    precondition(serviceRates.allSatisfy { $0 > .zero }, "a server finishes now and then")
    self.arrivalRate = arrivalRate
    self.serviceRates = serviceRates
  }

  /// Whether some station gets more work than it can do.
  public var saturated: Bool { serviceRates.contains { $0 <= arrivalRate } }

  /// The mean time from arrival at the first station to departure from the last, Σ 1/(μᵢ − λ); nil
  /// when saturated.
  public var meanResponseTime: SimInterval? {
    guard !saturated else { return nil }
    return SimInterval(cappedSeconds: spareRates.reduce(0) { $0 + 1 / $1 })
  }

  /// The probability of a time through all stations longer than a span; 1 when saturated.
  public func probabilityOfResponse(longerThan span: SimInterval) -> Fraction {
    guard !saturated, span >= .zero else { return .one }
    return Fraction(rounding: tail(span.seconds))
  }

  /// The time through all stations that a share `p` does not exceed; nil when saturated.
  ///
  /// - Precondition: `p` is below 1.
  public func responseTimeQuantile(_ p: Fraction) -> SimInterval? {
    precondition(p < .one, "nothing bounds all response times")
    guard !saturated else { return nil }
    if p == .zero { return .zero }
    return SimInterval(cappedSeconds: time(atWhichTail: tail, reaches: 1 - p.value))
  }

  private var spareRates: [Double] { serviceRates.map { $0.perSecond - arrivalRate.perSecond } }

  /// The probability that the last station is not yet left at time t, by uniformization.
  ///
  /// Only positive terms, also where rates are equal or nearly so (Jensen, 1953).
  private func tail(_ t: Double) -> Double {
    let rates = spareRates
    guard let fastest = rates.max(), t > 0 else { return 1 }
    let mean = fastest * t
    // place[i]: the probability of being at station i after so many jumps.
    var place = [Double](repeating: 0, count: rates.count)
    place[0] = 1
    var sum = 0.0
    var jumps = 0
    while true {
      let inside = place.reduce(0, +)
      let term = poissonProbability(of: jumps, mean: mean) * inside
      sum += term
      if inside < 1e-300 || (Double(jumps) > mean && term <= sum * 1e-16) { return sum }
      for i in stride(from: rates.count - 1, through: 0, by: -1) {
        let stays = place[i] * (1 - rates[i] / fastest)
        place[i] = stays + (i > 0 ? place[i - 1] * rates[i - 1] / fastest : 0)
      }
      jumps += 1
    }
  }
}
