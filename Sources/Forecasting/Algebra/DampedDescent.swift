/// The damped phase: downhill from the start until a step no longer helps.
///
/// Parameters that the model is linear in are solved for anew after each step, the idea of variable
/// projection (G. H. Golub and V. Pereyra 1973): it takes the bend out of valleys in which a factor
/// changes by many powers of ten while an exponent moves a little. The scales of such a descent are
/// those of the point where it is; a plain one never lets them fall, which keeps a parameter from
/// running off to where the model no longer feels it (J. J. Moré 1978, §4).
struct DampedDescent {
  private(set) var state: LinearizedModel
  private(set) var damping: Double
  private(set) var iterations = 0
  private let observations: [Double]
  private let model: NonlinearModel
  private let linear: [Int]

  init(
    observations: [Double],
    start: [Double],
    damping: Double,
    linear: [Int],
    model: @escaping NonlinearModel
  ) throws(FitError) {
    self.observations = observations
    self.model = model
    self.damping = damping
    self.linear = linear
    state = try LinearizedModel(observations: observations, at: start, model: model)
  }

  mutating func run(limit: Int) throws(FitError) {
    var growth = 2.0
    while iterations < limit {
      if state.gradientCosine < 1e-12 { return }
      iterations += 1
      let (step, promised) = try state.dampedStep(damping)
      if state.relativeLength(of: step) < 1e-15 { return }
      let moved = point(at: zip(state.parameters, step).map { $0 + $1 })
      let gained = state.sumOfSquares - (moved?.sumOfSquares ?? .infinity)
      if let moved, gained > 0 {
        let ratio = gained / max(promised, .leastNormalMagnitude)
        let pull = 2 * min(ratio, 1) - 1
        damping *= max(1.0 / 3, 1 - pull * pull * pull)
        damping = max(damping, 1e-16)
        growth = 2
        state = moved
      } else {
        damping *= growth
        growth *= 2
        if damping > 1e20 { return }
      }
    }
  }

  /// The model at some parameters, or better with its linear parameters solved for.
  private func point(at parameters: [Double]) -> LinearizedModel? {
    func linearized(_ parameters: [Double]) -> LinearizedModel? {
      try? LinearizedModel(
        observations: observations,
        at: parameters,
        scalesBefore: linear.isEmpty ? state.scales : nil,
        model: model
      )
    }
    guard !linear.isEmpty else { return linearized(parameters) }
    let plain = linearized(parameters)
    let projected = LinearParameters.solved(linear, observations, parameters, model)
      .flatMap(linearized)
    guard let plain, let projected else { return plain ?? projected }
    return projected.sumOfSquares <= plain.sumOfSquares ? projected : plain
  }
}

/// Which parameters a model is linear in, found by trying, and their best values.
enum LinearParameters {
  /// The parameters that the model is jointly linear in near a point.
  ///
  /// A parameter counts when neither its own column of derivatives nor that of another one feels
  /// it, to twelve digits.
  static func find(at point: [Double], rows: Int, model: NonlinearModel) -> [Int] {
    var found: [Int] = []
    let (_, columns) = evaluated(model, point, rows)
    guard columns.elements.allSatisfy(\.isFinite) else { return [] }
    for j in point.indices {
      var moved = point
      for i in found + [j] { moved[i] = moved[i] == 0 ? 1 : 1.5 * moved[i] }
      let (_, other) = evaluated(model, moved, rows)
      let isLinear = (found + [j]).allSatisfy { i in
        (0..<rows).allSatisfy { abs(columns[$0, i] - other[$0, i]) <= 1e-12 * abs(columns[$0, i]) }
      }
      if isLinear { found.append(j) }
    }
    return found.count == point.count ? [] : found
  }

  /// The parameters with the linear ones at their least squares; nil when they are not determined.
  static func solved(
    _ linear: [Int],
    _ observations: [Double],
    _ parameters: [Double],
    _ model: NonlinearModel
  ) -> [Double]? {
    let (values, jacobian) = evaluated(model, parameters, observations.count)
    var columns = Matrix(
      columns: linear.map { j in observations.indices.map { jacobian[$0, j] } }
    )
    let scales = linear.indices.map { columns.columnNorm($0) }
    guard values.allSatisfy(\.isFinite), scales.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      return nil
    }
    columns.divideColumns(by: scales)
    let left = zip(observations, values).map { $0 - $1 }
    guard let factors = try? QRFactors(columns), let condition = try? factors.condition(),
      condition < 1e12, let rotated = try? factors.rotated(left, transposed: true),
      let step = try? factors.triangularSolution(rotated)
    else { return nil }
    var result = parameters
    for (k, j) in linear.enumerated() { result[j] += step[k] / scales[k] }
    return result
  }

  private static func evaluated(
    _ model: NonlinearModel,
    _ parameters: [Double],
    _ rows: Int
  ) -> (values: [Double], jacobian: Matrix) {
    var values = [Double](repeating: 0, count: rows)
    var jacobian = Matrix(rows: rows, columns: parameters.count)
    model(parameters, &values, &jacobian)
    return (values, jacobian)
  }
}
