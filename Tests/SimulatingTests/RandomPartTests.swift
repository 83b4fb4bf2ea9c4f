import Quantities
import Scenarios
import Simulating
import TestSupport
import Testing

/// Random platforms with edges, bandwidth, replicas, disks, throttles and failovers in them.
@Suite struct `Laws of rarer parts` {
  private func program(_ seed: UInt64) -> Program {
    var random = SplitMix(state: seed &+ 77)
    func chance() -> Double { Double(random.next() >> 11) / 9_007_199_254_740_992 }
    var platform = RandomPlatform(seed: seed)
    var workload = platform.workload()
    var scenario = platform.scenario
    var edge = Edge()
    edge.name = "cdn"
    if chance() < 0.5 { edge.bandwidth = 1e6 }
    scenario.platform.edges = [edge]
    for i in scenario.platform.services.indices where chance() < 0.7 {
      scenario.platform.services[i].bandwidth = 1e6 + chance() * 1e7
      scenario.platform.services[i].memoryPerStream = ByteCount(1000)
    }
    for i in scenario.platform.endpoints.indices where chance() < 0.7 {
      scenario.platform.endpoints[i].responseSize = ByteCount(Int64(chance() * 50_000))
      scenario.platform.endpoints[i].requestSize = ByteCount(500)
      scenario.platform.endpoints[i].edge = "cdn"
      scenario.platform.endpoints[i].edgeHits = Fraction(chance() / 2)
      scenario.platform.endpoints[i].steps = scenario.platform.endpoints[i].steps.map(reading)
    }
    for i in scenario.platform.databases.indices {
      var copies = Replicas()
      copies.lag = .exponential(mean: 1)
      copies.pin = .milliseconds(200)
      scenario.platform.databases[i].replicas = copies
      var disk = Disk()
      disk.operations = Rate(perSecond: 200)
      disk.credit = chance() * 1000
      scenario.platform.databases[i].disk = disk
      scenario.platform.databases[i].ioPerQuery = 1
      scenario.platform.databases[i].loginRate = Rate(perSecond: 100)
      workload.test.faults.append(
        Fault(
          at: SimInterval(seconds: workload.test.duration.seconds * chance()),
          lasting: .seconds(3),
          .failover(
            database: scenario.platform.databases[i].name,
            answers: chance() < 0.5 ? .error : .silence
          )
        )
      )
    }
    for i in scenario.platform.providers.indices {
      scenario.platform.providers[i].ramp = LimitRamp()
      scenario.platform.providers[i].estimate = .lognormal(median: 1, sigma: 0.3)
    }
    return Program(scenario, workload: workload)
  }

  /// A step whose reads a replica may answer, and whose calls throttle themselves.
  private func reading(_ step: Step) -> Step {
    var step = step
    switch step.action {
    case .query(let database, let time, let count, _):
      var read = ReplicaRead()
      read.sinceWrite = .exponential(mean: 1)
      step.action = .query(database: database, time: time, count: count, reads: read)
    case .call(var call):
      call.throttle = ThrottlePolicy()
      step.action = .call(call)
    case .cache(let name, let hits, let miss):
      step.action = .cache(name: name, hitRatio: hits, miss: miss.map(reading))
    case .hold(let station, let steps):
      step.action = .hold(station: station, steps: steps.map(reading))
    case .stream(let steps): step.action = .stream(steps: steps.map(reading))
    case .parallel(let branches, let join, let losers):
      let all = branches.map { $0.map(reading) }
      step.action = .parallel(branches: all, join: join, losers: losers)
    case .choose(let options):
      step.action = .choose(options.map { ($0.probability, $0.steps.map(reading)) })
    case .again(let steps, let probability, let most):
      step.action = .again(steps: steps.map(reading), probability: probability, most: most)
    default: break
    }
    return step
  }

  @Test(arguments: 0..<24 as Range<UInt64>)
  func `every request ends, and nothing is held`(seed: UInt64) {
    let program = program(seed)
    // Draining traps on whatever is left over.
    let run = drain(program, replication: 0)
    for endpoint in run.endpoints {
      #expect(endpoint.offered == endpoint.completed + endpoint.failures)
    }
    for copies in run.replicas {
      #expect(copies.pinned + copies.stale <= copies.reads)
    }
    for pace in run.paces { #expect(pace.time >= 0 && pace.longest <= max(pace.time, 0)) }
    #expect(drain(program, replication: 0).digest == run.digest)
  }

  @Test func `all of it happens`() {
    let runs = (0..<24).map { drain(program(UInt64($0)), replication: 0) }
    let failed = runs.flatMap(\.endpoints).reduce(into: [Int64](repeating: 0, count: 64)) {
      for (reason, count) in $1.failed.enumerated() { $0[reason] += count }
    }
    #expect(failed[Int(FailureReason.databaseDown.rawValue)] > 0)
    #expect(failed[Int(FailureReason.clientThrottled.rawValue)] > 0)
    #expect(runs.contains { $0.replicas.contains { $0.stale > 0 && $0.pinned > 0 } })
    #expect(runs.contains { $0.endpoints.contains { $0.edgeHits > 0 } })
    #expect(runs.contains { $0.paces.contains { $0.longest > 0 } })
  }
}
