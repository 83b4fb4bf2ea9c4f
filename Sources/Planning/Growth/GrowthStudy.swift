public import Forecasting
import Quantities
public import Scenarios

/// The fitted growth of every series that the scenario has, and the dates that follow from it.
public struct GrowthStudy: Sendable {
  /// A series with its possible futures.
  public struct Series: Sendable {
    /// What it drives.
    public var driver: Growth.Driver
    /// Where it came from.
    public var source: String
    /// Its history; of a driver that follows another by a ratio, what that history stands for.
    public var history: TimeSeries
    /// The fit; nil for a driver that follows another.
    public var fit: GrowthFit?
    /// How it follows another driver.
    public var follows: Following?
    /// Sample paths of the future.
    public var projection: Projection
  }

  /// How a driver follows another one.
  public struct Following: Sendable {
    /// The driver that leads.
    public var leader: Growth.Driver
    /// The law.
    public var law: ScalingLaw
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

  /// Fits every series of a scenario and projects it to the horizon; then come those that follow.
  public init(_ scenario: Scenario) {
    guard let growth = scenario.growth else { return }
    let seed = scenario.experiment.seed
    let followers = Set(growth.links.map(\.driver))
    for (driver, history) in growth.series where !followers.contains(driver) {
      add(driver, history, growth, seed)
    }
    for (driver, link) in growth.links {
      let history = growth.series.first { $0.driver == driver }?.history
      add(driver, following: link, history, seed)
    }
    let order = Growth.Driver.allCases
    series.sort {
      (order.firstIndex(of: $0.driver) ?? 0) < (order.firstIndex(of: $1.driver) ?? 0)
    }
  }

  private mutating func add(
    _ driver: Growth.Driver,
    _ history: History,
    _ growth: Growth,
    _ seed: UInt64
  ) {
    let choice = Curve(rawValue: growth.curve).map(CurveChoice.only) ?? .automatic
    do {
      let series = try TimeSeries(name: driver.rawValue, history)
      let end = series.lastDate.adding(days: growth.horizonDays)
      let fitted = try fit(series, curves: choice, until: end)
      self.series.append(
        Series(
          driver: driver,
          source: history.source,
          history: series,
          fit: fitted,
          projection: fitted.project(seed: seed)
        )
      )
    } catch {
      refused.append((driver, error.description))
    }
  }

  private mutating func add(
    _ driver: Growth.Driver,
    following link: Growth.Link,
    _ history: History?,
    _ seed: UInt64
  ) {
    guard let leader = series(of: link.from) else {
      refused.append((driver, "it follows \(link.from.rawValue), which could not be fitted"))
      return
    }
    do {
      let (law, own, source) = try GrowthStudy.law(driver, link, leader, history)
      series.append(
        Series(
          driver: driver,
          source: source,
          history: own,
          follows: Following(leader: link.from, law: law),
          projection: law.following(leader.projection, history: own, seed: seed)
        )
      )
    } catch {
      refused.append((driver, error.description))
    }
  }

  /// The law of a link, the history of the follower, and where it came from.
  private static func law(
    _ driver: Growth.Driver,
    _ link: Growth.Link,
    _ leader: Series,
    _ history: History?
  ) throws(FitError) -> (law: ScalingLaw, history: TimeSeries, source: String) {
    if let ratio = link.ratio {
      let law = ScalingLaw(ratio: ratio, p10: link.p10, p90: link.p90)
      let derived = try law.derived(from: leader.history, name: driver.rawValue)
      return (law, derived, "\(number(ratio)) times \(link.from.rawValue): stated")
    }
    guard let history else { throw FitError.tooFewObservations(have: 0, need: 6) }
    let own = try TimeSeries(name: driver.rawValue, history)
    guard own.lastDate == leader.history.lastDate else {
      throw FitError.outOfDomain(
        reason: "its history ends on \(own.lastDate), that of \(link.from.rawValue) on "
          + "\(leader.history.lastDate); to be linked they end on one day"
      )
    }
    return (try ScalingLaw(own, after: leader.history), own, history.source)
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
    if row.layer == .model, row.unit.contains("token"), let tokens = series(of: .tokens_per_day),
      let today = expected(tokens, at: tier)
    {
      return (tokens, today * growth)
    }
    return series(of: .queries_per_day).map { ($0, tier.queriesPerDay * growth) }
  }

  /// How much of a driver there is at a tier, by what it follows; nil when it follows neither users
  /// nor queries.
  private func expected(_ series: Series, at tier: Tier) -> Double? {
    guard let follows = series.follows else { return nil }
    switch follows.leader {
    case .users: return follows.law.value(for: Double(tier.users))
    case .queries_per_day: return follows.law.value(for: tier.queriesPerDay)
    case .tokens_per_day, .database_gb: return nil
    }
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
