public import Quantities
public import Scenarios

extension Bill {
  /// The bill of a month.
  ///
  /// Services, databases and caches are billed by their plans, language models by their tokens, and
  /// everything else by the platform's bill items; a commitment is paid for whatever is used, and takes
  /// off what it covers. What a plan includes is taken off once for each
  /// price-book entry, however many lines use it. Credits come last: each takes off at most what the
  /// lines cost that it covers, and what earlier credits have left of them.
  ///
  /// - Parameters:
  ///   - platform: What is paid for.
  ///   - prices: The price books, by key.
  ///   - usage: What the month used.
  ///   - tier: The tier that the bill is named after.
  ///   - daysPerMonth: Days in the month; hourly prices are billed for 24 hours of each.
  ///   - day: The day on which the age of a price is judged.
  /// - Precondition: `daysPerMonth` is positive.
  public init(
    platform: Platform,
    prices: [String: Price],
    usage: MonthlyUsage,
    tier: String,
    daysPerMonth: Double,
    on day: CalendarDate
  ) {
    precondition(daysPerMonth > 0, "a month has days")
    var writer = BillWriter(
      prices: prices,
      regions: platform.regions,
      daysPerMonth: daysPerMonth,
      day: day
    )
    writer.addServices(of: platform, usage)
    writer.addStores(of: platform)
    writer.addRealtime(of: platform, usage)
    for item in platform.bill where item.meter != .credit { writer.add(item, usage) }
    for model in platform.models { writer.add(model, usage) }
    // What is promised is paid, and makes cheaper what it covers.
    for commitment in platform.commitments { writer.add(commitment, usage) }
    // Credits take off what stands on the bill, in the order in which they are written.
    for item in platform.bill where item.meter == .credit { writer.addCredit(item) }
    self.init(
      tier: tier,
      lines: writer.lines,
      unpriced: writer.unpriced,
      waste: writer.waste,
      users: usage.users,
      queries: usage.queries
    )
  }
}
