import Costing
import Quantities
import Scenarios
import Testing

@Suite struct `A bill` {
  /// A platform that uses one of everything, and prices for half of it.
  private func sample() -> (platform: Platform, prices: [Price], usage: MonthlyUsage) {
    var platform = platform(
      BillItem(item: "egress", price: "a/egress", meter: .egress_gb, quantity: 1, group: "network"),
      BillItem(item: "files", price: "a/files", meter: .file_gb, quantity: 1, group: "storage"),
      BillItem(item: "seats", price: "a/seat", meter: .seats, quantity: 3, group: "other"),
      BillItem(item: "mystery", price: "a/missing", meter: .users, quantity: 1, group: "unheard of")
    )
    platform.services = [Service(), Service()]
    platform.services[0].name = "api"
    platform.services[0].plan = "a/instance"
    platform.services[1].name = "jobs"
    platform.databases = [Database()]
    platform.databases[0].name = "postgres"
    platform.databases[0].plan = "a/limits"
    platform.models = [
      model("m1", price: "a/m1"), model("m2", price: nil), model("m3", price: nil),
    ]
    let prices = [
      price("a/egress", unit: "GB", usd: 0.0909, included: 5),
      price("a/files", unit: "GB-month", usd: 0.0213),
      price("a/seat", unit: "seat-month", usd: 20),
      price("a/instance", unit: "hour", usd: 0.01344),
      price("a/limits", unit: "limit only", usd: nil),
      tokenPrice("a/m1", input: 0.26, cached: nil, output: 0.38),
    ]
    var usage = MonthlyUsage()
    usage.services["api"] = MonthlyUsage.Instances(mean: 1.37, peak: 2)
    usage.egress = ByteCount(7_654_321_987)
    usage.users = 7
    usage.queries = 1001
    let tokens = ModelUsage.Tokens(
      input: TokenCount(123_456_789),
      cachedInput: TokenCount(23_456_789),
      output: TokenCount(9_876_543)
    )
    let wasted = ModelUsage.Tokens(
      input: TokenCount(456_789),
      cachedInput: TokenCount(56_789),
      output: TokenCount(6543)
    )
    usage.models["m1"] = ModelUsage(calls: 1001, tokens: tokens, wasted: wasted)
    usage.models["m2"] = ModelUsage(calls: 1001, tokens: tokens, wasted: wasted)
    return (platform, prices, usage)
  }

  @Test func `lists what it cannot price and never bills it as zero`() {
    let (platform, prices, usage) = sample()
    let bill = bill(platform, prices, usage)
    let reasons = Dictionary(uniqueKeysWithValues: bill.unpriced.map { ($0.item, $0.reason) })
    #expect(
      reasons == [
        "jobs": .noPlan,
        "postgres": .noAmount(key: "a/limits"),
        "files": .notMeasured("file_gb"),
        "mystery": .unknownPrice(key: "a/missing"),
        "m2": .noPlan,
      ]
    )
    #expect(!bill.isComplete)
    #expect(bill.lines.allSatisfy { $0.amount != .zero })
    #expect(Set(bill.lines.map(\.item)).isDisjoint(with: reasons.keys))
    #expect(bill.unpriced.first { $0.item == "mystery" }?.group == .other)
  }

  @Test func `adds up exactly`() {
    let (platform, prices, usage) = sample()
    let bill = bill(platform, prices, usage)
    let lines = bill.lines.map(\.amount.microUSD).reduce(0, +)
    let groups = Bill.Group.allCases.map { bill.subtotal(of: $0).microUSD }.reduce(0, +)
    #expect(bill.total.microUSD == lines)
    #expect(bill.total.microUSD == groups)
    #expect(bill.total == bill.infrastructure + bill.languageModels)
  }

  @Test func `bills cached tokens as prompt tokens where the vendor has no other price`() {
    let (platform, prices, usage) = sample()
    let lines = bill(platform, prices, usage).lines.filter { $0.group == .llm }
    // 100 million and 23,456,789 tokens at 0.26, 9,876,543 at 0.38.
    #expect(lines.map(\.amount.microUSD) == [26_000_000, 6_098_765, 3_753_086])
    #expect(lines.map(\.unitPrice.money.microUSD) == [260_000, 260_000, 380_000])
  }

  @Test func `wastes no more than it bills`() {
    let (platform, prices, usage) = sample()
    let bill = bill(platform, prices, usage)
    // 400,000 and 56,789 tokens at 0.26, 6,543 at 0.38.
    #expect(bill.waste == Money(microUSD: 104_000 + 14_765 + 2486))
    #expect(bill.waste <= bill.languageModels)

    var lost = usage
    for (name, used) in usage.models {
      lost.models[name] = ModelUsage(
        calls: used.calls,
        tokens: used.ordinary.tokens,
        wasted: used.ordinary.tokens
      )
    }
    let all = Bill(
      platform: platform,
      prices: Dictionary(uniqueKeysWithValues: prices.map { ($0.key, $0) }),
      usage: lost,
      tier: "current",
      daysPerMonth: daysPerMonth,
      on: billingDay
    )
    #expect(all.waste == all.languageModels)
  }

  @Test func `holds more tokens than 64 bits of money`() {
    var platform = Platform()
    platform.models = [model("m", price: "a/m")]
    var usage = MonthlyUsage()
    usage.models["m"] = ModelUsage(
      calls: 1,
      tokens: ModelUsage.Tokens(input: TokenCount(.max), output: TokenCount(.max))
    )
    let bill = bill(platform, [tokenPrice("a/m", input: 15, cached: nil, output: 75)], usage)
    // (2⁶³ − 1) × 15 and × 75 millionths of a dollar.
    #expect(bill.total.microUSD == Int128(Int64.max) * 90)
  }

  @Test func `takes what is included off once, and never below nothing`() {
    let egress = price("a/egress", unit: "GB", usd: 0.1, included: 250)
    let platform = platform(
      BillItem(item: "pages", price: egress.key, meter: .egress_gb, quantity: 1, group: "network"),
      BillItem(item: "files", price: egress.key, meter: .egress_gb, quantity: 2, group: "network")
    )
    var usage = MonthlyUsage()
    usage.egress = ByteCount(100_000_000_000)
    let lines = bill(platform, [egress], usage).lines
    #expect(lines.map(\.included) == [100, 150])
    #expect(lines.map(\.amount) == [.zero, cents(500)])
  }

  @Test func `lets a metered plan be billed by the item that meters it`() {
    let commands = price("cache/commands", unit: "100K commands", usd: 0.2)
    var platform = Platform()
    platform.caches = [
      Cache(
        name: "redis",
        plan: commands.key,
        maxConnections: .unbounded,
        maxOperations: nil,
        lookupTime: .constant(0.001)
      )
    ]
    var usage = MonthlyUsage()
    usage.cacheOperations = 150_000_000
    let without = bill(platform, [commands], usage)
    #expect(without.lines.isEmpty)
    #expect(
      without.unpriced.map(\.reason) == [
        .unitDoesNotFit(key: commands.key, unit: "100K commands")
      ]
    )

    platform.bill = [
      BillItem(
        item: "redis commands",
        price: commands.key,
        meter: .cache_operations,
        quantity: 0.000_01,
        group: "database"
      )
    ]
    let with = bill(platform, [commands], usage)
    #expect(with.total == cents(30_000))
    #expect(with.isComplete)
  }

  @Test func `has no cost per user without users`() {
    let bill = bill(Platform(), [], MonthlyUsage())
    #expect(bill.perUser == nil)
    #expect(bill.perThousandQueries == nil)
    #expect(bill.total == .zero)
  }
}
