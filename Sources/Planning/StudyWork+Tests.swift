import Scenarios
import Simulating

extension StudyWork {
  /// Runs every test at every tier; results by tier, in the order of the tests.
  ///
  /// They are made side by side: a test of few replications keeps few threads busy to the end. Where
  /// each has a budget of time, one comes after the other, so that each has the machine for itself.
  mutating func runTests() async -> [[TestResult]] {
    let (tiers, tests, scenario, laboratory) = (tiers, tests, scenario, laboratory)
    // A test with rates or users of its own is the same at every tier.
    let experiments = tiers.indices.flatMap { tier in
      tests.filter { tier == 0 || !$0.isIndependentOfTier }.map { (tier: tiers[tier], test: $0) }
    }
    func tell(_ finished: Set<Int>) {
      guard let first = experiments.indices.first(where: { !finished.contains($0) }) else { return }
      let (tier, test) = experiments[first]
      let activity = "\(tier.map { "\($0.name): " } ?? "")\(test.name)"
      laboratory.report(.init(activity: activity, done: done + finished.count, total: total))
    }
    tell([])
    var results = await laboratory.inParallel(
      experiments.count,
      atOnce: scenario.experiment.budget == nil ? nil : 1,
      finished: tell
    ) { index in
      let (tier, test) = experiments[index]
      let result = await laboratory.run(test, at: tier, of: scenario)
      return await laboratory.withIntended(result, at: tier, of: scenario)
    }
    done += tiers.count * tests.count
    var byTier: [[TestResult]] = []
    for tier in tiers {
      byTier.append(
        tests.indices.map { index in
          guard !byTier.isEmpty, tests[index].isIndependentOfTier else {
            return results.removeFirst()
          }
          var result = byTier[0][index]
          result.tier = tier?.name
          return result
        }
      )
    }
    return byTier
  }
}
