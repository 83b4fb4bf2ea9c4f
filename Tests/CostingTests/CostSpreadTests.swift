import Costing
import Quantities
import Scenarios
import Testing

@Suite struct `The spread of a total` {
  @Test func `takes percentiles that occur in the sample`() throws {
    let spread = try #require(CostSpread(totals: (1...20).reversed().map { cents($0) }))
    #expect(spread.p10 == cents(2))
    #expect(spread.p50 == cents(10))
    #expect(spread.p90 == cents(18))
    #expect(CostSpread(totals: []) == nil)
  }

  /// 100 GB at 1 dollar and a fixed 50 dollars: only the first follows demand.
  @Test func `scales demand and leaves fixed costs alone`() throws {
    let prices = [price("a/gb", unit: "GB", usd: 1), price("a/plan", unit: "month", usd: 50)]
    var usage = MonthlyUsage()
    usage.egress = ByteCount(100_000_000_000)
    let spread = CostSpread(
      platform: platform(
        BillItem(item: "egress", price: "a/gb", meter: .egress_gb, quantity: 1, group: "network"),
        BillItem(item: "plan", price: "a/plan", meter: .fixed, quantity: 1, group: "compute")
      ),
      prices: Dictionary(uniqueKeysWithValues: prices.map { ($0.key, $0) }),
      usage: usage,
      daysPerMonth: daysPerMonth,
      on: billingDay,
      demandFactors: [2, 0.5, 1]
    )
    let found = try #require(spread)
    #expect(found.p10 == cents(10_000))
    #expect(found.p50 == cents(15_000))
    #expect(found.p90 == cents(25_000))
  }
}
