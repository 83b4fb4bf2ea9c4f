/// How a stack does on the last part of a history that it did not see.
///
/// The protocol: a horizon of a fifth of the observations, and three origins at which the last two,
/// one and a half and one horizons are hidden.
public struct Backtest: Hashable, Sendable {
  /// How many observations the stack saw.
  public let origin: Int
  /// How many it forecast.
  public let horizon: Int
  /// The mean symmetric absolute percentage error, `200 |a − f|/(|a| + |f|)`.
  public let symmetricError: Double
  /// The mean absolute error over that of the naive forecast within the history seen.
  public let scaledError: Double
  /// The percentage of the outcomes inside the 80 % interval.
  public let coverage80: Double
  /// The percentage of the outcomes inside the 95 % interval.
  public let coverage95: Double
  /// The mean scaled interval score of the 95 % interval: width, and forty times each miss.
  public let intervalScore95: Double

  /// Runs the protocol; empty for a history of fewer than ten observations.
  public static func run(history: [Double], season: Int) -> [Backtest] {
    let count = history.count
    guard count >= 10 else { return [] }
    let horizon = max(2, Int((0.2 * Double(count)).rounded(.toNearestOrEven)))
    let origins = [count - 2 * horizon, count - horizon - horizon / 2, count - horizon]
    return origins.map { origin in
      let seen = Array(history.prefix(origin))
      let stack = ForecastStack(history: seen, season: season, steps: horizon)
      return Backtest(stack, seen, season, actual: Array(history[origin..<(origin + horizon)]))
    }
  }

  private init(_ stack: ForecastStack, _ seen: [Double], _ season: Int, actual: [Double]) {
    let lag = season > 1 && seen.count >= 2 * season + 3 ? season : 1
    let seasonal = zip(seen, seen.dropFirst(lag)).map { abs($1 - $0) }
    var unit = seasonal.reduce(0, +) / Double(seasonal.count)
    if unit == 0 { unit = 1 }
    var (symmetric, absolute, score) = (0.0, 0.0, 0.0)
    var (inside80, inside95) = (0, 0)
    for (index, value) in actual.enumerated() {
      let center = stack.centers[index]
      symmetric += 200 * abs(value - center) / max(abs(value) + abs(center), 1e-12)
      absolute += abs(value - center)
      if stack.interval(step: index + 1, .eighty).contains(value) { inside80 += 1 }
      let wide = stack.interval(step: index + 1, .ninetyFive)
      if wide.contains(value) { inside95 += 1 }
      let miss = max(wide.lowerBound - value, value - wide.upperBound, 0)
      score += wide.upperBound - wide.lowerBound + 40 * miss
    }
    let count = Double(actual.count)
    origin = seen.count
    horizon = actual.count
    symmetricError = symmetric / count
    scaledError = absolute / count / unit
    coverage80 = 100 * Double(inside80) / count
    coverage95 = 100 * Double(inside95) / count
    intervalScore95 = score / count / unit
  }
}
