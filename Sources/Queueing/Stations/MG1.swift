public import Quantities

/// Poisson arrivals, one server in order of arrival, service times of any distribution.
///
/// Means by the formula of Pollaczek (1930) and Khinchine (1932): only the mean and the variance of
/// the service time matter.
public struct MG1: Hashable, Sendable {
  /// How often somebody arrives.
  public let arrivalRate: Rate
  /// The mean service time.
  public let meanServiceTime: SimInterval
  /// The variance of the service time over the square of its mean: 0 constant, 1 exponential.
  public let squaredCoefficientOfVariation: Double

  /// A station.
  ///
  /// - Precondition: Service takes some time; the squared coefficient is finite and not negative.
  public init(
    arrivalRate: Rate,
    meanServiceTime: SimInterval,
    squaredCoefficientOfVariation: Double
  ) {
    precondition(meanServiceTime > .zero, "service takes some time")
    precondition(
      squaredCoefficientOfVariation >= 0 && squaredCoefficientOfVariation.isFinite,
      "a squared coefficient of variation is finite and not negative"
    )
    self.arrivalRate = arrivalRate
    self.meanServiceTime = meanServiceTime
    self.squaredCoefficientOfVariation = squaredCoefficientOfVariation
  }

  /// The station whose service always takes the same time, M/D/1.
  public static func constantService(arrivalRate: Rate, serviceTime: SimInterval) -> MG1 {
    MG1(
      arrivalRate: arrivalRate,
      meanServiceTime: serviceTime,
      squaredCoefficientOfVariation: 0
    )
  }

  /// The share of time the server would be busy, ρ = λE[S]; 1 and more means saturation.
  public var utilization: Double { arrivalRate.perSecond * meanServiceTime.seconds }

  /// Whether more work arrives than the server can do.
  public var saturated: Bool { utilization >= 1 }

  /// The probability that an arrival finds the server busy.
  public var waitProbability: Fraction { Fraction(rounding: utilization) }

  /// The mean time in line, W_q = ρE[S](1 + c²) / 2(1 − ρ); nil when saturated.
  public var meanWaitingTime: SimInterval? { waitingSeconds.map(SimInterval.init(cappedSeconds:)) }

  /// The mean time from arrival to departure, W = W_q + E[S]; nil when saturated.
  public var meanResponseTime: SimInterval? {
    waitingSeconds.map { SimInterval(cappedSeconds: $0 + meanServiceTime.seconds) }
  }

  /// The mean number in line, L_q = λW_q; nil when saturated.
  public var meanQueueLength: Double? { waitingSeconds.map { $0 * arrivalRate.perSecond } }

  /// The mean number present, L = L_q + ρ; nil when saturated.
  public var meanNumberInSystem: Double? { meanQueueLength.map { $0 + utilization } }

  /// The mean time in line when the server leaves for vacations whenever the line is empty.
  ///
  /// Decomposition: W_q plus E[V²]/2E[V] (Fuhrmann and Cooper, 1985). The model of a worker that
  /// polls, or does housekeeping while idle.
  ///
  /// - Parameters:
  ///   - meanVacation: The mean length of one vacation; another follows while nobody waits.
  ///   - squaredCoefficientOfVariation: Its variance over its squared mean.
  /// - Returns: The mean; nil when saturated.
  /// - Precondition: `meanVacation` is above 0; the squared coefficient is not negative.
  public func meanWaitingTime(
    withVacationsOf meanVacation: SimInterval,
    squaredCoefficientOfVariation: Double
  ) -> SimInterval? {
    precondition(meanVacation > .zero, "a vacation takes some time")
    precondition(squaredCoefficientOfVariation >= 0, "a squared coefficient is not negative")
    let residual = meanVacation.seconds * (1 + squaredCoefficientOfVariation) / 2
    return waitingSeconds.map { SimInterval(cappedSeconds: $0 + residual) }
  }

  private var waitingSeconds: Double? {
    guard !saturated else { return nil }
    let spread = (1 + squaredCoefficientOfVariation) / 2
    return utilization / (1 - utilization) * spread * meanServiceTime.seconds
  }
}
