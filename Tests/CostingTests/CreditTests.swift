import Costing
import Quantities
import Scenarios
import TestSupport
import Testing

/// Credits of a plan: what they take off, and in which order.
@Suite struct `Credits` {
  private func item(
    _ name: String,
    _ price: String,
    _ meter: BillItem.Meter,
    _ quantity: Double,
    covers: [String] = []
  ) -> BillItem {
    var item = BillItem(item: name, price: price, meter: meter, quantity: quantity, group: "other")
    item.covers = covers
    return item
  }

  private let prices = [
    price("v/compute-small", unit: "month", usd: 6), price("v/disk", unit: "GB", usd: 1),
    price("v/credit", unit: "month", usd: 10), price("v/trial", unit: "month", usd: 5),
  ]

  private func amounts(_ items: BillItem...) -> [Double] {
    var platform = Platform()
    platform.bill = items
    return bill(platform, prices, MonthlyUsage()).lines.map(\.amount.usd)
  }

  // Compute costs 6, the credit is 10: 6 are taken off and 4 are lost; disk is not covered.
  @Test func `a credit takes off at most what it covers`() {
    #expect(
      amounts(
        item("compute", "v/compute-small", .fixed, 1),
        item("disk", "v/disk", .fixed, 3),
        item("credit", "v/credit", .credit, 1, covers: ["v/compute-"])
      ) == [6, 3, -6]
    )
  }

  // 14 of compute and disk: the first credit takes 10, the second the 4 that are left of its 5.
  @Test func `the second credit takes what the first has left`() {
    #expect(
      amounts(
        item("credit", "v/credit", .credit, 1),
        item("trial", "v/trial", .credit, 1),
        item("compute", "v/compute-small", .fixed, 1),
        item("disk", "v/disk", .fixed, 8)
      ) == [6, 8, -10, -4]
    )
  }

  @Test func `a credit on nothing takes off nothing`() {
    #expect(
      amounts(item("credit", "v/credit", .credit, 1, covers: ["v/compute-"])) == [0]
    )
  }

  // Nano is free: a credit on it must not make the bill of a Pro plan cheaper than the plan.
  @Test func `Supabase's compute credit makes no compute cheaper than nothing`() throws {
    let books = try PriceBook.read([repositoryPath("models/prices/supabase.yaml")])
    var database = Database()
    database.name = "postgres"
    database.plan = "supabase/compute-nano"
    var platform = Platform()
    platform.databases = [database]
    platform.bill = [
      item("plan", "supabase/plan-pro", .fixed, 1),
      item("credit", "supabase/compute-credit", .credit, 1, covers: ["supabase/compute-"]),
    ]
    #expect(bill(platform, books.prices, MonthlyUsage()).total == cents(2500))
  }
}
