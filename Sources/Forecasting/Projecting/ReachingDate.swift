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
        horizon: end
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
      horizon: end
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
      return Double(from) + share * Double(to - from)
    }
    return nil
  }
}
