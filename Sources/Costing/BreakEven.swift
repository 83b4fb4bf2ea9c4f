public import Quantities
public import Scenarios

/// From where on a cheaper way of buying pays: rules that need no simulation.
public enum BreakEven {
  /// The share of the time that an instance must run for a reserved one to be cheaper.
  ///
  /// A reserved instance costs its price whether it runs or not, one on demand only while it runs.
  ///
  /// - Returns: Their ratio; nil where one of them has no price of a whole instance.
  public static func reservedShare(
    _ reserved: Price,
    against onDemand: Price,
    daysPerMonth: Double
  ) -> Double? {
    guard let a = reserved.monthly(days: daysPerMonth),
      let b = onDemand.monthly(days: daysPerMonth),
      b > .zero
    else { return nil }
    return a.usd / b.usd
  }

  /// How many instances are worth reserving: as many as run at least that share of the time.
  ///
  /// - Parameters:
  ///   - instances: What runs, by hour where that is known.
  ///   - share: The share of the time.
  /// - Returns: The number; nobody reserves at a share of 1 or more.
  public static func reserved(_ instances: MonthlyUsage.Instances, above share: Double) -> Int {
    guard share < 1 else { return 0 }
    let hours = instances.hours.isEmpty ? [instances.mean] : instances.hours
    var count = 0
    // The time that the next instance runs, a part of an instance counting as part of the time.
    while hours.reduce(0, { $0 + min(max($1 - Double(count), 0), 1) }) > share * Double(hours.count)
    {
      count += 1
    }
    return count
  }

  /// How often a prefix must be read for each time that it is written, so that caching it pays.
  ///
  /// Writing costs more than a plain prompt, reading less: (write − input) / (input − cached).
  ///
  /// - Returns: Reads for each write; nil where reading costs no less.
  public static func readsPerWrite(_ tokens: Price.Tokens) -> Double? {
    let input = Double(tokens.input.microUSDPerMillion)
    let write = Double((tokens.cacheWrite ?? tokens.input).microUSDPerMillion)
    let cached = Double((tokens.cachedInput ?? tokens.input).microUSDPerMillion)
    guard cached < input else { return nil }
    return max(write - input, 0) / (input - cached)
  }
}

extension Price {
  /// What a whole plan or instance costs in a month; nil where something else is priced.
  public func monthly(days: Double) -> Money? {
    let unit = BillingUnit(unit)
    guard unit.isWholePlan, let unitPrice, let periods = unit.periodsPerMonth(days: days) else {
      return nil
    }
    return unitPrice.cost(of: periods)
  }
}
