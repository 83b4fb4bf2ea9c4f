import Quantities
import Scenarios
import Simulating
import Statistics
import TestSupport
import Testing

/// Callers who try again, to the nanosecond; evenly spaced arrivals come at whole seconds.
@Suite struct `Callers` {
  private func run(_ text: String) throws -> Measurement {
    let scenario = try ScenarioDocument.read(text: text, name: "callers").scenario
    let test = try #require(scenario.tests.first)
    return drain(Program(scenario, workload: Workload(tier: nil, test: test)), replication: 0)
  }

  private func desk(_ client: String, service: String, test: String) throws -> Measurement {
    try run(
      """
      headroom: 1
      clients: {caller: {\(client)}}
      stations: {desk: {servers: 1, queue: unbounded}}
      endpoints: {ask: {client: caller, steps: [{serve: {at: desk, time: \(service)}}]}}
      tests: {t: {\(test)}}

      """
    )
  }

  @Test func `an attempt given up is still served, and the next stands behind it`() throws {
    // One request at 20 s, patience 4 s, three attempts without a pause: at 20, 24 and 28 s.
    let run = try desk(
      "attempts: 3, timeout: 4s, base: 0s",
      service: "10s",
      test: "arrivals: {ask: 0.05/s}, spacing: even, duration: 39s"
    )
    #expect(run.failures(.timedOut) == 1)
    #expect(run.endpoints[0].attempts == 3)
    #expect(run.endpoints[0].offered == 1)
    // The server works on all three although nobody waits for any.
    #expect(run.groups[0].requests == 3 && run.groups[0].busyTime == 19_000_000_000)
  }

  @Test func `the time of earlier attempts belongs to the response time`() throws {
    // The desk stands still until 7 s: attempts at 1 and 5 s.
    let run = try desk(
      "attempts: 5, timeout: 4s, base: 0s",
      service: "900ms",
      test: """
        arrivals: {ask: 1/s}, spacing: even, duration: 1500ms,
        faults: [{at: 0s, for: 7s, shrink: desk, to: 0}]
        """
    )
    #expect(run.endpoints[0].completed == 1 && run.endpoints[0].attempts == 2)
    // The first attempt is served from 7 to 7.9 s, unread; the second to 8.8 s.
    #expect(run.longest == 7.8)
    let shares = run.endpoints[0].shares
    #expect(shares[Int(TimeShare.earlierAttempts.rawValue)] == 4_000_000_000)
    #expect(shares[Int(TimeShare.waitStation.rawValue)] == 2_900_000_000)
  }

  @Test func `a refusal is tried again after the pause of the client`() throws {
    let run = try run(
      """
      headroom: 1
      clients: {caller: {attempts: 4, base: 2s, multiplier: 1, cap: 2s}}
      stations: {desk: {servers: 1, queue: 0}}
      endpoints: {ask: {client: caller, steps: [{serve: {at: desk, time: 3500ms}}]}}
      tests: {t: {arrivals: {ask: 1/s}, spacing: even, duration: 2500ms}}

      """
    )
    // Arrivals at 1 and 2 s; the second is refused at 2 and 4 s and served from 6 s on.
    #expect(run.endpoints[0].completed == 2 && run.endpoints[0].attempts == 4)
    #expect(run.longest == 7.5)
  }

  @Test func `a service that stops abandoned work gives its worker to the next`() throws {
    let run = try run(
      """
      headroom: 1
      clients: {caller: {attempts: 2, timeout: 2s, base: 0s}}
      services: {api: {limit: 1, abandoned_work: cancelled}}
      endpoints: {ask: {service: api, client: caller, steps: [{delay: 3s}]}}
      tests: {t: {arrivals: {ask: 1/s}, spacing: even, duration: 1500ms}}

      """
    )
    #expect(run.failures(.timedOut) == 1 && run.endpoints[0].attempts == 2)
    #expect(run.groups[0].peakInUse == 1)
  }

  @Test func `what a crash cuts off is tried again at another instance`() throws {
    let run = try run(
      """
      headroom: 1
      clients: {caller: {attempts: 2, base: 0s}}
      services: {api: {instances: 2, limit: 50, boot: 10s, balancing: round_robin}}
      endpoints: {ask: {service: api, client: caller, steps: [{delay: 3s}]}}
      tests:
        t:
          arrivals: {ask: 1/s}
          spacing: even
          duration: 2700ms
          faults: [{at: 2500ms, for: 1s, crash: api}]

      """
    )
    // The first instance works on the request of 1 s; the second takes it over at 2.5 s.
    #expect(run.endpoints[0].completed == 2 && run.endpoints[0].attempts == 3)
    #expect(run.endpoints[0].failures == 0)
    #expect(run.longest == 4.5)
  }

  /// Draining traps on a server that is held, a token that is alive or a caller who was told nothing.
  @Test(arguments: 0..<40 as Range<UInt64>)
  func `in random platforms with callers who try again all that was offered ends`(seed: UInt64) {
    var platform = RandomPlatform(seed: seed)
    let workload = platform.workload()
    var scenario = platform.scenario
    var random = SplitMix(state: seed)
    for i in scenario.platform.endpoints.indices {
      var client = RetryPolicy()
      client.attempts = 1 + random.below(4)
      client.base = .milliseconds(Int64(random.below(3) * 200))
      client.timeout = random.below(2) == 0 ? nil : .milliseconds(Int64(50 + random.below(5000)))
      scenario.platform.endpoints[i].client = client
    }
    let run = drain(Program(scenario, workload: workload), replication: 0)
    for endpoint in run.endpoints {
      #expect(endpoint.offered == endpoint.completed + endpoint.failures)
      #expect(endpoint.attempts >= endpoint.offered)
      let shares = endpoint.shares.reduce(Int128(0)) { $0 + Int128($1) }
      #expect(shares == endpoint.responseTime.sumOfNanoseconds)
    }
  }
}
