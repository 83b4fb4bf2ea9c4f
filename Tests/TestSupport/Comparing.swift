/// Whether two numbers differ by at most a share of the second one; never for a missing number.
public func close(_ value: Double?, _ reference: Double, relative: Double = 1e-9) -> Bool {
  guard let value else { return false }
  return abs(value - reference) <= relative * abs(reference)
}

/// Whether a reference lies within 4 standard errors of the mean of independent replications.
public func agrees(_ means: [Double], with reference: Double) -> Bool {
  let n = Double(means.count)
  let mean = means.reduce(0, +) / n
  let variance = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
  return abs(mean - reference) <= 4 * (variance / n).squareRoot()
}

/// Whether a sample mean lies within 4 standard errors of what it estimates.
public func agrees(_ mean: Double, with expected: Double, deviation: Double, count: Int) -> Bool {
  abs(mean - expected) <= 4 * deviation / Double(count).squareRoot()
}
