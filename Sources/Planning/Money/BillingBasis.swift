public import Costing
import Quantities
public import Scenarios

/// What the bill of a month near a tier is made from: a platform, and the usage that was simulated.
public struct BillingBasis: Sendable {
  /// The tier.
  public var tier: Tier
  /// The platform.
  public var platform: Platform
  /// What a month at the tier uses.
  public var usage: MonthlyUsage

  /// What a tier of a scenario uses in a month.
  public init(_ scenario: Scenario, _ tier: Tier, _ usage: MonthlyUsage) {
    self.tier = tier
    platform = scenario.platform
    self.usage = usage
  }

  init(_ scenario: Scenario, _ tier: Tier, measured: TestResult) {
    self.init(scenario, tier, MonthlyUsage(scenario, tier: tier, day: measured))
  }

  /// What a month uses whose load lies near the tier's.
  ///
  /// What queries use is brought up or down with their number, what users use with theirs; instances
  /// that follow the load keep their share of it but for the fewest that always run, and all others stay.
  ///
  /// - Parameters:
  ///   - load: Users, queries and stored data of the month.
  ///   - calendar: The month.
  ///   - mean: Days of the mean month that `usage` stands for.
  /// - Returns: The month's usage.
  func usage(at load: MonthlyLoad, in calendar: BillingMonth, mean: Double) -> MonthlyUsage {
    let share = load.queriesPerDay / max(tier.queriesPerDay, 1e-9) * load.usage
    let userShare = load.users / max(Double(tier.users), 1)
    // What is counted follows the load of the month's days; what is held does not.
    var month = usage.scaled(by: share * calendar.loadDays / mean)
    month.models = month.models.mapValues { $0.scaled(by: load.tokens) }
    month.users = Int(load.users.rounded())
    month.queries = Int64((load.queriesPerDay * calendar.loadDays).rounded())
    month.activeUsers = usage.activeUsers.map { Int((Double($0) * userShare).rounded()) }
    month.peakConnections = Int((Double(usage.peakConnections) * userShare).rounded())
    month.connectionHours = usage.connectionHours.map { $0 * userShare * calendar.days / mean }
    // What the month's days have no part in: the busiest hour.
    month.peakDiskRate = usage.peakDiskRate.map { $0 * share }
    month.hours = 24 * calendar.days
    if let bytes = load.databaseBytes {
      month.databases = usage.databases.mapValues { _ in ByteCount(Int64(bytes)) }
    } else {
      month.databases = usage.databases.mapValues { ByteCount(Int64(Double($0.value) * share)) }
    }
    for service in platform.services {
      guard let least = service.autoscale?.least,
        let instances = usage.services[service.name]
      else { continue }
      let mean = max(instances.mean * share, Double(least))
      let peak = max(Int((Double(instances.peak) * share).rounded(.up)), Int(mean.rounded(.up)))
      var fleet = instances
      fleet.mean = mean
      fleet.peak = peak
      // The hours of another load say nothing about this one's.
      fleet.hours = []
      fleet.serving = instances.serving.map { $0 * mean / max(instances.mean, 1e-9) }
      month.services[service.name] = fleet
    }
    return month
  }
}

extension Bill {
  /// The bill of a tier's mean month.
  init(_ basis: BillingBasis, _ scenario: Scenario, on day: CalendarDate) {
    self.init(
      platform: basis.platform,
      prices: scenario.prices,
      usage: basis.usage,
      tier: basis.tier.name,
      daysPerMonth: scenario.daysPerMonth,
      on: day
    )
  }

  /// The bill of a month whose load lies near a tier's.
  init(
    _ basis: BillingBasis,
    _ scenario: Scenario,
    at load: MonthlyLoad,
    in month: BillingMonth,
    on day: CalendarDate
  ) {
    self.init(
      platform: basis.platform,
      prices: scenario.prices,
      usage: basis.usage(at: load, in: month, mean: scenario.daysPerMonth),
      tier: basis.tier.name,
      daysPerMonth: month.days,
      on: day
    )
  }
}

/// How large the business is in a month, and how far it is from what was simulated.
struct MonthlyLoad {
  var users: Double
  var queriesPerDay: Double
  /// Stored data; nil where its growth is not known.
  var databaseBytes: Double?
  /// What a query uses, against what was simulated.
  var usage: Double
  /// How long prompts and answers are, against what was simulated.
  var tokens: Double
}
