public import Quantities

/// Which curves a fit may choose from.
public enum CurveChoice: Hashable, Sendable {
  /// Every curve that the data allow.
  case automatic
  /// This curve, on the better of its error scales.
  case only(Curve)
}

/// A curve that was tried on a series, and how it did.
public struct Candidate: Sendable {
  /// The fit to the window.
  public let fit: CurveFit
  /// How much of the series was fitted.
  public let window: FitWindow
  /// How it would have done before; nil when the series is too short to tell.
  public let score: RollingScore?
  /// Its share in the projection; the shares sum to 1.
  public internal(set) var weight: Double
  /// By what factor its intervals widen.
  let calibration: Calibration
}

/// A curve that could not be fitted, and why.
public struct RefusedCandidate: Sendable {
  /// The curve.
  public let curve: Curve
  /// Its error scale.
  public let errorScale: ErrorScale
  /// How much of the series was to be fitted.
  public let window: FitWindow
  /// Why not.
  public let reason: FitError
}

/// All candidates fitted to a series, and the one that was chosen.
public struct GrowthFit: Sendable {
  /// The cleaned series.
  public let series: TimeSeries
  /// The day to which the candidates were judged.
  public let horizon: CalendarDate
  /// Every curve that could be fitted, the best first.
  public let candidates: [Candidate]
  /// Every curve that could not.
  public let refused: [RefusedCandidate]
  /// The rule of the choice, in words.
  public let criterion: String
  /// Why the chosen one was chosen, in words.
  public let reason: String
  /// What a projection draws from; nil when one curve was asked for, which then stands alone.
  public let stack: ForecastStack?
  /// What the data say about a ceiling: that of the chosen curve, or of the best curve that has one;
  /// nil when none could be fitted.
  public let ceiling: Ceiling?

  /// The candidate that was chosen.
  public var chosen: Candidate { candidates[0] }
}

/// Fits growth curves to a series and chooses one by how well it would have forecast before.
///
/// The chosen curve describes the history. A projection of an automatic choice comes from a stack of
/// many methods, which forecasts better than any one curve.
///
/// ```swift
/// let growth = try fit(series, until: series.lastDate.adding(days: 1095))
/// print(growth.chosen.fit.curve, growth.reason)
/// ```
///
/// - Precondition: `horizon` lies after the last observation.
public func fit(
  _ series: TimeSeries,
  curves: CurveChoice = .automatic,
  until horizon: CalendarDate
) throws(FitError) -> GrowthFit {
  precondition(horizon > series.lastDate, "a projection ends after the last observation")
  var selection = Selection(series: series, horizon: horizon, isAsked: curves != .automatic)
  for curve in Curve.allCases where curves == .automatic || curves == .only(curve) {
    for scale in curve.errorScales {
      for window in FitWindow.allCases where window == .whole || series.count >= 16 {
        selection.try(curve, scale, window)
      }
    }
  }
  return try selection.result(of: curves)
}
