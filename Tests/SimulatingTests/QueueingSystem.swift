import Quantities
import Scenarios
import Simulating
import Statistics

/// A system of queueing theory as a scenario, and which reference cases know what of it.
struct QueueingSystem: Sendable {
  /// A number that replications measure, with the interval that the simulator gives it.
  enum Metric: Sendable {
    /// Mean response time in seconds.
    case response
    /// A quantile of the response time in seconds.
    case quantile(Double)
    /// Mean wait at a pool, in seconds.
    case wait(pool: Int)
    /// Mean wait in the lines of stations of the requests of an endpoint, in seconds.
    case waitOf(endpoint: Int)
    /// The mean number of callers who have failed and will ask again.
    case inBackoff
    /// The share of lookups of a cache that find something.
    case hits(cache: Int)
    /// The share of requests that wait at a pool.
    case waited(pool: Int)
    /// The share of requests that fail.
    case failed
    /// Answered requests per second.
    case throughput
    /// The mean number of requests at a pool, in service or in line.
    case number(pool: Int)
    /// The share of the time during which more than a number of servers are in use.
    case timeAbove(pool: Int, servers: Int32)
    /// The number in progress at the end.
    case inFlightAtEnd
  }

  let name: String
  /// The scenario; its only test says how long a run is.
  let text: String
  let cases: [(id: String, metric: Metric)]
  var replications = 20
  /// The part of the duration that the short form runs, its warm-up left as it is.
  var short = 0.2
  /// What the reference is multiplied by: the scenario may be a smaller one in the same proportions.
  var scale = 1.0

  /// The program at a seed, whole or in its short form.
  func program(seed: UInt64, isShort: Bool) throws -> Program {
    var scenario = try ScenarioDocument.read(text: "headroom: 1\n" + text, name: name).scenario
    scenario.experiment.seed = seed
    var test = scenario.tests[0]
    if isShort, test.stages.isEmpty {
      let warmUp = test.warmUp?.seconds ?? 0
      test.duration = SimInterval(seconds: warmUp + (test.duration.seconds - warmUp) * short)
    }
    var program = Program(scenario, workload: Workload(tier: nil, test: test))
    for (_, metric) in cases {
      if case .timeAbove = metric { program.sampleCount = 2000 }
    }
    return program
  }

  /// The simulator's own 99 % interval of a metric.
  func estimate(_ metric: Metric, _ runs: [Measurement]) -> Estimated {
    let level = Fraction(0.99)
    func ratio(_ above: (Measurement) -> Double, _ below: (Measurement) -> Double) -> Estimated {
      ratioInterval(numerators: runs.map(above), denominators: runs.map(below), level: level)
    }
    switch metric {
    case .response:
      return ratio(
        { Double($0.endpoints[0].responseTime.sumOfNanoseconds) / 1e9 },
        { Double($0.endpoints[0].completed) }
      )
    case .quantile(let p):
      let times = runs.map { $0.endpoints[0].responseTime }
      return quantileInterval(of: times, p: Fraction(p), level: level)
    case .wait(let pool):
      return ratio(
        { Double($0.groups[pool].waitingTime) / 1e9 },
        { Double($0.groups[pool].requests - $0.groups[pool].refused) }
      )
    case .waitOf(let endpoint):
      return ratio(
        { seconds($0.endpoints[endpoint], .waitStation) },
        { Double($0.endpoints[endpoint].completed) }
      )
    case .inBackoff:
      // Whoever is refused is refused at once: earlier attempts are nothing but the times between.
      return meanInterval(
        of: runs.map {
          seconds($0.endpoints[0], .earlierAttempts) / (Double($0.measuredTime) / 1e9)
        },
        level: level
      )
    case .hits(let cache):
      return ratio({ Double($0.caches[cache].hits) }, { Double($0.caches[cache].lookups) })
    case .waited(let pool):
      return ratio({ Double($0.groups[pool].waited) }, { Double($0.groups[pool].requests) })
    case .failed:
      return ratio({ Double($0.endpoints[0].failures) }, { Double($0.endpoints[0].offered) })
    case .throughput:
      return meanInterval(
        of: runs.map { Double($0.endpoints[0].completed) / (Double($0.measuredTime) / 1e9) },
        level: level
      )
    case .number(let pool):
      return meanInterval(
        of: runs.map {
          Double($0.groups[pool].busyTime + $0.groups[pool].queueTime) / Double($0.measuredTime)
        },
        level: level
      )
    case .timeAbove(let pool, let servers):
      return meanInterval(of: runs.map { share($0, pool, servers) }, level: level)
    case .inFlightAtEnd:
      return meanInterval(of: runs.map { Double($0.samples.last?.inFlight ?? 0) }, level: level)
    }
  }

  private func seconds(_ endpoint: Measurement.Endpoint, _ share: TimeShare) -> Double {
    Double(endpoint.shares[Int(share.rawValue)]) / 1e9
  }

  private func share(_ run: Measurement, _ pool: Int, _ servers: Int32) -> Double {
    let start = (run.samples.last?.time ?? 0) - run.measuredTime
    let measured = run.samples.filter { $0.time >= start }
    let above = measured.count { $0.inUse[pool] > servers }
    return Double(above) / Double(max(measured.count, 1))
  }
}
