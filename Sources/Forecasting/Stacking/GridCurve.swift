/// Growth curves whose shape is searched on a grid and whose height is solved for.
///
/// The two-dimensional search is global, so that a curve never misses its minimum for want of a
/// start; a forecast does not need the digits that a reported fit needs. The curve is continued from
/// the last observation: the last residual fades as residuals did.
enum GridCurve {
  enum Shape { case logistic, gompertz }

  private static let rates = [1, 1.5, 2.2, 3.3, 5, 7, 10, 14, 20, 28.0]
  private static let midpoints = (0..<25).map { -0.6 + 0.075 * Double($0) }

  static func forecast(
    _ values: [Double],
    _ shape: Shape,
    scale: ErrorScale,
    steps: Int
  ) -> [Double] {
    let count = values.count
    let span = Double(count - 1)
    let places = (0..<(count + steps)).map { (Double($0) - span / 2) / span }
    var best = (error: Double.infinity, rate: 0.0, midpoint: 0.0, height: 0.0)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { heights in
      for rate in rates {
        for midpoint in midpoints {
          fill(heights, shape, scale, places, rate, midpoint)
          let (error, factor) = values.withUnsafeBufferPointer { misfit($0, heights, scale) }
          if error < best.error { best = (error, rate, midpoint, factor) }
        }
      }
    }
    let curve = places.map { place in
      let height = height(shape, best.rate * (place - best.midpoint), scale)
      return scale == .additive ? best.height * height : best.height + height
    }
    return continued(values, curve)
  }

  /// A straight line through the history, continued.
  static func line(_ values: [Double], steps: Int) -> [Double] {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let middle = (count - 1) / 2
    var (cross, square) = (0.0, 0.0)
    for (i, value) in values.enumerated() {
      cross += (Double(i) - middle) * (value - mean)
      square += (Double(i) - middle) * (Double(i) - middle)
    }
    let slope = cross / square
    return continued(
      values,
      (0..<(values.count + steps)).map { mean + slope * (Double($0) - middle) }
    )
  }

  /// The slope of the straight line a step.
  static func slope(_ values: [Double]) -> Double {
    let middle = Double(values.count - 1) / 2
    var (cross, square) = (0.0, 0.0)
    for (i, value) in values.enumerated() {
      cross += (Double(i) - middle) * value
      square += (Double(i) - middle) * (Double(i) - middle)
    }
    return cross / square
  }

  /// A curve of height one on an error scale; below, it is cut where nothing is left of it.
  private static func height(_ shape: Shape, _ x: Double, _ scale: ErrorScale) -> Double {
    let decay = Elementary.exp(-max(-60, min(60, x)))
    switch (shape, scale) {
    case (.logistic, .additive): return 1 / (1 + decay)
    case (.logistic, .multiplicative): return -Elementary.log1p(decay)
    case (.gompertz, .additive): return Elementary.exp(-decay)
    case (.gompertz, .multiplicative): return -min(decay, 1e13)
    }
  }

  /// The curve of height one at the places of the history.
  private static func fill(
    _ heights: UnsafeMutableBufferPointer<Double>,
    _ shape: Shape,
    _ scale: ErrorScale,
    _ places: [Double],
    _ rate: Double,
    _ midpoint: Double
  ) {
    places.withUnsafeBufferPointer { places in
      var i = 0
      while i < heights.count {
        heights[i] = height(shape, rate * (places[i] - midpoint), scale)
        i += 1
      }
    }
  }

  /// The least sum of squares that a height reaches, and that height.
  private static func misfit(
    _ values: UnsafeBufferPointer<Double>,
    _ heights: UnsafeMutableBufferPointer<Double>,
    _ scale: ErrorScale
  ) -> (error: Double, height: Double) {
    var (cross, square, error) = (0.0, 0.0, 0.0)
    var i = 0
    while i < heights.count {
      cross += scale == .additive ? heights[i] * values[i] : values[i] - heights[i]
      square += heights[i] * heights[i]
      i += 1
    }
    let isFactor = scale == .additive
    let height = isFactor ? cross / max(square, 1e-300) : cross / Double(heights.count)
    i = 0
    while i < heights.count {
      let miss = values[i] - (isFactor ? height * heights[i] : height + heights[i])
      error += miss * miss
      i += 1
    }
    return (error, height)
  }

  /// The part of a curve after the history, joined to its last observation.
  private static func continued(_ values: [Double], _ curve: [Double]) -> [Double] {
    let count = values.count
    var (cross, square) = (0.0, 0.0)
    for i in 0..<count {
      let miss = values[i] - curve[i]
      square += miss * miss
      if i > 0 { cross += miss * (values[i - 1] - curve[i - 1]) }
    }
    // Residuals of a fitted curve look less correlated than the errors are; 0.15 gives that back.
    let correlation = max(0, min(0.98, (square > 0 ? cross / square : 0) + 0.15))
    var rest = values[count - 1] - curve[count - 1]
    return curve[count...].map { value in
      rest *= correlation
      return value + rest
    }
  }
}
