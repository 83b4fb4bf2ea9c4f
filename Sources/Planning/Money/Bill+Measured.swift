public import Costing
public import Quantities
public import Scenarios

extension MonthlyUsage {
  /// What a month at a tier uses, from what a test measured.
  ///
  /// A test that does not follow the day and runs at the load of the busiest hour stands for that
  /// hour; any other test for the ordinary day.
  init(_ scenario: Scenario, _ tier: Tier?, measured: TestResult) {
    if let tier, !measured.test.followsDay, measured.test.level == .peak {
      self.init(scenario, tier: tier, busyHour: measured)
    } else {
      self.init(scenario, tier: tier, day: measured)
    }
  }
}

extension Bill {
  /// The bill of a month at a tier, from what a test measured.
  public init(_ scenario: Scenario, _ tier: Tier?, measured: TestResult, on day: CalendarDate) {
    self.init(
      platform: scenario.platform,
      prices: scenario.prices,
      usage: MonthlyUsage(scenario, tier, measured: measured),
      tier: tier?.name ?? "as given",
      daysPerMonth: scenario.daysPerMonth,
      on: day
    )
  }
}
