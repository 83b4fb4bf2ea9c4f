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

  /// Several platforms at a tier, in order.
  ///
  /// A platform takes a handful of replications, which keep few threads busy to the end. So those that
  /// are not known yet are simulated side by side, each on a thread of its own, and what is left over
  /// one after the other on all of them.
  mutating func states(
    _ several: [[String: Int]],
    at tier: Tier
  ) async throws(ScenarioError) -> [PlatformState] {
    var new: [[String: Int]] = []
    for levels in several where known[levels] == nil && !new.contains(levels) {
      new.append(levels)
    }
    var alone = self
    alone.laboratory.threads = 1
    let together = new.count / laboratory.threads * laboratory.threads
    if laboratory.threads > 1, together > 0 {
      var scenarios: [Scenario] = []
      for levels in new.prefix(together) { scenarios.append(try scenario(levels)) }
      let states = await laboratory.inParallel(together) { [alone, scenarios] index in
        await alone.state(scenarios[index], at: tier)
      }
      for (levels, state) in zip(new, states) { known[levels] = state }
    }
    var states: [PlatformState] = []
    for levels in several { states.append(try await state(levels, at: tier)) }
    return states
  }
}
