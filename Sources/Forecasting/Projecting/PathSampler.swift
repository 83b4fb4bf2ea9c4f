/// Draws possible futures of one candidate.
///
/// A sieve bootstrap (P. Bühlmann 1997) of order one: the history is redrawn with residuals that
/// follow one another as the observed ones do, the curve is fitted again, and the path runs on
/// from the last observation with redrawn news. Its distance from the expected path is widened by
/// the calibration of the rolling origins.
struct PathSampler {
  private let fit: CurveFit
  private let centers: [Double]
  private let factors: [Double]
  private let places: [Double]
  private let fitted: [Double]
  private let news: [Double]
  private let futurePlaces: [Double]
  private let last: Double
  private let floor: Double
  private var refit: Refit
  private var redrawn: [Double]
  private var gradient = [Double](repeating: 0, count: Curve.mostParameters)

  init(_ candidate: Candidate, values: [Double], futureTimes: [Double]) {
    fit = candidate.fit
    let fit = candidate.fit
    places = fit.places
    futurePlaces = futureTimes.map(fit.axis.place(of:))
    fitted = places.map { fit.scaledValue(at: $0).value }
    centers = fit.forecast(at: futureTimes).centers
    factors = (1...futureTimes.count).map { candidate.calibration.factor(step: $0) }
    news = PathSampler.centeredNews(fit)
    last = (fitted.last ?? 0) + (fit.residuals.last ?? 0)
    floor = values.allSatisfy { $0 >= 0 } ? 0 : -.infinity
    refit = Refit(fit)
    redrawn = fitted
  }

  /// Writes one future, in the units of the data.
  mutating func draw(with random: inout SplitMix, into path: UnsafeMutableBufferPointer<Double>) {
    let phi = fit.autocorrelation
    var error = PathSampler.firstError(news[random.index(below: news.count)], phi)
    for i in fitted.indices {
      if i > 0 { error = phi * error + news[random.index(below: news.count)] }
      redrawn[i] = fitted[i] + error
    }
    let parameters = refit.parameters(for: redrawn)
    let (curve, scale) = (fit.curve, fit.errorScale)
    parameters.withUnsafeBufferPointer { p in
      gradient.withUnsafeMutableBufferPointer { g in
        let here = places[places.count - 1]
        error = last - curve.evaluate(at: here, parameters: p, scale: scale, into: g)
        for step in futurePlaces.indices {
          error = phi * error + news[random.index(below: news.count)]
          let value =
            curve.evaluate(at: futurePlaces[step], parameters: p, scale: scale, into: g) + error
          let widened = centers[step] + factors[step] * (value - centers[step])
          path[step] = max(floor, fit.restored(widened))
        }
      }
    }
  }

  /// The error of the first observation: at its stationary share, or none where errors only add up.
  static func firstError(_ news: Double, _ phi: Double) -> Double {
    phi < 1 ? news / (1 - phi * phi).squareRoot() : 0
  }

  /// The news of the residuals with mean zero and the spread of the fit.
  static func centeredNews(_ fit: CurveFit) -> [Double] {
    // Where steps were fitted, the first residual is no news: nothing came before it.
    let all = Autocorrelation.innovations(fit.residuals, fit.autocorrelation)
    let raw = fit.curve.fitsSteps ? Array(all.dropFirst()) : all
    let mean = raw.reduce(0, +) / Double(raw.count)
    let centered = raw.map { $0 - mean }
    let square = centered.reduce(0) { $0 + $1 * $1 } / Double(raw.count)
    guard square > 0 else { return centered }
    let factor = fit.innovationSpread / square.squareRoot()
    return centered.map { $0 * factor }
  }
}
