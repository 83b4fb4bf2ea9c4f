public import Forecasting
import Quantities
public import Scenarios

/// The fitted growth of every series that the scenario has, and the dates that follow from it.
public struct GrowthStudy: Sendable {
  /// A fitted series.
  public struct Series: Sendable {
    /// What it drives.
    public var driver: Growth.Driver
    /// Where it came from.
    public var source: String
    /// The fit.
    public var fit: GrowthFit
    /// Sample paths of the future.
    public var projection: Projection
  }

  /// When a value is reached, and what that means.
  public struct Milestone: Sendable {
    /// What kind of event it is.
    public enum Kind: String, Sendable {
      /// The business reaches a tier.
      case tier
      /// A resource reaches its limit.
      case limit
    }

    /// What kind of event it is.
    public var kind: Kind
    /// The tier that is reached; nil for a limit.
    public var tier: String?
    /// What happens, in words.
    public var title: String
    /// The series that decides it.
    public var driver: Growth.Driver
    /// The value of the series at which it happens.
    public var value: Double
    /// When.
    public var date: ReachingDate
  }

  /// The series that could be fitted.
  public var series: [Series] = []
  /// The series that could not, and why.
  public var refused: [(driver: Growth.Driver, reason: String)] = []
  /// Tiers and limits with their dates, in the order in which they come.
  public var milestones: [Milestone] = []

  /// The first milestone of a tier; nil when no series leads there.
  public func reaching(_ tier: String) -> Milestone? {
    milestones.first { $0.tier == tier }
  }

  /// The fitted series of a driver.
  public func series(of driver: Growth.Driver) -> Series? {
    series.first { $0.driver == driver }
  }

  /// Fits every series of a scenario and projects it to the horizon.
  public init(_ scenario: Scenario) {
    guard let growth = scenario.growth else { return }
    let choice = Curve(rawValue: growth.curve).map(CurveChoice.only) ?? .automatic
    for (driver, history) in growth.series {
      do {
        let series = try TimeSeries(
          name: driver.rawValue,
          dates: history.dates,
          values: history.values
        )
        let end = series.lastDate.adding(days: growth.horizonDays)
        let fitted = try fit(series, curves: choice, until: end)
        self.series.append(
          Series(
            driver: driver,
            source: history.source,
            fit: fitted,
            projection: fitted.project(seed: scenario.experiment.seed)
          )
        )
      } catch {
        refused.append((driver, error.description))
      }
    }
  }

  /// Adds the dates on which the business reaches each tier.
  mutating func addTiers(_ tiers: [Tier]) {
    for tier in tiers {
      if tier.users > 0, let series = series(of: .users) {
        let words = "\(tier.name): \(grouped(Double(tier.users))) users"
        add(.tier, words, series, Double(tier.users), tier: tier.name)
      }
      if tier.queriesPerDay > 0, let series = series(of: .queries_per_day) {
        add(
          .tier,
          "\(tier.name): \(grouped(tier.queriesPerDay)) queries a day",
          series,
          tier.queriesPerDay,
          tier: tier.name
        )
      }
    }
  }

  /// Adds the dates on which each limit is reached that grows with the load.
  ///
  /// - Parameters:
  ///   - rows: The headroom at a tier.
  ///   - tier: That tier.
  mutating func addLimits(_ rows: [Headroom], at tier: Tier) {
    for row in rows where row.growsWithLoad {
      guard let limit = row.limit, let (series, value) = level(of: row, at: tier) else { continue }
      add(.limit, "limit of \(row.resource) (\(number(limit)) \(row.unit))", series, value)
    }
  }

  /// The series that decides when a limit is reached, and its value then.
  private func level(of row: Headroom, at tier: Tier) -> (series: Series, value: Double)? {
    guard let limit = row.limit, let growth = row.growthToLimit, growth.isFinite else { return nil }
    if row.unit == "GB" { return series(of: .database_gb).map { ($0, limit) } }
    if row.layer == .realtime {
      return series(of: .users).map { ($0, Double(tier.users) * growth) }
    }
    return series(of: .queries_per_day).map { ($0, tier.queriesPerDay * growth) }
  }

  /// When a limit is reached that a platform has at a tier; nil when no series decides it.
  func reaching(limitOf row: Headroom, at tier: Tier) -> ReachingDate? {
    guard let (series, value) = level(of: row, at: tier), value > 0, value.isFinite else {
      return nil
    }
    return series.projection.dateReaching(value)
  }

  mutating func add(
    _ kind: Milestone.Kind,
    _ title: String,
    _ series: Series,
    _ value: Double,
    tier: String? = nil
  ) {
    guard value.isFinite, value > 0 else { return }
    milestones.append(
      Milestone(
        kind: kind,
        tier: tier,
        title: title,
        driver: series.driver,
        value: value,
        date: series.projection.dateReaching(value)
      )
    )
  }

  /// Puts the milestones into the order in which they come; those that never come last.
  mutating func sortMilestones() {
    func key(_ milestone: Milestone) -> CalendarDate {
      milestone.date.alreadyReached ?? milestone.date.median
        ?? milestone.date.interval95.earliest ?? CalendarDate(dayNumber: .max)
    }
    let ordered = milestones.enumerated().sorted { a, b in
      let left = key(a.element)
      let right = key(b.element)
      return left != right ? left < right : a.offset < b.offset
    }
    milestones = ordered.map(\.element)
  }
}
