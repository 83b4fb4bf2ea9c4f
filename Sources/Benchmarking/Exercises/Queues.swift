import Quantities
import Queueing
import Scenarios
import Simulating
import Statistics

/// The only station of a scenario, with the load that its only test puts on it.
struct QueueModel {
  /// What of the queue is compared with theory.
  enum Metric {
    /// From arrival to departure.
    case responseTime
    /// In line.
    case wait
  }

  let scenario: Scenario
  let test: LoadTest
  let theory: MMc

  /// Reads a scenario of one station, one endpoint and one test with Poisson arrivals.
  init(_ embedded: EmbeddedScenario) throws(ScenarioError) {
    scenario = try embedded.read()
    guard let station = scenario.platform.stations.first, let test = scenario.tests.first,
      let endpoint = scenario.platform.endpoints.first, let arrivals = test.rates.first,
      let service = scenario.expectedWork(of: endpoint).stationSeconds[station.name]
    else { preconditionFailure("a queue has a station, customers and a load") }
    self.test = test
    theory = MMc(
      arrivalRate: arrivals.rate,
      serviceRate: Rate(perSecond: 1 / service),
      servers: station.servers
    )
  }

  func known(_ metric: Metric) -> KnownMean {
    switch metric {
    case .responseTime:
      KnownMean(
        quantity: "mean time in system",
        unit: "s",
        expected: theory.meanResponseTime?.seconds ?? .nan
      ) { run in
        let times = run.endpoints[0].responseTime
        return (Double(times.sumOfNanoseconds) / 1e9, Double(times.count))
      }
    case .wait:
      KnownMean(
        quantity: "mean wait",
        unit: "s",
        expected: theory.meanWaitingTime?.seconds ?? .nan
      ) { run in
        (Double(run.groups[0].waitingTime) / 1e9, Double(run.groups[0].requests))
      }
    }
  }
}

extension Exercise {
  /// An M/M/c queue, through the scenario language; without shortcuts through the event loop in any case.
  static func queue(
    _ name: String,
    _ embedded: EmbeddedScenario,
    _ summary: String,
    of metric: QueueModel.Metric,
    shortcuts: Bool = true
  ) -> Exercise {
    Exercise(name, unit: "customer", summary) { scale throws(ScenarioError) in
      let model = try QueueModel(embedded)
      return Simulation(
        model.scenario,
        test: model.test,
        seconds: model.test.duration.seconds * scale,
        shortcuts: shortcuts,
        model.known(metric)
      )
    }
  }

  /// Many replications of the M/M/1, on as many threads as there are cores, two at most.
  static let shards = Exercise(
    "shards",
    unit: "customer",
    threads: Shards.threads,
    "32 replications of mm1, on two threads against one"
  ) { scale throws(ScenarioError) in
    let model = try QueueModel(.mm1)
    let seconds = model.test.duration.seconds * scale / Double(Shards.count)
    return Shards(
      single: Simulation(
        model.scenario,
        test: model.test,
        seconds: seconds,
        model.known(.responseTime)
      )
    )
  }
}

/// The same replications on one thread and on several.
struct Shards: PreparedExercise {
  let single: Simulation

  /// How many replications.
  static let count = 32

  /// How many threads.
  static let threads = min(2, onlineProcessors())

  func check() async -> Check { await single.check() }

  /// Times them on one thread and on several.
  func round() async -> Round {
    let alone = Stopwatch()
    _ = await replicate(single.program, 0..<Shards.count, threads: 1)
    let one = alone.elapsed.wall
    let watch = Stopwatch()
    let runs = await replicate(single.program, 0..<Shards.count, threads: Shards.threads)
    var round = Round(units: runs.offered, events: runs.events, watch)
    round.secondsAlone = one
    return round
  }
}
