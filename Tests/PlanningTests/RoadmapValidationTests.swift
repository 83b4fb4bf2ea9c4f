import Quantities
import Scenarios
import TestSupport
import Testing

@testable import Planning

/// The shipped roadmap, as it is and with one step spoilt.
@Suite struct `A roadmap that somebody wrote` {
  private func validation(_ changes: [Change] = []) async throws -> RoadmapValidation {
    let path = repositoryPath("scenarios/roadmap.yaml")
    let document = try ScenarioDocument.read(path, changes: changes)
    let test = try #require(document.scenario.busyTest)
    return try await Laboratory(threads: 2).validate(
      document,
      test: test,
      today: try #require(CalendarDate("2026-11-28"))
    )
  }

  @Test func `passes when every step does what it must`() async throws {
    let found = try await validation()
    #expect(found.rejected == nil, "\(found.rejected?.evidence ?? "")")
    #expect(found.steps.map(\.outcome) == [.reaches, .helps, .reaches])
    #expect(found.steps.map(\.tier.name) == ["10x", "100x", "100x"])
    #expect(found.notJudged.isEmpty)
    #expect(found.steps[0].before.exceeded.map(\.resource) == ["shop size"])
    for step in found.steps where step.mustReach {
      #expect(step.after.holds)
      #expect(step.after.checks.allSatisfy { !$0.isMissed })
    }
    #expect(found.steps.map(\.effortDays) == [1, 1, 3])
  }

  /// Which step is spoilt, what it sets instead, what becomes of it, and what the evidence says.
  private static let spoilt: [(step: Int, set: String, RoadmapValidation.Outcome, String)] = [
    (
      1, "{databases.shop.recommended_size: 80GB}", .misses,
      "shop size is 100 GB against 80 GB, 25 %"
    ),
    (
      1, "{databases.shop.recommended_size: 200GB, services.api.limit: 1, services.api.backlog: 0}",
      .misses, "failed share of POST /orders"
    ),
    (3, "{databases.shop.recommended_size: 2TB}", .misses, "POST /orders"),
    (
      3, "{databases.shop.cores: 4, databases.shop.recommended_size: 900GB}", .misses,
      "shop size is 1,000 GB against 900 GB, 11.1 % too much"
    ),
  ]

  @Test(arguments: spoilt)
  func `is rejected at the step that is wrong`(
    step: Int,
    set: String,
    outcome: RoadmapValidation.Outcome,
    words: String
  ) async throws {
    let found = try await validation([Change(path: "roadmap[\(step - 1)].set", value: set)])
    let rejected = try #require(found.rejected)
    #expect(rejected.number == step)
    #expect(rejected.outcome == outcome)
    #expect(rejected.evidence.contains(words), "\(rejected.evidence)")
    #expect(found.steps.dropLast().allSatisfy { $0.outcome.passes })
    #expect(found.notJudged.count == 3 - step)
  }

  /// A step on the way: it must help, and must not lose what was reached.
  @Test(arguments: [
    ("{services.api.memory_per_request: 2MiB}", RoadmapValidation.Outcome.idle),
    ("{services.api.instances: 5, databases.shop.recommended_size: 90GB}", .breaks),
  ])
  func `is rejected at a step on the way that does not help`(
    set: String,
    outcome: RoadmapValidation.Outcome
  ) async throws {
    let value = "{title: On the way, set: \(set)}"
    let found = try await validation([Change(path: "roadmap[1]", value: value)])
    let rejected = try #require(found.rejected)
    #expect(rejected.number == 2)
    #expect(rejected.outcome == outcome, "\(rejected.evidence)")
    #expect(found.notJudged == ["Move to a larger database"])
  }

  @Test func `says by how much a target or a limit is missed`() {
    func words(_ value: Double, _ limit: Double) -> String {
      StateCheck(
        subject: "p95 of x",
        value: value,
        limit: limit,
        unit: "ms",
        isMissed: value > limit
      )
      .words
    }
    #expect(words(150, 200) == "p95 of x is 150 ms against 200 ms, 25 % to spare")
    #expect(words(250, 200) == "p95 of x is 250 ms against 200 ms, 25 % too much")
    #expect(words(900, 200) == "p95 of x is 900 ms against 200 ms, 4.5 times as much")
    #expect(words(1, 0) == "p95 of x is 1 ms against 0 ms")
  }
}
