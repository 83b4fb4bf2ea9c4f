import Quantities
import Scenarios
import Simulating
import Testing

/// A sliding log of 600 calls a minute at 80 % load, tripled for one minute after ten.
///
/// With every call failing, attempts come at load × (1 + retries) = 2.4 times the limit; where refused
/// attempts count, the log never empties again.
@Suite struct `Metastable failure of a sliding log` {
  private func run(
    countsRejected: Bool,
    retries: Int,
    load: Double = 0.8,
    burst: Double = 3
  ) async -> Measurement {
    var scenario = Scenario()
    var provider = Provider()
    provider.name = "p"
    provider.countsRejected = countsRejected
    provider.sendsRetryAfter = false
    provider.limits = [
      RateLimit(dimension: .requests, limit: 600, window: .seconds(60), rule: .sliding_log)
    ]
    var call = ModelCall(model: "m")
    call.client.attempts = 1 + retries
    call.client.base = .milliseconds(500)
    call.client.jitter = .shorten
    call.client.jitterAmount = 0.25
    var endpoint = Endpoint()
    endpoint.name = "ask"
    endpoint.steps = [Step(.call(call), path: "ask/call")]
    scenario.platform.providers = [provider]
    scenario.platform.models = [
      LanguageModel(
        name: "m",
        provider: "p",
        price: nil,
        timeToFirstToken: .constant(0.5),
        timePerOutputToken: .constant(0)
      )
    ]
    scenario.platform.endpoints = [endpoint]
    var test = LoadTest()
    test.level = .own
    test.rates = [("ask", Rate(perSecond: 10 * load))]
    test.duration = .seconds(3000)
    let jump = SimInterval(nanoseconds: 1)
    test.stages = [
      .init(over: .seconds(600), to: 1), .init(over: jump, to: burst),
      .init(over: .seconds(60), to: burst), .init(over: jump, to: 1),
    ]
    let program = Program(scenario, workload: Workload(tier: nil, test: test))
    return await replicate(program, 0..<1, threads: 1)[0]
  }

  /// The share of calls that succeed, of those that end in a stretch of time.
  private func goodput(_ run: Measurement, from: Int64, to: Int64) -> Double {
    let samples = run.samples.filter {
      $0.time > from * 1_000_000_000 && $0.time <= to * 1_000_000_000
    }
    let completed = samples.reduce(0) { $0 + $1.completed }
    return Double(completed) / Double(completed + samples.reduce(0) { $0 + $1.failed })
  }

  /// Attempts for each call that ends in a failure or an answer after the burst.
  private func amplification(_ run: Measurement) -> Double {
    Double(run.models[0].attempts) / Double(run.models[0].calls)
  }

  @Test(arguments: [2, 5])
  func `counted refusals and retries: it never recovers`(retries: Int) async {
    let run = await run(countsRejected: true, retries: retries)
    #expect(goodput(run, from: 0, to: 600) == 1)
    // Known from another program: 6 % in the five minutes of the burst, then nothing.
    #expect(abs(goodput(run, from: 600, to: 900) - 0.06) < 0.03)
    #expect(goodput(run, from: 900, to: 3000) < 0.001)
    if retries == 2 { #expect(abs(amplification(run) - 2.66) < 0.15) }
  }

  @Test func `counted refusals without retries: it recovers`() async {
    let run = await run(countsRejected: true, retries: 0)
    #expect(abs(goodput(run, from: 600, to: 900) - 0.52) < 0.05)
    #expect(goodput(run, from: 900, to: 3000) > 0.99)
  }

  @Test(arguments: [(0, 0.76), (2, 0.76), (5, 0.80)])
  func `refusals that do not count: it recovers with any retries`(
    retries: Int,
    expected: Double
  ) async {
    let run = await run(countsRejected: false, retries: retries)
    #expect(abs(goodput(run, from: 600, to: 900) - expected) < 0.03)
    #expect(goodput(run, from: 900, to: 3000) > 0.999)
  }

  /// Sustained failure is possible once load × (1 + retries) passes the limit: at 95 % an ordinary
  /// excursion is enough.
  @Test func `at a load of 95 % it collapses without any burst`() async {
    let run = await run(countsRejected: true, retries: 2, load: 0.95, burst: 1)
    #expect(goodput(run, from: 600, to: 3000) < 0.01)
  }
}
