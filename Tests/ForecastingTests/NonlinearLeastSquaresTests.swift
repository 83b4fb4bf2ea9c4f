import Forecasting
import Testing

@Suite struct `Nonlinear least squares` {
  /// Ten of the eleven certified digits of every parameter, and six of its standard deviation, from
  /// either start; no setting knows the set.
  ///
  /// The standard deviations of Lanczos1 are left out: its sum of squares of 1e-25 lies below the
  /// rounding of its data.
  @Test(arguments: NISTNonlinear.all, [0, 1])
  func `both official starts of a NIST set reach the certified values`(
    set: NISTNonlinear,
    start: Int
  ) throws {
    let fit = try NonlinearLeastSquares.fit(
      observations: set.response,
      start: set.starts[start],
      model: set.evaluate
    )
    #expect(worstDigits(fit.parameters, set.certified, limit: 11) >= 10)
    if set.name != "Lanczos1" {
      #expect(worstDigits(fit.standardErrors, set.certifiedErrors, limit: 11) >= 6)
    }
  }

  @Test func `a result carries the proof that it is a minimum`() throws {
    let set = NISTNonlinear.rat42
    let fit = try NonlinearLeastSquares.fit(
      observations: set.response,
      start: set.starts[0],
      model: set.evaluate
    )
    #expect(fit.gradientCosine < 1e-10)
    #expect(fit.relativeStep < 1e-10)
    #expect(fit.condition < 100)
  }

  @Test func `parameters that only occur as a sum are rank deficient`() {
    #expect {
      try NonlinearLeastSquares.fit(observations: [1, 2, 4], start: [1, 1]) { b, values, jacobian in
        for row in 0..<3 {
          values[row] = b[0] + b[1]
          jacobian[row, 0] = 1
          jacobian[row, 1] = 1
        }
      }
    } throws: { error in
      guard case .rankDeficient? = error as? FitError else { return false }
      return true
    }
  }

  @Test func `a descent that is cut short says why it proves nothing`() {
    let set = NISTNonlinear.rat43
    #expect {
      try NonlinearLeastSquares.fit(
        observations: set.response,
        start: set.starts[0],
        dampings: [1e6],
        iterationLimit: 1,
        model: set.evaluate
      )
    } throws: { error in
      guard case .notConverged(let reason)? = error as? FitError else { return false }
      return reason.contains("cosine")
    }
  }
}
