import Planning
import Quantities
import Scenarios
import Statistics
import TestSupport
import Testing

@Suite struct `Recovery from faults` {
  private func result(_ fault: String, load: String = "5/s") async throws -> TestResult {
    let text = """
      headroom: 1
      stations: {s: {servers: 1, queue: unbounded}}
      endpoints: {ask: {targets: {p95: 200ms}, steps: [{serve: {at: s, time: 100ms}}]}}
      tests:
        out: {arrivals: {ask: \(load)}, spacing: even, duration: 2min, faults: [\(fault)]}
      """
    let scenario = try ScenarioDocument.read(text: text, name: "recovery").scenario
    return await Laboratory(threads: 2).run(
      scenario.tests[0],
      at: nil,
      of: scenario,
      replications: 3
    )
  }

  /// Fifty wait when the station is back, which serves ten a second while five come: ten seconds.
  @Test func `the time that a backlog takes to drain`() async throws {
    let recovery = try #require(try await result("{at: 10s, for: 10s, shrink: s, to: 0}").recovery)
    #expect(recovery.over == 20 && recovery.resolution == 1)
    #expect(recovery.recovered == 3)
    #expect(recovery.times.allSatisfy { ($0 ?? 0) >= 9 && ($0 ?? 0) <= 11 })
  }

  @Test func `no faults, no recovery; one that lasts to the end is none either`() async throws {
    #expect(try await result("").recovery == nil)
    #expect(try await result("{at: 1min, for: 1min, shrink: s, to: 0}").recovery == nil)
  }

  @Test func `too much load never recovers`() async throws {
    let stuck = try await result("{at: 10s, for: 10s, shrink: s, to: 0}", load: "11/s")
    #expect(stuck.recovery?.recovered == 0)
    #expect(stuck.recovery?.mean.estimate == nil)
  }
}
