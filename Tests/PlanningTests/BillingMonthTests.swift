import Costing
import Quantities
import Scenarios
import TestSupport
import Testing

@testable import Planning

/// From simulated days to the month that is billed.
@Suite struct `Months of the calendar` {
  private static let weekdays = WeekProfile(daily: [1.4, 1.4, 1.4, 1.4, 1.4, 0, 0])

  // February 2027 has four of each weekday, and so has as many mean days as days. March 2027 begins on a
  // Monday: 23 working days; April on a Thursday: 22; May on a Saturday: 21. A working day is 1.4.
  @Test(arguments: [
    ("2027-02-14", 28, 28.0), ("2027-03-01", 31, 23 * 1.4), ("2027-04-30", 30, 22 * 1.4),
    ("2027-05-09", 31, 21 * 1.4), ("2028-02-01", 29, 21 * 1.4),
  ])
  func `have their days and their weekdays`(day: String, days: Int, load: Double) throws {
    let month = BillingMonth(of: try #require(CalendarDate(day)), week: Self.weekdays)
    #expect(month.days == Double(days))
    #expect(close(month.loadDays, load, relative: 1e-12))
  }

  @Test func `twelve of them are a year`() {
    let months = (1...12).compactMap { CalendarDate(year: 2027, month: $0, day: 1) }
      .map { BillingMonth(of: $0, week: .flat) }
    #expect(months.reduce(0) { $0 + $1.days } == 365)
    #expect(months.reduce(0) { $0 + $1.loadDays } == 365)
  }

  /// A platform whose load rests at weekends and at night, billed by the request and by the hour.
  private static func text(_ test: String) -> String {
    """
    headroom: 1
    prices:
      v/request: {vendor: v, product: r, unit: request, usd: 0.01, source: s, as_of: 2026, grade: C}
      v/host: {vendor: v, product: h, unit: hour, usd: 0.1, source: s, as_of: 2026, grade: C}
    services: {api: {plan: v/host, instances: 1}}
    endpoints: {ask: {service: api, per_query: 1, steps: [{cpu: 1ms}]}}
    day_profile: [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 2, 2, 3, 3, 2, 1, 0, 0, 0, 0, 0, 0]
    week_profile: [2, 1, 1, 1, 1, 0.5, 0.5]
    bill: [{item: requests, price: v/request, meter: requests, quantity: 1, group: other}]
    tiers: {small: {users: 10, queries_per_day: 2400}}
    tests: {it: {spacing: even, \(test)}}
    """
  }

  /// 2,400 queries a day and 365/12 days: 73,000 requests, whichever stretch of the week was simulated.
  ///
  /// A stretch that was counted as if its days were mean days would be wrong by up to a factor of ten.
  @Test(arguments: [
    "load: mean, follows: day, duration: 24h", "load: mean, follows: week, duration: 168h",
    "load: mean, follows: week, starts: 2027-03-01, duration: 24h",
    "load: mean, follows: week, starts: 2027-03-06, duration: 48h",
    "load: mean, follows: day, duration: 12h", "load: peak, duration: 1h",
    "load: peak, from: 50%, stages: [{over: 30min, to: 150%}]", "load: mean, duration: 3h",
  ])
  func `a month has its queries whatever was simulated of it`(test: String) async throws {
    let scenario = try ScenarioDocument.read(text: Self.text(test), name: "week").scenario
    let tier = scenario.tiers[0]
    let result = await Laboratory(threads: 2).run(
      scenario.tests[0],
      at: tier,
      of: scenario,
      replications: 1
    )
    let usage = MonthlyUsage(scenario, tier: tier, day: result)
    #expect(close(Double(usage.requests), 73_000, relative: 0.01))
    #expect(usage.queries == 73_000)
    #expect(usage.services["api"]?.mean == 1)
    // A millisecond of a core for each request.
    #expect(close(usage.cpuHours, 73_000 * 0.001 / 3600, relative: 0.01))
  }

  /// By hand: the load of the month in requests, the hours of the month for the host.
  @Test(arguments: [("2027-02-01", 28.0), ("2027-03-01", 31), ("2027-04-01", 30)])
  func `a month of the calendar is billed for its load and its hours`(
    day: String,
    days: Double
  ) async throws {
    let text = Self.text("load: mean, follows: day, duration: 24h")
    let scenario = try ScenarioDocument.read(text: text, name: "week").scenario
    let tier = scenario.tiers[0]
    let result = await Laboratory(threads: 2).run(
      scenario.tests[0],
      at: tier,
      of: scenario,
      replications: 1
    )
    let first = try #require(CalendarDate(day))
    let month = BillingMonth(of: first, week: scenario.platform.weekProfile)
    let load = MonthlyLoad(users: 10, queriesPerDay: 2400, databaseBytes: nil, usage: 1, tokens: 1)
    let bill = Bill(
      BillingBasis(scenario, tier, measured: result),
      scenario,
      at: load,
      in: month,
      on: first
    )
    func amount(_ item: String) -> Double {
      bill.lines.first { $0.item == item }?.amount.usd ?? 0
    }
    #expect(close(amount("api"), days * 24 * 0.1, relative: 1e-9))
    #expect(close(amount("requests"), month.loadDays * 24, relative: 0.01))
  }
}
