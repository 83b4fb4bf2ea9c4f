/// Finds the scaled parameters of a curve: by linear least squares where it is a sum of columns, by a
/// search over the bend where it has one, else from a global scan by nonlinear least squares.
struct CurveSolver {
  let curve: Curve
  let scale: ErrorScale
  let places: [Double]
  /// The values on the error scale, of the order of one.
  let observations: [Double]

  struct Solution {
    var parameters: [Double]
    var covariance: Matrix
    var residuals: [Double]
    var offset = 0.0
  }

  /// The shapes of a Richards curve that its search allows, as logarithms: what lies outside can
  /// hardly be told from a Gompertz curve, or from a straight rise to the ceiling.
  static let shapes = -6.0...5.0

  func solved() throws(FitError) -> Solution {
    if curve.isLinear(on: scale) {
      let ones = [Double](repeating: 1, count: places.count)
      let fit = try LeastSquares.fit(columns: [ones, places], observations: observations)
      return Solution(
        parameters: fit.coefficients,
        covariance: fit.covariance,
        residuals: fit.residuals
      )
    }
    if curve.isHinge { return try HingeSearch(places: places, observations: observations).solved() }
    return curve.fitsSteps ? try solvedFromSteps() : try solvedFromScan()
  }

  private func solvedFromScan() throws(FitError) -> Solution {
    let start = curve.start(at: places, observations: observations, scale: scale)
    let fit = try descended(observations, from: start) { parameters, values, jacobian in
      curve.evaluate(at: places, parameters, scale, &values, &jacobian)
    }
    if curve == .richards, !CurveSolver.shapes.contains(fit.parameters[3]) {
      let toward = fit.parameters[3] < 0 ? "a Gompertz curve" : "a corner at the ceiling"
      throw FitError.notConverged(
        reason: "the shape runs away toward \(toward), the data do not hold it"
      )
    }
    return Solution(
      parameters: fit.parameters,
      covariance: fit.covariance,
      residuals: fit.residuals
    )
  }

  /// The steps of a curve, fitted to the steps of the values; the curve then passes the last one.
  private func solvedFromSteps() throws(FitError) -> Solution {
    let steps = zip(observations.dropFirst(), observations).map(-)
    let start = try StepStart(places: places, steps: steps).start()
    let fit = try descended(steps, from: start) { parameters, values, jacobian in
      var (all, slopes) = (observations, Matrix(rows: places.count, columns: parameters.count))
      curve.evaluate(at: places, parameters, .additive, &all, &slopes)
      for row in steps.indices {
        values[row] = all[row + 1] - all[row]
        for column in parameters.indices {
          jacobian[row, column] = slopes[row + 1, column] - slopes[row, column]
        }
      }
    }
    guard fit.parameters[1] > 0 else {
      throw FitError.outOfDomain(reason: "the best diffusion shrinks, so there is no market")
    }
    let heights = places.map { curve.value(at: $0, parameters: fit.parameters) }
    let offset = observations[observations.count - 1] - heights[heights.count - 1]
    return Solution(
      parameters: fit.parameters,
      covariance: fit.covariance,
      residuals: zip(observations, heights).map { $0 - $1 - offset },
      offset: offset
    )
  }

  /// A minimum from a start, with a ceiling that the data hold.
  private func descended(
    _ observations: [Double],
    from start: [Double],
    model: @escaping NonlinearModel
  ) throws(FitError) -> NonlinearLeastSquares {
    let fit: NonlinearLeastSquares
    do throws(FitError) {
      // One damping: the scan has found the valley already.
      fit = try NonlinearLeastSquares.fit(
        observations: observations,
        start: start,
        dampings: [1e-3],
        iterationLimit: 100,
        model: model
      )
    } catch .notConverged(let reason) where curve.hasCeiling {
      throw FitError.notConverged(
        reason: "the ceiling runs away, the data do not bend enough to hold it (\(reason))"
      )
    }
    guard !curve.hasCeiling || fit.parameters[0] > 0 else {
      throw FitError.outOfDomain(reason: "the best \(curve.rawValue) has a ceiling below zero")
    }
    guard !curve.hasCeiling || fit.parameters[0] < 1e4 else {
      throw FitError.notConverged(
        reason: "the ceiling runs away, the data do not bend enough to hold it"
      )
    }
    return fit
  }
}

extension Curve {
  /// Whether the curve is a sum of parameters times known columns on that scale.
  func isLinear(on scale: ErrorScale) -> Bool {
    switch self {
    case .linear: scale == .additive
    case .exponential, .power: scale == .multiplicative
    default: false
    }
  }

  /// Fills in values and derivatives at all places.
  func evaluate(
    at places: [Double],
    _ parameters: [Double],
    _ scale: ErrorScale,
    _ values: inout [Double],
    _ jacobian: inout Matrix
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: Curve.mostParameters) { gradient in
      parameters.withUnsafeBufferPointer { p in
        for (row, x) in places.enumerated() {
          values[row] = evaluate(at: x, parameters: p, scale: scale, into: gradient)
          for column in 0..<p.count { jacobian[row, column] = gradient[column] }
        }
      }
    }
  }
}
