import Stations
import TestSupport
import Testing

@Suite struct `Retry budget` {
  /// botocore: 500 units, 5 a throttled retry, 14 another, what a retry took comes back on success.
  private var botocore: RetryBudget {
    var rule = RetryBudget.Rule(capacity: 500)
    rule.throttledCost = 5
    rule.errorCost = 14
    rule.successGain = 1
    rule.refunds = true
    return RetryBudget(rule)
  }

  /// gRPC A6: 10 tokens, one less for a failure, 0.1 more for a success, retries above a half.
  private var grpc: RetryBudget {
    var rule = RetryBudget.Rule(capacity: 10)
    rule.floor = 5
    rule.failureCost = 1
    rule.successGain = 0.1
    return RetryBudget(rule)
  }

  @Test func `five hundred units pay for a hundred throttled retries or thirty-five others`() {
    var budget = botocore
    for _ in 0..<100 { #expect(budget.retry(throttled: true, wanted: true) == 5) }
    #expect(budget.retry(throttled: true, wanted: true) == nil)
    budget = botocore
    for _ in 0..<35 { #expect(budget.retry(throttled: false, wanted: true) == 14) }
    #expect(budget.level == 10)
    #expect(budget.retry(throttled: false, wanted: true) == nil)
    #expect(budget.retry(throttled: true, wanted: true) == 5)
  }

  @Test func `a success gives back what its last retry took, and one without retries adds one`() {
    var budget = botocore
    let paid = budget.retry(throttled: false, wanted: true)
    budget.succeed(paid: paid)
    #expect(budget.level == 500)
    _ = budget.retry(throttled: true, wanted: true)
    budget.succeed(paid: nil)
    #expect(budget.level == 496)
  }

  @Test func `gRPC stops retrying at half its tokens and begins again after ten successes each`() {
    var budget = grpc
    for _ in 0..<4 { #expect(budget.retry(throttled: false, wanted: true) == 0) }
    #expect(budget.retry(throttled: false, wanted: true) == nil)
    #expect(budget.level == 5)
    for _ in 0..<10 { budget.succeed(paid: nil) }
    #expect(abs(budget.level - 6) < 1e-9)
    // The failure itself takes one, so this one is at the half again.
    #expect(budget.retry(throttled: false, wanted: true) == nil)
    for _ in 0..<11 { budget.succeed(paid: nil) }
    #expect(budget.retry(throttled: false, wanted: true) == 0)
  }

  @Test func `a tenth of a retry for each call lets a tenth of the calls retry`() {
    var rule = RetryBudget.Rule(capacity: 10)
    rule.callGain = 0.1
    rule.throttledCost = 1
    rule.errorCost = 1
    var budget = RetryBudget(rule)
    var retries = 0
    for _ in 0..<10_000 {
      budget.begin()
      if budget.retry(throttled: false, wanted: true) != nil { retries += 1 }
    }
    #expect(abs(retries - 1010) <= 1)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `the level stays between zero and the capacity`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var budget = random.below(2) == 0 ? botocore : grpc
    for _ in 0..<2000 {
      switch random.below(3) {
      case 0: budget.succeed(paid: random.below(2) == 0 ? nil : 14)
      default: _ = budget.retry(throttled: random.below(2) == 0, wanted: random.below(4) > 0)
      }
      #expect(budget.level >= 0 && budget.level <= budget.rule.capacity)
    }
  }
}

@Suite struct `Cooldown of a deployment` {
  private static let second: Int64 = 1_000_000_000
  private var litellm: Cooldown {
    Cooldown(span: 5 * Self.second, failureShare: 0.5, leastAttempts: 5)
  }

  @Test func `a 429 lets it rest at once, as long as the provider says`() {
    var it = litellm
    it.note(failed: true, throttled: true, retryAfter: nil, now: 0)
    #expect(it.rests(now: 5 * Self.second - 1) && !it.rests(now: 5 * Self.second))
    it.note(failed: true, throttled: true, retryAfter: 20 * Self.second, now: 6 * Self.second)
    #expect(it.rests(now: 26 * Self.second - 1) && !it.rests(now: 26 * Self.second))
  }

  @Test func `more than half of at least five attempts in a minute let it rest`() {
    var it = litellm
    for _ in 0..<4 { it.note(failed: true, throttled: false, retryAfter: nil, now: 0) }
    #expect(!it.rests(now: 1))
    it.note(failed: true, throttled: false, retryAfter: nil, now: 1)
    #expect(it.rests(now: 2))
    // The next minute of the clock counts anew.
    var other = litellm
    for _ in 0..<4 { other.note(failed: true, throttled: false, retryAfter: nil, now: 0) }
    other.note(failed: true, throttled: false, retryAfter: nil, now: 60 * Self.second)
    #expect(!other.rests(now: 60 * Self.second + 1))
    var half = litellm
    for i in 0..<20 { half.note(failed: i % 2 == 1, throttled: false, retryAfter: nil, now: 0) }
    #expect(!half.rests(now: 1))
  }
}
