public import Costing
public import Quantities
public import Scenarios

/// The bills of the coming months, in many possible worlds.
///
/// A world is a path of growth, a factor on what a query uses, one on the length of prompts and answers,
/// and one on what models cost at the end. Each is a quantile of its distribution; a world has one
/// quantile of each for all months, so that a business that grows fast does so throughout. The worlds
/// are the points of a lattice (`Lattice`): no seed, and the same bytes every time.
///
/// A month is billed on the platform of the smallest tier that holds its queries, for the days and the
/// weekdays that it has, at the prices that the books announce for its first day.
public struct CostPath: Sendable {
  /// What is uncertain.
  public enum Source: String, Sendable, CaseIterable {
    /// How many users and queries there are.
    case growth
    /// What a query uses.
    case usage
    /// How long prompts and answers are.
    case tokens
    /// What models cost.
    case modelPrices
  }

  /// P10, P50 and P90 of a number that is no money.
  public struct Spread: Hashable, Sendable {
    /// One in ten worlds has less.
    public var p10: Double
    /// Half of the worlds have less.
    public var p50: Double
    /// Nine in ten worlds have less.
    public var p90: Double
  }

  /// One month.
  public struct Month: Sendable {
    /// Its first day.
    public var first: CalendarDate
    /// The tier whose platform is billed in the median world.
    public var tier: String
    /// Users.
    public var users: Spread
    /// Queries a day.
    public var queriesPerDay: Spread
    /// Everything but language models.
    public var infrastructure: CostSpread
    /// Language models.
    public var languageModels: CostSpread
    /// Everything.
    public var total: CostSpread
    /// What users pay; nil where no plan is given.
    public var revenue: CostSpread?
    /// What users pay less everything; nil where no plan is given.
    public var margin: CostSpread?
    /// The bill of the world in which everything is at its median.
    public var median: Bill
  }

  /// What one source alone does to the last month.
  public struct Cause: Sendable {
    /// What is uncertain.
    public var source: Source
    /// The total of the last month when nothing else is.
    public var total: CostSpread
  }

  /// The months, the coming one first.
  public var months: [Month]
  /// In how many worlds each was billed.
  public var worlds: Int
  /// What moves the last month most, first.
  public var causes: [Cause]
  /// When spend caps are reached.
  public var caps: [SpendCapDate]
  /// How long the money in the bank lasts; nil where the scenario does not say how much there is, or
  /// what users pay.
  public var cash: CashRunway?

  /// The path of a scenario; nil where growth, tiers with queries, or prices are missing.
  ///
  /// - Parameters:
  ///   - scenario: The scenario.
  ///   - bases: What the bills are made from, the smallest tier first.
  ///   - growth: The fitted growth.
  ///   - today: The day before the path begins.
  public init?(
    _ scenario: Scenario,
    _ bases: [BillingBasis],
    _ growth: GrowthStudy?,
    from today: CalendarDate
  ) {
    guard let growth, let forecaster = LoadForecaster(growth, bases),
      bases.contains(where: { !Bill($0, scenario, on: today).lines.isEmpty })
    else { return nil }
    let dates = CostPath.firstDays(after: today, count: scenario.money.months)
      .filter { $0 <= forecaster.end }
    guard let last = dates.last else { return nil }
    let writer = MonthWriter(scenario, bases, forecaster, months: dates.count)
    let cube = Lattice.points(scenario.money.worlds, dimensions: Source.allCases.count)
    worlds = cube.count
    let billed = dates.enumerated().map { writer.month($1, number: $0, worlds: cube) }
    months = billed.map(\.month)
    caps = writer.caps(dates, billed.map(\.spending))
    cash = CashRunway(scenario.money, dates, billed.map(\.margins))
    let alone = Lattice.points(min(scenario.money.worlds, 400), dimensions: Source.allCases.count)
    causes = Source.allCases.compactMap { source in
      guard let spread = writer.spread(of: source, last, number: dates.count - 1, worlds: alone),
        spread.p10 < spread.p90
      else { return nil }
      return Cause(source: source, total: spread)
    }
    .sorted { $0.total.p90 - $0.total.p10 > $1.total.p90 - $1.total.p10 }
  }

  /// The first days of the months that follow a day.
  static func firstDays(after day: CalendarDate, count: Int) -> [CalendarDate] {
    let (year, month, _) = day.components
    return (1...count).compactMap { later in
      let index = year * 12 + month - 1 + later
      return CalendarDate(year: index / 12, month: index % 12 + 1, day: 1)
    }
  }
}

/// When the bill of a provider's models reaches its monthly cap.
public struct SpendCapDate: Sendable {
  /// The provider.
  public var provider: String
  /// The cap.
  public var cap: Money
  /// The first month above it in the median world; nil when none is.
  public var median: CalendarDate?
  /// The first month above it in one world of ten; nil when in fewer.
  public var early: CalendarDate?
  /// The first month above it in nine worlds of ten; nil when in fewer.
  public var late: CalendarDate?
}
