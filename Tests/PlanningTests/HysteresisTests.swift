import Quantities
import Scenarios
import Statistics
import TestSupport
import Testing

@testable import Planning

/// One server of 25 ms on average, p95 within 250 ms, and callers who give up after a second.
///
/// It breaks at a load of 0.70: the p95 of M/M/1 is 3.0 times its mean, 25 ms / (1 − load). What callers
/// have given up is still done.
@Suite struct `Up and down` {
  private func hysteresis(attempts: Int) async throws -> Hysteresis {
    let text = """
      headroom: 1
      clients: {caller: {attempts: \(attempts), timeout: 1s, base: 0s}}
      stations: {primary: {servers: 1, queue: unbounded}}
      endpoints:
        ask: {client: caller, targets: {p95: 250ms, max_failures: 5%}, steps: [{serve: {at: primary, time: {exponential: 25ms}}}]}
      tests: {load: {arrivals: {ask: 40/s}, duration: 5min, max_failures: 5%}}
      experiment: {seed: 2, replications: 3}

      """
    let scenario = try ScenarioDocument.read(text: text, name: "ramp").scenario
    let test = try #require(scenario.tests.first)
    #expect(scenario.hasRetries == (attempts > 1))
    var course = Hysteresis.Course()
    course.trigger = .seconds(60)
    course.settling = .seconds(600)
    course.window = .seconds(120)
    return await Laboratory(threads: 2).hysteresis(
      test,
      at: nil,
      of: scenario,
      near: 0.7,
      replications: 3,
      course: course
    )
  }

  @Test func `meet where nobody tries again`() async throws {
    let found = try await hysteresis(attempts: 1)
    let up = try #require(found.up.estimate?.value)
    #expect(close(up, 0.7, relative: 0.1), "\(up)")
    let ratio = try #require(found.ratio)
    #expect(close(ratio, 1, relative: 0.04), "\(ratio)")
    #expect(!found.staysDown)
  }

  /// Every request is sent twice while the server is behind, so it stays behind above half its load.
  @Test func `part where retries keep it down`() async throws {
    let found = try await hysteresis(attempts: 2)
    let up = try #require(found.up.estimate?.value)
    let down = try #require(found.down.estimate?.value)
    #expect(close(up, 0.7, relative: 0.1), "\(up)")
    // After a minute at 1.05 and its resends a backlog of about 66 s is left; in ten minutes it is gone
    // where 1 − 2 × load is a ninth or more.
    #expect(down > 0.38 && down < 0.5, "\(down)")
    #expect(found.staysDown)
  }
}
