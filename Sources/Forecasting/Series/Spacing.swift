internal import Quantities

/// The usual distance between the observations of a series.
public enum Spacing: Hashable, Sendable, CustomStringConvertible {
  /// That many days, such as 1 or 7.
  case days(Int)
  /// That many calendar months: 1, 3 or 12.
  case months(Int)

  /// The spacing that most neighbors have.
  ///
  /// - Precondition: two dates or more, rising.
  init(of dates: [CalendarDate]) {
    precondition(dates.count >= 2, "a distance needs two days")
    let gaps = zip(dates, dates.dropFirst()).map { $1.dayNumber - $0.dayNumber }.sorted()
    let middle = gaps[gaps.count / 2]
    self =
      switch middle {
      case 28...31: .months(1)
      case 89...92: .months(3)
      case 181...184: .months(6)
      case 365...366: .months(12)
      case 3652...3653: .months(120)
      default: .days(max(1, middle))
      }
  }

  /// The spacing in words.
  public var description: String {
    switch self {
    case .days(1): "daily"
    case .days(7): "weekly"
    case .days(let count): "every \(count) days"
    case .months(1): "monthly"
    case .months(3): "quarterly"
    case .months(12): "yearly"
    case .months(let count): "every \(count) months"
    }
  }

  /// The mean length of a step in days.
  var meanDays: Double {
    switch self {
    case .days(let count): Double(count)
    case .months(let count): Double(count) * 365.25 / 12
    }
  }

  /// The day that many steps later; a month that is too short gives its last day.
  func date(_ steps: Int, after start: CalendarDate) -> CalendarDate {
    switch self {
    case .days(let count): return start.adding(days: steps * count)
    case .months(let count):
      let (year, month, day) = start.components
      let index = year * 12 + month - 1 + steps * count
      let target = (year: index / 12, month: index % 12 + 1)
      for candidate in stride(from: day, through: max(1, day - 3), by: -1) {
        if let date = CalendarDate(year: target.year, month: target.month, day: candidate) {
          return date
        }
      }
      return start.adding(days: Int((Double(steps) * meanDays).rounded()))
    }
  }

  /// How many steps it takes to reach a day or pass it.
  func steps(from start: CalendarDate, to end: CalendarDate) -> Int {
    var count = max(1, Int(Double(end.dayNumber - start.dayNumber) / meanDays) - 1)
    while date(count, after: start) < end { count += 1 }
    return count
  }

  /// How many observations are missing between two neighbors.
  func stepsMissing(between earlier: CalendarDate, and later: CalendarDate) -> Int {
    let steps = (Double(later.dayNumber - earlier.dayNumber) / meanDays).rounded()
    return max(0, Int(steps) - 1)
  }
}
