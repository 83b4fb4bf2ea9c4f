import Quantities
import Scenarios
import Simulating
import Statistics
import Testing

@Suite struct `Timeouts of a service` {
  /// One worker slot, a timeout of 2 s; the first call takes 10.1 s, the others 0.1 s.
  private func run(continues: Bool, around steps: [Step?] = [nil]) -> Measurement {
    var example = ServiceExample()
    example.service.timeout = .seconds(2)
    example.service.abandonedWorkContinues = continues
    example.steps = steps
    return example.run([(0, 100, 11), (1, 50, 1), (2.5, 50, 1), (70, 1, 1)])
  }

  @Test
  func `abandoned work that goes on keeps its worker, and who is not accepted in time leaves`() {
    let run = run(continues: true)
    #expect(run.failures(.timedOut) == 3)
    #expect(run.groups[0].reneged == 2)
    #expect(run.models[0].attempts == 2)
    #expect(run.models[0].tokens.wastedOutput == 11 && run.models[0].tokens.output == 12)
  }

  @Test func `cancelled work gives its worker back at once, and its answer is billed unread`() {
    let run = run(continues: false)
    #expect(run.failures(.timedOut) == 1)
    #expect(run.endpoints[0].completed == 3)
    // The second came at 1 s and got the worker at 2 s.
    #expect(run.longest == 1.1)
    #expect(run.models[0].tokens.wastedOutput == 11 && run.models[0].tokens.output == 14)
  }

  @Test func `cancelling reaches the branches of a fork`() {
    let example = ServiceExample()
    let pause = Step(.delay(time: .constant(0.5)), path: "ask/pause")
    let slow = Step(.delay(time: .constant(60)), path: "ask/slow")
    let fork = Step(
      .parallel(branches: [[pause, example.call, slow], [slow, example.call]], join: .all),
      path: "ask/fork"
    )
    let run = run(continues: false, around: [fork])
    #expect(run.failures(.timedOut) == 4)
    // Each asks once, in its first branch; only the first is cancelled while the provider works.
    #expect(run.models[0].attempts == 4)
    #expect(run.models[0].tokens.wastedOutput == 11)
  }

  @Test func `a request that is cancelled in a delay before a fork never starts it`() {
    let example = ServiceExample()
    let slow = Step(.delay(time: .constant(3)), path: "ask/slow")
    let fork = Step(.parallel(branches: [[example.call], [slow]], join: .all), path: "ask/fork")
    let run = run(continues: false, around: [slow, fork])
    #expect(run.failures(.timedOut) == 4)
    #expect(run.models[0].attempts == 0)
  }

  @Test func `a server that falls to a branch while its request is cancelled is not lost`() {
    var example = ServiceExample()
    example.service.timeout = .seconds(2)
    example.service.abandonedWorkContinues = false
    example.stations = ["disk", "lock"].map { Station(name: $0, servers: 1, queue: .unbounded) }
    let disk = Step(.serve(station: "disk", time: .constant(60)), path: "ask/disk")
    let branches = [
      [disk],
      // It holds the lock and waits for the disk: its end gives the lock to the third branch.
      [Step(.hold(station: "lock", steps: [disk]), path: "ask/hold")],
      [Step(.serve(station: "lock", time: .constant(1)), path: "ask/lock")],
    ]
    example.steps = [Step(.parallel(branches: branches, join: .all), path: "ask/fork")]
    let run = example.run([(0, 1, 1), (100, 1, 1)])
    #expect(run.failures(.timedOut) == 2)
    #expect(run.groups[1].waited == 2 && run.groups[1].reneged == 0)
  }

  @Test func `a full backlog refuses at once`() {
    var example = ServiceExample()
    example.service.backlog = .atMost(1)
    let run = example.run([(0, 1, 11), (1, 1, 1), (2, 1, 1)])
    #expect(run.failures(.refused) == 1)
    #expect(run.endpoints[0].completed == 2)
    #expect(run.longest == 10.1)
  }
}

@Suite struct `Joins` {
  private func run(_ join: Join, _ seconds: [Double], failing: Int = 0) -> Measurement {
    var example = ServiceExample()
    example.service.limit = .unbounded
    example.provider.errorRate = .one
    var branches = seconds.enumerated().map { i, time in
      [Step(.delay(time: .constant(time)), path: "ask/\(i)")]
    }
    for i in 0..<failing { branches[i].append(example.call) }
    example.steps = [Step(.parallel(branches: branches, join: join), path: "ask/join")]
    return example.run([(0, 1, 1)])
  }

  @Test func `a join goes on when enough branches are done`() {
    #expect(run(.all, [1, 2, 3]).longest == 3)
    #expect(run(.quorum(2), [1, 2, 3]).longest == 2)
    #expect(run(.first, [3, 2, 1]).longest == 1)
  }

  @Test func `a failed branch fails the step only when the join is out of reach`() {
    #expect(run(.all, [1, 2, 3], failing: 1).failures(.modelError) == 1)
    #expect(run(.quorum(2), [1, 2, 3], failing: 1).longest == 3)
    #expect(run(.quorum(2), [1, 2, 3], failing: 2).failures(.modelError) == 1)
    #expect(run(.first, [1, 2, 3], failing: 2).longest == 3)
    #expect(run(.first, [1, 2, 3], failing: 3).failures(.modelError) == 1)
  }
}

@Suite struct `Model calls` {
  private func limited(_ limits: RateLimit...) -> ServiceExample {
    var example = ServiceExample()
    example.service.limit = .unbounded
    example.provider.limits = limits
    return example
  }

  private func perMinute(_ dimension: RateLimit.Dimension, _ limit: Double, _ rule: RateLimit.Rule)
    -> RateLimit
  {
    RateLimit(dimension: dimension, limit: limit, window: .seconds(60), rule: rule)
  }

  @Test func `an obeyed Retry-After is the wait in whole seconds, rounded up`() {
    var example = limited(perMinute(.requests, 1, .fixed_window))
    example.client.attempts = 2
    example.client.obeysRetryAfterUpTo = .seconds(60)
    let run = example.run([(0, 1, 1), (10.5, 1, 1)])
    // The window ends after 49.5 s: the hint says 50.
    #expect(run.longest == 50.1)
    #expect(run.models[0].attempts == 3 && run.models[0].throttled == 1)
    #expect(run.endpoints[0].shares[Int(TimeShare.backoff.rawValue)] == 50_000_000_000)
  }

  @Test func `answer tokens are charged at the end, and the debt is waited for`() {
    // 60 a minute, depth 60: after 101 tokens the level is −41 + what refilled in the meantime.
    let example = limited(perMinute(.output_tokens, 60, .bucket))
    let run = example.run([(0, 1, 101), (50, 1, 1), (101, 1, 1), (143, 1, 1)])
    // The bucket is full until 100.1 s; then it owes 41 and admits again at 142.1 s.
    #expect(run.endpoints[0].completed == 3)
    #expect(run.failures(.throttled) == 1)
  }

  @Test func `a reservation is given back at the end, and whole when the provider failed`() {
    var example = limited(perMinute(.tokens, 1000, .sliding_log))
    example.provider.charge = .reserve_and_settle
    example.maxTokens = 900
    // 990 are reserved at 0 s and 90 + 2 billed at 1.1 s: the second one fits then, not before.
    let run = example.run([(0, 90, 2), (1, 90, 2), (1.2, 8, 2)])
    #expect(run.endpoints[0].completed == 2)
    #expect(run.failures(.throttled) == 1)
    example.provider.errorRate = .one
    let failing = example.run([(0, 90, 2), (0.05, 90, 2), (0.2, 90, 2)])
    #expect(failing.failures(.throttled) == 1)
    #expect(failing.failures(.modelError) == 2)
    #expect(failing.models[0].tokens.input == 0)
  }

  @Test func `a provider's place is free again after an answer, an error and a lost patience`() {
    var example = limited()
    example.provider.maxConcurrency = 1
    let answered = example.run([(0, 1, 3), (1, 1, 1), (2.2, 1, 1)])
    #expect(answered.failures(.throttled) == 1 && answered.endpoints[0].completed == 2)
    example.client.timeout = .seconds(1)
    let impatient = example.run([(0, 1, 3), (0.5, 1, 1), (1.1, 1, 1)])
    #expect(impatient.failures(.modelTimeout) == 1)
    #expect(impatient.failures(.throttled) == 1 && impatient.endpoints[0].completed == 1)
    #expect(impatient.models[0].tokens.wastedOutput == 3)
  }

  @Test func `a fallback is asked once the first model is given up`() {
    var example = limited(perMinute(.requests, 3, .sliding_log))
    example.provider.countsRejected = true
    example.fallbacks = ["n"]
    example.client.attempts = 2
    example.client.base = .seconds(1)
    example.provider.errorRate = .one
    let run = example.run([(0, 1, 1)])
    // Two errors at the first model, one at the second, then the limit.
    #expect(run.models[0].attempts == 2 && run.models[0].errors == 2)
    #expect(run.models[1].attempts == 2 && run.models[1].fallbacks == 2)
    #expect(run.models[1].errors == 1 && run.models[1].throttled == 1)
    #expect(run.failures(.throttled) == 1)
  }
}

@Suite struct `Drivers of load` {
  private let pause = Step(.delay(time: .constant(0.1)), path: "job/pause")

  private func users(_ stages: [LoadTest.Stage], from: Double, think: Double) -> Program {
    var model = PlainModel()
    model.steps = [pause]
    var test = LoadTest()
    test.driver = .closed
    test.from = from
    test.stages = stages
    test.thinkTime = .constant(think)
    test.duration = stages.reduce(.zero) { $0 + $1.over }
    return Program(model.scenario, workload: Workload(tier: nil, test: test))
  }

  @Test func `users come and go with the stages`() {
    let stages = [
      LoadTest.Stage(over: .seconds(10), to: 10), .init(over: .seconds(10), to: 10),
      .init(over: .seconds(10), to: 0),
    ]
    let run = drain(users(stages, from: 0, think: 0.9), replication: 0)
    // One request a second for each of on average 10 · 20 / 30 users over 30 s, give or take one each.
    #expect(abs(run.endpoints[0].offered - 200) <= 10)
    #expect(run.samples.map(\.inFlight).max() ?? 0 <= 10)
    #expect(run.endpoints[0].offered == run.endpoints[0].completed)
  }

  @Test func `a level that is reached at the very end of a steep stage is reached in time`() {
    let stages = [LoadTest.Stage(over: .seconds(1), to: 2000), .init(over: .seconds(1), to: 2000)]
    let run = drain(users(stages, from: 0, think: 0.9), replication: 0)
    #expect(run.peakInFlight > 0)
    #expect(run.endpoints[0].offered > 2000)
  }

  @Test func `users who start at time zero are measured from their first request`() {
    let run = drain(users([.init(over: .seconds(10), to: 5)], from: 5, think: 0.9), replication: 0)
    #expect(run.endpoints[0].offered == 50)
    #expect(run.samples.map(\.offered).reduce(0, +) == 50)
  }

  @Test func `users who are refused in no time and do not think do not stop the clock`() {
    var model = PlainModel()
    model.add("full", .constant(100), 1, .atMost(0))
    let run = drain(model.closed(users: 3, think: .constant(0), seconds: 1), replication: 0)
    #expect(run.endpoints[0].failures >= 1000 && run.endpoints[0].failures <= 2100)
  }

  @Test func `a trace is replayed row by row, and faster under more load`() {
    var model = PlainModel()
    model.steps = [pause]
    var test = LoadTest()
    test.driver = .trace
    test.traceEndpoint = "job"
    let rows = [0, 0, 1, 5].map {
      TraceRow(time: .zero + .seconds($0), inputTokens: 1, outputTokens: 1)
    }
    for factor in [1.0, 2.0] {
      let workload = Workload(tier: nil, test: test, factor: factor, trace: rows)
      let run = drain(Program(model.scenario, workload: workload), replication: 0)
      #expect(run.endpoints[0].completed == 4)
      #expect(run.measuredTime == Int64(5e9 / factor) + 1)
    }
  }

  @Test func `arrivals end with the test, and what is under way may finish`() async {
    var model = PlainModel()
    model.steps = [Step(.delay(time: .constant(300)), path: "job/long")]
    var test = LoadTest()
    test.level = .own
    test.spacing = .even
    test.rates = [("job", Rate(perSecond: 1))]
    test.stages = [.init(over: .seconds(50), to: 1), .init(over: .seconds(50), to: 1)]
    test.duration = .seconds(80)
    let program = Program(model.scenario, workload: Workload(tier: nil, test: test))
    let run = await replicate(program, 0..<1, threads: 1)[0]
    // The n-th even arrival comes at n seconds; the eightieth would come when the test is over.
    #expect(run.endpoints[0].offered == 79)
    #expect(run.endpoints[0].completed == 79)
    model.steps = [Step(.delay(time: .constant(1000)), path: "job/long")]
    let later = Program(model.scenario, workload: Workload(tier: nil, test: test))
    let cut = await replicate(later, 0..<1, threads: 1)[0]
    #expect(cut.endpoints[0].inFlight == 79)
  }

  @Test func `the last stage holds on when the test is longer`() async {
    var model = PlainModel()
    model.steps = [pause]
    var test = LoadTest()
    test.level = .own
    test.spacing = .even
    test.rates = [("job", Rate(perSecond: 1))]
    test.stages = [.init(over: .seconds(10), to: 1)]
    test.duration = .seconds(100)
    let run = drain(
      Program(model.scenario, workload: Workload(tier: nil, test: test)),
      replication: 0
    )
    #expect(run.endpoints[0].offered == 99)
  }

  @Test func `what the warm-up saw does not count`() {
    var model = PlainModel()
    model.add("s", .constant(0.5))
    var test = LoadTest()
    test.level = .own
    test.spacing = .even
    test.rates = [("job", Rate(perSecond: 1))]
    test.duration = .seconds(100)
    test.warmUp = .milliseconds(60_250)
    let workload = Workload(tier: nil, test: test)
    let run = drain(Program(model.scenario, workload: workload), replication: 0)
    #expect(run.endpoints[0].offered == 39)
    #expect(run.measuredTime == 39_750_000_000)
    // From 60.25 to 60.5 s the request before the start is still served.
    #expect(run.groups[0].busyTime == 39 * 500_000_000 + 250_000_000)
    #expect(run.groups[0].requests == 39)
  }

  @Test func `a run of too many events says that it was cut`() async {
    var scenario = PlainModel.chain([1]).scenario
    scenario.experiment.maxEvents = 100
    var test = LoadTest()
    test.level = .own
    test.rates = [("job", Rate(perSecond: 0.5))]
    let program = Program(scenario, workload: Workload(tier: nil, test: test))
    let run = await replicate(program, 0..<1, threads: 1)[0]
    #expect(run.wasTruncated)
    #expect(run.measuredTime < 3600 * 1_000_000_000)
  }
}
