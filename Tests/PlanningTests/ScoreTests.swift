import Quantities
import Scenarios
import Statistics
import Testing

@testable import Planning

@Suite struct `Scores` {
  /// A platform at the edge: the later tier misses its p95 or holds it by a hair.
  private static let text = """
    headroom: 1
    services: {api: {instances: 1, workers: 1, limit: 40, backlog: 20, timeout: 5s}}
    databases: {main: {cores: 1, max_connections: 50, recommended_size: 100GB}}
    endpoints:
      list:
        service: api
        per_query: 1
        targets: {p95: 200ms, p99: 400ms}
        steps: [{cpu: {mean: 20ms, cv: 1}}]
    tiers:
      now: {users: 10, concurrent_users: 10, queries_per_day: 250000, database_size: 10GB}
      later: {users: 900, concurrent_users: 900, queries_per_day: 2500000, database_size: 100GB}
    tests:
      peak: {purpose: peak, load: peak, duration: 2min}
      stress: {purpose: stress, load: peak, from: 120%, duration: 2min}
    experiment: {seed: 5, replications: {min: 3, max: 3}, observations: 50}
    growth: {horizon: 3650d, series: {queries_per_day: {file: history.csv, column: queries}}}
    changes:
      instances: {title: Run more instances, mends: [cpu, workers], effort_days: 2, lead_time_days: 10,
        levels: [{services.api.instances: 2}]}

    """

  private static func scores(_ changes: [Change]) async throws -> [Score] {
    try await StudyFixture.study(of: text, named: "scores", changes).scores
  }

  private static let given = Task { try await scores([]) }

  /// Paths with their values, a hundredth less and more.
  private static let changes: [(path: String, values: [String])] = [
    ("tiers.later.queries_per_day", ["2475000", "2525000"]),
    ("endpoints.list.steps[0].cpu.mean", ["19.8ms", "20.2ms"]),
    ("endpoints.list.targets.p95", ["198ms", "202ms"]),
    ("databases.main.recommended_size", ["99GB", "101GB"]),
    ("tests.stress.from", ["118.8%", "121.2%"]),
  ]

  @Test(arguments: changes)
  func `move by no more than one when an input changes by a hundredth`(
    path: String,
    values: [String]
  ) async throws {
    let given = try await Self.given.value
    #expect(given.map(\.title) == ["Scalability", "Load Test", "Growth Readiness"])
    for value in values {
      let changed = try await Self.scores([Change(path: path, value: value)])
      for (a, b) in zip(given, changed) {
        let (left, right) = (try #require(a.value), try #require(b.value))
        #expect(abs(left - right) <= 1, "\(a.title): \(left), with \(path)=\(value) \(right)")
      }
    }
  }

  /// 1 up to the limit, nothing from half as much again.
  @Test func `count what is missed a little for the most part`() {
    func share(_ value: Double, _ limit: Double, _ unit: String) -> Double {
      StateCheck(subject: "", value: value, limit: limit, unit: unit, isMissed: value > limit)
        .passShare
    }
    #expect(share(100, 200, "ms") == 1 && share(200, 200, "ms") == 1)
    #expect(share(202, 200, "ms") > 0.97)
    #expect(abs(share(200 * 1.5.squareRoot(), 200, "ms") - 0.5) < 1e-9)
    #expect(share(300, 200, "ms") == 0 && share(900, 200, "ms") == 0)
    #expect(share(2, 1, "%") > 0.85 && share(11, 1, "%") < 1e-9 && share(0.5, 1, "%") == 1)
    #expect(share(1, 0, "requests/s") == 0)
  }

  @Test func `of a breakpoint follow the logarithm of the load`() {
    func score(_ factor: Double) -> Double? {
      Score.scalability(
        Breakpoint(
          test: "t",
          factor: .known(.exact(factor, observations: 5)),
          requestsPerSecond: .known(.exact(1, observations: 5)),
          isBeyondSearch: false,
          isBelowSearch: false,
          firstToFall: "",
          bottlenecks: []
        )
      ).value
    }
    #expect([1, 10, 100, 1000, 1e5].map(score) == [1, 4, 7, 10, 10])
    #expect(score(0.1) == 1)
    #expect(Score.scalability(nil).value == nil)
  }
}
