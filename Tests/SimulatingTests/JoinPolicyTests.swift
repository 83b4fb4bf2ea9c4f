import Kernel
import Quantities
import Scenarios
import Simulating
import Statistics
import TestSupport
import Testing

/// What a fan-out does about branches that fail or come too late.
@Suite struct `Policies of a fan-out` {
  private func example(_ join: Join, _ seconds: [Double], failing: Set<Int> = []) -> ServiceExample
  {
    var example = ServiceExample()
    example.service.limit = .unbounded
    example.provider.errorRate = .one
    let branches = seconds.enumerated().map { i, time -> [Step] in
      let pause = Step(.delay(time: .constant(time)), path: "ask/\(i)")
      return failing.contains(i) ? [pause, example.call] : [pause]
    }
    example.steps = [Step(.parallel(branches: branches, join: join), path: "ask/join")]
    return example
  }

  @Test func `settled waits for all, and goes on when enough of them succeeded`() {
    #expect(example(.settled(1), [1, 2, 3]).run([(0, 1, 1)]).longest == 3)
    // The slowest fails 0.1 s after its pause: until then it is waited for.
    #expect(example(.settled(2), [3, 2, 1], failing: [0]).run([(0, 1, 1)]).longest == 3.1)
    #expect(example(.settled(2), [1, 2, 3], failing: [0]).run([(0, 1, 1)]).longest == 3)
    let none = example(.settled(3), [1, 2, 3], failing: [0]).run([(0, 1, 1), (0.5, 1, 1)])
    #expect(none.failures(.modelError) == 2)
  }

  @Test func `the time of a branch that failed in line is part of the request's time`() {
    var it = example(.settled(1), [0.5, 1])
    it.stations = [Station(name: "disk", servers: 1, queue: .atMost(0))]
    let disk = Step(.serve(station: "disk", time: .constant(4)), path: "ask/disk")
    let refused = [Step(.delay(time: .constant(2)), path: "ask/late"), disk]
    it.steps = [Step(.parallel(branches: [[disk], refused], join: .settled(1)), path: "ask/join")]
    let run = it.run([(0, 1, 1)])
    #expect(run.longest == 4)
    let shares = run.endpoints[0].shares.reduce(0, +)
    #expect(shares == 4_000_000_000)
  }

  /// A pause of half a second beside a call of eleven tokens that takes 10.1 s.
  private func race(_ losers: Losers, _ afterAbort: Provider.AfterAbort) -> Simulating.Measurement {
    var example = ServiceExample()
    example.service.limit = .unbounded
    example.provider.afterAbort = afterAbort
    let pause = Step(.delay(time: .constant(5.1)), path: "ask/pause")
    example.steps = [
      Step(
        .parallel(branches: [[pause], [example.call, pause]], join: .first, losers: losers),
        path: "ask/race"
      )
    ]
    return example.run([(0, 7, 11), (100, 7, 11)])
  }

  @Test func `a loser that is cancelled is billed as its provider does it`() {
    for losers in Losers.allCases {
      let run = race(losers, .finishes)
      #expect(run.longest == 5.1)
      #expect(run.models[0].tokens.wastedOutput == 22 && run.models[0].tokens.output == 22)
    }
    // Of ten seconds for eleven tokens five have passed.
    #expect(race(.cancelled, .stops).models[0].tokens.wastedOutput == 10)
    #expect(race(.finish, .stops).models[0].tokens.wastedOutput == 22)
  }

  /// With exponential answers of mean 1 and a second call after 1: 1 − e⁻¹/2 on average.
  @Test func `a hedge shortens the tail by the second draw, and costs the calls that are late`() {
    var scenario = Scenario()
    var provider = Provider()
    provider.name = "p"
    scenario.platform.providers = [provider]
    scenario.platform.models = [
      LanguageModel(
        name: "m",
        provider: "p",
        price: nil,
        timeToFirstToken: .exponential(mean: 1),
        timePerOutputToken: .constant(0)
      )
    ]
    var call = ModelCall(model: "m")
    call.inputTokens = .constant(100)
    call.outputTokens = .lognormal(median: 50, sigma: 1)
    call.hedgedAfter = .seconds(1)
    var endpoint = Endpoint()
    endpoint.name = "ask"
    endpoint.steps = [Step(.call(call), path: "ask/call")]
    scenario.platform.endpoints = [endpoint]
    var test = LoadTest()
    test.level = .own
    test.rates = [("ask", Rate(perSecond: 10))]
    test.duration = .seconds(200)
    let program = Program(scenario, workload: Workload(tier: nil, test: test))
    let runs = (0..<10).map { drain(program, replication: $0) }
    #expect(agrees(runs.map(\.meanResponse), with: 1 - Elementary.exp(-1) / 2))
    let shares = runs.map { Double($0.models[0].hedges) / Double($0.models[0].calls) }
    #expect(agrees(shares, with: Elementary.exp(-1)))
    for run in runs {
      #expect(run.models[0].attempts == run.models[0].calls + run.models[0].hedges)
      // Both ask the same, so that the loser wastes as many tokens as the winner uses.
      #expect(run.models[0].tokens.wastedInput == 100 * run.models[0].hedges)
      let model = run.endpoints[0].shares[Int(TimeShare.model.rawValue)]
      #expect(Int128(model) == run.endpoints[0].responseTime.sumOfNanoseconds)
    }
  }

  @Test func `an answer in time leaves no second call behind`() {
    var example = ServiceExample()
    example.service.limit = .unbounded
    let plain = example.call
    guard case .call(var call) = plain.action else { return }
    call.hedgedAfter = .seconds(3)
    example.steps = [Step(.call(call), path: "ask/call")]
    let run = example.run([(0, 1, 1), (10, 1, 3), (20, 1, 5)])
    // 0.1 s, 2.1 s, and 4.1 s, of which the last is hedged in vain.
    #expect(run.models[0].calls == 3 && run.models[0].hedges == 1)
    #expect(run.models[0].tokens.wastedOutput == 5 && run.longest == 4.1)
  }
}
