import Costing
import Quantities
import Scenarios
import Simulating
import Testing

@testable import Planning

/// What a study finds hangs on nothing that is simulated beside it.
@Suite struct `Experiments side by side` {
  /// It needs two changes to hold at the second tier.
  private let text = """
    headroom: 1
    services: {api: {instances: 1, workers: 2, cores: 2, limit: 40, timeout: 5s, pools: {main: {size: 1, timeout: 2s}}}}
    databases: {main: {cores: 1, max_connections: 100}}
    endpoints:
      list:
        service: api
        per_query: 1
        targets: {p95: 300ms}
        steps: [{cpu: {exponential: 40ms}}, {query: {database: main, time: {exponential: 25ms}}}]
    tiers:
      now: {users: 10, concurrent_users: 10, queries_per_day: 250000, active_connections: 10}
      later: {users: 900, concurrent_users: 900, queries_per_day: 4000000, active_connections: 900}
    tests:
      peak: {purpose: peak, load: peak, duration: 40s}
      mean: {purpose: stress, load: mean, duration: 40s}
      users: {users: 5, think: 1s, mix: {list: 100%}, duration: 40s}
    experiment: {seed: 5, replications: {min: 3, max: 3}, observations: 50}
    changes:
      pool: {title: Widen the pools, why: lines, mends: [app_pool], effort_days: 1, lead_time_days: 1,
        levels: [{services.api.pools.main.size: 4}, {services.api.pools.main.size: 8}]}
      instances: {title: Run more instances, why: cores, mends: [cpu, workers], effort_days: 2,
        lead_time_days: 10, levels: [{services.api.instances: 2}, {services.api.instances: 4}]}
      database: {title: Take a larger database, why: cores, mends: [database], effort_days: 2,
        lead_time_days: 10, levels: [{databases.main.cores: 2}, {databases.main.cores: 4}]}

    """

  @Test func `give what they give one after the other`() async throws {
    let one = try await StudyFixture.study(of: text, named: "one", threads: 1)
    let five = try await StudyFixture.study(of: text, named: "five", threads: 5)
    #expect(one.tiers.map(\.tests).map(words) == five.tiers.map(\.tests).map(words))
    #expect(one.phases.map(words) == five.phases.map(words))
    #expect(one.phases.flatMap(\.steps).count > 1)
    #expect(one.knockOuts.map(words) == five.knockOuts.map(words))
    #expect(!one.knockOuts.isEmpty)
    #expect(one.events == five.events)
  }

  @Test func `let no input feel that others are moved at the same time`() async throws {
    let document = try ScenarioDocument.read(text: text, name: "inputs")
    let today = try #require(CalendarDate("2026-12-15"))
    func moved(threads: Int) async -> [String] {
      let found = await Laboratory(threads: threads).sensitivity(
        of: document,
        to: Array(document.inputs(test: "peak", tier: "now").prefix(5)),
        test: "peak",
        tier: document.scenario.tiers[0],
        step: Fraction(0.1),
        today: today
      )
      return found.rows.map { "\($0)" } + found.refused.map { "\($0)" }
    }
    let one = await moved(threads: 1)
    #expect(one.count == 5)
    #expect(await moved(threads: 3) == one)
  }

  /// A platform that was simulated before is not simulated again; it has to be the same one.
  @Test func `a step shows the platform that its settings make`() async throws {
    let study = try await StudyFixture.study(of: text, named: "steps", threads: 3)
    let document = try ScenarioDocument.read(text: text, name: "steps")
    let laboratory = Laboratory(threads: 1)
    for phase in study.phases {
      var settings: CandidateChange.Settings = []
      for earlier in study.phases.prefix(while: { $0.tier.name != phase.tier.name }) {
        settings = Planner.merged(settings, earlier.settings)
      }
      for step in phase.steps {
        settings = Planner.merged(settings, step.settings)
        let scenario = try document.applying(
          settings.map { Change(path: $0.path, value: $0.value) }
        )
        let test = try #require(scenario.busyTest)
        let again = await laboratory.run(test, at: phase.tier, of: scenario, replications: 3)
        #expect(words([again]) == words([step.after.result]))
      }
    }
  }

  private func words(_ results: [TestResult]) -> [String] {
    results.map { result in
      let times = result.endpoints.map { "\($0.offered) \($0.mean) \($0.percentiles.map(\.value))" }
      return "\(result.tier ?? "") \(result.test.name) \(result.events): \(times)"
    }
  }

  private func words(_ phase: RoadmapPhase) -> [String] {
    phase.steps.map { "\($0.change.name) \($0.level) \($0.after.bill.total)" }
      + phase.rejected.map(\.words)
  }

  private func words(_ out: KnockOut) -> String {
    "\(out.tier ?? "") \(out.part): \(out.outcome) \(out.evidence)"
  }
}
