import Scenarios

// How far the platform goes, what breaks, and whether it stands without each of its parts.
extension StudyWork {
  /// Searches the breakpoint and what belongs to it.
  func findLimits(_ study: inout Study) async {
    progress.begin("searching the breakpoint", effort: effort.breakpoint)
    let test = scenario.tests.first { $0.purpose == .breakpoint } ?? busyTest
    if let test, canBreak(test) {
      let first = await laboratory.breakpoint(test, at: tiers[0], of: scenario)
      progress.begin("searching what breaks next", effort: effort.nextBreakpoints)
      study.limits = await laboratory.limits(
        around: first,
        test,
        at: tiers[0],
        of: scenario,
        headroom: study.tiers.first?.headroom ?? []
      )
    }
  }

  /// Takes each part out at every tier: at the first of the platform as it is, at the others as the
  /// roadmap has made it by then.
  func takeOutParts(_ study: inout Study) async throws(ScenarioError) {
    guard let busyTest, busyTest.driver != .trace else { return }
    for (index, tier) in tiers.enumerated() where index == 0 || !busyTest.isIndependentOfTier {
      let place = tier.map { " at \($0.name)" } ?? ""
      progress.begin("taking parts out\(place)", effort: effort.parts[index])
      let phase = index == 0 ? nil : study.phases.first { $0.tier.name == tier?.name }
      let settings = phase?.settings ?? []
      let platform = try document.applying(
        settings.map { Change(path: $0.path, value: $0.value) }
      )
      for var found in await laboratory.knockOuts(busyTest, at: tier, of: platform) {
        found.isPlanned = !settings.isEmpty
        study.knockOuts.append(found)
      }
    }
    study.audit = study.audit.map { $0.considering(study.knockOuts.ofToday) }
  }

  private func canBreak(_ test: LoadTest) -> Bool {
    guard test.driver != .trace else { return false }
    return scenario.platform.endpoints.contains { !$0.targets.all.isEmpty }
      || scenario.tests.contains { $0.purpose == .breakpoint }
  }

  /// Simulates the roadmap that the scenario gives, if it gives one.
  func validate(_ study: inout Study) async throws(ScenarioError) {
    guard !scenario.roadmap.isEmpty, let test = busyTest, !test.isIndependentOfTier else { return }
    progress.begin("the roadmap that is given", effort: effort.validation)
    study.validation = try await laboratory.validate(document, test: test, today: today)
  }
}
