public import Quantities

/// A span of days that may begin or end after the horizon of a projection.
public struct DateSpan: Hashable, Sendable {
  /// The earlier end; nil when it lies after the horizon.
  public let earliest: CalendarDate?
  /// The later end; nil when it lies after the horizon.
  public let latest: CalendarDate?

  /// A span between two days; nil stands for a day after the horizon.
  public init(earliest: CalendarDate?, latest: CalendarDate?) {
    self.earliest = earliest
    self.latest = latest
  }
}

/// When a growing quantity first reaches a value.
public struct ReachingDate: Hashable, Sendable {
  /// The value to be reached.
  public let value: Double
  /// The day of the observation from which on the series has been at the value; nil when its last
  /// observation lies below.
  public let alreadyReached: CalendarDate?
  /// The day by which half of the paths have reached it; nil when that is after the horizon.
  public let median: CalendarDate?
  /// The days between which 80 of 100 paths reach it.
  public let interval80: DateSpan
  /// The days between which 95 of 100 paths reach it.
  public let interval95: DateSpan
  /// The share of the paths that reach it before the horizon.
  public let probability: Fraction
  /// The horizon.
  public let horizon: CalendarDate
  /// When the paths reach it, as day numbers, rising; those that do not are left out.
  let passages: [Double]
  /// How many paths there are.
  let pathCount: Int

  /// The share of the paths that have reached it before a day begins.
  ///
  /// - Precondition: the day is not after the day that follows the horizon.
  public func probability(before day: CalendarDate) -> Fraction {
    precondition(day <= horizon.adding(days: 1), "nothing is known beyond the horizon")
    if let alreadyReached { return alreadyReached < day ? .one : .zero }
    // The day of a passage is the day by whose end the value is reached.
    let limit = Double(day.dayNumber - 1) + 1e-6
    return Fraction(Double(passages.count { $0 <= limit }) / Double(pathCount))
  }

  /// The first of January after the expected day, if it is within the horizon, and the chance that the
  /// value is reached before it.
  public var beforeNewYear: (day: CalendarDate, probability: Fraction)? {
    guard let median, alreadyReached == nil,
      let newYear = CalendarDate(year: median.components.year + 1, month: 1, day: 1),
      newYear <= horizon
    else { return nil }
    return (newYear, probability(before: newYear))
  }
}

extension Projection {
  /// The day on which the quantity first reaches a value.
  ///
  /// The first passage of every path counts, straight between its steps; a path that does not get
  /// there within the horizon counts as later than the horizon. A value at or below the last
  /// observation is already reached, whatever comes.
  ///
  /// - Precondition: `value` is finite.
  public func dateReaching(_ value: Double) -> ReachingDate {
    precondition(value.isFinite, "a value to be reached is finite")
    if series.lastValue >= value {
      let below = series.values.lastIndex { $0 < value }
      let since = series.dates[below.map { $0 + 1 } ?? 0]
      let span = DateSpan(earliest: since, latest: since)
      return ReachingDate(
        value: value,
        alreadyReached: since,
        median: since,
        interval80: span,
        interval95: span,
        probability: .one,
        horizon: end,
        passages: [],
        pathCount: pathCount
      )
    }
    let limit = Double(end.dayNumber)
    let days = (0..<pathCount).compactMap { firstPassage(of: $0, at: value) }
      .filter { $0 <= limit + 1e-6 }.sorted()
    func point(_ share: Double) -> CalendarDate? {
      let rank = max(1, Int((share * Double(pathCount)).rounded(.up)))
      guard rank <= days.count else { return nil }
      // Less than a tenth of a second of a day is rounding, not another day.
      return CalendarDate(dayNumber: Int((days[rank - 1] - 1e-6).rounded(.up)))
    }
    return ReachingDate(
      value: value,
      alreadyReached: nil,
      median: point(0.5),
      interval80: DateSpan(earliest: point(0.1), latest: point(0.9)),
      interval95: DateSpan(earliest: point(0.025), latest: point(0.975)),
      probability: Fraction(Double(days.count) / Double(pathCount)),
      horizon: end,
      passages: days,
      pathCount: pathCount
    )
  }

  /// The day number, with its fraction, at which a path first reaches a value.
  private func firstPassage(of path: Int, at value: Double) -> Double? {
    for step in 1..<dates.count {
      let reached = values[step * pathCount + path]
      guard reached >= value else { continue }
      let before = values[(step - 1) * pathCount + path]
      let share =
        isGeometric[path] && before > 0
        ? Elementary.log(value / before) / Elementary.log(reached / before)
        : (value - before) / (reached - before)
      let (from, to) = (dates[step - 1].dayNumber, dates[step].dayNumber)
      // A path that begins beyond the value reaches it on its first day.
      return Double(from) + max(0, min(1, share)) * Double(to - from)
    }
    return nil
  }
}
