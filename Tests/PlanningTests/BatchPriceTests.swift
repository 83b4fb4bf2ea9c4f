import Costing
import Quantities
import Scenarios
import TestSupport
import Testing

@testable import Planning

@Suite struct `Calls in batches` {
  private func text(_ plain: String, _ batch: String) -> String {
    """
    headroom: 1
    prices:
      v/model: {vendor: v, product: m, unit: million tokens, source: s, as_of: 2026, grade: C,
        tokens: {input: 2, output: 10, batch_discount: 50%}}
      v/dear: {vendor: v, product: d, unit: million tokens, source: s, as_of: 2026, grade: C,
        tokens: {input: 2, output: 10}}
    providers: {p: {}}
    models:
      now: {provider: p, price: \(plain), time_to_first_token: 1s}
      later: {provider: p, price: \(batch), batch: true, time_to_first_token: 2min}
    endpoints:
      ask: {per_query: 1, steps: [{call: {model: now, input: 1000, output: 100}}]}
      sum: {per_query: 1, steps: [{call: {model: later, input: 1000, output: 100}}]}
    tiers: {small: {users: 100, queries_per_day: 2000}}
    tests: {day: {load: mean, follows: day, spacing: even, duration: 24h}}
    """
  }

  @Test func `the same tokens cost the batch discount less`() async throws {
    let scenario = try ScenarioDocument.read(text: text("v/model", "v/model"), name: "batch")
      .scenario
    let tier = scenario.tiers[0]
    let day = await Laboratory(threads: 2).run(scenario.tests[0], at: tier, of: scenario)
    let bill = Bill(
      platform: scenario.platform,
      prices: scenario.prices,
      usage: MonthlyUsage(scenario, tier: tier, day: day),
      tier: tier.name,
      daysPerMonth: scenario.daysPerMonth,
      on: try #require(CalendarDate("2026-11-28"))
    )
    func total(_ model: String) -> Double {
      bill.lines.filter { $0.item.contains(model) }.reduce(0) { $0 + $1.amount.usd }
    }
    #expect(total("now") > 0)
    #expect(close(total("later"), total("now") / 2, relative: 1e-3))
  }

  @Test func `a price without a discount is an error at its place`() throws {
    #expect {
      try ScenarioDocument.read(text: text("v/model", "v/dear"), name: "batch")
    } throws: { error in
      let problem = (error as? ScenarioError)?.problems.first
      return problem?.code == "H011" && problem?.line == 10
    }
  }
}
