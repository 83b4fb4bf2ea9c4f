import Foundation
import Quantities
import Scenarios
import Simulating
import Statistics
import TestSupport
import Testing

/// Published and measured behaviour of poolers, and what each mode holds for how long.
@Suite struct `Connection poolers` {
  /// Clients of a pooler who ask again at once, and what they do there.
  private func closed(
    clients: Int,
    seconds: Double,
    time: Law,
    cores: Int,
    _ change: (inout Pooler) -> Void
  ) -> Simulating.Measurement {
    var pooler = Pooler()
    pooler.clients = 20_000
    pooler.overflow = .wait
    change(&pooler)
    var database = Database()
    database.name = "main"
    database.cores = cores
    database.maxConnections = 1000
    database.pooler = pooler
    var endpoint = Endpoint()
    endpoint.name = "job"
    endpoint.steps = [Step(.query(database: "main", time: time, count: 1), path: "job/query")]
    var scenario = Scenario()
    scenario.platform.databases = [database]
    scenario.platform.endpoints = [endpoint]
    var test = LoadTest()
    test.driver = .closed
    test.users = clients
    test.thinkTime = .constant(0)
    test.mix = [("job", .one)]
    test.duration = SimInterval(seconds: seconds)
    test.warmUp = SimInterval(seconds: seconds / 4)
    return drain(Program(scenario, workload: Workload(tier: nil, test: test)), replication: 0)
  }

  /// One core that takes 24 µs for each transaction is within +30 % and −13 % of what was measured.
  ///
  /// The benchmark of pg_doorman, 2026-04-27: PgBouncer 1.25.1 in transaction mode with 40 server
  /// connections to a database of 60 cores, one SELECT each; p50 in milliseconds.
  @Test(arguments: [(40, 0.74), (120, 2.86), (500, 12.6), (10_000, 276)])
  func `one busy core of PgBouncer explains its closed-loop table`(clients: Int, p50: Double) {
    let run = closed(
      clients: clients,
      seconds: max(0.1, Double(clients) * 24e-6 * 8),
      time: .constant(10e-6),
      cores: 60
    ) {
      $0.size = 40
      $0.serviceTime = .constant(24e-6)
    }
    let simulated = run.quantile(0.5) * 1000
    let percent = ((simulated / p50 - 1) * 100).rounded()
    #expect((-13...30).contains(percent), "\(simulated) ms")
    let throughput = Double(run.endpoints[0].completed) * 1e9 / Double(run.measuredTime)
    #expect(close(throughput, 1 / 24e-6, relative: 0.02))
  }

  static let sample = repositoryRoot.deletingLastPathComponent()
    .appending(path: "shared/data/samples/pgbouncer_1.18_show_stats.csv").path
  static let isThere = FileManager.default.fileExists(atPath: sample)

  /// PgBouncer 1.18 with 30 clients of pgbench and five server connections.
  ///
  /// Its transaction time includes the wait for a server: the rest is the time that a server is held.
  @Test(.enabled(if: isThere, "the PgBouncer sample is not on this machine"))
  func `thirty clients on five servers have the response and the rate that were measured`() throws {
    let rows = try String(contentsOfFile: Self.sample, encoding: .utf8).split(separator: "\n")
    let names = rows[0].split(separator: ",")
    let values = try #require(rows.first { $0.hasPrefix("bench,") }).split(separator: ",")
    func total(_ name: String) throws -> Double {
      let index = try #require(names.firstIndex { $0 == name })
      return try #require(Double(values[index]))
    }
    let count = try total("total_xact_count")
    let response = try total("total_xact_time") / count / 1e6
    let held = response - (try total("total_wait_time")) / count / 1e6
    let rate = try total("avg_xact_count")
    let run = closed(clients: 30, seconds: 60, time: .exponential(mean: held), cores: 100) {
      $0.size = 5
    }
    let throughput = Double(run.endpoints[0].completed) * 1e9 / Double(run.measuredTime)
    #expect(close(throughput, rate, relative: 0.05), "\(throughput) against \(rate)")
    #expect(close(run.meanResponse, response, relative: 0.05), "\(run.meanResponse)")
    #expect(run.groups.first { $0.peakInUse == 5 }?.peakWaiting == 25)
  }

  /// Three workers with two connections each; a request makes two statements of 1 s and rests 3 s.
  private func modes(
    _ rows: [Double],
    servers: Int,
    around: Bool = false,
    workers: Int = 3,
    _ change: (inout Database, inout Service) -> Void
  ) -> Simulating.Measurement {
    var example = ServiceExample()
    example.service.limit = .unbounded
    example.service.workers = workers
    example.service.balancing = .round_robin
    example.service.pools = [AppPool(database: "main", size: 1, overflow: 1, timeout: nil)]
    var database = Database()
    database.name = "main"
    database.cores = 100
    database.pooler = Pooler()
    database.pooler?.size = servers
    database.pooler?.overflow = .wait_then_error
    database.pooler?.wait = .seconds(4)
    change(&database, &example.service)
    example.databases = [database]
    let query = Step(.query(database: "main", time: .constant(1), count: 2), path: "ask/query")
    let rest = Step(.delay(time: .constant(3)), path: "ask/rest")
    example.steps =
      around
      ? [Step(.transaction(database: "main", steps: [query, rest]), path: "ask/held")]
      : [query, rest]
    return example.run(rows.map { ($0, 1, 1) })
  }

  @Test func `transaction mode shares a server between workers, session mode does not`() {
    let transaction = modes([0, 10, 20], servers: 1) { _, _ in }
    #expect(transaction.endpoints[0].completed == 3)
    // The idle connection of the first worker keeps the only server: the others wait 4 s in vain.
    let session = modes([0, 10, 20], servers: 1) { database, _ in database.pooler?.mode = .session }
    #expect(session.failures(.poolerTimeout) == 2 && session.endpoints[0].completed == 1)
  }

  @Test func `a connection beyond the kept ones is closed after use`() {
    // One worker with two connections at once; one of them stays open.
    let run = modes([0, 0, 50], servers: 2, workers: 1) { database, _ in
      database.pooler?.mode = .session
    }
    #expect(run.endpoints[0].completed == 3)
    let servers = run.groups[run.groups.count - 3]
    // Two for 2 s, one until the last request has come after 50 s.
    #expect(servers.busyTime == 2 * 2_000_000_000 + 48_000_000_000 + 1)
  }

  @Test func `statement mode gives the server back between statements`() {
    // Both ask at 0: in transaction mode the second waits 2 s, in statement mode they take turns.
    let transaction = modes([0, 0], servers: 1) { _, _ in }
    let statement = modes([0, 0], servers: 1) { database, _ in database.pooler?.mode = .statement }
    #expect(transaction.longest == 7 && statement.longest == 7)
    let waits = [transaction, statement].map { $0.endpoints[0].responseTime.minimum?.seconds }
    #expect(waits == [5, 6])
  }

  @Test func `a transaction around a wait holds its server through it`() {
    let run = modes([0, 0.5], servers: 1, around: true) { _, _ in }
    #expect(run.failures(.poolerTimeout) == 1)
    #expect(modes([0, 0.5], servers: 1) { _, _ in }.endpoints[0].completed == 2)
  }

  @Test(arguments: zip(Pooler.Overflow.allCases, [1, 1, 1, 0] as [Int64]))
  func `each overflow policy ends a wait in its own way`(overflow: Pooler.Overflow, failed: Int64) {
    let run = modes([0, 0.5], servers: 1, around: true) { database, _ in
      database.pooler?.overflow = overflow
    }
    #expect(run.endpoints[0].failures == failed)
    #expect(run.failures(.poolerRefused) == (overflow == .refuse ? 1 : 0))
  }

  @Test func `a kept connection logs in once`() {
    let run = modes([0, 10, 20, 30], servers: 1) { database, _ in
      database.pooler = nil
      database.loginTime = .constant(0.5)
    }
    // Three workers in turn: the fourth request finds the connection of the first.
    #expect(run.longest == 5.5 && run.endpoints[0].responseTime.minimum?.seconds == 5)
  }
}
