import Quantities
import Scenarios
import Simulating
import Statistics
import Testing

/// Copies, disks, logins and the loss of a primary.
@Suite struct `Databases with copies, disks and failovers` {
  private struct Example {
    var service = Service()
    var database = Database()
    var steps: [Step] = []
    var rate = 10.0
    var seconds = 1000.0
    var faults: [Fault] = []
    var even = false

    init() {
      service.name = "api"
      service.pools = [AppPool(database: "db", size: 50, overflow: 0, timeout: nil)]
      database.name = "db"
      database.cores = 8
      steps = [query(0.01)]
    }

    func query(_ time: Double, reads: ReplicaRead? = nil) -> Step {
      let action = Action.query(database: "db", time: .constant(time), count: 1, reads: reads)
      return Step(action, path: "ask/query")
    }

    var program: Program {
      var ask = Endpoint()
      ask.name = "ask"
      ask.service = "api"
      ask.steps = steps
      var scenario = Scenario()
      scenario.platform.services = [service]
      scenario.platform.databases = [database]
      scenario.platform.endpoints = [ask]
      var test = LoadTest()
      test.level = .own
      test.rates = [("ask", Rate(perSecond: rate))]
      test.spacing = even ? .even : .poisson
      test.duration = SimInterval(seconds: seconds)
      test.faults = faults
      return Program(scenario, workload: Workload(tier: nil, test: test))
    }

    func run() -> Measurement { drain(program, replication: 0) }
  }

  private func read(_ sinceWrite: Law?) -> ReplicaRead {
    var read = ReplicaRead()
    read.sinceWrite = sinceWrite
    return read
  }

  @Test func `reads are stale as often as the lag is longer than the age`() {
    var example = Example()
    var copies = Replicas()
    copies.lag = .exponential(mean: 2)
    example.database.replicas = copies
    example.steps = [example.query(0.001, reads: read(.exponential(mean: 20)))]
    let counts = example.run().replicas[0]
    // P(lag > age) of two exponentials: 2 / (2 + 20).
    let share = Double(counts.stale) / Double(counts.reads)
    let expected = 2.0 / 22
    #expect(abs(share - expected) < 4 * (expected * (1 - expected) / 10_000).squareRoot())
    #expect(counts.pinned == 0)
  }

  @Test func `a pin keeps fresh reads at the primary, and the rest are stale less often`() {
    var example = Example()
    var copies = Replicas()
    copies.lag = .exponential(mean: 2)
    copies.pin = .seconds(10)
    example.database.replicas = copies
    example.steps = [example.query(0.001, reads: read(.exponential(mean: 20)))]
    let run = example.run()
    let counts = run.replicas[0]
    // 1 − e^(−10/20) at the primary; of the others only lags above 10 s are stale: e^(−10/2 − 10/20)/11.
    let pinned = Double(counts.pinned) / Double(counts.reads)
    #expect(abs(pinned - 0.3935) < 4 * (0.3935 * 0.6065 / 10_000).squareRoot())
    #expect(Double(counts.stale) / Double(counts.reads) < 0.003)
    let primary = run.groups.indices.first { example.program.groups[$0].label == "db CPU" }
    #expect(primary.map { run.groups[$0].requests } == counts.pinned)
  }

  @Test func `a read of something old is never stale`() {
    var example = Example()
    var copies = Replicas()
    copies.lag = .constant(3600)
    example.database.replicas = copies
    example.steps = [example.query(0.001, reads: read(nil))]
    let counts = example.run().replicas[0]
    #expect(counts.reads > 9000 && counts.stale == 0)
  }

  @Test func `a disk without credit is a queue with one server`() {
    var example = Example()
    example.rate = 8
    example.seconds = 20_000
    example.database.ioPerQuery = 10
    example.database.disk = {
      var disk = Disk()
      disk.operations = Rate(perSecond: 100)
      return disk
    }()
    let run = example.run()
    // M/D/1 with a load of 0.8: the mean time is 0.1 · (1 + 0.8 / (2 · 0.2)) = 0.3 s.
    let mean = Double(run.paces[0].time) / 1e9 / Double(run.paces[0].requests)
    #expect(abs(mean - 0.3) < 0.02)
  }

  @Test func `credit hides a disk that is too small, until it is used up`() {
    var example = Example()
    example.even = true
    example.rate = 15
    example.database.ioPerQuery = 10
    var disk = Disk()
    disk.operations = Rate(perSecond: 100)
    disk.credit = 5000
    example.database.disk = disk
    // Room for everybody, so that the line is at the disk.
    example.database.maxConnections = 100_000
    example.service.pools[0].size = 50_000
    example.seconds = 90
    #expect(example.run().paces[0].time == 0)
    example.seconds = 200
    // 50 operations a second too many: 5000 last 100 s; after 200 s the line is half of the rest long.
    #expect(abs(Double(example.run().paces[0].longest) / 1e9 - 50) < 1)
  }

  @Test func `without a primary every statement fails at once`() {
    var example = Example()
    example.faults = [
      Fault(
        at: .seconds(100),
        lasting: .seconds(50),
        .failover(database: "db", answers: .error)
      )
    ]
    let run = example.run()
    let failed = run.endpoints[0].failed[Int(FailureReason.databaseDown.rawValue)]
    #expect(failed == run.endpoints[0].failures)
    // Ten a second for fifty seconds.
    #expect(abs(Double(failed) - 500) < 4 * 500.0.squareRoot())
  }

  @Test func `who waits for the primary is served when it is back`() {
    var example = Example()
    example.faults = [
      Fault(
        at: .seconds(100),
        lasting: .seconds(50),
        .failover(database: "db", answers: .silence)
      )
    ]
    let run = example.run()
    #expect(run.endpoints[0].failures == 0)
    #expect(run.endpoints[0].responseTime.maximum.map { $0.seconds > 49 } == true)
  }

  @Test func `after a failover every kept connection logs in again, at the rate of logins`() {
    var example = Example()
    example.database.loginRate = Rate(perSecond: 2)
    example.service.workers = 4
    example.service.coresPerInstance = 4
    example.rate = 100
    example.seconds = 400
    let quiet = example.run().paces[0]
    example.faults = [
      Fault(
        at: .seconds(200),
        lasting: .seconds(10),
        .failover(database: "db", answers: .error)
      )
    ]
    let storm = example.run().paces[0]
    #expect(quiet.requests > 4 && storm.requests > quiet.requests + 4)
    #expect(storm.longest >= quiet.longest)
  }

  @Test func `the server connections of a pooler log in again one by one`() {
    var example = Example()
    example.database.loginRate = Rate(perSecond: 2)
    var pooler = Pooler()
    pooler.size = 10
    example.database.pooler = pooler
    #expect(example.run().paces[0].requests == 0)
    example.faults = [
      Fault(
        at: .seconds(200),
        lasting: .seconds(10),
        .failover(database: "db", answers: .error)
      )
    ]
    #expect(example.run().paces[0].requests == 10)
  }

  @Test func `a limit cut refuses what it takes away, and is over when it is over`() {
    var provider = Provider()
    provider.name = "p"
    provider.limits = [
      RateLimit(dimension: .requests, limit: 10, window: .seconds(10), rule: .fixed_window)
    ]
    var scenario = Scenario()
    scenario.platform.providers = [provider]
    scenario.platform.models = [
      LanguageModel(
        name: "m",
        provider: "p",
        price: nil,
        timeToFirstToken: .constant(0.1),
        timePerOutputToken: .constant(0)
      )
    ]
    var ask = Endpoint()
    ask.name = "ask"
    ask.steps = [Step(.call(ModelCall(model: "m")), path: "ask/call")]
    scenario.platform.endpoints = [ask]
    var test = LoadTest()
    test.level = .own
    test.rates = [("ask", Rate(perSecond: 1))]
    test.spacing = .even
    test.duration = .seconds(300)
    test.faults = [
      Fault(at: .seconds(100), lasting: .seconds(100), .limitCut(provider: "p", to: Fraction(0.4)))
    ]
    let run = drain(Program(scenario, workload: Workload(tier: nil, test: test)), replication: 0)
    // Ten windows in which four of ten pass; the boundaries of the cut may take one more or less.
    #expect((58...62).contains(run.endpoints[0].failures))
  }
}
