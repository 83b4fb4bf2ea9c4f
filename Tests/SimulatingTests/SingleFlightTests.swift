import Quantities
import Scenarios
import Simulating
import Statistics
import TestSupport
import Testing

@Suite struct `Single flight in caches` {
  @Test func `one request fetches, the others have what it finds at the same moment`() throws {
    let run = try drained(
      """
      caches: {c: {lookup_time: 0s, keys: {count: 1, ttl: 1min, single_flight: true}}}
      stations: {s: {servers: 1, queue: 0}}
      endpoints:
        ask: {steps: [{cache: {name: c, hit: 50%, miss: [{serve: {at: s, time: 3s}}]}}]}
      tests: {one: {duration: 2min, herds: [{endpoint: ask, size: 20, within: 1s}]}}
      """
    )
    #expect(run.endpoints[0].completed == 20)
    #expect(run.groups[0].requests == 1)
    // They come evenly over a second, and all go at the end of the fetch of the first.
    #expect(close(run.endpoints[0].meanResponse, 3 - 0.475, relative: 1e-6))
    #expect(run.caches[0].lookups == 20 && run.caches[0].hits == 19)
  }

  @Test func `when a fetch fails the next in line fetches`() throws {
    let stations = "{hold: {at: s, steps: [{delay: 1s}]}}, {serve: {at: t, time: 1s}}"
    let run = try drained(
      """
      caches: {c: {lookup_time: 0s, keys: {count: 1, single_flight: true}}}
      stations: {t: {servers: 1, queue: 0}, s: {servers: 9, queue: 0}}
      endpoints:
        ask: {steps: [{cache: {name: c, hit: 50%, miss: [\(stations)]}}]}
        block: {steps: [{serve: {at: t, time: 2500ms}}]}
      tests:
        one: {duration: 1min, herds: [{endpoint: block, size: 1}, {endpoint: ask, size: 5}]}
      """
    )
    // The fetches that reach t after 1 s and 2 s find it busy; that after 3 s ends at 4 s.
    #expect(run.endpoints[0].failed(.stationFull) == 2)
    #expect(run.endpoints[0].completed == 3)
    #expect(close(run.endpoints[0].responseTime.maximum?.seconds, 4, relative: 1e-6))
  }

  /// Timeouts, attempts and cancelled branches, while one of them fetches for the others.
  @Test(arguments: UInt64(1)...12)
  func `nobody waits for ever for a fetch`(seed: UInt64) throws {
    let work = seed % 2 == 0 ? "abandoned_work: cancelled" : "limit: 20"
    let run = try drained(
      """
      caches: {c: {lookup_time: 1ms, keys: {count: 20, ttl: 2s, single_flight: true}}}
      clients: {c: {attempts: 3, base: 50ms, timeout: 250ms, jitter: full}}
      services: {api: {instances: 2, timeout: 300ms, \(work)}}
      stations: {s: {servers: 2, queue: 10}}
      endpoints:
        ask:
          service: api
          client: c
          steps: [{cache: {name: c, hit: 50%, miss: [{serve: {at: s, time: {exponential: 150ms}}}]}}]
        both:
          service: api
          steps:
            - parallel:
                join: first
                losers: cancelled
                branches:
                  - [{cache: {name: c, hit: 50%, miss: [{serve: {at: s, time: {exponential: 80ms}}}]}}]
                  - [{cache: {name: c, hit: 50%, miss: [{delay: {exponential: 200ms}}]}}]
      tests:
        rough: {arrivals: {ask: 20/s, both: 10/s}, duration: 60s,
          faults: [{at: 20s, for: 5s, slow: s, factor: 5}, {at: 30s, for: 4s, crash: api}]}
      """,
      seed: seed
    )
    for endpoint in run.endpoints {
      #expect(endpoint.offered == endpoint.completed + endpoint.failures)
      #expect(endpoint.completed > 0)
    }
    #expect(run.caches[0].hits > 0)
  }
}
