import Foundation
import Quantities
import Queueing
import Scenarios
import Simulating
import Statistics
import TestSupport
import Testing

/// Poisson calls at one provider account, none of them retried, and what share of them is refused.
private struct LimitedAccount {
  var provider = Provider()
  var answer = Law.constant(0)
  var callsPerSecond = 1.0
  /// Calls of one replication, about.
  var calls = 1500.0
  /// The share of them before the measurement.
  var warmUp = 0.1

  init(_ limits: RateLimit...) {
    provider.name = "account"
    provider.limits = limits
  }

  /// `HEADROOM_SEEDS=100 swift test -c release --filter 'Limiters of a provider'` takes a minute.
  static let replications =
    20 * (Int(ProcessInfo.processInfo.environment["HEADROOM_SEEDS"] ?? "") ?? 1)

  private var program: Program {
    var scenario = Scenario()
    scenario.platform.providers = [provider]
    scenario.platform.models = [
      LanguageModel(
        name: "model",
        provider: "account",
        price: nil,
        timeToFirstToken: answer,
        timePerOutputToken: .constant(0)
      )
    ]
    var endpoint = Endpoint()
    endpoint.name = "ask"
    endpoint.steps = [Step(.call(ModelCall(model: "model")), path: "ask/call")]
    scenario.platform.endpoints = [endpoint]
    var test = LoadTest()
    test.level = .own
    test.rates = [("ask", Rate(perSecond: callsPerSecond))]
    test.duration = SimInterval(seconds: calls / callsPerSecond)
    test.warmUp = SimInterval(seconds: calls / callsPerSecond * warmUp)
    return Program(scenario, workload: Workload(tier: nil, test: test))
  }

  /// The refused share of each replication.
  func losses() async -> [Double] {
    await replicate(program, 0..<Self.replications, threads: 2).map {
      Double($0.endpoints[0].failures) / Double($0.endpoints[0].offered)
    }
  }
}

/// How many of some exact losses lie outside of the simulator's own 99 % intervals.
private struct Comparison {
  var outside = 0
  var cells = 0

  /// Every cell lies within four standard errors; one in a hundred may lie outside of its interval.
  mutating func check(_ losses: [Double], _ exact: Double, calls: Double, _ name: String) {
    let all = Double(losses.count) * calls * 0.5
    guard exact * all >= 20 else {
      // Too rare for an interval: a Poisson number of that mean is hardly ever larger.
      let count = losses.reduce(0, +) / Double(losses.count) * all
      #expect(count <= exact * all + 5 * (exact * all).squareRoot() + 1, "\(name)")
      return
    }
    cells += 1
    #expect(agrees(losses, with: exact), "\(name): \(losses.reduce(0, +) / Double(losses.count))")
    let interval = meanInterval(of: losses, level: Fraction(0.99)).estimate
    if let interval, interval.low <= exact, exact <= interval.high { return }
    outside += 1
  }
}

/// The loss of Poisson calls under each admission rule, beside the exact answer.
@Suite struct `Limiters of a provider` {
  private let loads = [0.5, 0.8, 0.9, 0.95, 1, 1.2]

  private func requests(_ limit: Double, _ window: Int64, _ rule: RateLimit.Rule) -> RateLimit {
    RateLimit(dimension: .requests, limit: limit, window: .seconds(window), rule: rule)
  }

  @Test func `a bucket of any depth loses what M/D/1 with as many places loses`() async {
    var comparison = Comparison()
    for depth in [1, 2, 5, 10, 20, 60] {
      for load in loads {
        var limit = requests(60, 60, .bucket)
        limit.burst = Double(depth)
        var account = LimitedAccount(limit)
        account.callsPerSecond = load
        account.calls = depth >= 20 && load >= 0.95 ? 6000 : 1500
        if depth == 60, load == 1 {
          // A deep bucket at its limit forgets slowly that it began full.
          account.calls = 20_000
          account.warmUp = 0.4
        }
        let exact = TokenBucketLoss(
          arrivalRate: Rate(perSecond: load),
          refillRate: Rate(perSecond: 1),
          depth: depth
        )
        let losses = await account.losses()
        let name = "depth \(depth) at load \(load)"
        comparison.check(losses, exact.blockProbability.value, calls: account.calls, name)
      }
    }
    #expect(comparison.cells >= 27 && comparison.outside <= 1)
  }

  @Test func `a fixed window of a minute loses what a Poisson number has beyond it`() async {
    var comparison = Comparison()
    for load in [0.8, 0.95, 1, 1.2] {
      var account = LimitedAccount(requests(60, 60, .fixed_window))
      account.callsPerSecond = load
      account.calls = 6000
      let exact = windowLoss(60, perSecond: load, .seconds(60))
      comparison.check(await account.losses(), exact, calls: account.calls, "load \(load)")
    }
    #expect(comparison.cells >= 3 && comparison.outside == 0)
  }

  /// 600 a minute, enforced by the second and by ten seconds: 5.3 % and nothing at four fifths.
  @Test(
    arguments: zip([1, 10] as [Int64], [[0.0044, 0.053, 0.105, 0.125], [0, 0.0006, 0.02, 0.04]])
  )
  func `sub-windows lose much more than their minute`(every: Int64, printed: [Double]) async {
    var comparison = Comparison()
    for (load, loss) in zip([0.5, 0.8, 0.95, 1], printed) {
      var limit = requests(600, 60, .sub_window)
      limit.every = .seconds(every)
      var account = LimitedAccount(limit)
      account.callsPerSecond = 10 * load
      account.calls = 4000
      let exact = windowLoss(Int(10 * every), perSecond: 10 * load, .seconds(every))
      #expect(abs(exact - loss) <= 0.0006)
      comparison.check(await account.losses(), exact, calls: account.calls, "load \(load)")
    }
    #expect(comparison.cells >= 2 && comparison.outside == 0)
  }

  /// Insensitive to the law of the answer time: 20 places, and 500 as DeepSeek gives them.
  @Test(arguments: [
    Law.constant(2), Law.exponential(mean: 2),
    Law.lognormal(median: 2 / 1.1331484530668263, sigma: 0.5),
  ])
  func `a limit on calls at once loses what Erlang B loses`(answer: Law) async {
    var comparison = Comparison()
    for (places, load) in [(20, 0.5), (20, 0.8), (20, 0.9), (20, 1), (500, 1), (500, 1.1)] {
      var account = LimitedAccount()
      account.provider.maxConcurrency = places
      account.answer = answer
      account.callsPerSecond = Double(places) * load / 2
      account.calls = places == 20 ? 2000 : 8000
      // Eight mean answer times at least until all places are taken as they ever will be.
      if places == 500 { account.warmUp = 0.5 }
      let exact = ErlangLoss(offeredLoad: Erlangs(Double(places) * load), servers: places)
      let name = "\(places) places at load \(load)"
      comparison.check(
        await account.losses(),
        exact.blockProbability.value,
        calls: account.calls,
        name
      )
    }
    #expect(comparison.cells == 6 && comparison.outside <= 1)
  }

  private func windowLoss(_ limit: Int, perSecond: Double, _ window: SimInterval) -> Double {
    FixedWindowLoss(arrivalRate: Rate(perSecond: perSecond), limit: limit, window: window)
      .blockProbability.value
  }
}
