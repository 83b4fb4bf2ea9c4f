/// A start for the steps of a logistic, from the whole plane of rates and midpoints.
struct StepStart {
  let places: [Double]
  let steps: [Double]

  /// Height, rate and midpoint of the best of a grid, the height being linear.
  func start() throws(FitError) -> [Double] {
    var best = (sum: Double.infinity, start: [Double]())
    for rate in [1.0, 2, 3.5, 6, 10, 17, 30] {
      for index in 0...24 {
        let midpoint = -0.7 + 0.1 * Double(index)
        let heights = places.map { 1 / (1 + Elementary.exp(-rate * ($0 - midpoint))) }
        var (product, square, total) = (0.0, 0.0, 0.0)
        for row in steps.indices {
          let step = heights[row + 1] - heights[row]
          product += step * steps[row]
          square += step * step
          total += steps[row] * steps[row]
        }
        guard square > 1e-12, product > 0 else { continue }
        let sum = total - product * product / square
        if sum < best.sum { best = (sum, [product / square, rate, midpoint]) }
      }
    }
    guard !best.start.isEmpty else {
      throw FitError.outOfDomain(reason: "what the steps add is not above zero, so nothing spreads")
    }
    return best.start
  }
}
