import Costing
import Quantities
import Scenarios
import TestSupport
import Testing

/// Bills by the vendors' documented rules with the prices of the shipped books; the arithmetic of each
/// stands in its comment, so that a reader can check it with pencil and paper.
@Suite struct `Bills by the vendors' own rules` {
  private let books: PriceBook

  init() throws {
    books = try PriceBook.read(
      repositoryFiles(in: "models/prices", ending: ".yaml").map(repositoryPath)
    )
  }

  private func billOf(
    _ platform: Platform,
    _ usage: MonthlyUsage = MonthlyUsage(),
    on day: String = "2026-11-28"
  ) throws -> Bill {
    Bill(
      platform: platform,
      prices: Dictionary(uniqueKeysWithValues: books.prices.map { ($0.key, $0) }),
      usage: usage,
      tier: "test",
      daysPerMonth: daysPerMonth,
      on: try #require(CalendarDate(day))
    )
  }

  private func item(
    _ price: String,
    _ meter: BillItem.Meter = .fixed,
    _ quantity: Double = 1
  ) -> BillItem {
    BillItem(item: price, price: price, meter: meter, quantity: quantity, group: "other")
  }

  private func usage(of model: String, _ tokens: ModelUsage.Tokens) -> MonthlyUsage {
    var usage = MonthlyUsage()
    usage.models[model] = ModelUsage(calls: 1, tokens: tokens)
    return usage
  }

  private func calling(_ price: String) -> Platform {
    var platform = Platform()
    platform.models = [model("model", price: price)]
    return platform
  }

  // 25 plan − 10 credit + 730 h × 0.0206 = 15.038 compute + (20 − 8) GB × 0.125 = 1.50 disk = 31.538.
  @Test func `Supabase Pro takes off the compute credit and the included disk`() throws {
    var platform = platform(
      item("supabase/plan-pro"),
      item("supabase/compute-credit", .fixed, -1),
      item("supabase/disk-gp3", .database_gb)
    )
    var database = Database()
    database.name = "postgres"
    database.plan = "supabase/compute-small"
    platform.databases = [database]
    var usage = MonthlyUsage()
    usage.databases["postgres"] = ByteCount(20_000_000_000)
    #expect(try billOf(platform, usage).total == Money(microUSD: 31_538_000))
  }

  // 12.3 GB begin 13 of them: 13 × 0.15 = 1.95.
  @Test func `Render bills every gigabyte that is begun`() throws {
    var usage = MonthlyUsage()
    usage.egress = ByteCount(12_300_000_000)
    let bill = try billOf(platform(item("render/bandwidth", .egress_gb)), usage)
    #expect(bill.total == cents(195))
    #expect(bill.lines.first?.billed == 13)
  }

  // A million requests of 50 ms CPU and 8 s open at 0.5 GB, 20 at once in an instance:
  // CPU 50,000 s = 13.8889 h × 0.128 = 1.777778; memory 8 M s / 20 × 0.5 GB = 55.5556 GB-h × 0.0106 =
  // 0.588889; the first million invocations is included. Sum 2.366667.
  @Test func `Vercel bills the CPU only while it computes and memory once for all that share it`()
    throws
  {
    var usage = MonthlyUsage()
    usage.requests = 1_000_000
    usage.cpuHours = 1e6 * 0.05 / 3600
    usage.openHours = 1e6 * 8 / 3600
    let platform = platform(
      item("vercel/functions-active-cpu", .cpu_hours),
      item("vercel/functions-memory", .open_hours, 0.5 / 20),
      item("vercel/functions-invocations", .requests, 1e-6)
    )
    #expect(try billOf(platform, usage).total == Money(microUSD: 2_366_667))
  }

  // One vCPU and 2 GiB, busy all month, 2,628,000 s. By request: (2,628,000 − 180,000) × 0.000024 =
  // 58.752 + (5,256,000 − 360,000) × 0.0000025 = 12.24: 70.992. By instance: (2,628,000 − 240,000) ×
  // 0.000018 = 42.984 + (5,256,000 − 450,000) × 0.000002 = 9.612: 52.596.
  @Test func `Cloud Run is dearer by the request for who is always busy`() throws {
    func cost(_ kind: String) throws -> Money {
      try billOf(
        platform(
          item("google-cloud/cloud-run-\(kind)-vcpu", .fixed),
          item("google-cloud/cloud-run-\(kind)-memory", .fixed, 2)
        )
      ).total
    }
    #expect(try cost("request-based") == Money(microUSD: 70_992_000))
    #expect(try cost("instance-based") == Money(microUSD: 52_596_000))
  }

  // Every day 20 hosts for 10 hours and 4 for 14: the ninth highest hour of the month has 20, and the
  // bill is 20 × 15 = 300, not that of the mean of 10.67. One burst of eight hours a month is free:
  // the ninth highest hour has 4, and the bill is 60.
  @Test func `Datadog bills the ninth highest hour`() throws {
    let platform = platform(item("datadog/infrastructure-pro", .peak_instances))
    var usage = MonthlyUsage()
    var daily = MonthlyUsage.Instances(mean: 256.0 / 24, peak: 20)
    daily.hours = Array(repeating: 20, count: 10) + Array(repeating: 4, count: 14)
    usage.services["api"] = daily
    #expect(try billOf(platform, usage).total == cents(30_000))
    var burst = MonthlyUsage.Instances(mean: (8.0 * 20 + 722 * 4) / 730, peak: 20)
    burst.hours = Array(repeating: 20, count: 8) + Array(repeating: 4, count: 722)
    usage.services["api"] = burst
    #expect(try billOf(platform, usage).total == cents(6000))
  }

  // 3,400,001 writes: 1,000,000 free, 2.400001 million begin a third: 3 × 4.50 = 13.50; 10.2 million
  // reads: 10 free, 0.2 begin one: 0.36; 25 GB: (25 − 10) × 0.015 = 0.225. Sum 14.085.
  @Test func `R2 rounds operations up to the next million`() throws {
    let platform = platform(
      item("cloudflare/r2-class-a", .fixed, 3.400001),
      item("cloudflare/r2-class-b", .fixed, 10.2),
      item("cloudflare/r2-storage", .fixed, 25)
    )
    #expect(try billOf(platform).total == Money(microUSD: 14_085_000))
  }

  // A prompt of 100,000 tokens of which 90,000 are a prefix, asked 11 times within its lifetime: 1
  // write and 10 reads. Plain 11 × 10,000 × 2 = 0.22, written 90,000 × 2.5 = 0.225, read 900,000 × 0.1
  // = 0.09, answers 11 × 1,000 × 10 = 0.11 (per million). Sum 0.645; without the cache 2.31.
  @Test func `Anthropic bills writing to the prompt cache and reading from it`() throws {
    let usage = usage(
      of: "model",
      ModelUsage.Tokens(
        input: TokenCount(1_100_000),
        cachedInput: TokenCount(900_000),
        cacheWrites: TokenCount(90_000),
        output: TokenCount(11_000)
      )
    )
    let bill = try billOf(calling("anthropic/claude-sonnet-5-5"), usage)
    #expect(bill.total == Money(microUSD: 645_000))
    #expect(bill.lines.map(\.amount.microUSD) == [220_000, 225_000, 90_000, 110_000])
  }

  // One request of 300,000 prompt tokens and 2,000 answer tokens, beyond 272,000: all of it costs 4 and
  // 15 instead of 2 and 10: 1.20 + 0.03 = 1.23, not 0.62.
  @Test func `GPT reprices the whole of a long request`() throws {
    var usage = MonthlyUsage()
    usage.models["model"] = ModelUsage(calls: 1, tokens: .none)
    usage.models["model"]?.special[.longContext] = .init(
      tokens: ModelUsage.Tokens(input: TokenCount(300_000), output: TokenCount(2000))
    )
    let bill = try billOf(calling("openai/gpt-6-sol"), usage)
    #expect(bill.total == cents(123))
  }

  // 17 of 24 hours at 0.66 and 1.98, 7 at twice that: 24 million prompt and 2.4 million answer tokens
  // evenly over the day: 17 × 0.66 + 1.7 × 1.98 = 14.586, and 7 × 1.32 + 0.7 × 3.96 = 12.012. Sum
  // 26.598.
  @Test func `DeepSeek doubles its prices in peak hours`() throws {
    var usage = usage(
      of: "model",
      ModelUsage.Tokens(input: TokenCount(17_000_000), output: TokenCount(1_700_000))
    )
    usage.models["model"]?.special[.peakHours] = .init(
      tokens: ModelUsage.Tokens(input: TokenCount(7_000_000), output: TokenCount(700_000))
    )
    let bill = try billOf(calling("deepseek/deepseek-v4-pro"), usage)
    #expect(bill.total == Money(microUSD: 26_598_000))
  }

  // 10 million prompt and 1 million answer tokens: 10 × 2 + 10 = 30 in November, 10 × 4 + 20 = 60 in
  // December 2026.
  @Test(arguments: [("2026-11-30", 3000), ("2026-12-01", 6000), ("2028-01-01", 6000)])
  func `Gemini doubles on the announced day`(day: String, cost: Int) throws {
    let usage = usage(
      of: "model",
      ModelUsage.Tokens(input: TokenCount(10_000_000), output: TokenCount(1_000_000))
    )
    #expect(
      try billOf(calling("google/gemini-4-argon"), usage, on: day).total == cents(cost)
    )
  }

  // Eight instances on average, three of them reserved for a year, 60 % of the other five on spot:
  // 3 × 19.05 = 57.15 + 3 × 730 × 0.0183 = 40.077 + 2 × 730 × 0.0416 = 60.736. Sum 157.963; all on
  // demand 242.944.
  @Test func `EC2 mixes reserved, spot and on-demand instances`() throws {
    var service = Service()
    service.name = "api"
    service.plan = "aws/ec2-t3.medium"
    var platform = Platform()
    var usage = MonthlyUsage()
    usage.services["api"] = MonthlyUsage.Instances(mean: 8, peak: 12)
    platform.services = [service]
    #expect(try billOf(platform, usage).total == Money(microUSD: 242_944_000))
    service.reserved = .init(plan: "aws/ec2-t3.medium-reserved-1y", instances: 3)
    service.spot = .init(plan: "aws/ec2-t3.medium-spot", share: Fraction(0.6))
    platform.services = [service]
    #expect(try billOf(platform, usage).total == Money(microUSD: 157_963_000))
  }

  // Reserved instances are paid for whether they run or not: five reserved, four run for half the day
  // and eight for the other half. 5 × 19.05 = 95.25 + (0 + 3)/2 × 730 × 0.0416 = 45.552. Sum 140.802.
  @Test func `reserved instances that do not run are paid for`() throws {
    var service = Service()
    service.name = "api"
    service.plan = "aws/ec2-t3.medium"
    service.reserved = .init(plan: "aws/ec2-t3.medium-reserved-1y", instances: 5)
    var platform = Platform()
    platform.services = [service]
    var instances = MonthlyUsage.Instances(mean: 6, peak: 8)
    instances.hours = Array(repeating: 4, count: 12) + Array(repeating: 8, count: 12)
    var usage = MonthlyUsage()
    usage.services["api"] = instances
    #expect(try billOf(platform, usage).total == Money(microUSD: 140_802_000))
  }

  // 60,100 GB: 100 free, 10,000 × 0.09 = 900, 40,000 × 0.085 = 3,400, 10,000 × 0.07 = 700. Sum 5,000.
  @Test func `AWS bills egress by the steps of its scale`() throws {
    var usage = MonthlyUsage()
    usage.egress = ByteCount(60_100_000_000_000)
    let bill = try billOf(platform(item("aws/egress", .egress_gb)), usage)
    #expect(bill.total == cents(500_000))
    #expect(bill.lines.map(\.billed) == [10_000, 40_000, 10_000])
    #expect(bill.lines.map(\.quantity).reduce(0, +) == 60_100)
  }

  // A batch costs half: 10 million prompt and 1 million answer tokens at 4 and 20: 30 instead of 60.
  @Test func `a batch takes its discount off`() throws {
    var usage = MonthlyUsage()
    usage.models["model"] = ModelUsage(calls: 1, tokens: .none)
    usage.models["model"]?.special[.batch] = .init(
      tokens: ModelUsage.Tokens(input: TokenCount(10_000_000), output: TokenCount(1_000_000))
    )
    #expect(
      try billOf(calling("anthropic/claude-opus-5-5"), usage).total == cents(3000)
    )
  }

  // Every line of every bill above: quantity − included, rounded, times the price is the amount.
  @Test func `every amount is its billed quantity times its price`() throws {
    var usage = usage(
      of: "model",
      ModelUsage.Tokens(input: TokenCount(1_234_567), output: TokenCount(76_543))
    )
    usage.egress = ByteCount(61_234_000_000_000)
    usage.requests = 1_000_000
    var platform = calling("openai/gpt-6-sol")
    platform.bill = [item("aws/egress", .egress_gb), item("render/bandwidth", .egress_gb)]
    let bill = try billOf(platform, usage)
    #expect(bill.lines.count == 6)
    for line in bill.lines {
      #expect(line.unitPrice.cost(of: line.billed) == line.amount, "\(line.item)")
      #expect(!line.provenance.source.isEmpty && !line.provenance.asOf.isEmpty)
    }
  }
}
