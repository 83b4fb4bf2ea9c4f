import Costing
import Quantities
import Scenarios

/// The configurations of a platform in one world: what each costs, and whether it holds.
struct SizingSpace {
  let tier: Tier
  let changes: [CandidateChange]
  private let document: ScenarioDocument
  private let laboratory: Laboratory
  private let planner: Planner
  private let world: InputWorld
  private let today: CalendarDate
  /// A month of the configuration with everything at its highest: costs are compared for its usage,
  /// since a platform that fails is cheap because it serves less.
  private var usage = MonthlyUsage()
  /// What has been simulated.
  private var states: [[Int]: PlatformState] = [:]

  /// The configurations of a scenario at a tier in a world.
  init(
    _ laboratory: Laboratory,
    _ document: ScenarioDocument,
    at tier: Tier,
    _ test: LoadTest,
    _ today: CalendarDate,
    _ world: InputWorld
  ) async throws(ScenarioError) {
    self.laboratory = laboratory
    self.document = document
    self.tier = world.tier(tier)
    self.world = world
    self.today = today
    changes = document.scenario.changes
    let first = document.scenario.tiers.first.map(world.tier)
    let usual = world.scenario(document.scenario)
    planner = Planner(
      document: document,
      laboratory: laboratory,
      test: test,
      light: (first, await laboratory.run(test, at: first, of: usual)),
      today: today
    )
    let top = try await state(highest)
    usage = MonthlyUsage(try scenario(highest), tier: self.tier, day: top.result)
  }

  /// The highest level of each change.
  var highest: [Int] { changes.map(\.levels.count) }

  private func levels(_ point: [Int]) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: zip(changes.map(\.name), point))
  }

  /// What a configuration sets.
  func settings(_ point: [Int]) -> CandidateChange.Settings { planner.settings(levels(point)) }

  private func scenario(_ point: [Int]) throws(ScenarioError) -> Scenario {
    world.scenario(try planner.scenario(levels(point)))
  }

  /// A configuration, simulated once.
  mutating func state(_ point: [Int]) async throws(ScenarioError) -> PlatformState {
    if let known = states[point] { return known }
    let state = await planner.state(try scenario(point), at: tier)
    states[point] = state
    return state
  }

  /// What a month of a configuration costs.
  func cost(_ point: [Int]) throws(ScenarioError) -> Money {
    let configured = try scenario(point)
    let month = BillingBasis(configured, tier, usage.withInstances(of: configured.platform))
    return Bill(month, document.scenario, on: today).total
  }

  /// The cheapest configuration that holds; nil when none does.
  mutating func search(_ search: inout CheapestSearch) async throws(ScenarioError) -> [Int]? {
    var space = self
    let costs = self
    let found = try await search.run(
      cost: { (point: [Int]) throws(ScenarioError) -> Double in try costs.cost(point).usd },
      holds: { (point: [Int]) async throws(ScenarioError) -> Bool in
        let count = space.states.count
        laboratory.report(.init(activity: "configuration \(count + 1)", done: count, total: 0))
        return try await space.state(point).holds
      }
    )
    self = space
    return found
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
