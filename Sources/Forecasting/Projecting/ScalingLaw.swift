/// How one growing quantity follows another: by a stated ratio, or as their histories have it.
///
/// Fitted, it is `ln y = a + b (ln x − mean ln x) + e` by least squares, with errors that follow one
/// another from step to step; `b` is the elasticity: 1 for a constant ratio, above 1 when each new user
/// asks for more than those before.
public struct ScalingLaw: Hashable, Sendable {
  /// How much of the follower there is for each of the leader: as stated, or at the last day.
  public let ratio: Double
  /// By how many per cent the follower grows when the leader grows by one; 1 for a stated ratio.
  public let elasticity: Double
  /// The standard error of the elasticity, widened for correlated errors; 0 for a stated ratio.
  public let elasticityError: Double
  /// The spread of what is new in the error of a step, as a share of the value.
  public let spread: Double
  /// The correlation of an error with the one before.
  public let autocorrelation: Double
  /// How many days both histories have; 0 for a stated ratio.
  public let count: Int

  /// `a`, the mean of `ln x`, and the standard deviations of `a` and `b`, which are uncorrelated.
  private var level = 0.0
  private var center = 0.0
  private var levelError = 0.0
  /// The spread of the logarithm of a stated ratio, below and above it.
  private var ratioSpreads = Spreads()

  /// A stated ratio, with the ratios that one in ten worlds lies below and above.
  ///
  /// - Precondition: the ratio lies between the two, and all are positive.
  public init(ratio: Double, p10: Double? = nil, p90: Double? = nil) {
    let (low, high) = (p10 ?? ratio, p90 ?? ratio)
    precondition(low > 0 && low <= ratio && ratio <= high, "a ratio lies between its P10 and P90")
    self.ratio = ratio
    elasticity = 1
    elasticityError = 0
    spread = 0
    autocorrelation = 0
    count = 0
    ratioSpreads = Spreads(
      below: Elementary.log(ratio / low) / RollingErrors.normal80,
      above: Elementary.log(high / ratio) / RollingErrors.normal80
    )
  }

  /// Fits two histories on the days that both have.
  public init(_ follower: TimeSeries, after leader: TimeSeries) throws(FitError) {
    let known = Dictionary(uniqueKeysWithValues: zip(leader.dates, leader.values))
    let pairs = zip(follower.dates, follower.values).compactMap { date, value in
      known[date].map { (x: $0, y: value) }
    }
    guard pairs.count >= 6 else {
      throw FitError.tooFewObservations(have: pairs.count, need: 6)
    }
    guard pairs.allSatisfy({ $0.x > 0 && $0.y > 0 }) else {
      throw FitError.outOfDomain(reason: "a value at or below zero has no logarithm")
    }
    let logs = pairs.map { Elementary.log($0.x) }
    let center = logs.reduce(0, +) / Double(logs.count)
    let fit = try LeastSquares.fit(
      columns: [logs.map { _ in 1 }, logs.map { $0 - center }],
      observations: pairs.map { Elementary.log($0.y) }
    )
    let (phi, news) = Autocorrelation.estimate(fit.residuals, parameterCount: 2)
    let widening = ((1 + phi) / (1 - phi)).squareRoot()
    let last = pairs[pairs.count - 1]
    ratio = last.y / last.x
    elasticity = fit.coefficients[1]
    elasticityError = widening * fit.standardErrors[1]
    spread = news
    autocorrelation = phi
    count = pairs.count
    level = fit.coefficients[0]
    levelError = widening * fit.standardErrors[0]
    self.center = center
  }

  /// The expected value of the follower for one of the leader.
  public func value(for leader: Double) -> Double {
    guard count > 0 else { return ratio * leader }
    return Elementary.exp(level + elasticity * (Elementary.log(max(leader, 1e-300)) - center))
  }

  /// What a day of the leader's history stands for, where the follower has no history of its own.
  public func derived(from leader: TimeSeries, name: String) throws(FitError) -> TimeSeries {
    try TimeSeries(name: name, dates: leader.dates, values: leader.values.map(value(for:)))
  }

  /// The futures of the follower: one for each of the leader, in the same worlds.
  ///
  /// - Parameters:
  ///   - leader: The futures of the leader.
  ///   - history: The history of the follower.
  ///   - seed: The seed of what is uncertain about the law.
  /// - Returns: The futures, on the days of the leader.
  public func following(
    _ leader: Projection,
    history: TimeSeries,
    seed: UInt64
  ) -> Projection {
    let paths = leader.pathCount
    var values = leader.values
    let tiny = 1e-12 * max(leader.series.lastValue, 1e-280)
    for path in 0..<paths {
      // Streams of its own, so that the luck of the law is not that of the leader.
      var random = SplitMix(seed: seed &+ 0x6A09_E667_F3BC_C909, stream: UInt64(path))
      let world = World(self, &random)
      var error = world.firstError(history.lastValue, max(tiny, leader.values[path]))
      for step in leader.dates.indices {
        let place = step * paths + path
        if step > 0 { error = autocorrelation * error + spread * random.normal() }
        values[place] = world.value(for: max(tiny, leader.values[place]), error)
      }
    }
    return Projection(
      series: history,
      start: leader.start,
      end: leader.end,
      seed: seed,
      dates: leader.dates,
      values: values,
      isGeometric: leader.isGeometric
    )
  }

  /// The law in one world.
  private struct World {
    let law: ScalingLaw
    let level: Double
    let elasticity: Double
    let factor: Double

    init(_ law: ScalingLaw, _ random: inout SplitMix) {
      self.law = law
      level = law.level + law.levelError * random.normal()
      elasticity = law.elasticity + law.elasticityError * random.normal()
      let luck = random.normal()
      let spread = luck < 0 ? law.ratioSpreads.below : law.ratioSpreads.above
      factor = law.ratio * Elementary.exp(luck * spread)
    }

    /// The error at the last observation: every world passes it.
    func firstError(_ follower: Double, _ leader: Double) -> Double {
      guard law.count > 0 else { return 0 }
      return Elementary.log(follower) - level - elasticity * (Elementary.log(leader) - law.center)
    }

    func value(for leader: Double, _ error: Double) -> Double {
      guard law.count > 0 else { return factor * leader }
      let power = level + elasticity * (Elementary.log(leader) - law.center) + error
      return Elementary.exp(max(-700, min(230, power)))
    }
  }

  private struct Spreads: Hashable {
    var below = 0.0
    var above = 0.0
  }
}
