/// A method that a stack may give weight to.
public enum ForecastMethod: String, Hashable, Sendable, CaseIterable {
  /// The last value.
  case last = "last value"
  /// The mean step of the history goes on.
  case drift
  /// The mean step of the recent past goes on.
  case recentDrift = "recent drift"
  /// Simple exponential smoothing.
  case smoothing
  /// Exponential smoothing with a trend that ends.
  case dampedTrend = "damped trend"
  /// Exponential smoothing with a trend that goes on.
  case trend
  /// Simple smoothing with half of the long trend, as the theta method has it.
  case theta
  /// An autoregression of the steps.
  case autoregression
  /// A logistic curve.
  case logistic
  /// A Gompertz curve.
  case gompertz
  /// A straight line: an exponential in logarithms.
  case line
}

/// A method on a scale.
public struct Forecaster: Hashable, Sendable {
  /// The method.
  public let method: ForecastMethod
  /// The scale on which it runs.
  public let scale: ErrorScale

  /// All methods on the scales that a history allows.
  static func all(for history: [Double]) -> [Forecaster] {
    let scales: [ErrorScale] =
      history.allSatisfy { $0 > 0 } ? [.additive, .multiplicative] : [.additive]
    return scales.flatMap { scale in
      ForecastMethod.allCases.map { Forecaster(method: $0, scale: scale) }
    }
  }

  /// The forecasts of all methods on one scale, in the units of the data.
  static func forecasts(
    _ history: [Double],
    scale: ErrorScale,
    season: Int,
    recent: Int,
    steps: Int
  ) -> [[Double]] {
    let values = history.map(scale.transformed)
    let count = values.count
    let pattern = SeasonalPattern(of: values, length: season)
    let flat = values.indices.map { values[$0] - pattern.value(at: $0) }
    let ahead = (0..<steps).map { pattern.value(at: count + $0) }
    let last = flat[count - 1]
    func along(_ slope: Double, from start: Double) -> [Double] {
      (1...steps).map { start + slope * Double($0) }
    }
    return ForecastMethod.allCases.map { method in
      let raw: [Double]
      switch method {
      case .last: raw = along(0, from: last)
      case .drift: raw = along((last - flat[0]) / Double(count - 1), from: last)
      case .recentDrift:
        let reach = min(count - 1, max(3, recent))
        raw = along((last - flat[count - 1 - reach]) / Double(reach), from: last)
      case .smoothing: raw = along(0, from: Smoothing.level(flat))
      case .dampedTrend: raw = Smoothing.trend(flat, dampings: Smoothing.damped, steps: steps)
      case .trend: raw = Smoothing.trend(flat, dampings: Smoothing.lasting, steps: steps)
      case .theta: raw = along(GridCurve.slope(flat) / 2, from: Smoothing.level(flat))
      case .autoregression:
        let longest = season <= 12 && count > 4 * season ? min(season + 1, 14) : 6
        // It sees the season itself, so that its own lags may carry it.
        return Autoregression.forecast(values, longest: longest, steps: steps)
          .map { bounded(scale, $0) }
      case .logistic: raw = GridCurve.forecast(flat, .logistic, scale: scale, steps: steps)
      case .gompertz: raw = GridCurve.forecast(flat, .gompertz, scale: scale, steps: steps)
      case .line: raw = GridCurve.line(flat, steps: steps)
      }
      return zip(raw, ahead).map { bounded(scale, $0 + $1) }
    }
  }

  /// Values end here, so that a law run far beyond its data stays a number.
  static let farthest = 1e100

  private static func bounded(_ scale: ErrorScale, _ value: Double) -> Double {
    scale.restored(max(-farthest, min(scale == .additive ? farthest : 230, value)))
  }
}
