import Foundation
import Stations
import TestSupport
import Testing

@Suite struct `Rate limiter` {
  private static let second: Int64 = 1_000_000_000

  /// The share of Poisson arrivals that a limiter refuses, in each of 20 replications.
  private func losses(
    rate: Double,
    count: Int = 4000,
    _ make: () -> RateLimiter
  ) -> [Double] {
    (0..<20).map { replication in
      var random = SplitMix(state: UInt64(replication) &* 7919)
      var limiter = make()
      var now = 0.0
      var refused = 0
      for i in 0..<count {
        now += random.exponential() / rate * 1e9
        let isRefused = limiter.wait(for: 1, now: Int64(now)) > 0
        if !isRefused { limiter.spend(1, now: Int64(now)) }
        if i >= count / 20, isRefused { refused += 1 }
      }
      return Double(refused) / Double(count - count / 20)
    }
  }

  /// Loss of M/D/1 with B places: g = Σ (−ρ(B−1−j))ʲ/j! · e^(ρ(B−1−j)), loss = 1 − g/(1 + ρg).
  @Test(arguments: [
    (1, 0.5, 0.333333), (1, 0.95, 0.487179), (2, 0.8, 0.199570), (5, 0.8, 0.0352904),
    (5, 0.95, 0.0827885), (5, 1.2, 0.199147), (10, 0.9, 0.0166317), (10, 1.2, 0.170911),
    (20, 1.0, 0.0252101),
  ])
  func `a token bucket loses what M/D/1 with as many places loses`(
    depth: Int,
    load: Double,
    loss: Double
  ) {
    let losses = losses(rate: load) {
      RateLimiter(rule: .bucket, limit: 1, window: Self.second, depth: Double(depth))
    }
    #expect(agrees(losses, with: loss))
  }

  /// E[(N − L)⁺] / m for Poisson N with mean m = ρL.
  @Test(arguments: [(0.95, 0.0310), (1.0, 0.0514), (1.2, 0.1703)])
  func `a fixed window loses what a Poisson number has beyond it`(load: Double, printed: Double) {
    let m = 60 * load
    var term = exp(-m)
    var loss = 0.0
    for n in 1...400 {
      term *= m / Double(n)
      if n > 60 { loss += Double(n - 60) * term / m }
    }
    #expect(abs(loss - printed) < 0.00006)
    let losses = losses(rate: load) {
      RateLimiter(rule: .fixedWindow, limit: 60, window: 60 * Self.second, depth: 60)
    }
    #expect(agrees(losses, with: loss))
  }

  /// A place in the log is held for one window: Erlang B of 60 servers at 55 erlangs.
  @Test func `a sliding log loses what Erlang B loses`() {
    var blocking = 1.0
    for n in 1...60 { blocking = 55 * blocking / (Double(n) + 55 * blocking) }
    #expect(abs(blocking - 0.05329413638670103) < 1e-12)
    let losses = losses(rate: 55.0 / 60) {
      RateLimiter(rule: .slidingLog, limit: 60, window: 60 * Self.second, depth: 60)
    }
    #expect(agrees(losses, with: blocking))
  }

  @Test(arguments: [RateLimiter.Rule.bucket, .fixedWindow, .slidingLog], 0..<10 as Range<UInt64>)
  func `who waits as long as it is told is admitted, and not a millisecond earlier`(
    rule: RateLimiter.Rule,
    seed: UInt64
  ) {
    var random = SplitMix(state: seed)
    var limiter = RateLimiter(rule: rule, limit: 100, window: 10 * Self.second, depth: 40)
    var now: Int64 = 0
    for _ in 0..<300 {
      now += Int64(random.below(900)) * 1_000_000
      let cost = Double(1 + random.below(30))
      let wait = limiter.wait(for: cost, now: now)
      if wait > 1_000_000 {
        let early = limiter.wait(for: cost, now: now + wait - 1_000_000)
        #expect(early > 0)
      }
      now += wait
      let then = limiter.wait(for: cost, now: now)
      #expect(then == 0)
      limiter.spend(cost, now: now)
      let level = limiter.available(now: now)
      #expect(level >= -1e-6 && level <= limiter.depth)
    }
  }

  private struct Charge {
    var time: Int64
    var cost: Double
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `a sliding log holds what was charged in the last window less what came back`(seed: UInt64) {
    var random = SplitMix(state: seed)
    let window = 10 * Self.second
    var limiter = RateLimiter(rule: .slidingLog, limit: 1000, window: window, depth: 1000)
    var charges: [Charge] = []
    var now: Int64 = 0
    for _ in 0..<400 {
      now += Int64(random.below(400)) * 1_000_000
      if random.below(3) > 0 || charges.isEmpty {
        let cost = Double(1 + random.below(60))
        limiter.spend(cost, now: now)
        charges.append(Charge(time: now, cost: cost))
      } else {
        let i = max(0, charges.count - 1 - random.below(60))
        let units = (charges[i].cost / 2).rounded(.down)
        limiter.refund(units, admitted: charges[i].time, now: now)
        charges[i].cost -= units
      }
      let held = charges.filter { $0.time > now - window }.reduce(0) { $0 + $1.cost }
      let level = limiter.available(now: now)
      #expect(abs(level - (1000 - held)) < 1e-6)
    }
  }

  @Test func `a fixed window forgets reservations of the window before`() {
    var limiter = RateLimiter(rule: .fixedWindow, limit: 100, window: 60 * Self.second, depth: 100)
    limiter.spend(80, now: 59 * Self.second)
    limiter.spend(50, now: 61 * Self.second)
    limiter.refund(70, admitted: 59 * Self.second, now: 62 * Self.second)
    let level = limiter.available(now: 62 * Self.second)
    #expect(level == 50)
    limiter.refund(20, admitted: 61 * Self.second, now: 63 * Self.second)
    let later = limiter.available(now: 63 * Self.second)
    #expect(later == 70)
  }

  @Test func `a bucket never holds more than its depth, and owes a settlement`() {
    var limiter = RateLimiter(rule: .bucket, limit: 60, window: 60 * Self.second, depth: 10)
    limiter.refund(50, admitted: 0, now: 0)
    let full = limiter.available(now: 0)
    #expect(full == 10)
    limiter.spend(25, now: 0)
    let wait = limiter.wait(for: 1, now: 0)
    #expect(wait == 16 * Self.second)
  }

  @Test func `refused attempts that count keep a window full and leave a bucket no debt`() {
    var log = RateLimiter(rule: .slidingLog, limit: 2, window: 10 * Self.second, depth: 2)
    for t in [0, 0, 5] as [Int64] { log.spendRefused(1, now: t * Self.second) }
    let wait = log.wait(for: 1, now: 5 * Self.second)
    #expect(wait == 5 * Self.second)
    var bucket = RateLimiter(rule: .bucket, limit: 1, window: Self.second, depth: 2)
    for _ in 0..<100 { bucket.spendRefused(1, now: 0) }
    let level = bucket.available(now: 0)
    #expect(level == 0)
  }

  @Test func `a cost above the depth passes a full limiter`() {
    var limiter = RateLimiter(rule: .bucket, limit: 60, window: 60 * Self.second, depth: 10)
    let wait = limiter.wait(for: 30, now: 0)
    #expect(wait == 0)
    limiter.spend(30, now: 0)
    let level = limiter.available(now: 0)
    #expect(level == -20)
  }
}

@Suite struct `Rate limiter of a calendar, and flows` {
  // A flow is a whole number of tiny parts, which the settlement of a call sets right.
  private static let second: Int64 = 1_000_000_000

  @Test func `a calendar starts again at its moments, however far apart`() {
    var limiter = RateLimiter(
      rule: .calendar,
      limit: 10,
      window: 60 * Self.second,
      depth: 1,
      resets: [30, 95, 150].map { $0 * Self.second }
    )
    limiter.spend(10, now: 5 * Self.second)
    let first = limiter.wait(for: 1, now: 6 * Self.second)
    #expect(first == 24 * Self.second)
    limiter.spend(4, now: 31 * Self.second)
    let level = limiter.available(now: 94 * Self.second)
    #expect(level == 6)
    // The period of the admission is over: nothing comes back.
    limiter.refund(3, admitted: 31 * Self.second, now: 96 * Self.second)
    let full = limiter.available(now: 96 * Self.second)
    #expect(full == 10)
    limiter.spend(12, now: 160 * Self.second)
    // No further moment is known: it waits for the length of a period.
    let last = limiter.wait(for: 1, now: 161 * Self.second)
    #expect(last == 60 * Self.second)
  }

  @Test func `a flow takes as much as its rate times its time, and leaves nothing behind`() {
    var limiter = RateLimiter(rule: .bucket, limit: 60, window: 60 * Self.second, depth: 60)
    // Three units a second against one that refills.
    let parts = Int64(3e-9 / RateLimiter.flowUnit)
    limiter.changeFlow(by: parts, now: 0)
    let level = limiter.available(now: 10 * Self.second)
    #expect(abs(level - 40) < 1e-5)
    limiter.changeFlow(by: -parts, now: 20 * Self.second)
    let after = limiter.available(now: 40 * Self.second)
    #expect(abs(after - 40) < 1e-5)
    #expect(abs(limiter.flowed(parts, over: 20 * Self.second) - 60) < 1e-5)
  }

  @Test func `a flow runs on over the end of a window, and a log knows none`() {
    var window = RateLimiter(rule: .fixedWindow, limit: 60, window: 60 * Self.second, depth: 60)
    let parts = Int64(1e-9 / RateLimiter.flowUnit)
    window.changeFlow(by: parts, now: 30 * Self.second)
    let before = window.available(now: 59 * Self.second)
    let after = window.available(now: 70 * Self.second)
    #expect(abs(before - 31) < 1e-5 && abs(after - 50) < 1e-5)
    var log = RateLimiter(rule: .slidingLog, limit: 60, window: 60 * Self.second, depth: 60)
    log.changeFlow(by: parts, now: 0)
    let level = log.available(now: 30 * Self.second)
    #expect(level == 60 && log.flowed(parts, over: Self.second) == 0)
  }
}
