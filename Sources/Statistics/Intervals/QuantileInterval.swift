public import Quantities

/// A quantile of spans over independent replications, in seconds, with an interval.
///
/// 1. With five replications or more, each of at least max(50, 10/p, 10/(1−p)) observations, by
///    **sectioning**: the point is the quantile of the pooled sample, the width comes from the
///    distances of the replications' own quantiles to it, s² = Σ(qᵢ − q)²/(R−1), half-width
///    t(R−1)·s/√R (Asmussen and Glynn, "Stochastic Simulation", 2007, §III.5; Nakayama, 2014).
///    Dependence inside a replication does not matter.
/// 2. Otherwise by **order statistics** of the pooled sample, which takes the pooled observations as
///    independent; the estimate says so.
/// 3. Otherwise there is none, and the answer says how many observations are needed.
///
/// Both intervals are widened by the width of the buckets they end in.
///
/// **Edge cases**: high quantiles of a queue near saturation need long replications. Their sections
/// are skewed, and the interval covers too little: 88 % instead of 99 % for the p99 of an M/M/1 at
/// load 0.9 with 20 replications of 21 relaxation times, (1 − √ρ)⁻²/μ each; 95 % with 53 and 99 % with
/// 105 of them. Intervals of logarithms and the jackknife were tried and do little better.
///
/// - Precondition: `p` and `level` lie strictly between 0 and 1.
public func quantileInterval(
  of replications: [Histogram],
  p: Fraction,
  level: Fraction
) -> Estimated {
  precondition(p > .zero && p < .one, "a quantile with an interval lies strictly inside 0…1")
  precondition(level > .zero && level < .one, "a level lies strictly between 0 and 1")
  let pooled = Histogram.merged(replications)
  let needed = sectioningMinimum(p)
  if replications.count >= 5, replications.allSatisfy({ $0.count >= needed }) {
    return sectioned(replications, pooled: pooled, p: p, level: level)
  }
  return rankInterval(of: pooled, replications: replications.count, p: p, level: level)
}

/// How many observations a replication must have before its own quantile says anything.
private func sectioningMinimum(_ p: Fraction) -> Int {
  let rarer = min(p.value, 1 - p.value)
  return max(50, Int((10 / rarer).rounded()))
}

private func sectioned(
  _ replications: [Histogram],
  pooled: Histogram,
  p: Fraction,
  level: Fraction
) -> Estimated {
  let size = Double(replications.count)
  let point = pooled.quantile(p) ?? .zero
  let squares = replications.reduce(0.0) { sum, replication in
    let distance = ((replication.quantile(p) ?? point) - point).seconds
    return sum + distance * distance
  }
  let factor = StudentT(degreesOfFreedom: size - 1).twoSidedFactor(level: level)
  let bucket = HistogramLayout.bucket(of: point.nanoseconds)
  let rounding = SimInterval(nanoseconds: HistogramLayout.width(of: bucket)).seconds / 2
  let half = factor * (squares / (size - 1) / size).squareRoot() + rounding
  return .known(
    Estimate(
      value: point.seconds,
      low: max(0, point.seconds - half),
      high: point.seconds + half,
      level: level,
      observations: pooled.count,
      replications: replications.count,
      method: .sectioning
    )
  )
}

private func rankInterval(
  of pooled: Histogram,
  replications: Int,
  p: Fraction,
  level: Fraction
) -> Estimated {
  let ranks = OrderStatisticRanks(count: pooled.count, p: p, level: level)
  guard let lower = ranks.lower, let upper = ranks.upper, let point = pooled.quantile(p),
    let minimum = pooled.minimum, let maximum = pooled.maximum
  else {
    let needed = OrderStatisticRanks.smallestSample(p: p, level: level)
    return .notEstimable(
      NotEstimable(
        reason: "the \(p.value) quantile needs \(needed) observations",
        observations: pooled.count,
        needed: needed
      )
    )
  }
  let low = HistogramLayout.lowerBound(of: pooled.bucket(atRank: lower))
  let high = HistogramLayout.upperBound(of: pooled.bucket(atRank: upper))
  return .known(
    Estimate(
      value: point.seconds,
      low: max(SimInterval(nanoseconds: low), minimum).seconds,
      high: min(SimInterval(nanoseconds: high), maximum).seconds,
      level: level,
      observations: pooled.count,
      replications: replications,
      method: .pooledOrderStatistics
    )
  )
}
