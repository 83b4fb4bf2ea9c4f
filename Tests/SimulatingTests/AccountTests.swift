import Quantities
import Scenarios
import Simulating
import Statistics
import Testing

/// What accounts charge and refuse, to the token and the second.
@Suite struct `Accounts of providers` {
  private func limited(_ limits: RateLimit...) -> ServiceExample {
    var example = ServiceExample()
    example.service.limit = .unbounded
    example.provider.limits = limits
    return example
  }

  private func limit(
    _ dimension: RateLimit.Dimension,
    _ amount: Double,
    _ window: SimInterval,
    _ rule: RateLimit.Rule
  ) -> RateLimit {
    RateLimit(dimension: dimension, limit: amount, window: window, rule: rule)
  }

  /// Prices of a dollar for a thousand prompt tokens and two for a thousand answer tokens.
  private func priced(_ scenario: inout Scenario) {
    var price = Price(
      key: "m",
      vendor: "v",
      product: "m",
      unit: "million tokens",
      unitPrice: nil,
      provenance: Provenance(source: "made up", asOf: "2026", grade: "C")
    )
    price.tokens = Price.Tokens(
      input: TokenPrice(usdPerMillion: 1000),
      cachedInput: TokenPrice(usdPerMillion: 100),
      cacheWrite: nil,
      output: TokenPrice(usdPerMillion: 2000)
    )
    scenario.prices["m"] = price
    for i in scenario.platform.models.indices { scenario.platform.models[i].price = "m" }
  }

  @Test func `answer tokens that count as they come leave room for the next call`() {
    // 60 a minute against one token a second: what flows off is what comes back.
    var example = limited(limit(.output_tokens, 60, .seconds(60), .bucket))
    example.provider.outputCharged = .as_produced
    let run = example.run([(0, 1, 101), (50, 1, 1), (101, 1, 1)])
    #expect(run.endpoints[0].completed == 3)
    // Three streams at once drain it at three a second: 60 + t − 3t = 0 after 30 s.
    let many = example.run([(0, 1, 51), (0, 1, 51), (0, 1, 51), (28, 1, 1), (31, 1, 1)])
    #expect(many.failures(.throttled) == 1)
    #expect(many.endpoints[0].completed == 4)
  }

  @Test func `a burndown charges the answer five times, beyond what was reserved`() {
    var example = limited(limit(.tokens, 1000, .seconds(60), .bucket))
    example.provider.charge = .reserve_and_settle
    example.provider.burndown = 5
    example.maxTokens = 100
    example.adjust = { $0.platform.models[0].timePerOutputToken = .constant(0) }
    // 200 reserved, 100 + 5 × 100 charged at 0.1 s, twice: at 1 s it owes 200 and gets 16.7 a second.
    let run = example.run([(0, 100, 100), (0, 100, 100), (1, 1, 1), (20, 1, 1)])
    #expect(run.failures(.throttled) == 1 && run.endpoints[0].completed == 3)
  }

  @Test func `a call without max_tokens reserves what the model can answer`() {
    var example = limited(limit(.tokens, 1100, .seconds(60), .sliding_log))
    example.provider.charge = .reserve_and_settle
    example.adjust = { $0.platform.models[0].maxOutput = 900 }
    let run = example.run([(0, 90, 11), (1, 90, 11), (11, 90, 11)])
    #expect(run.failures(.throttled) == 1 && run.endpoints[0].completed == 2)
  }

  @Test func `a Retry-After in milliseconds is not rounded up to seconds`() {
    var example = limited(limit(.requests, 1, .seconds(60), .fixed_window))
    example.provider.retryAfterStep = .milliseconds(1)
    example.client.attempts = 2
    example.client.obeysRetryAfterUpTo = .seconds(60)
    #expect(example.run([(0, 1, 1), (10.5, 1, 1)]).longest == 49.6)
  }

  @Test func `a day's quota ends at midnight of its time zone`() {
    var day = limit(.requests, 2, .seconds(86_400), .calendar_day)
    day.timeZone = "America/Los_Angeles"
    var example = limited(day)
    // Half a minute before midnight in Los Angeles.
    example.starts = Instant("2026-03-08T07:59:30") ?? .default
    let run = example.run([(0, 1, 1), (1, 1, 1), (29, 1, 1), (30, 1, 1), (31, 1, 1), (32, 1, 1)])
    #expect(run.endpoints[0].completed == 4 && run.failures(.throttled) == 2)
  }

  @Test func `what a rolling window may cost is refused without a hint, and comes back`() {
    var example = limited(limit(.spend, 10, .seconds(600), .sliding_log))
    example.adjust = priced
    example.client.attempts = 2
    example.client.base = .seconds(1)
    example.client.obeysRetryAfterUpTo = .seconds(900)
    // 2 + 2 × 4 = 10 dollars are spent at 3.1 s, when the answer is complete: it was 10 before.
    let run = example.run([(0, 2000, 4000), (1, 1, 1), (4010, 1, 1), (4700, 1, 1)])
    #expect(run.endpoints[0].completed == 3)
    #expect(run.failures(.spendCap) == 1)
    #expect(run.providers[0].refusedForSpend == 2)
  }

  @Test(arguments: [Provider.SpendAnswer.too_many_requests, .payment_required, .bad_request])
  func `a month's cap holds until the first, and only a 429 is retried`(
    answer: Provider.SpendAnswer
  ) {
    var example = limited()
    example.adjust = priced
    example.provider.spendCap = Money(usd: 100)
    example.provider.spent = Money(usd: 99)
    example.provider.spendAnswer = answer
    example.client.attempts = 3
    example.client.base = .seconds(1)
    example.starts = Instant("2026-11-30T23:59:00") ?? .default
    let run = example.run([(0, 1000, 1), (10, 1, 1), (61, 1, 1)])
    #expect(run.endpoints[0].completed == 2 && run.failures(.spendCap) == 1)
    let attempts: Int64 = answer == .too_many_requests ? 3 : 1
    #expect(run.providers[0].refusedForSpend == attempts)
    #expect(run.models[0].attempts == 2 + attempts)
  }

  @Test func `a provider that stops bills what it has produced, and frees its place`() {
    var example = limited()
    example.provider.maxConcurrency = 1
    example.provider.afterAbort = .stops
    example.client.timeout = .milliseconds(2100)
    // Four tokens over three seconds from 0.1 s: two of them after two seconds.
    let run = example.run([(0, 7, 4), (2.2, 1, 1)])
    #expect(run.failures(.modelTimeout) == 1 && run.endpoints[0].completed == 1)
    #expect(run.models[0].tokens.wastedOutput == 2 && run.models[0].tokens.wastedInput == 7)
    var cancelled = example
    cancelled.client.timeout = nil
    cancelled.service.timeout = .milliseconds(2100)
    cancelled.service.abandonedWorkContinues = false
    let other = cancelled.run([(0, 7, 4), (2.2, 1, 1)])
    #expect(other.failures(.timedOut) == 1 && other.endpoints[0].completed == 1)
    #expect(other.models[0].tokens.wastedOutput == 2 && other.models[0].tokens.output == 3)
  }
}

@Suite struct `Moments of the calendar` {
  private let hour: Int64 = 3_600_000_000_000

  @Test func `days of a time zone have 23, 24 or 25 hours`() throws {
    let spring = try #require(Instant("2026-03-07T08:00"))
    let days = spring.midnights(
      in: "America/Los_Angeles",
      within: 60 * hour,
      monthly: false
    )
    #expect(days == [24 * hour, 47 * hour, 71 * hour])
    let utc = spring.midnights(in: "UTC", within: 20 * hour, monthly: false)
    #expect(utc == [16 * hour, 40 * hour])
  }

  @Test func `months have their own lengths`() throws {
    let start = try #require(Instant("2028-01-31"))
    let months = start.midnights(in: "UTC", within: 24 * 31 * hour, monthly: true)
    #expect(months == [24 * hour, 24 * 30 * hour, 24 * 61 * hour])
  }

  @Test func `only real moments are read`() {
    #expect(Instant("1970-01-02T00:00:01Z")?.secondsSince1970 == 86_401)
    #expect(Instant("2026-01-01") == .default)
    for text in ["2026-02-30", "2026-1-1", "2026-01-01T24:00", "2026-01-01T1:00", "x", ""] {
      #expect(Instant(text) == nil, "\(text)")
    }
  }
}
