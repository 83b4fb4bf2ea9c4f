import Costing
public import Quantities
public import Scenarios

/// The cheapest configuration that meets every target at a tier, and what was rejected on the way.
public struct Sizing: Sendable {
  /// A configuration that was simulated.
  public struct Trial: Sendable {
    /// The level of each change, 0 for the platform as it is.
    public var levels: [Int]
    /// What a month of it costs, with the usage of a platform that holds.
    public var cost: Money
    /// What was simulated.
    public var state: PlatformState

    /// Whether all targets are met and no limit is passed.
    public var holds: Bool { state.holds }
  }

  /// The tier.
  public var tier: Tier
  /// The changes that may be made, one for each level of a trial.
  public var changes: [CandidateChange]
  /// Every configuration that was simulated, in turn; the first has everything at its highest.
  public var trials: [Trial]
  /// The cheapest that holds; nil when not even the first does.
  public var answer: Trial?
  /// How many configurations there are.
  public var configurations: Int
  /// The lowest level of each change that can be in an answer.
  public var lowest: [Int]
  /// The configurations that were not simulated because a level is below its lowest.
  public var belowLowest: Int
  /// Those that were not because no level is above one that failed.
  public var belowFailure: Int
  /// Those that were not because they cost at least as much as the answer.
  public var dearer: Int
  /// The settings of the answer.
  public var settings: CandidateChange.Settings

  /// The most configurations that are compared.
  public static let most = 200_000
}

extension Laboratory {
  /// Searches the cheapest combination of a scenario's changes that holds at a tier.
  ///
  /// Every combination of their levels is a configuration; `CheapestSearch` says which are simulated.
  /// Costs are compared for the same usage, that of the configuration with everything at its highest: a
  /// platform that fails is cheap because it serves less.
  ///
  /// - Parameters:
  ///   - document: The scenario; it has changes.
  ///   - tier: The tier.
  ///   - test: The load that it must hold.
  ///   - today: The day that prices are judged from.
  /// - Returns: The answer, with everything that was looked at.
  /// - Throws: `ScenarioError` when changes cannot be applied together.
  public func size(
    _ document: ScenarioDocument,
    at tier: Tier,
    test: LoadTest,
    today: CalendarDate
  ) async throws(ScenarioError) -> Sizing {
    let changes = document.scenario.changes
    var search = CheapestSearch(highest: changes.map(\.levels.count))
    let light = await run(test, at: document.scenario.tiers.first, of: document.scenario)
    let planner = Planner(
      document: document,
      laboratory: self,
      test: test,
      light: (document.scenario.tiers.first, light),
      today: today
    )
    func scenario(_ point: [Int]) throws(ScenarioError) -> Scenario {
      let pairs = zip(changes.map(\.name), point)
      return try planner.scenario(Dictionary(uniqueKeysWithValues: pairs.map { ($0, $1) }))
    }
    let full = try scenario(search.highest)
    let top = await planner.state(full, at: tier)
    let usage = MonthlyUsage(full, tier: tier, day: top.result)
    var states: [[Int]: PlatformState] = [search.highest: top]
    func cost(_ point: [Int]) throws(ScenarioError) -> Money {
      let configured = try scenario(point)
      let month = BillingBasis(configured, tier, usage.withInstances(of: configured.platform))
      return Bill(month, document.scenario, on: today).total
    }
    let found = try await search.run(
      cost: { (point: [Int]) throws(ScenarioError) -> Double in try cost(point).usd },
      holds: { (point: [Int]) async throws(ScenarioError) -> Bool in
        report(.init(activity: "configuration \(states.count + 1)", done: states.count, total: 0))
        if let known = states[point] { return known.holds }
        let state = await planner.state(try scenario(point), at: tier)
        states[point] = state
        return state.holds
      }
    )
    var trials: [Sizing.Trial] = []
    for look in search.looks {
      guard let state = states[look.point] else { continue }
      trials.append(Sizing.Trial(levels: look.point, cost: try cost(look.point), state: state))
    }
    let fates = found.map(search.fates) ?? [:]
    return Sizing(
      tier: tier,
      changes: changes,
      trials: trials,
      answer: trials.first { $0.levels == found },
      configurations: search.count,
      lowest: search.bound,
      belowLowest: fates[.belowBound] ?? 0,
      belowFailure: fates[.belowFailure] ?? 0,
      dearer: fates[.dearer] ?? 0,
      settings: found.map { point in
        planner.settings(Dictionary(uniqueKeysWithValues: zip(changes.map(\.name), point)))
      } ?? []
    )
  }
}

extension MonthlyUsage {
  /// The same month with the instances that a platform has; those that follow the load stay as they are.
  fileprivate func withInstances(of platform: Platform) -> MonthlyUsage {
    var usage = self
    for service in platform.services where service.autoscale == nil {
      usage.services[service.name] = Instances(
        mean: Double(service.instances),
        peak: service.instances
      )
    }
    return usage
  }
}
