import Stations
import TestSupport
import Testing

/// Work that passes at a rate.
@Suite struct `Paced queue` {
  @Test func `without credit it is a server`() {
    var queue = PacedQueue(rate: 1e-6)
    #expect(queue.take(1, now: 0) == 1_000_000)
    #expect(queue.take(2, now: 0) == 3_000_000)
    #expect(queue.take(1, now: 2_500_000) == 1_500_000)
    #expect(queue.take(1, now: 9_000_000) == 1_000_000)
    #expect(queue.tally.requests == 4 && queue.tally.longest == 3_000_000)
  }

  @Test func `credit is spent no faster than a burst allows, and comes back`() {
    var queue = PacedQueue(rate: 1e-6, most: 4e-6, credit: 10)
    #expect(queue.take(4, now: 0) == 1_000_000)
    #expect(queue.take(8, now: 0) == 3_000_000)
    // Two units of debt, which the rate pays in two milliseconds; then the credit grows again.
    #expect(queue.take(0, now: 2_000_000) == 1_000_000)
    #expect(queue.take(1, now: 2_000_000) == 1_250_000)
    #expect(queue.take(8, now: 100_000_000) == 2_000_000)
  }

  @Test(arguments: 0..<100)
  func `no span lets more pass than its credit and its rates`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var queue = PacedQueue(rate: 1e-3, most: 5e-3, credit: 40)
    var now: Int64 = 0
    var passed: [(at: Int64, units: Double)] = []
    for _ in 0..<200 {
      now += Int64(random.next() % 4000)
      let units = Double(1 + random.next() % 5)
      passed.append((now + queue.take(units, now: now), units))
    }
    #expect(zip(passed, passed.dropFirst()).allSatisfy { $0.at <= $1.at })
    for i in passed.indices {
      var sum = 0.0
      for j in i..<passed.count {
        sum += passed[j].units
        // The first of a span may have begun to pass before it.
        let span = Double(passed[j].at - passed[i].at)
        #expect(sum - passed[i].units <= 40 + 1e-3 * span + 1e-6)
        #expect(sum - passed[i].units <= 5e-3 * span + 0.01)
      }
    }
  }
}
