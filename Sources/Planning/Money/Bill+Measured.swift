public import Costing
public import Quantities
public import Scenarios

extension Bill {
  /// The bill of a month at a tier, from what a test measured.
  public init(_ scenario: Scenario, _ tier: Tier?, measured: TestResult, on day: CalendarDate) {
    self.init(
      platform: scenario.platform,
      prices: scenario.prices,
      usage: MonthlyUsage(scenario, tier: tier, day: measured),
      tier: tier?.name ?? "as given",
      daysPerMonth: scenario.daysPerMonth,
      on: day
    )
  }
}
