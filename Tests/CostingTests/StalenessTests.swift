import Costing
import Quantities
import Scenarios
import Testing

@Suite struct `The age of a price` {
  @Test(arguments: [
    ("2025-11-24", Staleness.current),
    ("2025-11-23", .stale),
    ("2025-12", .current),
    ("2025-11", .stale),
    ("2026", .current),
    ("2025", .stale),
    ("2027-01-01", .current),
    ("undated", .unknown),
    ("", .unknown),
    ("last year", .unknown),
  ])
  func `is judged by the first day that its date can mean`(asOf: String, expected: Staleness) {
    #expect(billingDay.description == "2026-11-24")
    #expect(Staleness(asOf: asOf, on: billingDay) == expected)
  }

  @Test func `is twelve months from a leap day, too`() throws {
    let leapDay = try #require(CalendarDate("2028-02-29"))
    #expect(Staleness(asOf: "2027-02-28", on: leapDay) == .current)
    #expect(Staleness(asOf: "2027-02-27", on: leapDay) == .stale)
  }

  @Test func `is marked on every line`() {
    let old = price("a/old", unit: "month", usd: 1, asOf: "2024-07-01")
    let item = platform(
      BillItem(item: "old", price: old.key, meter: .fixed, quantity: 1, group: "other")
    )
    #expect(bill(item, [old], MonthlyUsage()).lines.map(\.isStale) == [true])
  }
}
