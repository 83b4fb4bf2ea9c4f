/// The coefficients that minimize the sum of squared residuals of a linear model.
///
/// Columns are scaled to length one, factored by Householder QR and the solution is refined on
/// the augmented system with residuals in double-double, so that the digits lost to the condition
/// of the columns come back (Å. Björck, "Iterative refinement of linear least squares solutions
/// I", 1967). Polynomials form their powers in double-double too: powers rounded to double cost
/// NIST's Filip half of its digits.
public struct LeastSquares: Sendable {
  /// One coefficient a column.
  public let coefficients: [Double]
  /// The covariance of the coefficients, `s²(AᵀA)⁻¹`.
  public let covariance: Matrix
  /// Observation less fitted value.
  public let residuals: [Double]
  /// The sum of the squared residuals.
  public let residualSumOfSquares: Double
  /// `s`, the root of the sum of squares over the degrees of freedom; 0 when none are left.
  public let residualStandardError: Double
  /// The condition of the scaled columns, estimated in the 1-norm.
  public let condition: Double

  /// The standard error of each coefficient.
  public var standardErrors: [Double] {
    (0..<coefficients.count).map { max(0, covariance[$0, $0]).squareRoot() }
  }

  /// Fits the columns of a design to observations.
  ///
  /// - Precondition: every column has one element an observation.
  public static func fit(
    columns: [[Double]],
    observations: [Double]
  ) throws(FitError) -> LeastSquares {
    try fit(exact: columns.map { column in column.map { DoubleDouble($0) } }, observations)
  }

  /// Fits a polynomial; coefficient `i` belongs to the power `i`, from 0 or 1 on.
  ///
  /// - Precondition: as many observations as places; the degree is not negative.
  public static func fitPolynomial(
    degree: Int,
    intercept: Bool = true,
    at places: [Double],
    observations: [Double]
  ) throws(FitError) -> LeastSquares {
    precondition(degree >= 0, "a polynomial has no negative degree")
    var columns: [[DoubleDouble]] = []
    var power = [DoubleDouble](repeating: DoubleDouble(1), count: places.count)
    for exponent in 0...degree {
      if exponent > 0 || intercept { columns.append(power) }
      for i in places.indices { power[i] = power[i] * DoubleDouble(places[i]) }
    }
    return try fit(exact: columns, observations)
  }

  private static func fit(
    exact columns: [[DoubleDouble]],
    _ observations: [Double]
  ) throws(FitError) -> LeastSquares {
    let count = observations.count
    precondition(columns.allSatisfy { $0.count == count }, "a column has one element a row")
    guard count >= columns.count, !columns.isEmpty else {
      throw FitError.tooFewObservations(have: count, need: max(1, columns.count))
    }
    var design = Matrix(columns: columns.map { column in column.map(\.rounded) })
    guard design.elements.allSatisfy(\.isFinite) else {
      throw FitError.notFinite(what: "a predictor")
    }
    guard observations.allSatisfy(\.isFinite) else {
      throw FitError.notFinite(what: "an observation")
    }
    // Powers of two scale without rounding, so the refined system is exactly the given one.
    let scales = (0..<design.columns).map { powerOfTwo(near: design.columnNorm($0)) }
    design.divideColumns(by: scales)
    let factors = try QRFactors(design)
    let condition = try factors.condition()
    guard condition < 1e15 else { throw FitError.rankDeficient(condition: condition) }
    let exact = zip(columns, scales).map { column, scale in
      column.map { DoubleDouble($0.high / scale, $0.low / scale) }
    }
    let refined = try refine(factors, exact, observations)
    return try assemble(refined, try inverseGram(exact, factors), scales, condition)
  }

  private static func assemble(
    _ refined: (coefficients: [DoubleDouble], residuals: [DoubleDouble]),
    _ inverseGram: Matrix,
    _ scales: [Double],
    _ condition: Double
  ) throws(FitError) -> LeastSquares {
    let residuals = refined.residuals.map(\.rounded)
    let sum = residuals.reduce(0) { $0 + $1 * $1 }
    let freedom = residuals.count - scales.count
    let variance = freedom > 0 ? sum / Double(freedom) : 0
    var covariance = inverseGram
    for i in scales.indices {
      for j in scales.indices { covariance[i, j] *= variance / (scales[i] * scales[j]) }
    }
    return LeastSquares(
      coefficients: zip(refined.coefficients, scales).map { $0.rounded / $1 },
      covariance: covariance,
      residuals: residuals,
      residualSumOfSquares: sum,
      residualStandardError: variance.squareRoot(),
      condition: condition
    )
  }

  private static func inverseGram(
    _ columns: [[DoubleDouble]],
    _ factors: QRFactors
  ) throws(FitError) -> Matrix {
    guard let inverse = ExactGram.inverse(columns) else { return try factors.inverseGram() }
    return inverse
  }

  /// Solves `r + Ax = b`, `Aᵀr = 0` and repeats the solve on what is left of both.
  private static func refine(
    _ factors: QRFactors,
    _ columns: [[DoubleDouble]],
    _ observations: [Double]
  ) throws(FitError) -> (coefficients: [DoubleDouble], residuals: [DoubleDouble]) {
    let rows = observations.count
    let count = columns.count
    var coefficients = [DoubleDouble](repeating: DoubleDouble(0), count: count)
    var residuals = [DoubleDouble](repeating: DoubleDouble(0), count: rows)
    var lastCorrection = Double.infinity
    for _ in 0..<10 {
      var upper = [Double](repeating: 0, count: rows)
      for row in 0..<rows {
        var left = DoubleDouble(observations[row]) - residuals[row]
        for j in 0..<count { left = left - columns[j][row] * coefficients[j] }
        upper[row] = left.rounded
      }
      var lower = [Double](repeating: 0, count: count)
      for j in 0..<count {
        var left = DoubleDouble(0)
        for row in 0..<rows { left = left - columns[j][row] * residuals[row] }
        lower[j] = left.rounded
      }
      let h = try factors.triangularSolution(lower, transposed: true)
      var rotated = try factors.rotated(upper, transposed: true)
      let step = try factors.triangularSolution((0..<count).map { rotated[$0] - h[$0] })
      for j in 0..<count { rotated[j] = h[j] }
      let change = try factors.rotated(rotated, transposed: false)
      let correction = step.map(abs).max() ?? 0
      guard correction < lastCorrection / 2 else { break }
      lastCorrection = correction
      for j in 0..<count { coefficients[j] = coefficients[j] + DoubleDouble(step[j]) }
      for row in 0..<rows { residuals[row] = residuals[row] + DoubleDouble(change[row]) }
      if correction == 0 { break }
    }
    return (coefficients, residuals)
  }

  private static func powerOfTwo(near length: Double) -> Double {
    guard length > 0, length.isFinite else { return 1 }
    return Double(sign: .plus, exponent: length.exponent, significand: 1)
  }
}
