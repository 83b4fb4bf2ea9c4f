internal import Quantities
internal import Statistics

/// What a curve has and the data do not determine.
struct CurveFindings {
  let fit: CurveFit

  /// One sentence without full stop for each.
  var sentences: [String] {
    switch fit.curve {
    case .richards: shape.map { [$0] } ?? []
    case .hinge, .exponentialHinge: bend.map { [$0] } ?? []
    case .bass: innovation.map { [$0] } ?? []
    default: []
    }
  }

  /// A shape is identified when its 95 % interval by profile likelihood ends on both sides.
  private var shape: String? {
    let free = Double(max(1, fit.count - 4))
    let factor = StudentT(degreesOfFreedom: free).quantile(Fraction(0.975))
    let sum = fit.residuals.reduce(0) { $0 + $1 * $1 }
    // Correlated residuals are worth fewer: the widening goes into the limit.
    let wide = factor * fit.correlationWidening
    let limit = sum * (1 + wide * wide / free)
    let ends = [CurveSolver.shapes.lowerBound, CurveSolver.shapes.upperBound]
    let open = ends.filter { isOpen(toward: $0, limit) }
    guard !open.isEmpty else { return nil }
    let words = open.map { $0 < 0 ? "a Gompertz curve" : "a corner at the ceiling" }
    return "shape not identified: \(words.joined(separator: " and ")) "
      + "\(open.count > 1 ? "are" : "is") within its 95 % interval"
  }

  /// Whether the profile stays below a limit all the way, or cannot be followed: then nothing ends it.
  private func isOpen(toward end: Double, _ limit: Double) -> Bool {
    var start = Array(fit.scaled.prefix(3))
    var shape = fit.scaled[3]
    while shape != end {
      shape = end < shape ? max(end, shape - 1) : min(end, shape + 1)
      guard let fitted = profile(shape, from: start) else { return true }
      if fitted.residualSumOfSquares > limit { return false }
      start = fitted.parameters
    }
    return true
  }

  /// The best curve with the shape held; nil where no minimum is proven.
  private func profile(_ shape: Double, from start: [Double]) -> NonlinearLeastSquares? {
    try? NonlinearLeastSquares.fit(
      observations: zip(fit.places, fit.residuals).map { fit.scaledValue(at: $0).value + $1 },
      start: start,
      dampings: [1e-3, 1],
      iterationLimit: 60
    ) { p, values, jacobian in
      var slopes = Matrix(rows: fit.places.count, columns: 4)
      fit.curve.evaluate(at: fit.places, p + [shape], fit.errorScale, &values, &slopes)
      for row in fit.places.indices {
        for column in 0..<3 { jacobian[row, column] = slopes[row, column] }
      }
    }
  }

  private var bend: String? {
    let change = fit.parameters[2]
    guard abs(change.value) < 2 * change.standardError else { return nil }
    return "bend not identified: the \(change.name) is \(shortText(change.value)) "
      + "with a standard error of \(shortText(change.standardError))"
  }

  private var innovation: String? {
    let first = fit.parameters[1]
    guard first.value < 2 * first.standardError else { return nil }
    return "innovation not identified: \(shortText(first.value)) per year "
      + "with a standard error of \(shortText(first.standardError)); it needs the day of launch"
  }
}
