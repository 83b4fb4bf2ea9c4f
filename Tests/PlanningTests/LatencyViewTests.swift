import Planning
import Quantities
import Scenarios
import Statistics
import TestSupport
import Testing

@Suite struct `Three latencies of closed load` {
  private func result(_ test: String, path: String = "") async throws -> TestResult {
    let text = """
      headroom: 1
      stations: {s: {servers: 1, queue: unbounded}}
      endpoints:
        ask: {steps: [\(path){serve: {at: s, time: 1s}}]}
      tests: {closed: {\(test)}}
      """
    let scenario = try ScenarioDocument.read(text: text, name: "closed").scenario
    let laboratory = Laboratory(threads: 2)
    let result = await laboratory.run(scenario.tests[0], at: nil, of: scenario, replications: 3)
    return await laboratory.withIntended(result, at: nil, of: scenario)
  }

  private func view(_ observer: LatencyView.Observer, _ result: TestResult) throws -> LatencyView {
    try #require(result.latencies.first { $0.observer == observer })
  }

  private func p50(_ observer: LatencyView.Observer, _ result: TestResult) throws -> Double {
    try #require(try view(observer, result).percentiles[0].estimate).value
  }

  /// Ten users, one server, 1 s of work, 1 s of thought: N/X − Z = 10/1 − 1 = 9 s, however bad it is.
  ///
  /// They mean to come five times a second, and then the line grows by four seconds each second.
  @Test func `users who wait hide the line that they would have met`() async throws {
    let result = try await result("users: 10, mix: {ask: 100%}, think: 1s, duration: 400s")
    #expect(abs(try p50(.generator, result) - 9) < 0.05)
    #expect(abs(try p50(.service, result) - 9) < 0.05)
    let intended = try view(.intended, result)
    #expect(abs(intended.offered.perSecond - 5) < 0.1)
    #expect(try p50(.intended, result) > 300)
  }

  /// One user never waits: the three differ by the network alone.
  @Test func `the service does not see the network`() async throws {
    let result = try await result(
      "users: 1, mix: {ask: 100%}, think: 9s, duration: 2000s",
      path: "{delay: 500ms}, "
    )
    #expect(abs(try p50(.generator, result) - 1.5) < 0.005)
    #expect(abs(try p50(.service, result) - 1) < 0.005)
    #expect(abs(try view(.intended, result).offered.perSecond - 1 / 10.5) < 0.01)
  }

  @Test func `iterations at a rate come when they are due, users or not`() async throws {
    let result = try await result(
      """
      k6: {rate: {executor: constant-arrival-rate, rate: 2/s, duration: 100s, pre_allocated_vus: 3,
      max_vus: 3, iteration: [{ask: ask}]}}
      """
    )
    // Three users, all of them in line: each waits for the two before it.
    #expect(abs(try p50(.generator, result) - 3) < 0.5)
    #expect(abs(try view(.intended, result).offered.perSecond - 2) < 0.05)
    #expect(try p50(.intended, result) > 40)
  }

  @Test func `open load has nobody who waits`() async throws {
    #expect(try await result("arrivals: {ask: 0.5/s}, duration: 100s").latencies.isEmpty)
  }
}
