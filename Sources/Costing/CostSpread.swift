public import Quantities
public import Scenarios

/// How far a monthly total spreads when its demand is uncertain.
///
/// The percentiles are totals that occur in the sample (nearest rank), never values in between.
public struct CostSpread: Hashable, Sendable {
  /// One in ten is cheaper.
  public var p10: Money
  /// Half are cheaper.
  public var p50: Money
  /// Nine in ten are cheaper.
  public var p90: Money

  /// A total that is certain.
  public init(always total: Money) {
    (p10, p50, p90) = (total, total, total)
  }

  /// The spread of sampled totals; nil for an empty sample.
  public init?(totals: [Money]) {
    guard !totals.isEmpty else { return nil }
    let sorted = totals.sorted()
    func rank(_ percent: Int) -> Money { sorted[(percent * sorted.count + 99) / 100 - 1] }
    p10 = rank(10)
    p50 = rank(50)
    p90 = rank(90)
  }

  /// The spread of the bills of a month whose demand is multiplied by each of the sampled factors.
  ///
  /// Nil for an empty sample. The same arguments give the same spread, in any order of the factors.
  public init?(
    platform: Platform,
    prices: [String: Price],
    usage: MonthlyUsage,
    daysPerMonth: Double,
    on day: CalendarDate,
    demandFactors: [Double]
  ) {
    let totals = demandFactors.map { factor in
      Bill(
        platform: platform,
        prices: prices,
        usage: usage.scaled(by: factor),
        tier: "",
        daysPerMonth: daysPerMonth,
        on: day
      ).total
    }
    self.init(totals: totals)
  }
}
