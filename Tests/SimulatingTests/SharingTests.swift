import Quantities
import Scenarios
import Simulating
import Statistics
import TestSupport
import Testing

/// Stations, cores and databases that requests share by time slices.
@Suite struct `Processor sharing` {
  private func response(_ model: PlainModel, rate: Double, seconds: Double) async -> Estimated {
    let program = model.open(rate: rate, seconds: seconds, warmUp: seconds / 20)
    let runs = await replicate(program, 0..<12, threads: 2)
    return meanInterval(
      of: runs.map(\.meanResponse),
      level: Fraction(0.99),
      observations: runs.count
    )
  }

  private func model(_ time: Law, servers: Int = 1) -> PlainModel {
    var model = PlainModel()
    model.stations = [
      Station(name: "s", servers: servers, queue: .unbounded, scheduling: .processor_sharing)
    ]
    model.steps = [Step(.serve(station: "s", time: time), path: "job/s")]
    return model
  }

  /// E[S]/(1 − ρ) for every law of service: Kleinrock, "Queueing Systems" II, 1976, §4.4.
  @Test(arguments: [
    Law.constant(1), .exponential(mean: 1), Law(.gamma, 1, 2),
    .lognormal(median: 0.447_213_595, sigma: 1.268_636_242),
  ])
  func `one server takes E[S]/(1 − ρ), whatever the law of the work`(law: Law) async throws {
    let mean = try #require(
      await response(model(law), rate: 0.7, seconds: 4000).estimate
    )
    #expect(mean.low <= 1 / 0.3 && 1 / 0.3 <= mean.high)
  }

  /// The number present is that of M/M/4: Erlang C at ρ = 0.8 gives E[T] = 1.745 59 s.
  @Test func `four servers have the mean of M/M/4`() async throws {
    let mean = try #require(
      await response(model(Law(.gamma, 1, 1.5), servers: 4), rate: 3.2, seconds: 2000).estimate
    )
    #expect(mean.low <= 1.745_59 && 1.745_59 <= mean.high)
  }

  @Test func `the parts of a response time add up: work, and what sharing adds`() {
    let program = model(.exponential(mean: 1)).open(rate: 0.8, seconds: 500)
    let run = drain(program, replication: 0)
    let endpoint = run.endpoints[0]
    let work = endpoint.shares[Int(TimeShare.service.rawValue)]
    let added = endpoint.shares[Int(TimeShare.waitStation.rawValue)]
    #expect(Int128(work + added) == endpoint.responseTime.sumOfNanoseconds)
  }
}

@Suite struct `Faults of shared servers` {
  /// One job of 10 s on a shared server, from 0 s on; a second at 100 s.
  private func longest(_ fault: Fault.Kind) -> Double? {
    var model = PlainModel()
    model.stations = [
      Station(name: "s", servers: 1, queue: .unbounded, scheduling: .processor_sharing)
    ]
    model.steps = [Step(.serve(station: "s", time: .constant(10)), path: "job/s")]
    var test = LoadTest()
    test.driver = .trace
    test.traceEndpoint = "job"
    test.faults = [Fault(at: .seconds(4), lasting: .seconds(8), fault)]
    let rows = [0.0, 100].map {
      TraceRow(time: .zero + SimInterval(seconds: $0), inputTokens: 1, outputTokens: 1)
    }
    let workload = Workload(tier: nil, test: test, trace: rows)
    return drain(Program(model.scenario, workload: workload), replication: 0).longest
  }

  @Test func `a job under way slows down with its server, and stands still without one`() {
    // 4 s of work by 4 s, 2 s more by 12 s, the other 4 s by 16 s.
    #expect(longest(.slow(part: "s", factor: 4)) == 16)
    #expect(longest(.shrink(part: "s", to: 0)) == 18)
  }
}

@Suite struct `Threads and event loops` {
  /// Two requests at once on one core: 1 s of work before 0.2 s.
  private func run(_ change: (inout Service) -> Void) -> Measurement {
    var example = ServiceExample()
    example.service.limit = .unbounded
    change(&example.service)
    let branches = [1.0, 0.2].map { time in
      [Step(.cpu(time: .constant(time)), path: "ask/\(time)")]
    }
    example.steps = [Step(.parallel(branches: branches, join: .first), path: "ask/fork")]
    return example.run([(0, 1, 1)])
  }

  @Test func `an event loop finishes one step before the next, threads slice the core`() {
    #expect(run { _ in }.longest == 1)
    #expect(run { $0.concurrency = .threads }.longest == 0.4)
    #expect(run { ($0.concurrency, $0.scheduling) = (.threads, .fifo) }.longest == 1)
    #expect(run { $0.scheduling = .processor_sharing }.longest == 0.4)
  }

  @Test func `a cancelled request leaves the core when its work is done`() {
    var example = ServiceExample()
    example.service.concurrency = .threads
    example.service.threads = 8
    example.service.limit = .unbounded
    example.service.timeout = .seconds(1)
    example.service.abandonedWorkContinues = false
    example.steps = [Step(.cpu(time: .constant(0.8)), path: "ask/cpu")]
    // Both share the core from 0 on: neither is done after 1 s, both at 1.6 s; the third runs alone.
    let run = example.run([(0, 1, 1), (0, 1, 1), (5, 1, 1)])
    #expect(run.failures(.timedOut) == 2)
    #expect(run.longest == 0.8)
    // Measured until the third has come: the work of the first two, and a nanosecond of its own.
    #expect(run.groups[1].busyTime == 1_600_000_001)
  }
}

@Suite struct `Queries that share the cores of a database` {
  private func run(_ change: (inout Database) -> Void) -> Measurement {
    var database = Database()
    database.name = "main"
    database.cores = 4
    database.scheduling = .processor_sharing
    change(&database)
    let branches = (0..<3).map { i in
      [Step(.query(database: "main", time: .constant(1), count: 1), path: "ask/\(i)")]
    }
    var endpoint = Endpoint()
    endpoint.name = "job"
    endpoint.steps = [Step(.parallel(branches: branches, join: .all), path: "ask/fork")]
    var scenario = Scenario()
    scenario.platform.databases = [database]
    scenario.platform.endpoints = [endpoint]
    var test = LoadTest()
    test.driver = .trace
    test.traceEndpoint = "job"
    let row = TraceRow(time: .zero, inputTokens: 1, outputTokens: 1)
    return drain(
      Program(scenario, workload: Workload(tier: nil, test: test, trace: [row])),
      replication: 0
    )
  }

  @Test func `contention follows the universal scalability law`() {
    #expect(run { _ in }.longest == 1)
    #expect(run { $0.cores = 1 }.longest == 3)
    // 1 + 0.1·2 + 0.05·3·2 = 1.5 times slower with three at once.
    #expect(run { ($0.contention.serial, $0.contention.coherency) = (0.1, 0.05) }.longest == 1.5)
  }

  @Test func `more queries than may wait are refused`() {
    let run = run { ($0.cores, $0.queue) = (1, .atMost(1)) }
    #expect(run.failures(.connectionsExhausted) == 1)
  }
}
