import Scenarios
import Simulating

// Platforms that the planner looks at: each is simulated once, several side by side.
extension Planner {
  /// The platform with changes at levels, as it does at a tier.
  mutating func state(
    _ levels: [String: Int],
    at tier: Tier
  ) async throws(ScenarioError) -> PlatformState {
    if let state = known[levels] { return state }
    let state = await state(try scenario(levels), at: tier)
    known[levels] = state
    return state
  }

  /// Several platforms at a tier, in order; those that are not known yet are simulated side by side.
  ///
  /// A platform takes a handful of replications, which alone keep few threads busy to the end.
  mutating func states(
    _ several: [[String: Int]],
    at tier: Tier
  ) async throws(ScenarioError) -> [PlatformState] {
    var new: [[String: Int]] = []
    var scenarios: [Scenario] = []
    for levels in several where known[levels] == nil && !new.contains(levels) {
      new.append(levels)
      scenarios.append(try scenario(levels))
    }
    let found = await laboratory.inParallel(new.count) { [self, scenarios] index in
      await state(scenarios[index], at: tier)
    }
    for (levels, state) in zip(new, found) { known[levels] = state }
    var states: [PlatformState] = []
    for levels in several { states.append(try await state(levels, at: tier)) }
    return states
  }
}
