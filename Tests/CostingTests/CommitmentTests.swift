import Costing
import Quantities
import Scenarios
import Testing

/// What is bought beforehand: savings plans, spare capacity that is taken back, copies and poolers.
@Suite struct `Commitments` {
  /// A dollar that is committed, for 30 % off.
  private func plan(_ discount: Double?) -> Price {
    var plan = price("own/plan", unit: "committed dollar", usd: 1)
    if let discount { plan.limits["discount_pct"] = discount }
    return plan
  }

  private func platform(hourly: Double, instances: [Double]) -> (Platform, MonthlyUsage) {
    var service = Service()
    service.name = "api"
    service.plan = "host/small"
    var platform = Platform()
    platform.services = [service]
    platform.commitments = [
      Commitment(
        item: "Savings plan",
        price: "own/plan",
        hourly: Money(usd: hourly),
        covers: ["host/"]
      )
    ]
    var fleet = MonthlyUsage.Instances(
      mean: instances.reduce(0, +) / Double(instances.count),
      peak: Int(instances.max() ?? 0)
    )
    fleet.hours = instances
    var usage = MonthlyUsage()
    usage.services["api"] = fleet
    return (platform, usage)
  }

  private let host = price("host/small", unit: "hour", usd: 0.10)

  // Ten instances all month at 0.10: 730. Committed are 0.35 an hour, 255.50, which cover 0.35 / 0.7 =
  // 0.50 an hour of ordinary prices, 365. So 730 + 255.50 − 365 = 620.50.
  @Test func `a savings plan takes off what its dollars buy at their discount`() {
    let (platform, usage) = platform(hourly: 0.35, instances: Array(repeating: 10, count: 24))
    let bill = bill(platform, [host, plan(30)], usage)
    #expect(bill.lines.map(\.amount) == [cents(73_000), cents(25_550), cents(-36_500)])
    #expect(bill.total == cents(62_050))
    #expect(bill.subtotal(of: .compute) == cents(62_050))
    for line in bill.lines { #expect(line.unitPrice.cost(of: line.billed) == line.amount) }
  }

  // Twelve hours with two instances, twelve with eighteen: the mean is ten, too. In the quiet hours only
  // 0.20 of the 0.50 is there to be covered: (0.20 + 0.50) / 2 × 730 = 255.50, as much as is committed.
  @Test func `what an hour leaves of the commitment is lost`() {
    let hours = Array(repeating: 2.0, count: 12) + Array(repeating: 18.0, count: 12)
    let (platform, usage) = platform(hourly: 0.35, instances: hours)
    let bill = bill(platform, [host, plan(30)], usage)
    #expect(bill.lines.map(\.amount) == [cents(73_000), cents(25_550), cents(-25_550)])
  }

  // One instance costs 73, and 10 dollars an hour are committed: 7,300 for nothing but those 73.
  @Test func `a commitment beyond all use is paid all the same`() {
    let (platform, usage) = platform(hourly: 10, instances: [1])
    #expect(bill(platform, [host, plan(30)], usage).total == cents(730_000))
  }

  @Test func `a plan whose discount nobody knows is not priced`() {
    let (platform, usage) = platform(hourly: 1, instances: [1])
    let bill = bill(platform, [host, plan(nil)], usage)
    #expect(bill.total == cents(7300))
    #expect(bill.unpriced.map(\.item) == ["Savings plan"])
  }

  // Ten instances, 80 % on spot of which a quarter of the time is taken back: 10 × 0.8 × 0.75 = 6 on spot
  // at 0.04, 4 on demand at 0.10: 730 × (0.24 + 0.40) = 467.20.
  @Test func `while spare capacity is away, instances on demand stand in`() {
    var (platform, usage) = platform(hourly: 0, instances: [10])
    platform.commitments = []
    platform.services[0].spot = Service.Spot(plan: "host/spot", share: Fraction(0.8))
    platform.services[0].spot?.interrupted = Fraction(0.25)
    let bill = bill(platform, [host, price("host/spot", unit: "hour", usd: 0.04)], usage)
    #expect(bill.total == cents(46_720))
  }

  // 730 × 0.02 for the database, twice that for its copies, 2 × 730 × 0.015 for the pooler, which is
  // billed by the hour: 14.60 + 29.20 + 21.90.
  @Test func `copies and poolers of a database are paid for`() {
    var database = Database()
    database.name = "main"
    database.plan = "base/small"
    var replicas = Replicas()
    replicas.count = 2
    database.replicas = replicas
    var pooler = Pooler()
    var platform = Platform()
    database.pooler = pooler
    platform.databases = [database]
    let prices = [
      price("base/small", unit: "hour", usd: 0.02), price("base/copy", unit: "month", usd: 10),
      price("base/pooler", unit: "hour", usd: 0.015),
    ]
    #expect(bill(platform, prices, MonthlyUsage()).total == cents(4380))
    pooler.plan = "base/pooler"
    pooler.instances = 2
    platform.databases[0].pooler = pooler
    let whole = bill(platform, prices, MonthlyUsage())
    #expect(whole.lines.map(\.item) == ["main", "main, replicas", "main, pooler"])
    #expect(whole.lines.map(\.amount) == [cents(1460), cents(2920), cents(2190)])
    platform.databases[0].replicas?.plan = "base/copy"
    #expect(bill(platform, prices, MonthlyUsage()).lines[1].amount == cents(2000))
  }
}
