import Quantities
import Scenarios
import Statistics
import TestSupport
import Testing

@testable import Simulating

/// A replication is given up early only where its end would have said the same.
@Suite struct `Replications given up as lost` {
  /// A little less, or much less, than what was measured: missed; a little more: kept.
  private static let shares = [0.3, 0.7, 0.97, 1.01, 3]

  /// What the requests of a measurement keep, each limit times a factor.
  private func objectives(_ measured: Measurement, times factor: Double) -> Objectives {
    Objectives(
      endpoints: measured.endpoints.map { endpoint in
        let failed = Double(endpoint.failures) / Double(max(endpoint.offered, 1))
        let limits = [0.5, 0.95, 0.99].compactMap { p in
          endpoint.withoutModel.quantile(Fraction(p)).map {
            (percentile: p, limit: SimInterval(nanoseconds: Int64(Double($0.nanoseconds) * factor)))
          }
        }
        return Objectives.Endpoint(
          maxFailures: Fraction(min(1, failed * factor)),
          percentiles: limits,
          withoutModels: true
        )
      },
      maxFailures: .one,
      fewest: 20
    )
  }

  /// Whether the whole replication misses an objective.
  private func misses(_ measured: Measurement, _ objectives: Objectives) -> Bool {
    zip(measured.endpoints, objectives.endpoints).contains { endpoint, goal in
      guard endpoint.offered >= objectives.fewest else { return false }
      let failed = Double(endpoint.failures) / Double(endpoint.offered)
      return failed > goal.maxFailures.value
        || goal.percentiles.contains { p, limit in
          endpoint.withoutModel.quantile(Fraction(p)).map { $0 > limit } ?? false
        }
    }
  }

  @Test(arguments: 1...24)
  func `are those that miss an objective in the end`(seed: UInt64) {
    var platform = RandomPlatform(seed: seed)
    let workload = platform.workload()
    let program = Program(platform.scenario, workload: workload)
    var plain = Replication(program, replication: 0)
    let whole = plain.run()
    for share in Self.shares {
      let goals = objectives(whole, times: share)
      var judged = Replication(program, replication: 0)
      guard let measured = judged.run(unlessMissing: goals) else {
        #expect(misses(whole, goals), "\(share)")
        continue
      }
      #expect(measured.digest == whole.digest && measured.samples == whole.samples)
    }
  }

  /// Clients that connect again make requests that nobody can count before.
  @Test(arguments: ["event-source", "reconnect-storm", "job-queue", "heartbeats-beside-load"])
  func `are none where every objective is kept, whoever asks`(name: String) throws {
    let file = repositoryPath("models/reference/\(name).yaml")
    let scenario = try ScenarioDocument.read(file).scenario
    let test = try #require(scenario.tests.first)
    let program = Program(scenario, workload: Workload(tier: nil, test: test, warmUp: .zero))
    let whole = measured(program)
    var goals = objectives(whole, times: 1)
    for i in goals.endpoints.indices {
      goals.endpoints[i].maxFailures = .one
      goals.endpoints[i].percentiles = []
    }
    var kept = Replication(program, replication: 0)
    let digest = kept.run(unlessMissing: goals)?.digest
    #expect(digest == whole.digest)
  }

  /// Two servers of 50 ms, asked for half as much again as they can do.
  private func overloaded() throws -> Program {
    try program(
      """
      stations: {desk: {servers: 2, queue: unbounded}}
      endpoints: {ask: {steps: [{serve: {at: desk, time: {exponential: 50ms}}}]}}
      tests: {load: {arrivals: {ask: 60/s}, duration: 600s, warm_up: 20s}}
      """
    )
  }

  @Test func `end long before the last request has come`() throws {
    let program = try overloaded()
    var goals = objectives(measured(program), times: 1)
    goals.endpoints[0].percentiles = [(0.95, .seconds(1))]
    var lost = Replication(program, replication: 0)
    let isLost = lost.run(unlessMissing: goals) == nil
    let end = lost.now
    #expect(isLost && end < program.horizon / 5)
  }

  /// A hundred in line are refused: the first minutes are enough to know that a tenth fails.
  @Test func `may be lost by failures alone`() throws {
    var program = try overloaded()
    program.pools[0].queueLimit = 100
    let whole = measured(program)
    var goals = objectives(whole, times: 10)
    goals.endpoints[0].maxFailures = Fraction(0.1)
    var lost = Replication(program, replication: 0)
    let isLost = lost.run(unlessMissing: goals) == nil
    let end = lost.now
    #expect(isLost && end < program.horizon / 2 && misses(whole, goals))
    goals.endpoints[0].maxFailures = .one
    var kept = Replication(program, replication: 0)
    let digest = kept.run(unlessMissing: goals)?.digest
    #expect(digest == whole.digest)
    goals.maxFailures = Fraction(0.1)
    var lostInAll = Replication(program, replication: 0)
    let isLostInAll = lostInAll.run(unlessMissing: goals) == nil
    #expect(isLostInAll)
  }

  private func measured(_ program: Program) -> Measurement {
    var it = Replication(program, replication: 0)
    return it.run()
  }
}
