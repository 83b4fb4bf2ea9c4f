import Costing
import Quantities
import Scenarios
import Testing

@Suite struct `Hand-computed invoices` {
  /// Supabase's own billing example prints 7.13 dollars for 75 MB/s beyond the 125 included.
  @Test func `extra disk throughput costs what the vendor's example says`() {
    let throughput = price("supabase/throughput", unit: "MB/s-month", usd: 0.095, included: 125)
    let item = BillItem(
      item: "disk throughput",
      price: throughput.key,
      meter: .fixed,
      quantity: 200,
      group: "storage"
    )
    let bill = bill(platform(item), [throughput], MonthlyUsage())
    #expect(bill.total == Money(microUSD: 7_125_000))
    #expect(bill.lines.first?.included == 125)
  }

  /// 15 million calls of 1,155 prompt and 211 answer tokens at 2 and 10 dollars a million:
  /// 34,650 + 31,650 dollars.
  @Test func `half a million queries a day cost 66,300 dollars a month in tokens`() {
    var platform = Platform()
    platform.models = [model("large", price: "vendor/large")]
    let calls: Int64 = 500_000 * 30
    var usage = MonthlyUsage()
    usage.queries = calls
    usage.users = 100_000
    usage.models["large"] = ModelUsage(
      calls: calls,
      tokens: ModelUsage.Tokens(
        input: TokenCount(calls * 1155),
        output: TokenCount(calls * 211)
      )
    )
    let prices = [tokenPrice("vendor/large", input: 2, cached: 0.2, output: 10)]
    let bill = bill(platform, prices, usage)
    #expect(bill.lines.map(\.amount) == [cents(3_465_000), cents(3_165_000)])
    #expect(bill.languageModels == cents(6_630_000))
    #expect(bill.infrastructure == .zero)
    #expect(bill.perQuery == Money(microUSD: 4420))
    #expect(bill.perThousandQueries == cents(442))
    #expect(bill.perUser == Money(microUSD: 663_000))
    #expect(bill.perThousandUsers == cents(66_300))
  }

  /// 25 plan + 730 × 0.0206 compute − 10 credit + 50 × 0.09 egress + 12 × 0.125 disk = 36.038;
  /// 2.5 instances × 25 = 62.50.
  @Test func `a small platform pays plan, compute, credit, overage and instances`() {
    var platform = platform(
      BillItem(item: "plan", price: "db/plan", meter: .fixed, quantity: 1, group: "database"),
      BillItem(item: "credit", price: "db/credit", meter: .fixed, quantity: -1, group: "database"),
      BillItem(
        item: "egress",
        price: "db/egress",
        meter: .egress_gb,
        quantity: 1,
        group: "network"
      ),
      BillItem(item: "disk", price: "db/disk", meter: .database_gb, quantity: 1, group: "storage")
    )
    var database = Database()
    database.name = "postgres"
    database.plan = "db/small"
    platform.databases = [database]
    var service = Service()
    service.name = "api"
    service.plan = "host/standard"
    platform.services = [service]
    var usage = MonthlyUsage()
    usage.services["api"] = MonthlyUsage.Instances(mean: 2.5, peak: 4)
    usage.databases["postgres"] = ByteCount(20_000_000_000)
    usage.egress = ByteCount(300_000_000_000)
    let prices = [
      price("db/plan", unit: "month", usd: 25),
      price("db/credit", unit: "month", usd: 10),
      price("db/small", unit: "hour", usd: 0.0206),
      price("db/egress", unit: "GB", usd: 0.09, included: 250),
      price("db/disk", unit: "GB-month", usd: 0.125, included: 8),
      price("host/standard", unit: "month", usd: 25),
    ]
    let bill = bill(platform, prices, usage)
    #expect(bill.isComplete)
    #expect(bill.subtotal(of: .compute) == cents(6250))
    #expect(bill.subtotal(of: .database) == Money(microUSD: 30_038_000))
    #expect(bill.subtotal(of: .network) == cents(450))
    #expect(bill.subtotal(of: .storage) == cents(150))
    #expect(bill.total == Money(microUSD: 98_538_000))
  }

  /// 10,000 connections, 500 of them included, at 10 dollars a thousand.
  @Test func `peak connections are billed by the thousand`() {
    let connections = price(
      "db/connections",
      unit: "1000 connections-month",
      usd: 10,
      included: 0.5
    )
    var platform = Platform()
    platform.realtime = Realtime(
      service: "api",
      plan: connections.key,
      maxConnections: .unbounded,
      memoryPerConnection: ByteCount(65_536),
      heartbeat: .seconds(15)
    )
    var usage = MonthlyUsage()
    usage.peakConnections = 10_000
    #expect(bill(platform, [connections], usage).subtotal(of: .realtime) == cents(9500))

    platform.bill = [
      BillItem(
        item: "connections",
        price: connections.key,
        meter: .peak_connections,
        quantity: 0.001,
        group: "realtime"
      )
    ]
    let itemized = bill(platform, [connections], usage)
    #expect(itemized.subtotal(of: .realtime) == cents(9500))
    #expect(itemized.lines.count == 1)
  }

  /// The peak of 3 + 2 instances at 15 dollars a host; 5 million requests of 2,000 bytes of log.
  @Test func `hosts are billed by their peak and logs by their bytes`() {
    let platform = platform(
      BillItem(
        item: "hosts",
        price: "watch/host",
        meter: .peak_instances,
        quantity: 1,
        group: "observability"
      ),
      BillItem(
        item: "logs",
        price: "watch/logs",
        meter: .log_gb,
        quantity: 2000,
        group: "observability"
      )
    )
    var usage = MonthlyUsage()
    usage.services["api"] = MonthlyUsage.Instances(mean: 1.5, peak: 3)
    usage.services["jobs"] = MonthlyUsage.Instances(mean: 2, peak: 2)
    usage.requests = 5_000_000
    let prices = [
      price("watch/host", unit: "host-month", usd: 15),
      price("watch/logs", unit: "GB", usd: 0.1),
    ]
    #expect(bill(platform, prices, usage).subtotal(of: .observability) == cents(7600))
  }

  @Test(arguments: [("hour", 73.0), ("730 hours", 0.1), ("month", 0.1), ("GB per 30 days", 0.1014)])
  func `a unit's time decides how often it is billed`(unit: String, dollars: Double) {
    let plan = price("host/plan", unit: unit, usd: 0.1)
    let item = BillItem(
      item: "plan",
      price: plan.key,
      meter: .fixed,
      quantity: 1,
      group: "compute"
    )
    let total = bill(platform(item), [plan], MonthlyUsage()).total
    // Printed to a hundredth of a cent.
    #expect(abs(total.usd - dollars) < 0.0001)
  }
}
