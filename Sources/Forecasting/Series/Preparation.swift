public import Quantities

/// How a history is made ready for a fit, where it is not to be taken as it is.
public struct Preparation: Hashable, Sendable {
  /// What is fitted.
  public enum Target: String, Hashable, Sendable, CaseIterable {
    /// The values as they are.
    case given
    /// Their running total: they say what was added in each step.
    case total
    /// What each step added: they are a running total.
    case added
  }

  /// How several observations of one period become one.
  public enum Combination: String, Hashable, Sendable, CaseIterable {
    /// The last of them: right for a level, such as users.
    case last
    /// Their mean.
    case mean
    /// Their sum: right for what was added, such as requests.
    case sum
    /// The largest: right for what capacity is judged by.
    case max
  }

  /// What is done about a level that jumped and stayed.
  public enum LevelBreaks: String, Hashable, Sendable, CaseIterable {
    /// It is told, and the values stay.
    case keep
    /// What came before is brought to the level after it.
    case shift
  }

  /// What is fitted.
  public var target = Target.given
  /// The period that observations are put into; nil keeps their days.
  public var period: Spacing?
  /// How several observations of one day or period become one.
  public var combination = Combination.last
  /// What is done about level breaks.
  public var levelBreaks = LevelBreaks.keep
  /// The day on which growth began; nil for a step before the first observation.
  public var launch: CalendarDate?
  /// The observations of a season, 1 for none; nil searches for it.
  public var season: Int?

  /// The history as it is.
  public init() {}
}

extension Spacing {
  /// The periods that observations may be put into, by name.
  public static let periods: [(name: String, spacing: Spacing)] = [
    ("day", .days(1)), ("week", .days(7)), ("month", .months(1)), ("quarter", .months(3)),
    ("year", .months(12)),
  ]

  /// The first day of the period that a day lies in; weeks begin on Monday.
  func start(of date: CalendarDate) -> CalendarDate {
    switch self {
    case .days(7): return date.adding(days: -((date.dayNumber % 7 + 10) % 7))
    case .days: return date
    case .months(let count):
      let (year, month, _) = date.components
      return CalendarDate(year: year, month: month - (month - 1) % min(count, 12), day: 1) ?? date
    }
  }
}
