import Quantities
import Scenarios
import Simulating
import TestSupport
import Testing

/// Simulated queues against closed forms: each formula stands beside its value.
@Suite struct `Queues agree with their closed forms` {
  private func run(_ program: Program, _ count: Int = 10) async -> [Measurement] {
    await replicate(program, 0..<count, threads: 2)
  }

  /// W = 1/(μ − λ); the response time is exponential with rate μ − λ.
  @Test func `M/M/1 at load 0.8: mean, p95 and p99 of the response time`() async {
    let program = PlainModel.chain([1]).open(rate: 0.8, seconds: 22_000, warmUp: 2000)
    let runs = await run(program)
    #expect(agrees(runs.map(\.meanResponse), with: 5))
    #expect(agrees(runs.map { $0.quantile(0.95) }, with: 14.978661367769956))
    #expect(agrees(runs.map { $0.quantile(0.99) }, with: 23.025850929940457))
    let utilization = runs.map { Double($0.groups[0].busyTime) / Double($0.measuredTime) }
    #expect(agrees(utilization, with: 0.8))
    // L = λW = ρ/(1 − ρ), of which the line holds L − ρ.
    let line = runs.map { Double($0.groups[0].queueTime) / Double($0.measuredTime) }
    #expect(agrees(line, with: 3.2))
  }

  /// Erlang C for 10 servers at 8 erlangs; Wq = C / (cμ − λ).
  @Test func `M/M/10 at 8 erlangs: probability of waiting and mean wait`() async {
    let program = PlainModel.chain([1], servers: 10).open(rate: 8, seconds: 2100, warmUp: 100)
    let runs = await run(program)
    let waited = runs.map { Double($0.groups[0].waited) / Double($0.groups[0].requests) }
    #expect(agrees(waited, with: 0.40918015079644354))
    #expect(agrees(runs.map { $0.meanWait() }, with: 0.20459007539822177))
  }

  /// P(K) = (1 − ρ)ρᴷ / (1 − ρᴷ⁺¹) and L = ρ/(1 − ρ) − (K + 1)ρᴷ⁺¹/(1 − ρᴷ⁺¹), K = 10, ρ = 0.9.
  @Test func `M/M/1/10: blocking and mean number in the system`() async {
    let program = PlainModel.chain([1], queue: .atMost(9)).open(
      rate: 0.9,
      seconds: 11_000,
      warmUp: 500
    )
    let runs = await run(program)
    let refused = runs.map { Double($0.endpoints[0].failures) / Double($0.endpoints[0].offered) }
    #expect(agrees(refused, with: 0.05081373132741239))
    let number = runs.map { run in
      let area = run.groups[0].busyTime + run.groups[0].queueTime
      return Double(area) / Double(run.measuredTime)
    }
    #expect(agrees(number, with: 3.9694405985861736))
  }

  /// Birth and death with K = 15: P(K) under an offered load above capacity.
  @Test func `M/M/5/15 under overload: blocking`() async {
    let program = PlainModel.chain([1], servers: 5, queue: .atMost(10))
      .open(rate: 6, seconds: 2200, warmUp: 200)
    let refused = await run(program).map {
      Double($0.groups[0].refused) / Double($0.groups[0].requests)
    }
    #expect(agrees(refused, with: 0.18251190466394285))
  }

  /// Erlang B for 5 erlangs on 10 servers, whatever the law of service.
  @Test(arguments: [
    Law.exponential(mean: 1), .constant(1),
    .lognormal(median: 0.2.squareRoot(), sigma: 1.2686362411795196),
    Law(.gamma, 1, 0.5), Law(.uniform, 0.2, 1.8),
  ])
  func `Erlang B does not depend on the law of service`(law: Law) async {
    var model = PlainModel()
    model.add("lines", law, 10, .atMost(0))
    let runs = await run(model.open(rate: 5, seconds: 2100, warmUp: 100))
    let refused = runs.map { Double($0.endpoints[0].failures) / Double($0.endpoints[0].offered) }
    #expect(agrees(refused, with: 0.018384570336648132))
  }

  /// Pollaczek–Khinchine: Wq = λE[S²] / (2(1 − ρ)).
  @Test(arguments: [
    (Law.constant(1), 0.9, 4.5),
    (
      Law.lognormal(median: 0.2.squareRoot(), sigma: 1.2686362411795196), 0.7,
      5.833333333333333
    ),
    (Law(.gamma, 1, 0.5), 0.8, 2.5),
  ])
  func `M/G/1: mean wait after Pollaczek and Khinchine`(law: Law, rate: Double, wait: Double) async
  {
    var model = PlainModel()
    model.add("server", law)
    let runs = await run(model.open(rate: rate, seconds: 18_000, warmUp: 2000))
    #expect(agrees(runs.map { $0.meanWait() }, with: wait))
  }

  /// Mean value analysis of the closed M/M/1//30: X = N / (Z + R).
  @Test func `machine repairmen: throughput and response of 30 users who think`() async {
    var model = PlainModel()
    model.add("server", .exponential(mean: 0.2))
    let program = model.closed(users: 30, think: .exponential(mean: 5), seconds: 2200, warmUp: 200)
    let runs = await run(program)
    let throughput = runs.map { Double($0.endpoints[0].completed) / ($0.measuredTimeInSeconds) }
    #expect(agrees(throughput, with: 4.736984138859297))
    #expect(agrees(runs.map(\.meanResponse), with: 1.3331434348488733))
  }

  /// Mean value analysis of three stations with demands 0.05, 0.08 and 0.03 s and 50 users.
  @Test func `a closed network of three stations: throughput and response`() async {
    let program = PlainModel.chain([0.05, 0.08, 0.03])
      .closed(users: 50, think: .exponential(mean: 3), seconds: 700, warmUp: 50)
    let runs = await run(program)
    let throughput = runs.map { Double($0.endpoints[0].completed) / $0.measuredTimeInSeconds }
    #expect(agrees(throughput, with: 12.271010101814422))
    #expect(agrees(runs.map(\.meanResponse), with: 1.0746441886317797))
  }

  /// Jackson: each station is an M/M/1 of its own; W = Σ 1/(μᵢ − λ) = 1/3 + 1/2 + 1.
  @Test func `a tandem of three stations: mean and p99 end to end`() async {
    let program = PlainModel.chain([1.0 / 8, 1.0 / 7, 1.0 / 6]).open(
      rate: 5,
      seconds: 2200,
      warmUp: 200
    )
    let runs = await run(program)
    #expect(agrees(runs.map(\.meanResponse), with: 1.8333333333333333))
    #expect(agrees(runs.map { $0.quantile(0.99) }, with: 5.700436103784897))
  }

  /// D/M/1: the root σ of σ = e^(−μ(1 − σ)T); Wq = σ / (μ(1 − σ)).
  @Test func `evenly spaced arrivals at an exponential server: mean wait`() async {
    let model = PlainModel.chain([1])
    var test = LoadTest()
    test.level = .own
    test.spacing = .even
    test.rates = [("job", Rate(perSecond: 0.8))]
    test.duration = .seconds(22_000)
    test.warmUp = .seconds(1000)
    let runs = await run(Program(model.scenario, workload: Workload(tier: nil, test: test)))
    #expect(agrees(runs.map { $0.meanWait() }, with: 1.6927308399198975))
  }
}

extension Measurement {
  var measuredTimeInSeconds: Double { Double(measuredTime) / 1e9 }
}
