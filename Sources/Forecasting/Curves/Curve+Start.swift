extension Curve {
  /// Start values found by looking at the whole plane of the nonlinear parameters.
  ///
  /// A ceiling is linear once its rate and midpoint are given (variable
  /// projection, G. H. Golub and V. Pereyra 1973), so a grid over these two is a global scan and
  /// no starting guess can send the fit astray. The others have closed forms.
  func start(at places: [Double], observations: [Double], scale: ErrorScale) -> [Double] {
    switch self {
    case .linear, .hinge, .exponentialHinge: Curve.line(places, observations)
    case .exponential, .power:
      Curve.line(places, observations.map { Elementary.log(max(scale.restored($0), 1e-9)) })
    case .logistic, .gompertz, .bass: ceilingStart(places, observations, scale)
    case .richards: shapeStart(places, observations, scale)
    }
  }

  /// The least-squares line through points, `[level at 0, slope]`.
  private static func line(_ places: [Double], _ values: [Double]) -> [Double] {
    let count = Double(places.count)
    let meanPlace = places.reduce(0, +) / count
    let meanValue = values.reduce(0, +) / count
    var product = 0.0
    var square = 0.0
    for (x, y) in zip(places, values) {
      product += (x - meanPlace) * (y - meanValue)
      square += (x - meanPlace) * (x - meanPlace)
    }
    let slope = square > 0 ? product / square : 0
    return [meanValue - slope * meanPlace, slope]
  }

  /// About as many points as that, evenly taken: a start needs no more.
  private static func thinned(
    _ places: [Double],
    _ observations: [Double],
    to count: Int
  ) -> (places: [Double], observations: [Double]) {
    let kept = Array(stride(from: 0, to: places.count, by: max(1, places.count / count)))
    return (kept.map { places[$0] }, kept.map { observations[$0] })
  }

  private func ceilingStart(
    _ places: [Double],
    _ observations: [Double],
    _ scale: ErrorScale
  ) -> [Double] {
    let (xs, ys) = Curve.thinned(places, observations, to: 50)
    var best = (sum: Double.infinity, start: [1.0, 1.0, 0.0])
    for size in [1.0, 2, 3.5, 6, 10, 17, 30] {
      for rate in [size, -size] {
        for step in 0...24 {
          let midpoint = -0.7 + 0.1 * Double(step)
          let (sum, ceiling) = projected(xs, ys, scale, rate: rate, midpoint: midpoint)
          if sum < best.sum, ceiling > 0 { best = (sum, [ceiling, rate, midpoint]) }
        }
      }
    }
    return best.start
  }

  /// The best of a coarser grid with the shape as a third dimension, and of the logistic.
  private func shapeStart(
    _ places: [Double],
    _ observations: [Double],
    _ scale: ErrorScale
  ) -> [Double] {
    let (xs, ys) = Curve.thinned(places, observations, to: 25)
    var best = (sum: Double.infinity, start: [1.0, 1.0, 0.0, 0.0])
    for shape in [-2.5, -1, 0, 1, 2.0] {
      for size in [1.5, 3, 6, 12, 24] {
        for rate in [size, -size] {
          for step in 0...10 {
            let midpoint = -0.7 + 0.2 * Double(step)
            let (sum, ceiling) = projected(
              xs,
              ys,
              scale,
              rate: rate,
              midpoint: midpoint,
              shape: shape
            )
            if sum < best.sum, ceiling > 0 { best = (sum, [ceiling, rate, midpoint, shape]) }
          }
        }
      }
    }
    return best.start
  }

  /// The residual sum and the ceiling of the best curve with this rate, midpoint and shape.
  private func projected(
    _ xs: [Double],
    _ ys: [Double],
    _ scale: ErrorScale,
    rate: Double,
    midpoint: Double,
    shape: Double = 0
  ) -> (sum: Double, ceiling: Double) {
    var product = 0.0
    var square = 0.0
    var total = 0.0
    let bend = Elementary.exp(shape)
    for (x, y) in zip(xs, ys) {
      let decay = Elementary.exp(-rate * (x - midpoint))
      /// By how much the logarithm lies below that of the ceiling.
      var below: Double {
        self == .gompertz ? decay : Elementary.log1p(bend * decay) / bend
      }
      if scale == .additive {
        let share = self == .logistic ? 1 / (1 + decay) : Elementary.exp(-below)
        product += share * y
        square += share * share
        total += y * y
      } else {
        let rest = y + below
        product += rest
        square += 1
        total += rest * rest
      }
    }
    // A curve that has hardly begun anywhere says nothing about its ceiling.
    guard square > 1e-9 else { return (.infinity, 0) }
    let level = product / square
    return (total - product * level, scale == .additive ? level : Elementary.exp(level))
  }
}
