import Costing
import Quantities
import Scenarios
import Testing

/// Bills of bytes by their path and of messages, by hand.
@Suite struct `Meters of paths and messages` {
  private func amount(_ meter: BillItem.Meter, quantity: Double, _ usage: MonthlyUsage) -> Money {
    let platform = platform(
      BillItem(item: "x", price: "v/x", meter: meter, quantity: quantity, group: "network")
    )
    let made = Bill(
      platform: platform,
      prices: ["v/x": price("v/x", unit: "GB", usd: 0.5)],
      usage: usage,
      tier: "t",
      daysPerMonth: daysPerMonth,
      on: billingDay
    )
    return made.total
  }

  @Test func `each path has its own bytes`() {
    var usage = MonthlyUsage()
    usage.egress = ByteCount(100_000_000_000)
    usage.edgeEgress = ByteCount(80_000_000_000)
    usage.originEgress = ByteCount(28_000_000_000)
    usage.ingress = ByteCount(2_000_000_000)
    #expect(amount(.egress_gb, quantity: 1, usage) == Money(usd: 50))
    #expect(amount(.edge_gb, quantity: 1, usage) == Money(usd: 40))
    #expect(amount(.origin_gb, quantity: 1, usage) == Money(usd: 14))
    #expect(amount(.ingress_gb, quantity: 1, usage) == Money(usd: 1))
    #expect(amount(.edge_gb, quantity: 1, usage.scaled(by: 0.5)) == Money(usd: 20))
  }

  @Test func `messages are priced by the million, prompts by their bytes`() {
    var usage = MonthlyUsage()
    usage.realtimeMessages = 12_000_000
    usage.models["m"] = ModelUsage(
      calls: 1,
      tokens: .init(input: TokenCount(1_000_000_000), output: TokenCount(0))
    )
    #expect(amount(.realtime_messages, quantity: 1e-6, usage) == Money(usd: 6))
    // Four bytes for each of a billion tokens.
    #expect(amount(.prompt_gb, quantity: 4, usage) == Money(usd: 2))
  }
}
