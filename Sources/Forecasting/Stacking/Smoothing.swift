/// Exponential smoothing with its parameters found on a grid, so that no start matters.
///
/// R. G. Brown 1956, C. C. Holt 1957, the damped trend of E. S. Gardner and E. McKenzie 1985.
enum Smoothing {
  private static let levels = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99]
  private static let trends = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9]

  /// The dampings of a trend that ends.
  static let damped = [0.8, 0.85, 0.9, 0.95]
  /// The dampings of a trend that goes on, or nearly so.
  static let lasting = [0.98, 1.0]

  /// The last level of the best simple smoothing.
  static func level(_ values: [Double]) -> Double {
    var best = (error: Double.infinity, level: values[0])
    for alpha in levels {
      var level = values[0]
      var error = 0.0
      values.withUnsafeBufferPointer { values in
        for i in 1..<values.count {
          let miss = values[i] - level
          error += miss * miss
          level += alpha * miss
        }
      }
      if error < best.error { best = (error, level) }
    }
    return best.level
  }

  /// The forecast of the best smoothing with a trend.
  static func trend(_ values: [Double], dampings: [Double], steps: Int) -> [Double] {
    var best = (error: Double.infinity, level: values[0], trend: 0.0, damping: 1.0)
    let start = startingTrend(values)
    for alpha in levels {
      for share in trends {
        for damping in dampings {
          let end = run(values, alpha, alpha * share, damping, start)
          if end.error < best.error { best = (end.error, end.level, end.trend, damping) }
        }
      }
    }
    var (value, slope) = (best.level, best.trend)
    return (0..<steps).map { _ in
      slope *= best.damping
      value += slope
      return value
    }
  }

  private static func run(
    _ values: [Double],
    _ alpha: Double,
    _ beta: Double,
    _ damping: Double,
    _ start: Double
  ) -> (error: Double, level: Double, trend: Double) {
    var level = values[0]
    var trend = start
    var error = 0.0
    values.withUnsafeBufferPointer { values in
      // A plain loop: this is the innermost of five, and tests run it without optimization.
      var i = 1
      while i < values.count {
        let damped = damping * trend
        let expected = level + damped
        let miss = values[i] - expected
        error += miss * miss
        level = expected + alpha * miss
        trend = damped + beta * miss
        i += 1
      }
    }
    return (error, level, trend)
  }

  /// The median of the first steps.
  private static func startingTrend(_ values: [Double]) -> Double {
    let steps = zip(values, values.dropFirst()).prefix(5).map { $1 - $0 }.sorted()
    let middle = steps.count / 2
    return steps.count.isMultiple(of: 2) ? (steps[middle - 1] + steps[middle]) / 2 : steps[middle]
  }
}
