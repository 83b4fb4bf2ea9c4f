import Stations
import TestSupport
import Testing

/// A client that stops its own calls.
@Suite struct `Client throttle` {
  private let second: Int64 = 1_000_000_000

  @Test func `nothing is stopped while half of the calls are accepted`() {
    var throttle = ClientThrottle(factor: 2, window: 120 * second)
    for i in 0..<1000 {
      let now = Int64(i) * second / 10
      let passes = throttle.admits(now: now, u: i == 0 ? 0.5 : 0)
      #expect(passes)
      if i % 2 == 0 { throttle.accept(now: now) }
    }
  }

  @Test func `the share that is stopped follows the formula`() {
    var throttle = ClientThrottle(factor: 2, window: 120 * second)
    for _ in 0..<100 { _ = throttle.admits(now: 0, u: 0.999) }
    for _ in 0..<20 { throttle.accept(now: 0) }
    // (100 − 2 · 20) / 101
    var same = throttle
    let below = throttle.admits(now: 0, u: 60.0 / 101 - 1e-9)
    let above = same.admits(now: 0, u: 60.0 / 101 + 1e-9)
    #expect(!below && above)
  }

  @Test func `the window forgets`() {
    var throttle = ClientThrottle(factor: 2, window: 120 * second)
    for _ in 0..<100 { _ = throttle.admits(now: 0, u: 0.999) }
    #expect(throttle.requests == 100)
    _ = throttle.admits(now: 119 * second, u: 0.999)
    #expect(throttle.requests == 101)
    _ = throttle.admits(now: 120 * second, u: 0.999)
    #expect(throttle.requests == 2)
  }

  @Test(arguments: 0..<50)
  func `in a long outage a trickle goes on, and it recovers`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var throttle = ClientThrottle(factor: 2, window: 120 * second)
    var sent = [0, 0]
    // Accepted calls grow e-fold in a window at best: it takes some ten windows to be back.
    for i in 0..<60_000 {
      let now = Int64(i) * second / 10
      let isUp = i >= 10_000
      let u = Double(random.next() >> 11) / 9_007_199_254_740_992
      guard throttle.admits(now: now, u: u) else { continue }
      if i >= 5_000, !isUp { sent[0] += 1 }
      if i >= 55_000 { sent[1] += 1 }
      if isUp { throttle.accept(now: now) }
    }
    // 1,200 in the window: one of 1,201 goes out; of 5,000 about four.
    #expect(sent[0] <= 20)
    #expect(sent[1] == 5000)
  }
}
