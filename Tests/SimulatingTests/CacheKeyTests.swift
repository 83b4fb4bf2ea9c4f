import Foundation
import Quantities
import Queueing
import Scenarios
import Simulating
import TestSupport
import Testing

@Suite struct `Caches of keys` {
  private func hitRatio(
    rate: Double,
    seconds: Double,
    fetch: Double = 0,
    faults: [Fault] = [],
    _ change: (inout CacheKeys) -> Void
  ) -> (ratio: Double, run: Simulating.Measurement) {
    var keys = CacheKeys()
    change(&keys)
    var cache = Cache(
      name: "c",
      plan: nil,
      maxConnections: .unbounded,
      maxOperations: nil,
      lookupTime: .constant(0)
    )
    cache.keys = keys
    let miss = Step(.delay(time: .constant(fetch)), path: "job/miss")
    var endpoint = Endpoint()
    endpoint.name = "job"
    endpoint.steps = [
      Step(.cache(name: "c", hitRatio: .zero, miss: [miss]), path: "job/look")
    ]
    var scenario = Scenario()
    scenario.platform.caches = [cache]
    scenario.platform.endpoints = [endpoint]
    var test = LoadTest()
    test.level = .own
    test.rates = [("job", Rate(perSecond: rate))]
    test.duration = SimInterval(seconds: seconds)
    test.warmUp = SimInterval(seconds: seconds / 10)
    test.faults = faults
    let run = drain(Program(scenario, workload: Workload(tier: nil, test: test)), replication: 0)
    return (Double(run.caches[0].hits) / Double(run.caches[0].lookups), run)
  }

  @Test func `one key hits as renewal theory says, from the fetch and from the last use`() {
    let key = ExpiringCacheKey(arrivalRate: Rate(perSecond: 2), timeToLive: .seconds(1))
    let fetched = hitRatio(rate: 2, seconds: 40_000) { $0.timeToLive = .seconds(1) }
    #expect(close(fetched.ratio, key.hitRatioFromFetch.value, relative: 0.01))
    let used = hitRatio(rate: 2, seconds: 40_000) {
      $0.timeToLive = .seconds(1)
      $0.timer = .use
    }
    #expect(close(used.ratio, key.hitRatioFromLastUse.value, relative: 0.01))
  }

  /// Zipf weights of 10,000 keys with exponent 0.8.
  private static let weights: [Double] = {
    let raw = (1...10_000).map { pow(Double($0), -0.8) }
    let sum = raw.reduce(0, +)
    return raw.map { $0 / sum }
  }()

  @Test func `Zipf keys with a lifetime hit by the sum over keys`() {
    let expected = Self.weights.reduce(0) { sum, p in
      let requests = 100 * p * 30
      return sum + p * requests / (1 + requests)
    }
    let run = hitRatio(rate: 100, seconds: 1500) {
      $0.count = 10_000
      $0.zipf = 0.8
      $0.timeToLive = .seconds(30)
    }
    #expect(close(run.ratio, expected, relative: 0.01))
  }

  /// Che, Tung, Wang, "Hierarchical Web caching systems", IEEE JSAC 20 (2002): an entry stays for the
  /// time T in which as many distinct keys are asked for as there is room.
  @Test func `the least recently used of Zipf keys go, as Che's approximation says`() {
    func filled(_ time: Double) -> Double {
      Self.weights.reduce(0) { $0 + 1 - exp(-$1 * time) }
    }
    var (low, high) = (0.0, 1e6)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if filled(middle) < 500 { low = middle } else { high = middle }
    }
    let expected = Self.weights.reduce(0) { $0 + $1 * (1 - exp(-$1 * low)) }
    let run = hitRatio(rate: 100, seconds: 1500) {
      $0.count = 10_000
      $0.zipf = 0.8
      $0.entries = .atMost(500)
    }
    #expect(close(run.ratio, expected, relative: 0.01))
  }

  @Test func `while a hot key is fetched, everybody misses it`() {
    // At 10/s the first one and 30 others fetch for 3 s. Their fills follow for 3 s more, so that the
    // entry lives until 10 s after the last one: 130 hits from the first fill on.
    let run = hitRatio(rate: 10, seconds: 20_000, fetch: 3) { $0.timeToLive = .seconds(10) }
    #expect(close(1 - run.ratio, 31 / (31 + 130), relative: 0.05))
  }

  @Test func `a flushed cache fills again by itself`() {
    let flush = Fault(at: .seconds(500), lasting: .seconds(1), .flush(cache: "c"))
    let run = hitRatio(rate: 10, seconds: 1000, faults: [flush]) { $0.count = 50 }
    // Every key is fetched once before the measurement, and once after the flush.
    #expect(run.run.caches[0].lookups - run.run.caches[0].hits == 50)
  }
}
