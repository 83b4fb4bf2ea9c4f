import Quantities
import Simulating
import Statistics
import TestSupport
import Testing

@Suite struct `Lines with rules` {
  /// T₁ = 1/(μ − λ₁); T₂ = (1/μ)/(1 − ρ₁) + (λ₁ + λ₂)/μ² / ((1 − ρ₁)(1 − ρ₁ − ρ₂)).
  @Test func `the urgent interrupt: mean response of both classes of an M/M/1`() async throws {
    let program = try program(
      """
      stations: {s: {servers: 1, queue: unbounded, scheduling: preemptive}}
      endpoints:
        urgent: {steps: [{serve: {at: s, time: {exponential: 1s}}}]}
        other: {priority: 2, steps: [{serve: {at: s, time: {exponential: 1s}}}]}
      tests: {steady: {arrivals: {urgent: 0.3/s, other: 0.5/s}, warm_up: 1000s, duration: 21000s}}
      """
    )
    let runs = await replicate(program, 0..<10, threads: 2)
    #expect(agrees(runs.map { $0.endpoints[0].meanResponse }, with: 1 / 0.7))
    #expect(agrees(runs.map { $0.endpoints[1].meanResponse }, with: 1 / 0.7 + 0.8 / (0.7 * 0.2)))
    let shares = runs.map { $0.endpoints[1].mean(.service) }
    #expect(agrees(shares, with: 1))
  }

  @Test func `the urgent stand before the others in any line, among themselves in turn`() throws {
    // All come while the first is served: the second other is served last.
    let run = try drained(
      """
      databases: {main: {cores: 1, max_connections: 50, scheduling: priority}}
      endpoints:
        urgent: {steps: [{query: {database: main, time: 1s}}]}
        other: {priority: 3, steps: [{query: {database: main, time: 1s}}]}
        middle: {priority: 2, steps: [{query: {database: main, time: 1s}}]}
      tests:
        one:
          duration: 1min
          herds:
            - {endpoint: other, size: 2}
            - {endpoint: middle, size: 2, at: 100ms}
            - {endpoint: urgent, size: 1, at: 200ms}
      """
    )
    #expect(close(run.endpoints[0].meanResponse, 1.8, relative: 1e-9))
    #expect(close(run.endpoints[2].meanResponse, (2.9 + 3.9) / 2, relative: 1e-9))
    #expect(close(run.endpoints[1].meanResponse, (1 + 5) / 2.0, relative: 1e-9))
  }

  @Test func `who has no patience left leaves with a reason, and is not served`() throws {
    let run = try drained(
      """
      stations: {s: {servers: 1, queue: unbounded, patience: 1500ms}}
      endpoints: {job: {steps: [{serve: {at: s, time: 1s}}]}}
      tests: {one: {duration: 1min, herds: [{endpoint: job, size: 4}]}}
      """
    )
    #expect(run.endpoints[0].completed == 2)
    #expect(run.endpoints[0].failed(.leftLine) == 2)
    #expect(run.groups[0].reneged == 2)
  }

  @Test func `a worker that polls takes all that wait, and rests when nobody does`() throws {
    // It looks at some time in the first 10 s, serves what is there, and looks again 10 s later.
    let run = try drained(
      """
      stations: {s: {servers: 1, queue: unbounded, pause: 10s}}
      endpoints: {job: {steps: [{serve: {at: s, time: 1s}}]}}
      tests:
        one: {duration: 1min, herds: [{endpoint: job, size: 2}, {endpoint: job, size: 1, at: 30s}]}
      """
    )
    let times = run.endpoints[0].responseTime
    #expect(run.endpoints[0].completed == 3)
    #expect(times.maximum!.seconds <= 12)
    #expect(run.groups[0].busyTime == 3_000_000_000)
  }

  @Test
  func `a cold start is waited for once; who comes to a server that is warm is served at once`()
    throws
  {
    let run = try drained(
      """
      stations: {s: {servers: 3, queue: unbounded, cold_start: 5s}}
      endpoints: {job: {steps: [{serve: {at: s, time: 2s}}]}}
      tests:
        one:
          duration: 1min
          herds:
            - {endpoint: job, size: 1}
            - {endpoint: job, size: 1, at: 6s}
            - {endpoint: job, size: 1, at: 30s}
      """
    )
    // The second has a start begun at 6 s and gets the first server at 7 s: 3 s in all.
    #expect(close(run.endpoints[0].meanResponse, (7 + 3 + 7) / 3.0, relative: 1e-9))
  }

  /// Faults, callers who give up and callers who come back leave nothing behind.
  @Test(arguments: UInt64(1)...12)
  func `nothing is lost whatever happens meanwhile`(seed: UInt64) throws {
    let rule = [
      "scheduling: preemptive", "scheduling: priority, patience: {exponential: 300ms}",
      "pause: {exponential: 200ms}", "cold_start: {exponential: 1s}, scheduling: priority",
    ][Int(seed % 4)]
    let work = seed % 3 == 0 ? "abandoned_work: cancelled" : "limit: 40"
    let run = try drained(
      """
      clients: {c: {attempts: 3, base: 100ms, timeout: 400ms, jitter: full}}
      stations: {s: {servers: 2, queue: 20, \(rule)}}
      services: {api: {instances: 2, timeout: 500ms, \(work)}}
      endpoints:
        urgent: {service: api, client: c, steps: [{serve: {at: s, time: {exponential: 60ms}}}]}
        other:
          priority: 2
          service: api
          steps:
            - parallel:
                join: first
                losers: cancelled
                branches:
                  - [{serve: {at: s, time: {exponential: 100ms}}}]
                  - [{serve: {at: s, time: {exponential: 100ms}}}]
      tests:
        rough:
          arrivals: {urgent: 8/s, other: 8/s}
          duration: 60s
          faults:
            - {at: 10s, for: 5s, slow: s, factor: 4}
            - {at: 12s, for: 10s, shrink: s, to: 1}
            - {at: 30s, for: 5s, shrink: s, to: 0}
      """,
      seed: seed
    )
    for endpoint in run.endpoints {
      #expect(endpoint.offered == endpoint.completed + endpoint.failures)
      #expect(endpoint.completed > 0)
    }
    #expect(run.groups[0].requests >= run.groups[0].waited + run.groups[0].refused)
  }
}
