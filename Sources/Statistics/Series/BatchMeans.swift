public import Quantities

/// The mean of one long stationary run with an interval over non-overlapping batches.
///
/// The run is cut into 30, then 25, then 20 batches of equal length, the surplus at the start left
/// out; the first cut is taken whose batch means pass von Neumann's test for correlation of
/// neighbours at 5 % (von Neumann, 1941; Fishman, 1978). If none passes, the run is too short for
/// the correlation it has.
///
/// - Parameters:
///   - series: Observations at equal distances, in order; at least 60 of them.
///   - level: The confidence level, 0.95 for 95 %.
/// - Returns: The mean, in the unit of the observations, with its interval; nothing for a short series.
/// - Precondition: `level` lies strictly between 0 and 1.
public func batchMeansInterval(of series: [Double], level: Fraction) -> Estimated {
  precondition(level > .zero && level < .one, "a level lies strictly between 0 and 1")
  guard series.count >= 60 else {
    return .notEstimable(
      NotEstimable(
        reason: "batch means need 60 observations",
        observations: series.count,
        needed: 60
      )
    )
  }
  for batches in [30, 25, 20] {
    let means = batchMeans(of: series, batches: batches)
    let moments = RunningMoments(of: means)
    guard let deviation = moments.standardDeviation, neighboursLookIndependent(means) else {
      continue
    }
    return .known(
      tEstimate(
        value: moments.mean,
        standardError: deviation / Double(batches).squareRoot(),
        degreesOfFreedom: batches - 1,
        level: level,
        observations: series.count / batches * batches,
        replications: 1,
        method: .batchMeans
      )
    )
  }
  return .notEstimable(
    NotEstimable(
      reason: "neighbouring batches are still correlated; the run must be longer",
      observations: series.count
    )
  )
}

/// The means of equally long batches; the surplus at the start is left out.
func batchMeans(of series: [Double], batches: Int) -> [Double] {
  let size = series.count / batches
  let start = series.count - size * batches
  return (0..<batches).map { batch in
    let first = start + batch * size
    return series[first..<(first + size)].reduce(0, +) / Double(size)
  }
}

/// Whether von Neumann's ratio speaks against positive correlation of neighbours, at 5 %.
///
/// Σ(xᵢ − xᵢ₊₁)² / Σ(xᵢ − x̄)² has mean 2 and variance 4(k−2)/(k²−1) for independent values.
func neighboursLookIndependent(_ values: [Double]) -> Bool {
  let moments = RunningMoments(of: values)
  guard moments.sumOfSquares > 0 else { return true }
  let steps = zip(values, values.dropFirst()).reduce(0) { sum, pair in
    sum + (pair.0 - pair.1) * (pair.0 - pair.1)
  }
  let k = Double(values.count)
  let deviation = (4 * (k - 2) / (k * k - 1)).squareRoot()
  return steps / moments.sumOfSquares >= 2 - 1.6448536269514722 * deviation
}
