import Forecasting
import Testing

@Suite struct `Linear least squares` {
  /// Thirteen digits relative: what refinement in double-double leaves of fifteen certified ones.
  @Test(arguments: NISTLinear.all)
  func `all NIST sets come out to thirteen digits`(set: NISTLinear) throws {
    let fit = try solve(set)
    #expect(worstDigits(fit.coefficients, set.certified) >= 13)
  }

  /// Twelve digits relative: the triangle behind the covariance is made in double-double.
  @Test(arguments: NISTLinear.all)
  func `the standard errors of all NIST sets come out to twelve digits`(set: NISTLinear) throws {
    let fit = try solve(set)
    #expect(worstDigits(fit.standardErrors, set.certifiedErrors) >= 12)
  }

  @Test func `two equal columns are rank deficient, not a random answer`() {
    let column = [1.0, 2, 3, 4]
    #expect {
      try LeastSquares.fit(columns: [column, column], observations: [1, 2, 3, 5])
    } throws: { error in
      guard case .rankDeficient(let condition)? = error as? FitError else { return false }
      return condition > 1e14
    }
  }

  @Test func `fewer observations than coefficients are refused`() {
    #expect(throws: FitError.tooFewObservations(have: 1, need: 2)) {
      try LeastSquares.fit(columns: [[1], [2]], observations: [3])
    }
  }

  @Test func `an observation that is not finite is refused`() {
    #expect(throws: FitError.notFinite(what: "an observation")) {
      try LeastSquares.fit(columns: [[1, 1]], observations: [1, .nan])
    }
  }

  private func solve(_ set: NISTLinear) throws -> LeastSquares {
    if let degree = set.degree {
      return try LeastSquares.fitPolynomial(
        degree: degree,
        intercept: set.intercept,
        at: set.predictors[0],
        observations: set.response
      )
    }
    let ones = [Double](repeating: 1, count: set.response.count)
    return try LeastSquares.fit(columns: [ones] + set.predictors, observations: set.response)
  }
}
