public import Quantities

/// Poisson arrivals of which each stays for a time of any distribution, without limit: M/G/∞.
///
/// The number present is Poisson with mean a = λE[S], whatever the distribution (Erlang, 1909). The
/// model of open connections and of requests in flight to a provider that never refuses.
public struct InfiniteServer: Hashable, Sendable {
  /// The mean number present.
  public let offeredLoad: Erlangs

  /// Arrivals that stay.
  ///
  /// - Precondition: The mean stay is not negative.
  public init(arrivalRate: Rate, meanStay: SimInterval) {
    precondition(meanStay >= .zero, "a stay is not negative")
    offeredLoad = arrivalRate.offeredLoad(meanServiceTime: meanStay)
  }

  /// The probability that more than a number of them are present at once.
  public func probabilityOfMore(than number: Int) -> Fraction {
    guard number >= 0 else { return .one }
    let mean = offeredLoad.value
    guard mean > 0 else { return .zero }
    let upwards = Double(number) >= mean
    var k = upwards ? number + 1 : number
    var term = poissonProbability(of: k, mean: mean)
    var sum = 0.0
    while k >= 0, term > sum * 1e-17 {
      sum += term
      term *= upwards ? mean / Double(k + 1) : Double(k) / mean
      k += upwards ? 1 : -1
    }
    return Fraction(rounding: upwards ? sum : 1 - sum)
  }
}

extension InfiniteServer {
  /// The highest mean number present when the arrival rate swings like a sine.
  ///
  /// For λ(t) = a + b·sin(2πt/period) and exponential stays of mean 1/μ the peak is
  /// a/μ + b/√(μ² + γ²) with γ = 2π/period; it comes after the peak of the arrivals (Eick, Massey
  /// and Whitt, "Mt/G/∞ queues with sinusoidal arrival rates", Management Science 39, 1993).
  ///
  /// - Parameters:
  ///   - meanArrivalRate: The mean rate over a period, a.
  ///   - amplitude: How far the rate swings up and down, b.
  ///   - period: The time from one peak to the next.
  ///   - meanStay: The mean time that one stays.
  /// - Returns: The largest mean number.
  /// - Precondition: `amplitude` is at most the mean; the period is above 0.
  public static func peakNumber(
    meanArrivalRate: Rate,
    amplitude: Rate,
    period: SimInterval,
    meanStay: SimInterval
  ) -> Double {
    precondition(amplitude <= meanArrivalRate, "a rate does not swing below 0")
    precondition(period > .zero && meanStay >= .zero, "a period takes some time")
    let stay = meanStay.seconds
    let turn = 2 * Double.pi / period.seconds * stay
    let damped = amplitude.perSecond * stay / (1 + turn * turn).squareRoot()
    return meanArrivalRate.perSecond * stay + damped
  }
}
