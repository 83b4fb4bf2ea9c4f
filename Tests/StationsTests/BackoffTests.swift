import Stations
import Testing

@Suite struct `Client backoff` {
  private static func seconds(_ delay: Int64?) -> Double? { delay.map { Double($0) / 1e9 } }

  /// openai-python: min(0.5 × 2ᵏ, 8) × (1 − 0.25 u); a hint up to 120 s is obeyed, a longer one ends it.
  private var openAI: Backoff {
    var backoff = Backoff()
    backoff.attempts = 12
    backoff.base = 0.5e9
    backoff.cap = 8e9
    backoff.jitter = .shorten
    backoff.amount = 0.25
    backoff.obeysUpTo = 120_000_000_000
    backoff.longerFails = true
    return backoff
  }

  @Test(arguments: [(1, 0.5), (2, 1), (3, 2), (4, 4), (5, 8), (6, 8), (11, 8)])
  func `the delay doubles up to its cap and is shortened by a quarter at most`(
    made: Int32,
    delay: Double
  ) {
    let none = openAI.delay(after: made, throttled: true, retryAfter: nil, u: 0)
    #expect(Self.seconds(none) == delay)
    let half = openAI.delay(after: made, throttled: true, retryAfter: nil, u: 0.5)
    #expect(Self.seconds(half) == delay * 0.875)
  }

  @Test func `a hint is obeyed without jitter, and a longer one ends the call`() {
    let hint: Int64 = 120_000_000_000
    #expect(openAI.delay(after: 1, throttled: true, retryAfter: hint, u: 0.7) == hint)
    #expect(openAI.delay(after: 1, throttled: true, retryAfter: hint + 1, u: 0.7) == nil)
    var lenient = openAI
    lenient.longerFails = false
    lenient.obeysUpTo = 60_000_000_000
    #expect(lenient.delay(after: 1, throttled: true, retryAfter: hint, u: 0) == 500_000_000)
    lenient.obeysUpTo = -1
    #expect(lenient.delay(after: 1, throttled: true, retryAfter: 1, u: 0) == 500_000_000)
  }

  /// google-genai: min(1 × 2ᵏ + u, 60) s.
  @Test func `added jitter stays below the cap`() {
    var backoff = Backoff()
    backoff.attempts = 5
    backoff.base = 1e9
    backoff.cap = 60e9
    backoff.jitter = .add
    backoff.amount = 1e9
    let delays = (1...4 as ClosedRange<Int32>).map {
      Self.seconds(backoff.delay(after: $0, throttled: true, retryAfter: nil, u: 0.25))
    }
    #expect(delays == [1.25, 2.25, 4.25, 8.25])
    backoff.cap = 4.1e9
    #expect(backoff.delay(after: 3, throttled: true, retryAfter: nil, u: 0.25) == 4_100_000_000)
  }

  /// openrouter: min(0.5 × 1.5ᵏ + u, 60) s, and a 429 is not retried.
  @Test func `a client may retry errors but not throttling`() {
    var backoff = Backoff()
    backoff.attempts = 100
    backoff.base = 0.5e9
    backoff.multiplier = 1.5
    backoff.cap = 60e9
    backoff.retriesThrottled = false
    #expect(backoff.delay(after: 1, throttled: true, retryAfter: nil, u: 0) == nil)
    #expect(backoff.delay(after: 3, throttled: false, retryAfter: nil, u: 0) == 1_125_000_000)
    backoff.retriesErrors = false
    #expect(backoff.delay(after: 1, throttled: false, retryAfter: nil, u: 0) == nil)
  }

  /// botocore: u × min(2ᵏ, 20) s.
  @Test func `full jitter scales the whole delay`() {
    var backoff = Backoff()
    backoff.attempts = 9
    backoff.base = 1e9
    backoff.cap = 20e9
    backoff.jitter = .full
    #expect(backoff.delay(after: 3, throttled: true, retryAfter: nil, u: 0.5) == 2_000_000_000)
    #expect(backoff.delay(after: 8, throttled: true, retryAfter: nil, u: 0.5) == 10_000_000_000)
  }

  @Test func `the last attempt is the last`() {
    var backoff = Backoff()
    #expect(backoff.delay(after: 1, throttled: true, retryAfter: nil, u: 0) == nil)
    backoff.attempts = 3
    #expect(backoff.delay(after: 2, throttled: true, retryAfter: nil, u: 0) != nil)
    #expect(backoff.delay(after: 3, throttled: true, retryAfter: 1, u: 0) == nil)
  }
}

@Suite struct `Kinds of jitter` {
  private func delay(
    _ jitter: Backoff.Jitter,
    made: Int32,
    last: Int64 = 0,
    u: Double,
    amount: Double = 0
  ) -> Double? {
    var backoff = Backoff()
    backoff.attempts = 50
    backoff.base = 1e9
    backoff.cap = 20e9
    backoff.jitter = jitter
    backoff.amount = amount
    let delay = backoff.delay(after: made, throttled: true, retryAfter: nil, last: last, u: u)
    return delay.map { Double($0) / 1e9 }
  }

  @Test func `equal jitter keeps half of the delay`() {
    #expect(delay(.equal, made: 3, u: 0) == 2)
    #expect(delay(.equal, made: 3, u: 0.5) == 3)
  }

  @Test func `decorrelated jitter lies between the base and three times the last delay`() {
    #expect(delay(.decorrelated, made: 1, u: 0.5) == 2)
    #expect(delay(.decorrelated, made: 7, last: 4_000_000_000, u: 0.5) == 6.5)
    #expect(delay(.decorrelated, made: 7, last: 19_000_000_000, u: 0.9) == 20)
  }

  @Test func `jitter around, from and above`() {
    #expect(delay(.around, made: 2, u: 0, amount: 0.2) == 1.6)
    #expect(delay(.around, made: 2, u: 0.5, amount: 0.2) == 2)
    #expect(delay(.from, made: 4, u: 0.5, amount: 1e9) == 4.5)
    #expect(delay(.from, made: 1, u: 0.9, amount: 1e9) == 1)
    #expect(delay(.addAbove, made: 9, u: 0.5, amount: 1e9) == 20.5)
  }

  @Test func `the cookbook multiplies each delay by two and one plus chance`() {
    #expect(delay(.growing, made: 1, u: 0.5) == 3)
    #expect(delay(.growing, made: 2, last: 3_000_000_000, u: 0) == 6)
  }

  @Test func `errors have a base of their own, and a hint may be jittered`() {
    var backoff = Backoff()
    backoff.attempts = 3
    backoff.base = 1e9
    backoff.errorBase = 0.05e9
    #expect(backoff.delay(after: 1, throttled: false, retryAfter: nil, u: 0) == 50_000_000)
    #expect(backoff.delay(after: 1, throttled: true, retryAfter: nil, u: 0) == 1_000_000_000)
    backoff.obeysUpTo = 60_000_000_000
    backoff.jitter = .addAbove
    backoff.amount = 0.75e9
    backoff.jittersHint = true
    let hinted = backoff.delay(after: 1, throttled: true, retryAfter: 2_000_000_000, u: 0.5)
    #expect(hinted == 2_375_000_000)
  }
}
