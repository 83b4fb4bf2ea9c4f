import Quantities
import Scenarios
import TestSupport
import Testing

@testable import Planning

@Suite struct `The regret of a sizing` {
  /// Instances at 100 dollars a month, each good for about 40 requests a second within the target.
  private static let text = """
    headroom: 1
    prices:
      v/instance: {vendor: v, product: i, unit: month, usd: 100, source: s, as_of: 2026-11-24, grade: C}
    services: {api: {plan: v/instance, instances: 1, workers: 1, limit: 50, timeout: 5s}}
    endpoints:
      list: {service: api, per_query: 1, targets: {p95: 150ms}, steps: [{cpu: {mean: 20ms, cv: 0.5}}]}
    tiers: {now: {users: 100, concurrent_users: 10, queries_per_day: 4000000}}
    tests: {peak: {purpose: peak, load: peak, duration: 1min}}
    changes:
      more: {title: More instances, mends: [cpu], effort_days: 1,
        levels: [{services.api.instances: 2}, {services.api.instances: 3}, {services.api.instances: 4}]}
    experiment: {seed: 6, replications: {min: 3, max: 3}, observations: 200}

    """

  @Test func `is nothing for the cheapest of a world, and the others pay or fail`() async throws {
    let document = try ScenarioDocument.read(text: Self.text, name: "size")
    let tier = try #require(document.scenario.tiers.first)
    let worlds = [1, 0.5, 2.3].map { InputWorld(demand: $0, latency: 1) }
    let regret = try await Laboratory(threads: 2).regret(
      document,
      at: tier,
      test: try #require(document.scenario.busyTest),
      today: try #require(CalendarDate("2026-11-28")),
      worlds: worlds
    )
    // 46, 23 and 106 requests a second of 20 ms each.
    #expect(regret.outcomes.map(\.cheapest) == [[1], [0], [2]])
    try #require(regret.candidates == [[1], [0], [2]])
    #expect(regret.outcomes.map(\.cost) == [200, 100, 300].map { Money(usd: $0) })
    #expect(regret.outcomes[0].regrets == [.zero, nil, Money(usd: 100)])
    #expect(regret.outcomes[1].regrets == [Money(usd: 100), .zero, Money(usd: 200)])
    #expect(regret.outcomes[2].regrets == [nil, nil, .zero])
    #expect((0...2).map(regret.held) == [2, 1, 3])
    #expect(regret.safest == 2)
    #expect(regret.worst(2) == Money(usd: 200) && regret.worst(0) == nil)
  }

  @Test func `is taken over the scenario's own spread, where it has one`() throws {
    var scenario = try ScenarioDocument.read(text: Self.text, name: "size").scenario
    #expect(InputWorld.all(of: scenario).map(\.demand) == [0.7, 1, 1.4])
    scenario.money.usage = MoneyPlan.Factor(p10: 0.8, p90: 1.3)
    #expect(InputWorld.all(of: scenario).map(\.demand) == [0.8, 1, 1.3])
    let tier = InputWorld(demand: 1.5, latency: 1).tier(scenario.tiers[0])
    #expect(tier.users == 150 && tier.queriesPerDay == 6_000_000)
  }
}
