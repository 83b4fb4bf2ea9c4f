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
  /// The busiest hour of the configuration with everything at its highest, and a month of it: costs are
  /// compared for its usage, since a platform that fails is cheap because it serves less.
  private var top: TestResult?
  private var usage = MonthlyUsage()
  /// What has been simulated, and what a quick look has found.
  private var states: [[Int]: PlatformState] = [:]
  private var glances: [[Int]: Sizing.Glance] = [:]

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
    self.top = top.result
    usage = MonthlyUsage(try scenario(highest), tier: self.tier, day: top.result)
  }

  /// Configurations whose costs are all read, since to look for free changes takes as long.
  private static let few = 300

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

  /// Whether a configuration holds: not where a quick look has shown that it does not, else as it was
  /// simulated in full.
  mutating func holds(_ point: [Int]) async throws(ScenarioError) -> Bool {
    if states[point] == nil, try await glance(point).failure != nil { return false }
    return try await state(point).holds
  }

  /// A quick look: limits that need no simulation, then a short run.
  mutating func glance(_ point: [Int]) async throws(ScenarioError) -> Sizing.Glance {
    if let known = glances[point] { return known }
    let configured = try scenario(point)
    let glance: Sizing.Glance
    if let full = states[point] {
      glance = Sizing.Glance(proof: .whole, failure: full.holds ? nil : full.firstTrouble)
    } else if let row = top.flatMap({ planner.limitPassedOnPaper(configured, at: tier, $0) }) {
      glance = Sizing.Glance(proof: .paper, failure: row)
    } else {
      let short = await planner.shortState(configured, at: tier)
      glance = Sizing.Glance(proof: .short, failure: short.sureFailure)
    }
    glances[point] = glance
    return glance
  }

  /// What is known of a configuration that was looked at, and how.
  func seen(_ point: [Int]) -> Sizing.Glance {
    if let state = states[point] {
      return Sizing.Glance(proof: .whole, failure: state.holds ? nil : state.firstTrouble)
    }
    guard let glance = glances[point] else {
      preconditionFailure("a configuration is asked for that was looked at")
    }
    return glance
  }

  /// What a month of a configuration costs.
  func cost(_ point: [Int]) throws(ScenarioError) -> Money {
    let configured = try scenario(point)
    let month = BillingBasis(configured, tier, usage.withInstances(of: configured.platform))
    return Bill(month, document.scenario, on: today).total
  }

  /// The cheapest configuration that holds; nil when none does.
  mutating func search(_ search: inout CheapestSearch) async throws(ScenarioError) -> [Int]? {
    let isSmall = search.count <= SizingSpace.few
    let costs = isSmall ? SizingCosts(all: highest) : try SizingCosts(highest: highest, cost)
    let found = try await self.search(&search, costs)
    var wrong = false
    for look in search.looks where !wrong {
      var account = costs
      wrong = try account.cost(look.point, cost) != cost(look.point)
    }
    guard wrong else { return found }
    // A change that looked free is not: every cost is read.
    search = CheapestSearch(highest: highest)
    return try await self.search(&search, SizingCosts(all: highest))
  }

  private mutating func search(
    _ search: inout CheapestSearch,
    _ costs: SizingCosts
  ) async throws(ScenarioError) -> [Int]? {
    var space = self
    let bills = self
    var costs = costs
    func tell() {
      let count = Set(space.states.keys).union(space.glances.keys).count
      laboratory.report(.init(activity: "configuration \(count + 1)", done: count, total: 0))
    }
    let found = try await search.run(
      cost: { (point: [Int]) throws(ScenarioError) -> Double in
        try costs.cost(point, bills.cost).usd
      },
      mayHold: { (point: [Int]) async throws(ScenarioError) -> Bool in
        tell()
        return try await space.glance(point).failure == nil
      },
      holds: { (point: [Int]) async throws(ScenarioError) -> Bool in
        tell()
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
