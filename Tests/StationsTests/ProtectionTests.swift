import Stations
import TestSupport
import Testing

@Suite struct `Adaptive limit` {
  private static let second: Int64 = 1_000_000_000
  private static let millisecond: Int64 = 1_000_000

  /// Windows of a second with twenty requests each, all alike.
  private func feed(
    _ limit: inout AdaptiveLimit,
    windows: Int,
    from: inout Int64,
    span: Int64,
    inFlight: Int32? = nil,
    lost: Bool = false
  ) {
    for _ in 0..<windows {
      for i in 0..<20 as Range<Int64> {
        let used = inFlight ?? Int32(limit.limit)
        limit.sample(span: span, inFlight: used, lost: lost, now: from + i)
      }
      from += limit.rule.window + 100
      limit.sample(span: span, inFlight: inFlight ?? Int32(limit.limit), lost: lost, now: from)
    }
  }

  private func made(_ kind: AdaptiveLimit.Kind, least: Double = 1) -> AdaptiveLimit {
    var rule = AdaptiveLimit.Rule(kind)
    rule.least = least
    return AdaptiveLimit(rule)
  }

  @Test
  func `Gradient2 grows by its queue while requests keep their time, and only where it is used`() {
    var limit = made(.gradient2)
    var now: Int64 = 0
    feed(&limit, windows: 10, from: &now, span: 50 * Self.millisecond)
    // A fifth of four each time.
    #expect(abs(limit.limit - 28) < 1e-9)
    feed(&limit, windows: 10, from: &now, span: 50 * Self.millisecond, inFlight: 5)
    #expect(abs(limit.limit - 28) < 1e-9)
    feed(&limit, windows: 400, from: &now, span: 50 * Self.millisecond)
    #expect(limit.limit == 200)
  }

  @Test func `Gradient2 halves towards what it can stand when requests take much longer`() {
    var limit = made(.gradient2)
    var now: Int64 = 0
    feed(&limit, windows: 100, from: &now, span: 50 * Self.millisecond)
    let before = limit.limit
    feed(&limit, windows: 1, from: &now, span: 500 * Self.millisecond)
    // The gradient is held at a half: 0.8 of the limit, and 0.2 of half of it and the queue.
    #expect(abs(limit.limit - (0.8 * before + 0.2 * (before / 2 + 4))) < 0.01)
    feed(&limit, windows: 60, from: &now, span: 500 * Self.millisecond)
    #expect(limit.limit < 20)
  }

  @Test
  func `Vegas grows fast without a queue, holds with a short one and gives way to a long one`() {
    var limit = made(.vegas)
    var now: Int64 = 0
    // The first window finds the least time, the second grows by six.
    feed(&limit, windows: 2, from: &now, span: 100 * Self.millisecond)
    #expect(limit.limit == 26)
    // 26 × (1 − 100/115) = 3.4, rounded up four: between three and six it stays.
    feed(&limit, windows: 3, from: &now, span: 115 * Self.millisecond)
    #expect(limit.limit == 26)
    feed(&limit, windows: 3, from: &now, span: 200 * Self.millisecond)
    #expect(limit.limit == 23)
  }

  @Test func `AIMD takes a tenth off after a loss and adds one otherwise`() {
    var limit = made(.aimd)
    var now: Int64 = 0
    feed(&limit, windows: 5, from: &now, span: 100 * Self.millisecond)
    #expect(limit.limit == 25)
    feed(&limit, windows: 1, from: &now, span: 100 * Self.millisecond, lost: true)
    #expect(limit.limit == 22.5)
    feed(&limit, windows: 1, from: &now, span: 6 * Self.second)
    #expect(limit.limit == 20.25)
  }

  @Test func `Envoy finds its least time at a limit of three, and grows by a gradient and a root`()
  {
    var rule = AdaptiveLimit.Rule(.envoy)
    rule.initial = 3
    rule.least = 3
    rule.most = 1000
    rule.window = Self.second / 10
    var limit = AdaptiveLimit(rule)
    #expect(limit.admits(inFlight: 2) && !limit.admits(inFlight: 3))
    for i in 0..<50 as Range<Int64> {
      limit.sample(span: 10 * Self.millisecond, inFlight: 3, lost: false, now: i)
    }
    var now: Int64 = 100
    feed(&limit, windows: 1, from: &now, span: 10 * Self.millisecond)
    // 1.25 × 3 and its root.
    #expect(abs(limit.limit - (3.75 + 1.936_491_673)) < 1e-6)
    for _ in 0..<40 { feed(&limit, windows: 1, from: &now, span: 10 * Self.millisecond) }
    #expect(limit.limit == 1000)
    for _ in 0..<12 { feed(&limit, windows: 1, from: &now, span: 40 * Self.millisecond) }
    #expect(limit.limit < 30)
    // After a minute it looks again, with three.
    feed(&limit, windows: 1, from: &now, span: 40 * Self.millisecond)
    now += 60 * Self.second
    feed(&limit, windows: 1, from: &now, span: 40 * Self.millisecond)
    #expect(limit.limit <= 30)
  }

  @Test(arguments: [AdaptiveLimit.Kind.gradient2, .vegas, .aimd, .envoy], 0..<10 as Range<UInt64>)
  func `the limit keeps its bounds`(kind: AdaptiveLimit.Kind, seed: UInt64) {
    var random = SplitMix(state: seed)
    var rule = AdaptiveLimit.Rule(kind)
    rule.least = 3
    rule.most = 50
    rule.window = Self.second / 10
    var limit = AdaptiveLimit(rule)
    var now: Int64 = 0
    for _ in 0..<5000 {
      now += Int64(random.below(20)) * Self.millisecond
      let span = Int64(random.below(3000)) * Self.millisecond
      let inFlight = Int32(random.below(60))
      limit.sample(span: span, inFlight: inFlight, lost: random.below(20) == 0, now: now)
      #expect(limit.limit >= 3 && limit.limit <= 50)
    }
  }
}

@Suite struct `Controlled delay` {
  private static let millisecond: Int64 = 1_000_000

  @Test func `a queue stands once the line has not been empty for an interval`() {
    var delay = ControlledDelay(interval: 100 * Self.millisecond)
    var answers: [Bool] = []
    for (isEmpty, at) in [
      (true, 0), (false, 50), (false, 100), (false, 101), (true, 200), (false, 290),
    ]
      as [(Bool, Int64)]
    {
      answers.append(delay.isStanding(isEmpty: isEmpty, now: at * Self.millisecond))
    }
    #expect(answers == [false, false, false, true, false, false])
  }
}
