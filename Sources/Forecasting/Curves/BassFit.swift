/// The diffusion of a product through a market of a size that the data tell.
///
/// F. M. Bass (1969): the share of the market after time `t` is
/// `F(t) = (1 − e^(−(p+q)t)) / (1 + (q/p) e^(−(p+q)t))`. What is fitted are the sales of each period,
/// `m (F(t) − F(t−1))` (V. Srinivasan and C. H. Mason 1986): sums of sales have errors that add up,
/// and standard errors from them are three to five times too small.
public struct BassFit: Sendable {
  /// The market size, in units of the sales.
  public let marketSize: Double
  /// The coefficient of innovation, a period.
  public let innovation: Double
  /// The coefficient of imitation, a period.
  public let imitation: Double
  /// The standard errors of market size, innovation and imitation.
  public let standardErrors: [Double]
  /// The sum of the squared residuals.
  public let residualSumOfSquares: Double

  /// The share of the market reached after a number of periods.
  public func share(after periods: Double) -> Double {
    BassFit.share(periods, innovation, imitation).share
  }

  /// The period in whose middle sales are highest; nil when they only fall.
  public var peakPeriod: Double? {
    guard imitation > innovation else { return nil }
    return Elementary.log(imitation / innovation) / (innovation + imitation)
  }

  /// Fits the sales of periods of equal length, the first period of the product first.
  ///
  /// The start is the regression of sales on their sum and its square (Bass 1969), or the best of a
  /// grid where that gives no market.
  public static func fit(sales: [Double]) throws(FitError) -> BassFit {
    guard sales.count >= 5 else {
      throw FitError.tooFewObservations(have: sales.count, need: 5)
    }
    guard sales.allSatisfy(\.isFinite) else { throw FitError.notFinite(what: "a sale") }
    let scale = sales.reduce(0) { max($0, abs($1)) }
    guard scale > 0 else { throw FitError.outOfDomain(reason: "every sale is zero") }
    let scaled = sales.map { $0 / scale }
    let fit = try NonlinearLeastSquares.fit(
      observations: scaled,
      start: regressionStart(scaled) ?? gridStart(scaled),
      dampings: [1e-3, 1]
    ) { parameters, values, jacobian in
      var before = (share: 0.0, byInnovation: 0.0, byImitation: 0.0)
      for row in scaled.indices {
        let now = share(Double(row + 1), parameters[1], parameters[2])
        values[row] = parameters[0] * (now.share - before.share)
        jacobian[row, 0] = now.share - before.share
        jacobian[row, 1] = parameters[0] * (now.byInnovation - before.byInnovation)
        jacobian[row, 2] = parameters[0] * (now.byImitation - before.byImitation)
        before = now
      }
    }
    guard fit.parameters[0] > 0, fit.parameters[1] > 0, fit.parameters[1] + fit.parameters[2] > 0
    else {
      throw FitError.outOfDomain(
        reason: "the best Bass curve has no market: size \(shortText(fit.parameters[0] * scale)), "
          + "innovation \(shortText(fit.parameters[1])), imitation \(shortText(fit.parameters[2]))"
      )
    }
    let errors = fit.standardErrors
    return BassFit(
      marketSize: fit.parameters[0] * scale,
      innovation: fit.parameters[1],
      imitation: fit.parameters[2],
      standardErrors: [errors[0] * scale, errors[1], errors[2]],
      residualSumOfSquares: fit.residualSumOfSquares * scale * scale
    )
  }

  /// The share of the market and its derivatives by both coefficients.
  private static func share(
    _ time: Double,
    _ p: Double,
    _ q: Double
  ) -> (share: Double, byInnovation: Double, byImitation: Double) {
    let decay = Elementary.exp(-(p + q) * time)
    let numerator = 1 - decay
    let denominator = 1 + q / p * decay
    let square = denominator * denominator
    let fall = time * decay
    let byP = fall * denominator - numerator * (-q / (p * p) * decay - q / p * fall)
    let byQ = fall * denominator - numerator * (decay / p - q / p * fall)
    return (numerator / denominator, byP / square, byQ / square)
  }

  private static func regressionStart(_ sales: [Double]) -> [Double]? {
    var sum = 0.0
    let sums = sales.map { sale in
      defer { sum += sale }
      return sum
    }
    let ones = [Double](repeating: 1, count: sales.count)
    guard
      let line = try? LeastSquares.fit(
        columns: [ones, sums, sums.map { $0 * $0 }],
        observations: sales
      ).coefficients
    else { return nil }
    let root = line[1] * line[1] - 4 * line[0] * line[2]
    guard root >= 0, line[2] < 0 else { return nil }
    let size = (-line[1] - root.squareRoot()) / (2 * line[2])
    let start = [size, line[0] / size, -line[2] * size]
    return start.allSatisfy { $0 > 0 && $0.isFinite } ? start : nil
  }

  private static func gridStart(_ sales: [Double]) -> [Double] {
    var best = (error: Double.infinity, start: [1.0, 0.01, 0.3])
    for p in [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1] {
      for q in [0.03, 0.06, 0.1, 0.2, 0.35, 0.6, 1.0] {
        let steps = sales.indices.map {
          share(Double($0 + 1), p, q).share - share(Double($0), p, q).share
        }
        let square = steps.reduce(0) { $0 + $1 * $1 }
        let size = zip(steps, sales).reduce(0) { $0 + $1.0 * $1.1 } / square
        let error = zip(steps, sales).reduce(0) {
          $0 + ($1.1 - size * $1.0) * ($1.1 - size * $1.0)
        }
        if error < best.error, size > 0 { best = (error, [size, p, q]) }
      }
    }
    return best.start
  }
}
