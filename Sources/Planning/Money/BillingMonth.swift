public import Quantities
public import Scenarios
import Simulating

/// A month as it is billed: its days, and how many days of mean load they hold.
///
/// A month of a calendar has the weekdays that it has: March 2027 has five Mondays and four Saturdays,
/// and a business that rests at weekends has more load in it than in a mean month of 31 days.
public struct BillingMonth: Hashable, Sendable {
  /// Days in the month; what is held is billed for each of their hours.
  public var days: Double
  /// The load of the month in days of the mean load; what is counted is billed for it.
  public var loadDays: Double

  /// The mean month of a scenario, in which every weekday comes equally often.
  public init(_ scenario: Scenario) {
    days = scenario.daysPerMonth
    loadDays = scenario.daysPerMonth
  }

  /// The month of the calendar that a day lies in.
  public init(of day: CalendarDate, week: WeekProfile) {
    let (year, month, _) = day.components
    var date = CalendarDate(year: year, month: month, day: 1) ?? day
    days = 0
    loadDays = 0
    while date.components.month == month {
      days += 1
      loadDays += week.daily[date.weekday]
      date = date.adding(days: 1)
    }
  }
}

extension CalendarDate {
  /// The day of the week: 0 for a Monday.
  var weekday: Int {
    // The first day of 1970 was a Thursday.
    ((dayNumber + 3) % 7 + 7) % 7
  }
}

extension TestResult {
  /// How many times the usage that was simulated goes into a month.
  func months(_ scenario: Scenario, _ month: BillingMonth) -> Double {
    let runs = Double(max(replications, 1))
    let stretch = SimInterval(seconds: measuredSeconds / runs)
    let load = OfferedLoad.meanDays(
      of: test,
      in: scenario,
      factor: factor,
      from: warmUp,
      until: warmUp + stretch
    )
    guard let load else { return month.days / max(measuredSeconds / 86_400, 1e-12) }
    return month.loadDays / max(load * runs, 1e-12)
  }
}
