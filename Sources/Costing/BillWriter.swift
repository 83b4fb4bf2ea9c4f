import Quantities
import Scenarios

/// Writes the lines of a bill, one item after another.
struct BillWriter {
  let prices: [String: Price]
  /// The regions of all that a vendor sells, by vendor.
  let regions: [String: String]
  let daysPerMonth: Double
  let day: CalendarDate
  /// Included units that no line has used up yet, by price key.
  private var includedLeft: [String: Double] = [:]
  private(set) var lines: [Bill.Line] = []
  private(set) var unpriced: [Bill.Unpriced] = []
  var waste = Money.zero
  /// How what a line is paid for changes from hour to hour, against its mean; by line, empty for even.
  var courses: [Int: [Double]] = [:]
  /// What credits have taken off, by line.
  private var credited: [Int: Money] = [:]

  init(
    prices: [String: Price],
    regions: [String: String],
    daysPerMonth: Double,
    day: CalendarDate
  ) {
    self.prices = prices
    self.regions = regions
    self.daysPerMonth = daysPerMonth
    self.day = day
  }

  /// The entry and its price; where there is none, the item is listed as unpriced.
  mutating func find(
    _ key: String?,
    for item: String,
    group: Bill.Group,
    in region: String? = nil
  ) -> (price: Price, unitPrice: UnitPrice)? {
    guard let price = findEntry(key, for: item, group: group, in: region) else { return nil }
    guard let unitPrice = price.unitPrice ?? price.scale.first?.unitPrice else {
      leaveOut(item, group, .noAmount(key: price.key))
      return nil
    }
    return (price, unitPrice)
  }

  mutating func findEntry(
    _ key: String?,
    for item: String,
    group: Bill.Group,
    in region: String? = nil
  ) -> Price? {
    guard let key else {
      leaveOut(item, group, .noPlan)
      return nil
    }
    guard let price = prices[key] else {
      leaveOut(item, group, .unknownPrice(key: key))
      return nil
    }
    // Most prices have no other place and date than their own.
    guard let place = region ?? (regions.isEmpty ? nil : regions[Price.vendor(of: key)]) else {
      return price.revisions.isEmpty ? price : price.on(day)
    }
    guard let here = price.held(in: place) else {
      leaveOut(item, group, .notInRegion(key: key, region: place, known: price.knownRegions))
      return nil
    }
    return here.on(day)
  }

  func periods(of unit: BillingUnit) -> Double {
    unit.periodsPerMonth(days: daysPerMonth) ?? 1
  }

  mutating func leaveOut(_ item: String, _ group: Bill.Group, _ reason: Bill.Reason) {
    unpriced.append(Bill.Unpriced(item: item, group: group, reason: reason))
  }

  /// Adds what a quantity costs at a price.
  ///
  /// What is included and not used up goes off, the rest is rounded up, and the steps of a graduated scale
  /// get a line each as far as they are reached. A credit uses up nothing.
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
    let billed = price.billed(quantity - included)
    var line = line(item, group, quantity, included, unitPrice, price)
    line.billed = billed
    guard !price.scale.isEmpty, billed > 0 else {
      line.amount = unitPrice.cost(of: billed)
      lines.append(line)
      return
    }
    for (number, part) in price.steps(of: billed).enumerated() {
      line.quantity = number == 0 ? part.units + included : part.units
      line.included = number == 0 ? included : 0
      line.billed = part.units
      line.unitPrice = part.step.unitPrice
      line.amount = part.step.unitPrice.cost(of: part.units)
      if number > 0 { line.item = "\(item), step \(number + 1)" }
      lines.append(line)
    }
  }

  /// Tokens of a model at one of its prices.
  mutating func addTokens(
    _ item: String,
    _ tokens: TokenCount,
    wasted: TokenCount,
    _ rate: TokenPrice,
    _ price: Price,
    model: String
  ) {
    let unitPrice = UnitPrice(rate.perMillion)
    var line = line(item, .llm, Double(tokens.value) / 1e6, 0, unitPrice, price)
    line.billed = line.quantity
    line.wasted = Double(wasted.value) / 1e6
    line.amount = rate.cost(of: tokens)
    line.model = model
    lines.append(line)
  }

  /// Takes off a credit, as far as there is something on the bill that it covers.
  mutating func addCredit(_ item: BillItem) {
    let group = Bill.Group(rawValue: item.group) ?? .other
    guard let (price, unitPrice) = find(item.price, for: item.item, group: group, in: item.region)
    else { return }
    let available = unitPrice.cost(of: item.quantity)
    var left = available
    for index in lines.indices where item.covers(lines[index].priceKey) {
      let open = lines[index].amount - credited[index, default: .zero]
      guard open > .zero, left > .zero else { continue }
      let taken = min(open, left)
      credited[index, default: .zero] += taken
      left = left - taken
    }
    let used = available > .zero ? (available - left).usd / available.usd : 0
    addLine(item.item, group, -item.quantity * used, price, unitPrice)
  }

  /// A line that costs nothing yet.
  private func line(
    _ item: String,
    _ group: Bill.Group,
    _ quantity: Double,
    _ included: Double,
    _ unitPrice: UnitPrice,
    _ price: Price
  ) -> Bill.Line {
    Bill.Line(
      item: item,
      group: group,
      quantity: quantity,
      unit: price.unit,
      unitPrice: unitPrice,
      included: included,
      billed: 0,
      roundUpTo: price.roundUpTo,
      minimum: price.minimum,
      amount: .zero,
      priceKey: price.label,
      provenance: price.provenance,
      day: day,
      model: nil
    )
  }
}

extension BillItem {
  /// Whether a credit covers a price; one that says nothing covers all.
  fileprivate func covers(_ key: String) -> Bool {
    covers.isEmpty || covers.contains { key.hasPrefix($0) }
  }
}
