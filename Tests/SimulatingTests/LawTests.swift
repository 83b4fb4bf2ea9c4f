import Quantities
import Scenarios
import Simulating
import Statistics
import Testing

@Suite struct `Laws of every run` {
  /// Draining traps on a server that is held, a token that is alive or a caller who was told nothing.
  private static let runs: [Measurement] = (0..<50 as Range<UInt64>).map { seed in
    var platform = RandomPlatform(seed: seed)
    if seed >= 30 { platform.makeElastic() }
    return drain(platform.program(), replication: 0)
  }

  @Test(arguments: 0..<50)
  func `all that was offered ends, and the shares of time add up to the response times`(seed: Int) {
    let run = Self.runs[seed]
    #expect(run.endpoints.map(\.offered).reduce(0, +) > 0)
    for endpoint in run.endpoints {
      #expect(endpoint.offered == endpoint.completed + endpoint.failures)
      let shares = endpoint.shares.reduce(Int128(0)) { $0 + Int128($1) }
      #expect(shares == endpoint.responseTime.sumOfNanoseconds)
      #expect(Int(endpoint.completed) == endpoint.responseTime.count)
      let model = TimeShare.allCases.filter(\.isModel).reduce(Int128(0)) {
        $0 + Int128(endpoint.shares[Int($1.rawValue)])
      }
      #expect(endpoint.withoutModel.sumOfNanoseconds == shares - model)
    }
    for fleet in run.fleets {
      #expect(
        fleet.instanceTime >= 0 && fleet.instanceTime <= Int128(fleet.peak * run.measuredTime)
      )
    }
    for group in run.groups {
      #expect(group.refused + group.waited <= group.requests)
      #expect(group.busyTime >= 0 && group.queueTime >= 0)
    }
    for model in run.models {
      #expect(model.throttled + model.errors + model.timeouts <= model.attempts)
      #expect(
        model.tokens.wastedInput <= model.tokens.input
          && model.tokens.wastedOutput <= model.tokens.output
      )
      #expect(model.tokens.cached <= model.tokens.input)
    }
  }

  @Test func `random platforms reach every way to fail`() {
    var reasons = Set<FailureReason>()
    for endpoint in Self.runs.flatMap(\.endpoints) {
      for reason in FailureReason.allCases where endpoint.failed[Int(reason.rawValue)] > 0 {
        reasons.insert(reason)
      }
    }
    // What money does is looked at in the laws of accounts, and the rest with what brings it about.
    let others = Set(FailureReason.allCases).subtracting([
      .spendCap, .breakerOpen, .shed, .leftLine, .queueFull, .deadLetter, .interrupted,
      .databaseDown, .clientThrottled,
    ])
    #expect(others.subtracting(reasons).isEmpty)
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func `the samples hold every request once`(seed: UInt64) async {
    var platform = RandomPlatform(seed: seed)
    var workload = platform.workload()
    workload.test.warmUp = .zero
    let program = Program(platform.scenario, workload: workload)
    let run = await replicate(program, 0..<1, threads: 1)[0]
    #expect(run.samples.count == 121)
    #expect(run.samples.map(\.offered).reduce(0, +) == run.endpoints.map(\.offered).reduce(0, +))
    #expect(run.samples.last?.time == run.measuredTime)
    let balance = run.samples.reduce(0) { $0 + $1.offered - $1.completed - $1.failed }
    #expect(balance == run.samples.last?.inFlight)
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `the same seed gives the same bytes on one thread and on two`(seed: UInt64) async {
    var platform = RandomPlatform(seed: seed)
    let program = platform.program()
    let one = await replicate(program, 0..<4, threads: 1).map(\.digest)
    let two = await replicate(program, 0..<4, threads: 2).map(\.digest)
    let late = await replicate(program, 2..<4, threads: 2).map(\.digest)
    #expect(one == two)
    #expect(one.suffix(2).elementsEqual(late))
    #expect(Set(one).count == 4)
  }

  /// Load for 100 s, then none until all have left: areas and sums agree to the nanosecond.
  @Test(arguments: 0..<10 as Range<UInt64>)
  func `over a closed interval, requests in line times time is the sum of their waits`(seed: UInt64)
  {
    var model = PlainModel.chain([0.2, 0.3], servers: 2, queue: .atMost(30))
    model.seed = seed
    var test = LoadTest()
    test.level = .own
    test.rates = [("job", Rate(perSecond: 7))]
    test.stages = [.init(over: .seconds(100), to: 1), .init(over: .seconds(1), to: 0)]
    test.duration = .seconds(1000)
    let run = drain(
      Program(model.scenario, workload: Workload(tier: nil, test: test)),
      replication: 0
    )
    let waiting = run.groups.reduce(Int128(0)) { $0 + $1.queueTime }
    #expect(run.groups.allSatisfy { $0.queueTime == Int128($0.waitingTime) })
    // Waits of requests that were refused later on count for the line, not for the response times.
    let shares = run.endpoints[0].shares
    #expect(waiting >= Int128(shares[Int(TimeShare.waitStation.rawValue)]))
    if run.endpoints[0].failures == 0 {
      #expect(waiting == Int128(shares[Int(TimeShare.waitStation.rawValue)]))
      let busy = run.groups.reduce(Int128(0)) { $0 + $1.busyTime }
      #expect(busy == Int128(shares[Int(TimeShare.service.rawValue)]))
    }
  }

  /// A megabyte at 0.7 MB/s takes 1.428571428…57 s: long and constant, so it goes through a lane, and
  /// no whole number of nanoseconds.
  @Test func `a constant time counts for as long as it lasts, to the nanosecond`() {
    var model = PlainModel.chain([0.1])
    model.steps.append(
      Step(.transfer(size: .constant(1e6), bytesPerSecond: 0.7e6), path: "job/download")
    )
    let run = drain(model.open(rate: 2, seconds: 200), replication: 0)
    let shares = run.endpoints[0].shares.reduce(Int128(0)) { $0 + Int128($1) }
    #expect(run.endpoints[0].completed > 300)
    #expect(shares == run.endpoints[0].responseTime.sumOfNanoseconds)
    let transferred = run.endpoints[0].shares[Int(TimeShare.transfer.rawValue)]
    #expect(transferred == run.endpoints[0].completed * 1_428_571_429)
  }
}

@Suite struct `Common random numbers` {
  private func platform(instances: Int, pool: Int) -> Program {
    var scenario = Scenario()
    var service = Service()
    service.name = "api"
    service.instances = instances
    service.pools = [AppPool(database: "main", size: pool, overflow: 0, timeout: nil)]
    var database = Database()
    database.name = "main"
    database.maxConnections = 500
    var model = ModelCall(model: "m")
    model.inputTokens = .lognormal(median: 300, sigma: 1)
    model.outputTokens = .lognormal(median: 100, sigma: 1)
    scenario.platform.services = [service]
    scenario.platform.databases = [database]
    var provider = Provider()
    provider.name = "p"
    scenario.platform.providers = [provider]
    scenario.platform.models = [
      LanguageModel(
        name: "m",
        provider: "p",
        price: nil,
        timeToFirstToken: .exponential(mean: 0.5),
        timePerOutputToken: .constant(0.01)
      )
    ]
    var endpoint = Endpoint()
    endpoint.name = "ask"
    endpoint.service = "api"
    endpoint.steps = [
      Step(.cpu(time: .exponential(mean: 0.05)), path: "ask/0"),
      Step(.query(database: "main", time: .exponential(mean: 0.05), count: 3), path: "ask/1"),
      Step(.call(model), path: "ask/2"),
    ]
    scenario.platform.endpoints = [endpoint]
    var test = LoadTest()
    test.level = .own
    test.rates = [("ask", Rate(perSecond: 12))]
    test.duration = .seconds(120)
    return Program(scenario, workload: Workload(tier: nil, test: test))
  }

  @Test func `more instances or connections change waits, never arrivals, work or lengths`() {
    let small = drain(platform(instances: 1, pool: 1), replication: 3)
    for large in [platform(instances: 4, pool: 1), platform(instances: 1, pool: 9)] {
      let run = drain(large, replication: 3)
      #expect(run.endpoints[0].offered == small.endpoints[0].offered)
      #expect(run.endpoints[0].completed == small.endpoints[0].completed)
      for share in [TimeShare.cpu, .database, .model] {
        let place = Int(share.rawValue)
        #expect(run.endpoints[0].shares[place] == small.endpoints[0].shares[place])
      }
      #expect(run.models[0].tokens.input == small.models[0].tokens.input)
      #expect(run.models[0].tokens.output == small.models[0].tokens.output)
      let (fast, slow) = (run.endpoints[0].responseTime, small.endpoints[0].responseTime)
      #expect(fast.sumOfNanoseconds < slow.sumOfNanoseconds)
    }
  }
}
