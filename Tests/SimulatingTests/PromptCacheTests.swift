import Quantities
import Queueing
import Scenarios
import Simulating
import Statistics
import TestSupport
import Testing

/// Prompt caches: what a lifetime does to hits, input cost and the time to the first token.
@Suite struct `Prompt caches` {
  private func run(
    _ adjust: (inout PromptCache, inout PromptPrefix, inout ModelCall) -> Void,
    rate: Double = 2,
    seconds: Double = 4000
  ) -> [Measurement] {
    var cache = PromptCache()
    var prefix = PromptPrefix()
    prefix.tokens = 2000
    var call = ModelCall(model: "m")
    call.inputTokens = .constant(2500)
    call.outputTokens = .constant(1)
    adjust(&cache, &prefix, &call)
    call.prefix = prefix
    var scenario = Scenario()
    var provider = Provider()
    provider.name = "p"
    scenario.platform.providers = [provider]
    var model = LanguageModel(
      name: "m",
      provider: "p",
      price: nil,
      timeToFirstToken: .constant(0),
      timePerOutputToken: .constant(0)
    )
    model.promptCache = cache
    scenario.platform.models = [model]
    var endpoint = Endpoint()
    endpoint.name = "ask"
    endpoint.steps = [Step(.call(call), path: "ask/call")]
    scenario.platform.endpoints = [endpoint]
    var test = LoadTest()
    test.level = .own
    test.rates = [("ask", Rate(perSecond: rate))]
    test.duration = SimInterval(seconds: seconds)
    test.warmUp = SimInterval(seconds: seconds / 4)
    let program = Program(scenario, workload: Workload(tier: nil, test: test))
    return (0..<8).map { drain(program, replication: $0) }
  }

  private func hits(_ runs: [Measurement]) -> [Double] {
    runs.map { Double($0.models[0].tokens.cached) / 2000 / Double($0.models[0].calls) }
  }

  /// Each of a hundred conversations asks 0.02 times a second: λT = 0.02 · T.
  @Test(arguments: [10, 60, 300])
  func `hits are those of an expiring key, from the last use and from the write`(lifetime: Int64) {
    let key = ExpiringCacheKey(
      arrivalRate: Rate(perSecond: 0.02),
      timeToLive: .seconds(lifetime)
    )
    for refreshed in [true, false] {
      let runs = run { cache, prefix, _ in
        cache.lifetime = .seconds(lifetime)
        cache.refreshed = refreshed
        prefix.conversations = 100
      }
      let exact = refreshed ? key.hitRatioFromLastUse : key.hitRatioFromFetch
      #expect(agrees(hits(runs), with: exact.value), "refreshed: \(refreshed)")
    }
  }

  @Test func `a prefix that is too short is not kept, and a prompt may be shorter than it`() {
    let short = run({ cache, prefix, _ in prefix.tokens = cache.minimum - 1 }, seconds: 100)
    #expect(hits(short).allSatisfy { $0 == 0 })
    let cut = run({ _, _, call in call.inputTokens = .constant(1500) }, seconds: 100)
    for run in cut { #expect(run.models[0].tokens.cached == 1500 * run.models[0].calls) }
  }

  private func three(_ adjust: (inout LanguageModel) -> Void) -> ServiceExample {
    var example = ServiceExample()
    example.service.limit = .unbounded
    guard case .call(var call) = example.call.action else { return example }
    var prefix = PromptPrefix()
    prefix.tokens = 3000
    call.prefix = prefix
    example.steps = [Step(.call(call), path: "ask/call")]
    var model = LanguageModel(
      name: "m",
      provider: "p",
      price: nil,
      timeToFirstToken: .constant(2),
      timePerOutputToken: .constant(0)
    )
    model.promptCache = PromptCache()
    adjust(&model)
    example.adjust = { [model] in $0.platform.models[0] = model }
    return example
  }

  @Test func `a hit saves its part of the time to the first token, and none before that token`() {
    let run = three { _ in }.run([(0, 4000, 1), (1, 4000, 1), (10, 4000, 1), (400, 4000, 1)])
    // The second comes before the first token of the first; the last after five minutes.
    #expect(run.models[0].tokens.cached == 3000)
    let total = run.endpoints[0].responseTime.sumOfNanoseconds
    // 80 % of three quarters of two seconds are saved once.
    #expect(total == 6_800_000_000)
  }

  @Test func `cached tokens do not count against a limit on prompt tokens`() {
    var example = three { _ in }
    example.provider.limits = [
      RateLimit(dimension: .input_tokens, limit: 6000, window: .seconds(60), rule: .fixed_window)
    ]
    let run = example.run([(0, 4000, 1), (3, 4000, 1), (4, 4000, 1), (5, 4000, 1)])
    // 4,000, and then 1,000 each: two fit.
    #expect(run.endpoints[0].completed == 3 && run.failures(.throttled) == 1)
  }
}
