public import Quantities
public import Scenarios

extension Bill {
  /// The bill of a month.
  ///
  /// Services, databases and caches are billed by their plans, language models by their tokens, and
  /// everything else by the platform's bill items. What a plan includes is taken off once for each
  /// price-book entry, however many lines use it.
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
    var writer = BillWriter(prices: prices, daysPerMonth: daysPerMonth, day: day)
    writer.addServices(of: platform, usage)
    writer.addStores(of: platform)
    writer.addRealtime(of: platform, usage)
    for item in platform.bill { writer.add(item, usage) }
    for model in platform.models { writer.add(model, usage) }
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
