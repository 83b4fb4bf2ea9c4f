public import Quantities

/// The mean of independent replications with a t interval.
///
/// ȳ ± t(R−1) · s/√R (Law, "Simulation Modeling and Analysis", 2015, §9.4).
///
/// - Parameters:
///   - replicationMeans: One mean for each replication.
///   - level: The confidence level, 0.95 for 95 %.
///   - observations: How many single observations the means summarize; by default one each.
/// - Returns: The mean with its interval, or nothing from fewer than two replications.
/// - Precondition: `level` lies strictly between 0 and 1.
public func meanInterval(
  of replicationMeans: [Double],
  level: Fraction,
  observations: Int? = nil
) -> Estimated {
  precondition(level > .zero && level < .one, "a level lies strictly between 0 and 1")
  let moments = RunningMoments(of: replicationMeans)
  guard let deviation = moments.standardDeviation else {
    return .notEstimable(
      NotEstimable(
        reason: "an interval of a mean needs 2 replications",
        observations: replicationMeans.count,
        needed: 2
      )
    )
  }
  return .known(
    tEstimate(
      value: moments.mean,
      standardError: deviation / Double(moments.count).squareRoot(),
      degreesOfFreedom: moments.count - 1,
      level: level,
      observations: observations ?? moments.count,
      replications: moments.count,
      method: .replicationMeans
    )
  )
}

/// A ratio of two totals over independent replications, such as errors to requests.
///
/// Total over total, since the mean of single ratios is biased; the width by the delta method:
/// s² = Σ(yᵢ − θxᵢ)²/(R−1), standard error s/(√R·x̄) (Cochran, "Sampling Techniques", 1977, §6.4).
///
/// - Parameters:
///   - numerators: One total for each replication.
///   - denominators: The total it is measured against, in the same order; none negative.
///   - level: The confidence level, 0.95 for 95 %.
///   - observations: How many single observations stand behind it; by default the replications.
/// - Returns: The ratio with its interval, or nothing from fewer than two replications or when all
///   denominators are 0.
/// - Precondition: Both lists have the same length; `level` lies strictly between 0 and 1.
public func ratioInterval(
  numerators: [Double],
  denominators: [Double],
  level: Fraction,
  observations: Int? = nil
) -> Estimated {
  precondition(numerators.count == denominators.count, "every numerator has its denominator")
  precondition(denominators.allSatisfy { $0 >= 0 }, "a total to compare with is not negative")
  precondition(level > .zero && level < .one, "a level lies strictly between 0 and 1")
  let count = numerators.count
  let whole = denominators.reduce(0, +)
  guard count >= 2 else {
    return .notEstimable(
      NotEstimable(
        reason: "an interval of a ratio needs 2 replications",
        observations: count,
        needed: 2
      )
    )
  }
  guard whole > 0 else {
    return .notEstimable(
      NotEstimable(reason: "nothing happened that the ratio could refer to", observations: 0)
    )
  }
  let ratio = numerators.reduce(0, +) / whole
  let squares = zip(numerators, denominators).reduce(0) { sum, pair in
    let residual = pair.0 - ratio * pair.1
    return sum + residual * residual
  }
  let size = Double(count)
  return .known(
    tEstimate(
      value: ratio,
      standardError: (squares / (size - 1) / size).squareRoot() / (whole / size),
      degreesOfFreedom: count - 1,
      level: level,
      observations: observations ?? count,
      replications: count,
      method: .ratio
    )
  )
}

/// A proportion of independent trials with Wilson's score interval.
///
/// Holds its level also for tiny counts, where the normal interval does not; no success in n trials
/// gives 0 … z²/(n + z²) (Wilson, JASA 22, 1927; Brown, Cai and DasGupta, 2001).
///
/// - Precondition: 0 ≤ `successes` ≤ `trials`; `level` lies strictly between 0 and 1.
public func wilsonInterval(successes: Int, trials: Int, level: Fraction) -> Estimated {
  precondition(successes >= 0 && successes <= trials, "successes are some of the trials")
  precondition(level > .zero && level < .one, "a level lies strictly between 0 and 1")
  guard trials > 0 else {
    return .notEstimable(
      NotEstimable(reason: "a proportion needs a trial", observations: 0, needed: 1)
    )
  }
  let z = -StandardNormal.quantile(Fraction((1 - level.value) / 2))
  let (n, share) = (Double(trials), Double(successes) / Double(trials))
  let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
  let spread = share * (1 - share) / n + z * z / (4 * n * n)
  let half = z / (1 + z * z / n) * spread.squareRoot()
  return .known(
    Estimate(
      value: share,
      low: successes == 0 ? 0 : min(max(0, centre - half), share),
      high: successes == trials ? 1 : max(min(1, centre + half), share),
      level: level,
      observations: trials,
      replications: 1,
      method: .wilson
    )
  )
}

/// `value ± t · standardError`.
func tEstimate(
  value: Double,
  standardError: Double,
  degreesOfFreedom: Int,
  level: Fraction,
  observations: Int,
  replications: Int,
  method: Estimate.Method
) -> Estimate {
  let distribution = StudentT(degreesOfFreedom: Double(degreesOfFreedom))
  let half = distribution.twoSidedFactor(level: level) * standardError
  return Estimate(
    value: value,
    low: value - half,
    high: value + half,
    level: level,
    observations: observations,
    replications: replications,
    method: method
  )
}
