import Scenarios

// How far the platform goes, what breaks, and whether it stands without each of its parts.
extension StudyWork {
  /// Searches the breakpoint and what belongs to it, and takes parts out.
  mutating func findLimits(_ study: inout Study) async {
    tell("searching the breakpoint")
    let test = scenario.tests.first { $0.purpose == .breakpoint } ?? busyTest
    if let test, canBreak(test) {
      let first = await laboratory.breakpoint(test, at: tiers[0], of: scenario)
      tell("searching what breaks next")
      study.limits = await laboratory.limits(
        around: first,
        test,
        at: tiers[0],
        of: scenario,
        headroom: study.tiers.first?.headroom ?? []
      )
    }
    tell("taking parts out")
    if let busyTest, busyTest.driver != .trace {
      study.knockOuts = await laboratory.knockOuts(busyTest, at: tiers[0], of: scenario)
      study.audit = study.audit.map { $0.considering(study.knockOuts) }
    }
  }

  private func canBreak(_ test: LoadTest) -> Bool {
    guard test.driver != .trace else { return false }
    return scenario.platform.endpoints.contains { !$0.targets.all.isEmpty }
      || scenario.tests.contains { $0.purpose == .breakpoint }
  }

  /// Simulates the roadmap that the scenario gives, if it gives one.
  mutating func validate(_ study: inout Study) async throws(ScenarioError) {
    guard !scenario.roadmap.isEmpty, let test = busyTest, !test.isIndependentOfTier else { return }
    study.validation = try await laboratory.validate(document, test: test, today: today)
  }
}
