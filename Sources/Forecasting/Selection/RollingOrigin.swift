/// How well a candidate would have done, had it been used at earlier days.
public struct RollingScore: Hashable, Sendable {
  /// From how many earlier days it forecast.
  public let origins: Int
  /// How many observations ahead, at most.
  public let horizon: Int
  /// The mean absolute error over that of "as the observation before".
  ///
  /// After R. J. Hyndman and A. B. Koehler (2006); the geometric mean over the origins.
  public let scaledError: Double
  /// The interval score of the 80 % interval on the same scale: width, and ten times each miss.
  ///
  /// After T. Gneiting and A. E. Raftery (2007); the geometric mean over the origins.
  public let intervalScore: Double
  /// The share of observations inside the 80 % interval before calibration.
  public let coverage80: Double
}

/// The plan of a rolling-origin test: which days to forecast from, and how far.
struct RollingOrigin {
  let origins: [Int]
  let horizon: Int

  /// At most twelve origins in the later half; the horizon is what the user asks for, at most a
  /// quarter of the history.
  init(count: Int, steps: Int) {
    horizon = max(2, min(steps, count / 4))
    let first = max(7, count / 2 - horizon / 2)
    let last = count - 2
    // One or two origins are an anecdote.
    guard last - first >= 2 else {
      origins = []
      return
    }
    let wanted = min(12, last - first + 1)
    origins = (0..<wanted).map { first + (last - first) * $0 / (wanted - 1) }
  }

  /// Forecasts from every origin and compares with what came.
  func test(
    _ curve: Curve,
    _ scale: ErrorScale,
    _ window: FitWindow,
    times: [Double],
    values: [Double],
    origin launch: Double
  ) -> RollingErrors {
    var errors = RollingErrors(horizon: horizon)
    for origin in origins {
      let past = Array(values.prefix(origin))
      let pastTimes = Array(times.prefix(origin))
      // A ceiling that the shorter history does not show yet means the curve without one.
      let from = window.start(in: origin, parameterCount: curve.parameterCount)
      let (t, v) = (Array(pastTimes[from...]), Array(past[from...]))
      let own = try? CurveFit(curve, errorScale: scale, times: t, values: v, origin: launch)
      if own != nil { errors.ownFits += 1 }
      guard let fit = own ?? (try? CurveFit(.exponential, errorScale: scale, times: t, values: v))
      else { continue }
      let end = min(values.count, origin + horizon)
      let naive = zip(past, past.dropFirst()).reduce(0) { $0 + abs($1.1 - $1.0) }
      errors.add(
        fit,
        forecast: fit.forecast(at: Array(times[origin..<end])),
        actual: Array(values[origin..<end]),
        naiveError: max(naive / Double(origin - 1), 1e-12 * fit.axis.scale)
      )
    }
    return errors
  }
}

/// The errors of one candidate over all origins.
struct RollingErrors {
  /// The 90 % point of the normal law, where the upper end of an 80 % interval lies.
  static let normal80 = 1.281_551_565_544_600_5

  let horizon: Int
  /// From how many origins the curve itself could forecast.
  var ownFits = 0
  /// For each origin and step: the absolute error over the spread that the fit claimed.
  private(set) var ratios: [(step: Int, ratio: Double)] = []
  private var logErrors: [Double] = []
  private var logScores: [Double] = []
  private var inside = 0

  init(horizon: Int) {
    self.horizon = horizon
  }

  mutating func add(
    _ fit: CurveFit,
    forecast: StepForecast,
    actual: [Double],
    naiveError: Double
  ) {
    let normal80 = RollingErrors.normal80
    var error = 0.0
    var score = 0.0
    for (i, value) in actual.enumerated() {
      let center = forecast.centers[i]
      let spread = max(forecast.spreads[i], 1e-12)
      let low = fit.restored(center - normal80 * spread)
      let high = fit.restored(center + normal80 * spread)
      let outside = max(low - value, value - high, 0)
      error += abs(value - fit.restored(center))
      score += high - low + 2 / 0.2 * outside
      if outside == 0 { inside += 1 }
      let scaledActual = fit.errorScale.transformed(value / fit.axis.scale)
      ratios.append((i + 1, abs(scaledActual - center) / spread))
    }
    let unit = Double(actual.count) * naiveError
    logErrors.append(Elementary.log(max(error / unit, 1e-9)))
    logScores.append(Elementary.log(min(max(score / unit, 1e-9), 1e300)))
  }

  /// The score; nil when no origin could be forecast.
  var score: RollingScore? {
    guard !logErrors.isEmpty else { return nil }
    let count = Double(logErrors.count)
    return RollingScore(
      origins: logErrors.count,
      horizon: horizon,
      scaledError: Elementary.exp(logErrors.reduce(0, +) / count),
      intervalScore: Elementary.exp(logScores.reduce(0, +) / count),
      coverage80: Double(inside) / Double(ratios.count)
    )
  }
}
