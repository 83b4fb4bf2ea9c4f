import Quantities
import Scenarios
import Simulating
import Statistics
import TestSupport
import Testing

/// A random account with limits of every rule, and clients of every kind in front of it.
private struct RandomAccount {
  private var random: SplitMix

  init(seed: UInt64) { random = SplitMix(state: seed) }

  private mutating func limit(_ dimension: RateLimit.Dimension) -> RateLimit {
    let rule = random.pick(RateLimit.Rule.allCases)
    let amounts: [RateLimit.Dimension: Double] = [.requests: 60, .spend: 0.4]
    let window: SimInterval
    switch rule {
    case .calendar_day: window = .seconds(86_400)
    case .calendar_month: window = SimInterval(seconds: 365.0 / 12 * 86_400)
    default: window = .seconds(20)
    }
    var limit = RateLimit(
      dimension: dimension,
      limit: amounts[dimension] ?? 40_000,
      window: window,
      rule: rule,
      burst: random.pick([nil, 20])
    )
    limit.every = .seconds(2)
    limit.timeZone = random.pick(["UTC", "Asia/Kolkata"])
    return limit
  }

  private mutating func provider(_ name: String) -> Provider {
    var provider = Provider()
    provider.name = name
    for dimension in RateLimit.Dimension.allCases where random.below(2) == 0 {
      provider.limits.append(limit(dimension))
    }
    provider.charge = random.pick(Provider.Charge.allCases)
    provider.outputCharged = random.pick(Provider.OutputCharge.allCases)
    provider.afterAbort = random.pick(Provider.AfterAbort.allCases)
    provider.spendAnswer = random.pick(Provider.SpendAnswer.allCases)
    provider.burndown = random.pick([1, 5])
    provider.countsRejected = random.below(2) == 0
    provider.spendCap = Money(usd: 5)
    provider.spent = random.pick([nil, Money(usd: 4.5)])
    provider.maxConcurrency = random.pick([nil, 6])
    provider.errorRate = Fraction(random.pick([0, 0.2]))
    return provider
  }

  private mutating func client(_ name: String) -> RetryPolicy {
    var client = RetryPolicy()
    client.name = name
    client.attempts = 1 + random.below(4)
    client.base = .milliseconds(Int64(random.below(700)))
    client.jitter = random.pick(RetryPolicy.Jitter.allCases)
    client.jitterAmount = 0.25
    client.obeysRetryAfterUpTo = random.pick([nil, .seconds(5)])
    client.timeout = random.pick([nil, .seconds(3)])
    client.deadline = random.pick([nil, .seconds(8)])
    if random.below(2) == 0 {
      var budget = RetryAllowance()
      budget.capacity = 20
      budget.errorCost = 2
      budget.throttledCost = 1
      budget.refunds = random.below(2) == 0
      budget.successGain = 0.5
      client.budget = budget
    }
    return client
  }

  private mutating func call(_ path: String) -> Step {
    var call = ModelCall(model: "m0")
    call.inputTokens = .lognormal(median: 800, sigma: 0.8)
    call.outputTokens = .lognormal(median: 120, sigma: 0.6)
    call.maxTokens = random.pick([nil, 300])
    call.cutsAnswers = random.below(2) == 0
    call.hedgedAfter = random.pick([nil, nil, .milliseconds(900)])
    call.client = client("outer")
    if random.below(2) == 0 { call.client.inner = [client("inner")] }
    if random.below(2) == 0 {
      call.group = ["m1"]
      call.client.router = RouterPolicy()
    }
    call.fallbacks = ["m2"]
    return Step(.call(call), path: path)
  }

  mutating func program() -> Program {
    var scenario = Scenario()
    var price = Price(
      key: "m",
      vendor: "v",
      product: "m",
      unit: "million tokens",
      unitPrice: nil,
      provenance: Provenance(source: "made up", asOf: "2026", grade: "C")
    )
    price.tokens = Price.Tokens(
      input: TokenPrice(usdPerMillion: 3),
      cachedInput: nil,
      cacheWrite: nil,
      output: TokenPrice(usdPerMillion: 15)
    )
    scenario.prices["m"] = price
    scenario.platform.providers = ["a", "b"].map { provider($0) }
    scenario.platform.models = (0..<3).map { i in
      LanguageModel(
        name: "m\(i)",
        provider: i == 1 ? "b" : "a",
        price: "m",
        timeToFirstToken: .lognormal(median: 0.5, sigma: 0.5),
        timePerOutputToken: .constant(0.01),
        cachedShare: Fraction(0.25)
      )
    }
    var service = Service()
    service.name = "api"
    service.instances = 2
    service.timeout = .seconds(6)
    service.abandonedWorkContinues = random.below(2) == 0
    scenario.platform.services = [service]
    var endpoint = Endpoint()
    endpoint.name = "ask"
    endpoint.service = "api"
    let join = random.pick([Join.all, .first, .quorum(2), .settled(1)])
    let losers = random.pick(Losers.allCases)
    let branches = (0..<3).map { [call("ask/\($0)")] }
    endpoint.steps = [
      Step(.parallel(branches: branches, join: join, losers: losers), path: "ask/council")
    ]
    scenario.platform.endpoints = [endpoint]
    var test = LoadTest()
    test.level = .own
    test.rates = [("ask", Rate(perSecond: 2))]
    test.duration = .seconds(60)
    test.starts = random.pick([.default, Instant("2026-11-30T23:59:30") ?? .default])
    return Program(scenario, workload: Workload(tier: nil, test: test))
  }
}

/// Draining traps unless attempts = admitted + refused, every attempt is settled once, and nothing is
/// held; flows must end exactly at nothing.
@Suite struct `Laws of accounts and their clients` {
  private static let runs: [Measurement] = (0..<40 as Range<UInt64>).map { seed in
    var account = RandomAccount(seed: seed)
    return drain(account.program(), replication: 0)
  }

  @Test(arguments: 0..<40)
  func `nothing is lost, and nobody is billed for more than was asked`(seed: Int) {
    let run = Self.runs[seed]
    #expect(run.endpoints[0].offered > 60)
    for endpoint in run.endpoints {
      #expect(endpoint.offered == endpoint.completed + endpoint.failures)
      let shares = endpoint.shares.reduce(Int128(0)) { $0 + Int128($1) }
      #expect(shares == endpoint.responseTime.sumOfNanoseconds)
    }
    for model in run.models {
      #expect(model.throttled + model.errors + model.timeouts <= model.attempts)
      #expect(
        model.tokens.wastedInput <= model.tokens.input
          && model.tokens.wastedOutput <= model.tokens.output
      )
    }
    let refused = run.models.reduce(0) { $0 + $1.throttled }
    #expect(run.providers.reduce(0) { $0 + $1.throttled } == refused)
    for provider in run.providers { #expect(provider.refusedForSpend <= provider.throttled) }
  }

  @Test func `all ways to refuse happen`() {
    #expect(Self.runs.contains { $0.providers.contains { $0.refusedForSpend > 0 } })
    #expect(Self.runs.contains { $0.failures(.spendCap) > 0 })
    #expect(Self.runs.contains { $0.failures(.throttled) > 0 })
    #expect(Self.runs.contains { $0.models[1].attempts > 0 && $0.models[2].fallbacks > 0 })
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `the same seed gives the same bytes`(seed: UInt64) {
    var again = RandomAccount(seed: seed)
    #expect(drain(again.program(), replication: 0).digest == Self.runs[Int(seed)].digest)
  }
}
