public import Quantities

/// A quantile of spans over independent replications, in seconds, with an interval.
///
/// 1. From two replications or more by **inversion of a ratio**: x may be the p quantile as long as
///    the share of spans above x does not differ from 1 − p by more than chance. That share is a ratio
///    of totals over replications, so dependence inside a replication does not matter and no
///    replication needs a quantile of its own (Woodruff, JASA 47, 1952; Francisco and Fuller, Annals
///    of Statistics 19, 1991). Numbers of long spans are skewed, hence the corrected statistic of
///    `StudentizedMean`; as for a mean, no end is nearer than Student's where that is beyond chance.
/// 2. By **order statistics** of the pooled sample, which takes the spans as independent: from a
///    single run, and where the share above the quantile is too uncertain for an interval but differs
///    between replications no more than independent spans would.
/// 3. Otherwise there is none, and the answer says what is missing.
///
/// The point is the quantile of the pooled sample. The ends are those of the buckets they fall into.
///
/// **Edge cases**: high quantiles of a queue near saturation. For the p99 of an M/M/1 at load 0.9 with 20
/// replications of 21 relaxation times, (1 − √ρ)⁻²/μ, 99.0 % of intervals at 99 % hold it; a t interval
/// over the quantiles of the replications does in 87 %. Five replications need some hundreds of
/// relaxation times each.
///
/// - Parameters:
///   - replications: The spans of each replication.
///   - p: The share of spans below the quantile: 0.95 for p95.
///   - level: The confidence level, 0.95 for 95 %.
/// - Returns: The quantile in seconds with its interval, or nothing with the reason.
/// - Precondition: `p` and `level` lie strictly between 0 and 1.
public func quantileInterval(
  of replications: [Histogram],
  p: Fraction,
  level: Fraction
) -> Estimated {
  precondition(p > .zero && p < .one, "a quantile with an interval lies strictly inside 0…1")
  precondition(level > .zero && level < .one, "a level lies strictly between 0 and 1")
  let pooled = Histogram.merged(replications)
  let needed = OrderStatisticRanks.smallestSample(p: p, level: level)
  guard pooled.count >= needed, let point = pooled.quantile(p) else {
    return .notEstimable(
      NotEstimable(
        reason: "the \(p.value) quantile needs \(needed) observations",
        observations: pooled.count,
        needed: needed
      )
    )
  }
  guard replications.count > 1 else {
    return rankInterval(of: pooled, point: point, replications: 1, p: p, level: level)
  }
  let shares = TailShares(replications, pooled: pooled, p: p)
  if let ends = shares.ends(level: level) {
    return .known(
      Estimate(
        value: point.seconds,
        low: min(ends.low.seconds, point.seconds),
        high: max(ends.high.seconds, point.seconds),
        level: level,
        observations: pooled.count,
        replications: replications.count,
        method: .tailShare
      )
    )
  }
  guard shares.lookIndependent else {
    return .notEstimable(
      NotEstimable(
        reason: "the replications differ too much for the \(p.value) quantile; "
          + "they must be longer or more than \(replications.count)",
        observations: pooled.count
      )
    )
  }
  let count = replications.count
  return rankInterval(of: pooled, point: point, replications: count, p: p, level: level)
}

private func rankInterval(
  of pooled: Histogram,
  point: SimInterval,
  replications: Int,
  p: Fraction,
  level: Fraction
) -> Estimated {
  let ranks = OrderStatisticRanks(count: pooled.count, p: p, level: level)
  guard let lower = ranks.lower, let upper = ranks.upper,
    let minimum = pooled.minimum, let maximum = pooled.maximum
  else { preconditionFailure("the sample is large enough for both ranks") }
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
