import Scenarios
import Simulating

extension StudyWork {
  /// Runs every test at every tier; results by tier, in the order of the tests.
  ///
  /// They are made side by side: a test of few replications keeps few threads busy to the end. Where
  /// each has a budget of time, one comes after the other, so that each has the machine for itself.
  func runTests() async -> [[TestResult]] {
    let (scenario, laboratory, experiments) = (scenario, laboratory, scenario.experiments)
    func activity(_ finished: Set<Int>) -> String {
      guard let first = experiments.indices.first(where: { !finished.contains($0) }) else {
        return "tests"
      }
      let (test, tier) = experiments[first]
      return "\(tier.map { "\($0.name): " } ?? "")\(test.name)"
    }
    // They are one step of the work, whose end is the end of all, and many of the display.
    progress.begin(activity([]), effort: effort.tests)
    var results = await laboratory.inParallel(
      experiments.count,
      atOnce: scenario.experiment.budget == nil ? nil : 1,
      finished: { if $0.count < experiments.count { progress.say(activity($0), more: 1) } }
    ) { index in
      let (test, tier) = experiments[index]
      let result = await laboratory.run(test, at: tier, of: scenario)
      return await laboratory.withIntended(result, at: tier, of: scenario)
    }
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
