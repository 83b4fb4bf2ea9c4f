public import Quantities

/// A figure over independent replications, and how much each of them moves it.
///
/// To first order the error of the figure is the mean of the influences (von Mises, 1947; Hampel,
/// JASA 69, 1974), so that figures of the same replications can be compared pair by pair.
public struct Linearized: Hashable, Sendable {
  /// The figure.
  public let value: Double
  /// How far the replications move it, in its unit; their mean is about 0.
  public let influences: [Double]
  /// How many single observations stand behind it.
  public let observations: Int
  /// Half the step in which the figure is known.
  let rounding: Double

  /// A figure with its influences, one for each replication, in order.
  ///
  /// - Parameters:
  ///   - value: The figure.
  ///   - influences: How far each replication moves it, in its unit.
  ///   - observations: Single observations behind it; by default one for each replication.
  public init(value: Double, influences: [Double], observations: Int? = nil) {
    self.init(
      value: value,
      influences: influences,
      observations: observations ?? influences.count,
      rounding: 0
    )
  }

  private init(value: Double, influences: [Double], observations: Int, rounding: Double) {
    self.value = value
    self.influences = influences
    self.observations = observations
    self.rounding = rounding
  }

  /// A ratio of two totals, such as errors to requests; nil when all denominators are 0.
  ///
  /// - Precondition: every numerator has its denominator.
  public init?(numerators: [Double], denominators: [Double], observations: Int? = nil) {
    precondition(numerators.count == denominators.count, "every numerator has its denominator")
    let whole = denominators.reduce(0, +)
    guard whole > 0 else { return nil }
    let ratio = numerators.reduce(0, +) / whole
    let mean = whole / Double(denominators.count)
    self.init(
      value: ratio,
      influences: zip(numerators, denominators).map { ($0 - ratio * $1) / mean },
      observations: observations
    )
  }

  /// The pooled `p` quantile, in seconds; nil when the sample is too small for an interval at `level`.
  ///
  /// The influence is the share above the quantile over the density there (Bahadur, Annals of
  /// Mathematical Statistics 37, 1966); the density is that between p ± min(p, 1 − p)/4.
  ///
  /// - Precondition: `p` and `level` lie strictly between 0 and 1.
  public init?(_ replications: [Histogram], p: Fraction, level: Fraction) {
    let pooled = Histogram.merged(replications)
    guard pooled.count >= OrderStatisticRanks.smallestSample(p: p, level: level),
      let point = pooled.quantile(p)
    else { return nil }
    let reach = min(p.value, 1 - p.value) / 4
    guard let below = pooled.quantile(Fraction(p.value - reach)),
      let above = pooled.quantile(Fraction(p.value + reach))
    else { return nil }
    let bucket = HistogramLayout.bucket(of: point.nanoseconds)
    let counts = replications.map { Double($0.count(above: bucket)) }
    let share = counts.reduce(0, +) / Double(pooled.count)
    let mean = Double(pooled.count) / Double(replications.count)
    let secondsPerShare = (above - below).seconds / (2 * reach)
    let width = SimInterval(nanoseconds: HistogramLayout.width(of: bucket)).seconds
    self.init(
      value: point.seconds,
      influences: zip(counts, replications).map { count, replication in
        (count - share * Double(replication.count)) / mean * secondsPerShare
      },
      observations: pooled.count,
      rounding: width / 2
    )
  }
}

/// By how much a figure differs between two systems that met the same luck.
public struct PairedDifference: Hashable, Sendable {
  /// The second figure less the first, with its interval.
  public let difference: Estimated
  /// The variance of the difference of independent runs over that of the paired ones; nil when the
  /// paired difference does not vary.
  public let varianceReduction: Double?

  /// The difference of two figures of the same replications.
  ///
  /// Student's t over the differences of the influences; a figure that is known in steps only widens
  /// the interval by half a step of each. What is the same in every pair is exact.
  ///
  /// - Precondition: both have the same replications; `level` lies strictly between 0 and 1.
  public init(from before: Linearized, to after: Linearized, level: Fraction) {
    precondition(before.influences.count == after.influences.count, "replications come in pairs")
    precondition(level > .zero && level < .one, "a level lies strictly between 0 and 1")
    let pairs = RunningMoments(of: zip(before.influences, after.influences).map { $1 - $0 })
    let count = pairs.count
    guard let variance = pairs.variance,
      let first = RunningMoments(of: before.influences).variance,
      let second = RunningMoments(of: after.influences).variance
    else {
      difference = .notEstimable(
        NotEstimable(
          reason: "an interval of a difference needs 2 replications",
          observations: count,
          needed: 2
        )
      )
      varianceReduction = nil
      return
    }
    let error = (variance / Double(count)).squareRoot()
    let rounding = before.rounding + after.rounding
    let factor = StudentT(degreesOfFreedom: Double(count - 1)).twoSidedFactor(level: level)
    let (value, half) = (after.value - before.value, factor * error + rounding)
    guard half > 0 else {
      let observations = min(before.observations, after.observations)
      difference = .known(.exact(value, observations: observations, replications: count))
      varianceReduction = nil
      return
    }
    difference = .known(
      Estimate(
        value: value,
        low: value - half,
        high: value + half,
        level: level,
        observations: min(before.observations, after.observations),
        replications: count,
        method: .pairedDifference
      )
    )
    varianceReduction = variance > 0 ? (first + second) / variance : nil
  }
}
