public import Quantities
public import Scenarios

/// How much load a test offers, counted in days of the mean load.
///
/// What is bought for a month is brought up from a simulated stretch by load, not by time: an hour at
/// the peak, a night and a weekend stand for as many mean days as they have load.
public enum OfferedLoad {
  /// The load of a stretch of a test in days of the tier's mean load.
  ///
  /// - Parameters:
  ///   - test: The test.
  ///   - scenario: The scenario, whose day and week the test may follow.
  ///   - factor: The multiple of the test's own load.
  ///   - start: Where the stretch begins.
  ///   - end: Where it ends.
  /// - Returns: The days; nil where the load has nothing to do with a mean: closed tests, traces, and
  ///   rates that a test gives itself and holds whatever the hour.
  public static func meanDays(
    of test: LoadTest,
    in scenario: Scenario,
    factor: Double,
    from start: SimInterval,
    until end: SimInterval
  ) -> Double? {
    guard test.driver == .open, test.level != .own || test.followsDay else { return nil }
    let compiler = Compiler(scenario: scenario, workload: Workload(tier: nil, test: test))
    let area = compiler.loadCurve(test).area(from: start.nanoseconds, until: end.nanoseconds)
    let isPeak = test.level == .peak && !test.followsDay
    return area / 86_400e9 * factor * (isPeak ? scenario.platform.peakToMean : 1)
  }
}

extension RateCurve {
  /// The area under a part of the curve.
  func area(from start: Int64, until end: Int64) -> Double {
    pieces.reduce(0) { sum, piece in
      let (a, b) = (max(piece.start, start), min(piece.end, end))
      guard b > a else { return sum }
      return sum + (piece.value(at: a) + piece.value(at: b)) / 2 * Double(b - a)
    }
  }
}
