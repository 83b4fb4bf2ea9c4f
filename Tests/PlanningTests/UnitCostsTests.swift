import Costing
import Quantities
import Scenarios
import TestSupport
import Testing

@testable import Planning

/// Unit costs of a platform of which every number is known.
@Suite struct `What a user costs` {
  /// A query is one call of 0.00442 dollars.
  ///
  /// A user asks 10 a day: 10 × 365/12 × 0.00442 = 1.344417 a
  /// month. The platform costs 100 a month besides, from 1,000 users on 400.
  private func costs(_ money: String) throws -> (scenario: Scenario, costs: UnitCosts) {
    let scenario = try ScenarioDocument.read(
      text: """
        headroom: 1
        prices:
          v/model: {vendor: v, product: m, unit: million tokens, tokens: {input: 2, output: 10},
            source: s, as_of: 2026-11-24, grade: C}
          v/plan: {vendor: v, product: p, unit: month, usd: 100, source: s, as_of: 2026-11-24, grade: C}
        providers: {account: {spend_cap: $500}}
        models: {model: {provider: account, price: v/model, time_to_first_token: 1s}}
        endpoints: {ask: {per_query: 1, steps: [{call: {model: model, input: 1155, output: 211}}]}}
        bill: [{item: plan, price: v/plan, meter: fixed, quantity: 1, group: compute}]
        tiers:
          now: {users: 100, concurrent_users: 10, queries_per_day: 1000}
          later: {users: 10000, concurrent_users: 1000, queries_per_day: 100000}
        tests: {day: {purpose: normal, load: mean, follows: day, duration: 24h}}
        money: {\(money)}

        """,
      name: "units"
    ).scenario
    let bases = scenario.tiers.map { tier in
      var usage = MonthlyUsage()
      let calls = Int64((tier.queriesPerDay * scenario.daysPerMonth).rounded())
      usage.users = tier.users
      usage.queries = calls
      usage.models["model"] = ModelUsage(
        calls: calls,
        tokens: .init(input: TokenCount(1155 * calls), output: TokenCount(211 * calls))
      )
      var basis = BillingBasis(scenario, tier, usage)
      if tier.users > 100 { basis.platform.bill[0].quantity = 4 }
      return basis
    }
    let day = try #require(CalendarDate("2026-11-28"))
    return (scenario, try #require(UnitCosts(scenario, bases, on: day)))
  }

  private static let perUser = 10 * 365.0 / 12 * 0.00442

  @Test func `falls with the users towards what each of them uses`() throws {
    let (_, costs) = try costs("months: 1")
    for point in costs.points {
      let fixed = point.users <= 100 ? 100.0 : 400
      let expected = fixed + Double(point.users) * Self.perUser
      #expect(close(point.bill.total.usd, expected, relative: 1e-4), "\(point.users) users")
      #expect(point.revenue == nil)
    }
    #expect(costs.points.map(\.users).first == 10 && costs.points.last?.users == 10_000)
    #expect(costs.points.contains { $0.users == 100 } && costs.points.contains { $0.users == 2000 })
    #expect(costs.breakEven == nil)
  }

  /// A tenth of the users pay 40: 4 a user, 2.655583 beyond its own cost.
  ///
  /// 100 / 2.655583 = 37.66: from 38
  /// users on; but from 101 on the platform costs 400, which 151 users earn: 400 / 2.655583 = 150.6.
  @Test func `break-even is fixed cost over what a user brings beyond its own`() throws {
    let (_, costs) = try costs("plans: [{name: pro, share: 10%, price: $40}]")
    #expect(costs.slopes.map(\.breakEven) == [38, 151])
    #expect(costs.slopes.map(\.isWithinReach) == [true, true])
    for (slope, fixed) in zip(costs.slopes, [100.0, 400]) {
      #expect(close(slope.fixed.usd, fixed, relative: 1e-3))
      #expect(close(slope.perUser.usd, Self.perUser, relative: 1e-4))
      #expect(slope.revenuePerUser?.usd == 4)
    }
    // For good: the step to the larger platform loses money from 101 to 150 users.
    #expect(costs.breakEven == 151)
  }

  @Test func `who pays less than each user costs never breaks even`() throws {
    let (_, costs) = try costs("plans: [{name: pro, share: 10%, price: $13}]")
    #expect(costs.slopes.allSatisfy { $0.breakEven == nil })
    #expect(costs.breakEven == nil)
  }

  /// 1,344.42 a month of the 10,000 users' 13,444.17: the cap of 500 lasts 371 users, and with 1,000 users
  /// at 1,344.42 to day 12: 500 / 1,344.42 × 30.42 = 11.31 days.
  @Test func `a cap lasts until its day`() throws {
    let (scenario, costs) = try costs("months: 1")
    let bill = try #require(costs.points.first { $0.users == 1000 }).bill
    let runway = try #require(
      SpendRunway.all(scenario.platform, bill, days: scenario.daysPerMonth).first
    )
    #expect(runway.day == 12)
    #expect(runway.users == 371)
    let small = try #require(costs.points.first { $0.users == 100 }).bill
    #expect(SpendRunway.all(scenario.platform, small, days: 30).first?.day == nil)
  }
}
