/// A model at one point: its residuals and the QR factors of its scaled Jacobian.
struct LinearizedModel {
  let parameters: [Double]
  let residuals: [Double]
  let sumOfSquares: Double
  let scales: [Double]
  let factors: QRFactors
  /// `Qᵀr`, its first elements: the part of the residual in the tangent plane.
  let tangent: [Double]

  /// Evaluates a model.
  ///
  /// A descent passes the scales of the point before: scales that never fall keep a parameter from
  /// running off to where the model no longer feels it (J. J. Moré 1978, §4).
  init(
    observations: [Double],
    at parameters: [Double],
    scalesBefore: [Double]? = nil,
    model: NonlinearModel
  ) throws(FitError) {
    var values = [Double](repeating: 0, count: observations.count)
    var jacobian = Matrix(rows: observations.count, columns: parameters.count)
    model(parameters, &values, &jacobian)
    guard values.allSatisfy(\.isFinite), jacobian.elements.allSatisfy(\.isFinite) else {
      throw FitError.notFinite(what: "the model or its derivative")
    }
    self.parameters = parameters
    residuals = zip(observations, values).map { $0 - $1 }
    sumOfSquares = residuals.reduce(0) { $0 + $1 * $1 }
    let norms = (0..<parameters.count).map { jacobian.columnNorm($0) }
    let largest = norms.max() ?? 0
    guard largest > 0 else { throw FitError.rankDeficient(condition: .infinity) }
    scales = norms.indices.map { i in
      max(norms[i] > 0 ? norms[i] : largest, scalesBefore?[i] ?? 0)
    }
    jacobian.divideColumns(by: scales)
    factors = try QRFactors(jacobian)
    tangent = Array(try factors.rotated(residuals, transposed: true).prefix(parameters.count))
  }

  /// The cosine of the angle between the residual and the tangent plane.
  var gradientCosine: Double {
    guard sumOfSquares > 0 else { return 0 }
    let inside = tangent.reduce(0) { $0 + $1 * $1 }
    return min(1, (inside / sumOfSquares).squareRoot())
  }

  func gaussNewtonStep() throws(FitError) -> [Double] {
    zip(try factors.triangularSolution(tangent), scales).map { $0 / $1 }
  }

  /// The minimizer of `‖r − Jδ‖² + λ‖Dδ‖²`, and the decrease that it promises.
  func dampedStep(_ damping: Double) throws(FitError) -> (step: [Double], promised: Double) {
    let count = parameters.count
    var padded = factors.paddedTriangle()
    for j in 0..<count { padded[count + j, j] = damping.squareRoot() }
    let solver = try QRFactors(padded)
    let right = tangent + [Double](repeating: 0, count: count)
    let scaled = try solver.triangularSolution(try solver.rotated(right, transposed: true))
    // The decrease of the quadratic model, δᵀ(λδ + g), written in the scaled step.
    var promised = 0.0
    for j in 0..<count {
      var gradient = 0.0
      for i in 0...j { gradient += padded[i, j] * tangent[i] }
      promised += scaled[j] * (damping * scaled[j] + gradient)
    }
    return (zip(scaled, scales).map { $0 / $1 }, promised)
  }

  /// The largest part of a step relative to its parameter.
  func relativeLength(of step: [Double]) -> Double {
    var largest = 0.0
    for (change, value) in zip(step, parameters) {
      largest = max(largest, abs(change) / max(abs(value), 1e-12))
    }
    return largest
  }

  func covariance(variance: Double) throws(FitError) -> Matrix {
    var result = try factors.inverseGram()
    for i in scales.indices {
      for j in scales.indices { result[i, j] *= variance / (scales[i] * scales[j]) }
    }
    return result
  }
}
