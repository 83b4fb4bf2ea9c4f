import Costing
import Quantities
import Scenarios
import TestSupport
import Testing

/// Prices that differ from region to region.
@Suite struct `Regions of prices` {
  /// Two cents an hour in `east`, three in `west`; five of ten gigabytes are included, in `west` two.
  private func book() -> [Price] {
    var host = price("host/small", unit: "hour", usd: 0.02)
    host.region = "east"
    host.regions["west"] = Price.Regional()
    host.regions["west"]?.unitPrice = UnitPrice(usd: 0.03)
    host.regions["west"]?.source = "the page of the west"
    host.regions["west"]?.asOf = "2026-10"
    var disk = price("host/disk", unit: "GB-month", usd: 1, included: 5)
    disk.region = "east"
    disk.regions["west"] = Price.Regional()
    disk.regions["west"]?.factor = 1.5
    disk.regions["south"] = Price.Regional()
    disk.regions["south"]?.included = 2
    return [host, disk, price("host/seat", unit: "month", usd: 7)]
  }

  private func service(_ name: String, in region: String? = nil) -> Service {
    var service = Service()
    service.name = name
    service.plan = "host/small"
    service.region = region
    return service
  }

  private func disk(_ gigabytes: Double, in region: String? = nil) -> BillItem {
    var item = BillItem(
      item: "disk",
      price: "host/disk",
      meter: .fixed,
      quantity: gigabytes,
      group: "storage"
    )
    item.region = region
    return item
  }

  private func usage(_ names: String...) -> MonthlyUsage {
    var usage = MonthlyUsage()
    for name in names { usage.services[name] = MonthlyUsage.Instances(mean: 1, peak: 1) }
    return usage
  }

  // 730 × 0.02 = 14.60 where nothing is said; 730 × 0.03 = 21.90 in the west.
  @Test func `a part pays the price of its region`() {
    var platform = Platform()
    platform.services = [service("a"), service("b", in: "west"), service("c", in: "east")]
    let bill = bill(platform, book(), usage("a", "b", "c"))
    #expect(bill.lines.map(\.amount) == [cents(1460), cents(2190), cents(1460)])
    #expect(bill.lines.map(\.priceKey) == ["host/small", "host/small@west", "host/small"])
    #expect(bill.lines[1].provenance.source == "the page of the west")
    #expect(bill.lines[1].provenance.asOf == "2026-10")
    #expect(bill.lines[1].provenance.grade == "A")
  }

  // The vendor's region holds for all that says nothing, the seat has the same price everywhere.
  @Test func `a vendor's region holds for all parts that name none`() {
    var platform = platform(
      disk(10),
      BillItem(item: "seat", price: "host/seat", meter: .fixed, quantity: 1, group: "other")
    )
    platform.services = [service("a"), service("b", in: "east")]
    platform.regions = ["host": "west"]
    let bill = bill(platform, book(), usage("a", "b"))
    // 21.90, 14.60, (10 − 5) × 1.50 = 7.50, 7.
    #expect(bill.lines.map(\.amount) == [cents(2190), cents(1460), cents(750), cents(700)])
  }

  // (10 − 2) × 1 = 8 in the south; then 20 more in the east: what is included is used up.
  @Test func `what is included is included once, wherever it is used`() {
    let bill = bill(platform(disk(10, in: "south"), disk(20)), book(), MonthlyUsage())
    #expect(bill.lines.map(\.amount) == [cents(800), cents(2000)])
  }

  @Test func `a price that is not known for the region is not guessed`() {
    var platform = Platform()
    platform.services = [service("a", in: "south")]
    let bill = bill(platform, book(), usage("a"))
    #expect(bill.lines.isEmpty)
    let reason = bill.unpriced.first?.reason
    #expect(
      reason == .notInRegion(key: "host/small", region: "south", known: ["east", "west"])
    )
    #expect(reason?.description.hasSuffix("is not known for south, but for east, west") == true)
  }

  // One million tokens each way at 2 and 10, a tenth more in the west: 13.20. The announced price is that
  // of the entry's own region.
  @Test func `a factor multiplies all token prices`() {
    var tokens = tokenPrice("lab/large", input: 2, cached: 0.2, output: 10)
    tokens.tokens?.longContext = .init(
      above: 1000,
      input: TokenPrice(usdPerMillion: 4),
      cachedInput: nil,
      output: TokenPrice(usdPerMillion: 15)
    )
    tokens.regions["west"] = Price.Regional()
    tokens.regions["west"]?.factor = 1.1
    var platform = Platform()
    platform.models = [model("large", price: "lab/large")]
    platform.models[0].region = "west"
    var usage = MonthlyUsage()
    usage.models["large"] = ModelUsage(
      calls: 1,
      tokens: ModelUsage.Tokens(input: TokenCount(1_000_000), output: TokenCount(1_000_000))
    )
    #expect(bill(platform, [tokens], usage).total == cents(1320))
    let west = tokens.held(in: "west")
    #expect(west?.tokens?.longContext?.output == TokenPrice(usdPerMillion: 16.5))
    #expect(west?.revisions.isEmpty == true)
  }

  // Half a vCPU and one GB for the whole month in Tokyo: 730 × (0.5 × 0.05056 + 0.00553) = 22.4913.
  @Test func `Fargate costs in Tokyo what the book says`() throws {
    let books = try PriceBook.read(
      repositoryFiles(in: "models/prices", ending: ".yaml").map(repositoryPath)
    )
    var platform = platform(
      BillItem(
        item: "vCPU",
        price: "aws/fargate-x86-vcpu",
        meter: .fixed,
        quantity: 0.5,
        group: "compute"
      ),
      BillItem(
        item: "memory",
        price: "aws/fargate-x86-memory",
        meter: .fixed,
        quantity: 1,
        group: "compute"
      )
    )
    #expect(bill(platform, books.prices, MonthlyUsage()).total == Money(microUSD: 18_020_050))
    platform.regions = ["aws": "ap-northeast-1"]
    let tokyo = bill(platform, books.prices, MonthlyUsage())
    #expect(tokyo.total == Money(microUSD: 22_491_300))
    #expect(tokyo.lines.allSatisfy { $0.provenance.asOf == "2026-08-01" })
    #expect(books["aws/fargate-x86-vcpu@ap-northeast-1"]?.unitPrice == UnitPrice(usd: 0.05056))
    #expect(books["aws/fargate-x86-vcpu@eu-west-1"] == nil)
    #expect(books.regions.contains("ap-northeast-1"))
  }
}
