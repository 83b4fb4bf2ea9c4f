import Quantities
import Queueing
import Scenarios
import Simulating
import Statistics
import Testing

@testable import Planning

/// The load at which a target falls, where a formula knows it: a server, a pool, a provider's limit.
@Suite struct `Breakpoints with closed forms` {
  private func breakpoint(_ text: String) async throws -> Breakpoint {
    let scenario = try ScenarioDocument.read(text: "headroom: 1\n\(text)\n", name: "known").scenario
    let test = try #require(scenario.tests.first)
    return await Laboratory(threads: 2).breakpoint(test, at: nil, of: scenario, replications: 8)
  }

  /// The load at which a decreasing condition ends, by bisection of the formula.
  private func limit(_ low: Double, _ high: Double, _ holds: (Double) -> Bool) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if holds(middle) { low = middle } else { high = middle }
    }
    return low
  }

  private func expect(_ breakpoint: Breakpoint, at exact: Double) throws {
    let factor = try #require(breakpoint.factor.estimate)
    #expect(
      factor.low <= exact && exact <= factor.high,
      "\(exact) against \(factor.value) [\(factor.low), \(factor.high)]"
    )
    // An interval that says nothing would hold anything, and none says more than a step of the search.
    #expect(factor.high / factor.low < 1.2)
    #expect(factor.high / factor.low > BreakpointSearch.resolution * 0.9999)
  }

  private let experiment = "experiment: {seed: 7, confidence: 99%}"

  /// Three servers of 50 ms, p95 within 250 ms.
  @Test func `of a queue with three servers`() async throws {
    let found = try await breakpoint(
      """
      stations: {desk: {servers: 3}}
      endpoints: {ask: {targets: {p95: 250ms}, steps: [{serve: {at: desk, time: {exponential: 50ms}}}]}}
      tests: {load: {arrivals: {ask: 10/s}, duration: 600s, warm_up: 20s}}
      \(experiment)
      """
    )
    let exact = limit(10, 59.9) { load in
      let queue = MMc(
        arrivalRate: Rate(perSecond: load),
        serviceRate: Rate(perSecond: 20),
        servers: 3
      )
      return queue.responseTimeQuantile(Fraction(0.95)).map { $0.seconds <= 0.25 } ?? false
    }
    try expect(found, at: exact / 10)
  }

  /// Two connections, held for 100 ms each, are the queue; the cores are many.
  @Test func `of a pool of connections`() async throws {
    let found = try await breakpoint(
      """
      services: {api: {cores: 8, limit: unbounded, pools: {main: {size: 2, overflow: 0, timeout: 60s}}}}
      databases: {main: {cores: 64, max_connections: 100}}
      endpoints:
        ask: {service: api, targets: {p95: 500ms}, steps: [{query: {database: main, time: {exponential: 100ms}}}]}
      tests: {load: {arrivals: {ask: 10/s}, duration: 900s, warm_up: 20s}}
      \(experiment)
      """
    )
    let exact = limit(2, 19.9) { load in
      let queue = MMc(
        arrivalRate: Rate(perSecond: load),
        serviceRate: Rate(perSecond: 10),
        servers: 2
      )
      return queue.responseTimeQuantile(Fraction(0.95)).map { $0.seconds <= 0.5 } ?? false
    }
    try expect(found, at: exact / 10)
    #expect(found.bottlenecks.first?.resource.contains("main") == true)
  }

  /// 600 calls a minute with a depth of 5, and no second attempt: a twentieth is refused.
  @Test func `of a provider's limit`() async throws {
    let found = try await breakpoint(
      """
      providers: {account: {limits: [{requests: 600/min, rule: bucket, burst: 5}], sends_retry_after: no}}
      clients: {once: {attempts: 1}}
      models: {model: {provider: account, time_to_first_token: 100ms}}
      endpoints:
        ask: {targets: {max_failures: 5%}, steps: [{call: {model: model, client: once, input: 1, output: 1}}]}
      tests: {load: {purpose: breakpoint, arrivals: {ask: 5/s}, duration: 1200s, warm_up: 10s, max_failures: 5%}}
      \(experiment)
      """
    )
    let exact = limit(1, 30) { load in
      let bucket = TokenBucketLoss(
        arrivalRate: Rate(perSecond: load),
        refillRate: Rate(perSecond: 10),
        depth: 5
      )
      return bucket.blockProbability.value <= 0.05
    }
    try expect(found, at: exact / 5)
    #expect(found.bottlenecks.first?.layer == .model)
  }

  /// Near the breakpoint and far from it, what is given up early would have failed.
  @Test func `of replications that are given up as soon as they are lost`() async throws {
    let scenario = try ScenarioDocument.read(
      text: """
        headroom: 1
        stations: {desk: {servers: 3, queue: 40}}
        endpoints:
          ask: {targets: {p95: 250ms, max_failures: 2%}, steps: [{serve: {at: desk, time: {exponential: 50ms}}}]}
          look: {targets: {p50: 80ms}, steps: [{serve: {at: desk, time: {exponential: 30ms}}}]}
        tests: {load: {arrivals: {ask: 10/s, look: 5/s}, duration: 300s, warm_up: 20s}}
        """,
      name: "early"
    ).scenario
    let test = try #require(scenario.tests.first)
    let search = BreakpointSearch(test, at: nil, of: scenario, in: Laboratory(threads: 2))
    var kept = 0
    for factor in [1, 3, 3.5, 4, 4.2, 4.4, 4.6, 4.8, 5, 5.5, 6, 8, 20] {
      let whole = await replicate(search.program(at: factor), 0..<2, threads: 2)
      for replication in 0..<2 {
        let holds = Breakpoint.holds(whole[replication], scenario, test)
        #expect(await search.holds(replication, at: factor) == holds, "\(factor)")
        kept += holds ? 1 : 0
      }
    }
    #expect(kept > 4 && kept < 22)
  }
}
