import Quantities
import Scenarios

/// Writes the lines of a bill, one item after another.
struct BillWriter {
  let prices: [String: Price]
  let daysPerMonth: Double
  let day: CalendarDate
  /// Included units that no line has used up yet, by price key.
  private var includedLeft: [String: Double] = [:]
  private(set) var lines: [Bill.Line] = []
  private(set) var unpriced: [Bill.Unpriced] = []
  var waste = Money.zero

  init(prices: [String: Price], daysPerMonth: Double, day: CalendarDate) {
    self.prices = prices
    self.daysPerMonth = daysPerMonth
    self.day = day
  }

  /// The entry and its price; where there is none, the item is listed as unpriced.
  mutating func find(
    _ key: String?,
    for item: String,
    group: Bill.Group
  ) -> (price: Price, unitPrice: UnitPrice)? {
    guard let price = findEntry(key, for: item, group: group) else { return nil }
    guard let unitPrice = price.unitPrice else {
      leaveOut(item, group, .noAmount(key: price.key))
      return nil
    }
    return (price, unitPrice)
  }

  mutating func findEntry(
    _ key: String?,
    for item: String,
    group: Bill.Group
  ) -> Price? {
    guard let key else {
      leaveOut(item, group, .noPlan)
      return nil
    }
    guard let price = prices[key] else {
      leaveOut(item, group, .unknownPrice(key: key))
      return nil
    }
    return price
  }

  func periods(of unit: BillingUnit) -> Double {
    unit.periodsPerMonth(days: daysPerMonth) ?? 1
  }

  mutating func leaveOut(_ item: String, _ group: Bill.Group, _ reason: Bill.Reason) {
    unpriced.append(Bill.Unpriced(item: item, group: group, reason: reason))
  }

  /// A line at a unit price, less what is included and not used up; a credit uses up nothing.
  mutating func addLine(
    _ item: String,
    _ group: Bill.Group,
    _ quantity: Double,
    _ price: Price,
    _ unitPrice: UnitPrice
  ) {
    let left = includedLeft[price.key] ?? price.included
    let included = min(max(quantity, 0), left)
    includedLeft[price.key] = left - included
    append(
      item,
      group,
      quantity,
      included,
      unitPrice,
      unitPrice.cost(of: quantity - included),
      price
    )
  }

  mutating func append(
    _ item: String,
    _ group: Bill.Group,
    _ quantity: Double,
    _ included: Double,
    _ unitPrice: UnitPrice,
    _ amount: Money,
    _ price: Price,
    model: String? = nil
  ) {
    lines.append(
      Bill.Line(
        item: item,
        group: group,
        quantity: quantity,
        unit: price.unit,
        unitPrice: unitPrice,
        included: included,
        amount: amount,
        priceKey: price.key,
        provenance: price.provenance,
        staleness: Staleness(of: price.provenance, on: day),
        model: model
      )
    )
  }
}
