public import Quantities

/// The possible values of a quantity on one day.
public struct ProjectedValue: Hashable, Sendable {
  /// The day.
  public let date: CalendarDate
  /// As likely passed as not.
  public let median: Double
  /// The value on this day lies in here in 80 of 100 cases.
  public let interval80: ClosedRange<Double>
  /// The value on this day lies in here in 95 of 100 cases.
  public let interval95: ClosedRange<Double>
}

/// Possible futures of a series.
///
/// The same fit, seed and number of paths give the same bytes.
public struct Projection: Sendable {
  /// The day of the last observation, where every path starts.
  public let start: CalendarDate
  /// The horizon, the last day that is answered for.
  public let end: CalendarDate
  /// How many futures were drawn.
  public let pathCount: Int
  /// The seed of the draws.
  public let seed: UInt64
  /// The values at every step of the series after its last day, and on the horizon.
  public private(set) var points: [ProjectedValue] = []

  let series: TimeSeries
  /// The days of the steps, the start first; the last is the horizon or the step that passes it.
  let dates: [CalendarDate]
  /// The values step by step, path by path within a step; step 0 is the last observation.
  let values: [Double]
  /// Whether a path runs straight between steps on the logarithm.
  let isGeometric: [Bool]

  init(
    series: TimeSeries,
    start: CalendarDate? = nil,
    end: CalendarDate,
    seed: UInt64,
    dates: [CalendarDate],
    values: [Double],
    isGeometric: [Bool]
  ) {
    self.start = start ?? series.lastDate
    self.end = end
    pathCount = isGeometric.count
    self.seed = seed
    self.series = series
    self.dates = dates
    self.values = values
    self.isGeometric = isGeometric
    points = (dates.dropFirst().prefix { $0 < end } + [end]).map { value(on: $0) }
  }

  /// The possible values on a day, between steps by straight lines.
  ///
  /// - Precondition: the day lies in `start`…`end`.
  public func value(on date: CalendarDate) -> ProjectedValue {
    precondition(date >= start && date <= end, "a projection answers for days that it covers")
    let later = dates.firstIndex { $0 >= date } ?? dates.count - 1
    if dates[later] == date { return Projection.summary(of: column(later), on: date) }
    let length = dates[later].dayNumber - dates[later - 1].dayNumber
    let share = Double(date.dayNumber - dates[later - 1].dayNumber) / Double(length)
    let between = (0..<pathCount).map { path in
      interpolated(path, from: later - 1, share: share)
    }
    return Projection.summary(of: between, on: date)
  }

  private func interpolated(_ path: Int, from step: Int, share: Double) -> Double {
    let (a, b) = (values[step * pathCount + path], values[(step + 1) * pathCount + path])
    guard isGeometric[path], a > 0, b > 0 else { return a + (b - a) * share }
    return a * Elementary.pow(b / a, share)
  }

  private func column(_ step: Int) -> [Double] {
    Array(values[(step * pathCount)..<((step + 1) * pathCount)])
  }

  static func summary(of values: [Double], on date: CalendarDate) -> ProjectedValue {
    let sorted = values.sorted()
    func point(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let below = Int(place)
      let above = min(sorted.count - 1, below + 1)
      return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }
    return ProjectedValue(
      date: date,
      median: point(0.5),
      interval80: point(0.1)...point(0.9),
      interval95: point(0.025)...point(0.975)
    )
  }
}

extension GrowthFit {
  /// Draws possible futures up to the horizon of the fit.
  ///
  /// They come from the stack; where one curve was asked for, from its fits by their weight.
  ///
  /// - Precondition: `paths` is at least 100, for a 95 % interval of fewer says nothing.
  public func project(paths: Int = 2000, seed: UInt64) -> Projection {
    precondition(paths >= 100, "a projection draws at least 100 paths")
    let steps = series.spacing.steps(from: series.lastDate, to: horizon)
    let dates = (0...steps).map { series.spacing.date($0, after: series.lastDate) }
    let sampled =
      stack.map { GrowthFit.paths(of: $0, paths, seed, steps, series.lastValue) }
      ?? curvePaths(paths, seed, dates)
    return Projection(
      series: series,
      end: horizon,
      seed: seed,
      dates: dates,
      values: sampled.values,
      isGeometric: sampled.isGeometric
    )
  }

  private static func paths(
    of stack: ForecastStack,
    _ paths: Int,
    _ seed: UInt64,
    _ steps: Int,
    _ last: Double
  ) -> (values: [Double], isGeometric: [Bool]) {
    var values = [Double](repeating: last, count: paths * (steps + 1))
    withUnsafeTemporaryAllocation(of: Double.self, capacity: steps) { path in
      for number in 0..<paths {
        var random = SplitMix(seed: seed, stream: UInt64(number))
        StackPaths.draw(stack, with: &random, into: path)
        for step in 0..<steps { values[(step + 1) * paths + number] = path[step] }
      }
    }
    return (values, Array(repeating: stack.logarithmShare > 0, count: paths))
  }

  /// Paths of the curves, every candidate with its weight's share of them.
  private func curvePaths(
    _ paths: Int,
    _ seed: UInt64,
    _ dates: [CalendarDate]
  ) -> (values: [Double], isGeometric: [Bool]) {
    let steps = dates.count - 1
    let counts = GrowthFit.shares(of: paths, weights: candidates.map(\.weight))
    var values = [Double](repeating: series.lastValue, count: paths * (steps + 1))
    var isGeometric: [Bool] = []
    for (candidate, count) in zip(candidates, counts) where count > 0 {
      var sampler = PathSampler(
        candidate,
        values: series.values,
        futureTimes: dates.dropFirst().map(\.years)
      )
      withUnsafeTemporaryAllocation(of: Double.self, capacity: steps) { path in
        for number in isGeometric.count..<(isGeometric.count + count) {
          var random = SplitMix(seed: seed, stream: UInt64(number))
          sampler.draw(with: &random, into: path)
          for step in 0..<steps { values[(step + 1) * paths + number] = path[step] }
        }
      }
      isGeometric += Array(repeating: candidate.fit.curve.isGeometric, count: count)
    }
    return (values, isGeometric)
  }

  /// Whole numbers in proportion to the weights that sum to the total (largest remainders).
  private static func shares(of total: Int, weights: [Double]) -> [Int] {
    let exact = weights.map { $0 * Double(total) }
    var counts = exact.map { Int($0) }
    let order = exact.indices.sorted {
      let (a, b) = (exact[$0] - Double(counts[$0]), exact[$1] - Double(counts[$1]))
      return a != b ? a > b : $0 < $1
    }
    var left = total - counts.reduce(0, +)
    for i in order where left > 0 {
      counts[i] += 1
      left -= 1
    }
    return counts
  }
}
