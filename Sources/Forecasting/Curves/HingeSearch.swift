/// The best straight line that bends once.
///
/// Given the bend the line is linear. Between two neighboring observations the best bend is where the
/// free lines through the left and the right part meet, if they meet there (D. J. Hudson 1966), else an
/// observation; so every gap is tried, and nothing can miss the minimum. Three observations or more lie
/// on either side.
struct HingeSearch {
  let places: [Double]
  let observations: [Double]

  /// The fewest observations on a side.
  static let fewest = 3

  func solved() throws(FitError) -> CurveSolver.Solution {
    let count = places.count
    var best = (sum: Double.infinity, bend: 0.0)
    for right in HingeSearch.fewest..<max(HingeSearch.fewest, count - HingeSearch.fewest + 1) {
      let (low, high) = (places[right - 1], places[right])
      let (before, after) = (line(0..<right), line(right..<count))
      let turn = before.slope - after.slope
      let meeting = turn == 0 ? .nan : (after.level - before.level) / turn
      let bends = meeting >= low && meeting <= high ? [meeting] : [low, high]
      for bend in bends where hasBothSides(bend) {
        let sum = misfit(bend)
        if sum < best.sum { best = (sum, bend) }
      }
    }
    guard best.sum < .infinity else {
      throw FitError.outOfDomain(reason: "no bend has three observations on either side")
    }
    let fit = try LeastSquares.fit(columns: columns(best.bend), observations: observations)
    return try assembled(fit, bend: best.bend)
  }

  private func assembled(
    _ fit: LeastSquares,
    bend: Double
  ) throws(FitError) -> CurveSolver.Solution {
    let parameters = fit.coefficients + [bend]
    let state = try LinearizedModel(observations: observations, at: parameters) {
      parameters,
      values,
      jacobian in
      Curve.hinge.evaluate(at: places, parameters, .additive, &values, &jacobian)
    }
    let condition = try state.factors.condition()
    guard condition < 1e13 else { throw FitError.rankDeficient(condition: condition) }
    let freedom = Double(max(1, places.count - parameters.count))
    return CurveSolver.Solution(
      parameters: parameters,
      covariance: try state.covariance(variance: fit.residualSumOfSquares / freedom),
      residuals: fit.residuals
    )
  }

  private func columns(_ bend: Double) -> [[Double]] {
    [[Double](repeating: 1, count: places.count), places, places.map { max(0, $0 - bend) }]
  }

  private func hasBothSides(_ bend: Double) -> Bool {
    let before = places.count { $0 <= bend }
    return before >= HingeSearch.fewest && places.count - before >= HingeSearch.fewest
  }

  /// The sum of squares that is left, by taking one column after the other off (Gram and Schmidt).
  private func misfit(_ bend: Double) -> Double {
    var columns = columns(bend)
    var left = observations
    for j in columns.indices {
      let square = columns[j].reduce(0) { $0 + $1 * $1 }
      guard square > 1e-12 else { return .infinity }
      func takeOff(_ column: inout [Double]) {
        var product = 0.0
        for i in column.indices { product += column[i] * columns[j][i] }
        for i in column.indices { column[i] -= product / square * columns[j][i] }
      }
      takeOff(&left)
      for k in (j + 1)..<max(j + 1, columns.count) {
        var column = columns[k]
        takeOff(&column)
        columns[k] = column
      }
    }
    return left.reduce(0) { $0 + $1 * $1 }
  }

  /// The least-squares line through some of the observations.
  private func line(_ part: Range<Int>) -> (level: Double, slope: Double) {
    let count = Double(part.count)
    let meanPlace = part.reduce(0) { $0 + places[$1] } / count
    let meanValue = part.reduce(0) { $0 + observations[$1] } / count
    var (product, square) = (0.0, 0.0)
    for i in part {
      product += (places[i] - meanPlace) * (observations[i] - meanValue)
      square += (places[i] - meanPlace) * (places[i] - meanPlace)
    }
    let slope = square > 0 ? product / square : 0
    return (meanValue - slope * meanPlace, slope)
  }
}
