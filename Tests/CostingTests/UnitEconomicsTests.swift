import Costing
import Quantities
import Scenarios
import TestSupport
import Testing

/// Revenue, margin and break-even by hand.
@Suite struct `Unit economics` {
  private func bill(infrastructure: Double, models: Double, users: Int) -> Bill {
    var usage = MonthlyUsage()
    usage.users = users
    usage.models["model"] = ModelUsage(
      calls: 1,
      tokens: .init(input: TokenCount(Int64(models * 1e6)), output: TokenCount(0))
    )
    var platform = platform(
      BillItem(item: "plan", price: "v/plan", meter: .fixed, quantity: 1, group: "compute")
    )
    platform.models = [model("model", price: "v/model")]
    return CostingTests.bill(
      platform,
      [
        price("v/plan", unit: "month", usd: infrastructure),
        tokenPrice("v/model", input: 1, cached: nil, output: 1),
      ],
      usage
    )
  }

  // 1,000 users, 10 % at 20 dollars: 2,000. Infrastructure 500, models 300: margin 1,200, 60 %; models
  // are 15 % of revenue.
  @Test func `gross margin is revenue less the whole bill`() throws {
    let plans = [
      MoneyPlan.Plan(name: "free", share: Fraction(0.9), price: .zero),
      MoneyPlan.Plan(name: "pro", share: Fraction(0.1), price: cents(2000)),
    ]
    let month = try #require(
      UnitEconomics(bill(infrastructure: 500, models: 300, users: 1000), plans: plans)
    )
    #expect(month.revenue == cents(200_000))
    #expect(month.grossMargin == cents(120_000))
    #expect(month.grossMarginShare == 0.6)
    #expect(month.languageModelShare == 0.15)
  }

  // Everybody costs 500 / 1,000 = 0.50 of infrastructure. A pro user asks six times what a free one does:
  // 0.9 × 1 + 0.1 × 6 = 1.5 shares a user, so that a share costs 300 / 1,500 = 0.20: free 0.70, pro 1.70.
  @Test func `models are shared out by what the users of a plan ask`() throws {
    let plans = [
      MoneyPlan.Plan(name: "free", share: Fraction(0.9), price: .zero, usage: 1),
      MoneyPlan.Plan(name: "pro", share: Fraction(0.1), price: cents(2000), usage: 6),
    ]
    let month = try #require(
      UnitEconomics(bill(infrastructure: 500, models: 300, users: 1000), plans: plans)
    )
    #expect(month.plans.map(\.cost) == [cents(70), cents(170)])
    #expect(month.plans.map(\.margin) == [Money(microUSD: -700_000), cents(1830)])
    let all = month.plans.reduce(0) { $0 + $1.cost.usd * $1.users }
    #expect(close(all, month.cost.usd, relative: 1e-9))
  }

  @Test func `without plans or users there is nothing to say`() {
    let plans = [MoneyPlan.Plan(name: "pro", share: Fraction(1), price: cents(100))]
    #expect(UnitEconomics(bill(infrastructure: 1, models: 1, users: 10), plans: []) == nil)
    #expect(UnitEconomics(bill(infrastructure: 1, models: 1, users: 0), plans: plans) == nil)
  }
}

@Suite struct `A waterfall of bills` {
  private func bill(_ amounts: [(String, Double)]) -> Bill {
    let items = amounts.map {
      BillItem(item: $0.0, price: "v/unit", meter: .fixed, quantity: $0.1, group: "other")
    }
    var platform = Platform()
    platform.bill = items
    return CostingTests.bill(
      platform,
      [price("v/unit", unit: "GB", usd: 1)],
      MonthlyUsage()
    )
  }

  // a 10 → 110, b 5 → 2, c 0 → 1, d 7 → 7: 22 → 120. The largest first; d changes nothing.
  @Test func `adds up from the first total to the second`() {
    let fall = CostWaterfall(
      from: bill([("a", 10), ("b", 5), ("d", 7)]),
      to: bill([("a", 110), ("b", 2), ("c", 1), ("d", 7)]),
      most: 8
    )
    #expect(fall.steps.map(\.item) == ["a", "b", "c"])
    #expect(fall.steps.map(\.added.usd) == [100, -3, 1])
    #expect(fall.start + fall.steps.reduce(into: .zero) { $0 += $1.added } == fall.end)
    #expect(fall.end.usd == 120)
  }

  @Test func `puts what is small into one step`() {
    let fall = CostWaterfall(
      from: bill([]),
      to: bill([("a", 10), ("b", 5), ("c", 1), ("d", 2)]),
      most: 2
    )
    #expect(fall.steps.map(\.item) == ["a", "b", "2 other items"])
    #expect(fall.steps.map(\.added.usd) == [10, 5, 3])
  }
}

@Suite struct `Where buying otherwise pays` {
  // 19.05 a month of 730 hours, or 0.0416 an hour, 30.368 a month: 62.73 % of the time.
  @Test func `an instance that runs more than the ratio of the prices is worth reserving`() throws {
    let share = try #require(
      BreakEven.reservedShare(
        price("v/a-reserved", unit: "730 hours", usd: 19.05),
        against: price("v/a", unit: "hour", usd: 0.0416),
        daysPerMonth: daysPerMonth
      )
    )
    #expect(close(share, 19.05 / 30.368, relative: 1e-9))
    // Two instances all day, a third for 16 hours of 24 (66.7 %), a fourth for 8 (33.3 %).
    var instances = MonthlyUsage.Instances(mean: 3, peak: 4)
    instances.hours =
      Array(repeating: 2, count: 8) + Array(repeating: 3, count: 8) + Array(repeating: 4, count: 8)
    #expect(BreakEven.reserved(instances, above: share) == 3)
    #expect(BreakEven.reserved(instances, above: 0.7) == 2)
    #expect(BreakEven.reserved(instances, above: 0.3) == 4)
    #expect(BreakEven.reserved(instances, above: 1) == 0)
  }

  // Any other number of reserved instances costs more: 3 × 19.05 + 1/3 × 30.368 = 67.27.
  @Test func `the number that the rule gives has the lowest bill`() throws {
    var instances = MonthlyUsage.Instances(mean: 3, peak: 4)
    instances.hours =
      Array(repeating: 2, count: 8) + Array(repeating: 3, count: 8) + Array(repeating: 4, count: 8)
    var usage = MonthlyUsage()
    usage.services["api"] = instances
    let totals = (0...5).map { count -> Money in
      var service = Service()
      service.name = "api"
      service.plan = "v/a"
      if count > 0 { service.reserved = .init(plan: "v/a-reserved", instances: count) }
      var platform = Platform()
      platform.services = [service]
      return bill(
        platform,
        [
          price("v/a", unit: "hour", usd: 0.0416),
          price("v/a-reserved", unit: "730 hours", usd: 19.05),
        ],
        usage
      ).total
    }
    #expect(totals.min() == totals[3])
    #expect(close(totals[3].usd, 3 * 19.05 + 30.368 / 3, relative: 1e-6))
  }

  // Writing 2.50, plain 2, cached 0.10: (2.5 − 2) / (2 − 0.1) = 0.263 reads for each write.
  @Test func `a prefix must be read so often for each time that it is written`() throws {
    var tokens = try #require(
      tokenPrice("v/m", input: 2, cached: 0.1, output: 10).tokens
    )
    tokens.cacheWrite = TokenPrice(usdPerMillion: 2.5)
    let reads = try #require(BreakEven.readsPerWrite(tokens))
    #expect(close(reads, 0.5 / 1.9, relative: 1e-9))
    tokens.cachedInput = nil
    #expect(BreakEven.readsPerWrite(tokens) == nil)
  }
}
