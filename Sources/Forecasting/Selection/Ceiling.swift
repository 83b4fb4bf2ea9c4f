/// What a fit knows about the level at which growth ends.
public struct Ceiling: Sendable {
  /// The curve that has it.
  public let curve: Curve
  /// The estimate.
  public let value: Double
  /// The lower end of its 95 % interval.
  public let low: Double
  /// The upper end; nil when the data set no bound.
  public let high: Double?
  /// The share of the ceiling that the fitted curve has reached at the last observation.
  public let shareReached: Double
  /// Whether the data determine the ceiling.
  public let isIdentified: Bool
  /// Why it is identified or not, in words.
  public let reason: String

  /// Judges the ceiling of a fit; nil for a curve without one.
  ///
  /// Below half of the ceiling an S is hardly one yet, and its ceiling is within 20 % only
  /// for data far better than these (A. Debecker and T. Modis 1994). A relative standard error
  /// above one half leaves the upper end open. The interval is taken on the logarithm.
  init?(_ fit: CurveFit, lastTime: Double) {
    guard fit.curve.hasCeiling, let ceiling = fit.parameters.first else { return nil }
    curve = fit.curve
    value = ceiling.value
    shareReached = fit.value(at: lastTime) / ceiling.value
    let relative = ceiling.standardError / ceiling.value
    let bounded = relative.isFinite && relative <= 0.5
    let spread = Elementary.exp(1.96 * min(relative.isFinite ? relative : 10, 10))
    low = ceiling.value / spread
    high = bounded ? ceiling.value * spread : nil
    let declines = fit.scaled[1] < 0
    isIdentified = bounded && shareReached >= 0.5 && !declines
    let percent = shortText(100 * shareReached)
    reason =
      if declines {
        "ceiling not identified: the curve falls, it has no level ahead at which growth ends"
      } else if shareReached < 0.5 {
        "ceiling not identified: the curve has reached \(percent) % of it, less than half"
      } else if !bounded {
        "ceiling not identified: its standard error is \(shortText(100 * relative)) % of it"
      } else {
        "ceiling \(shortText(value)), of which \(percent) % is reached"
      }
  }
}
