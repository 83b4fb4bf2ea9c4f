import Quantities
import Scenarios
import Simulating
import Statistics

/// Plain stations and one endpoint that walks through them.
struct PlainModel {
  var stations: [Station] = []
  var steps: [Step] = []
  var seed: UInt64 = 1

  /// A chain of stations with exponential service, one after the other.
  static func chain(_ means: [Double], servers: Int = 1, queue: Limit = .unbounded) -> PlainModel {
    var model = PlainModel()
    for (i, mean) in means.enumerated() {
      model.add("s\(i)", .exponential(mean: mean), servers, queue)
    }
    return model
  }

  mutating func add(_ name: String, _ time: Law, _ servers: Int = 1, _ queue: Limit = .unbounded) {
    stations.append(Station(name: name, servers: servers, queue: queue))
    steps.append(Step(.serve(station: name, time: time), path: "job/\(name)"))
  }

  var scenario: Scenario {
    var endpoint = Endpoint()
    endpoint.name = "job"
    endpoint.perQuery = 1
    endpoint.steps = steps
    var scenario = Scenario()
    scenario.platform.stations = stations
    scenario.platform.endpoints = [endpoint]
    scenario.experiment.seed = seed
    return scenario
  }

  /// The program for Poisson arrivals.
  func open(rate: Double, seconds: Double, warmUp: Double = 0) -> Program {
    var test = LoadTest()
    test.level = .own
    test.rates = [("job", Rate(perSecond: rate))]
    test.duration = SimInterval(seconds: seconds)
    test.warmUp = SimInterval(seconds: warmUp)
    return Program(scenario, workload: Workload(tier: nil, test: test))
  }

  /// The program for users who think.
  func closed(users: Int, think: Law, seconds: Double, warmUp: Double = 0) -> Program {
    var test = LoadTest()
    test.driver = .closed
    test.users = users
    test.thinkTime = think
    test.duration = SimInterval(seconds: seconds)
    test.warmUp = SimInterval(seconds: warmUp)
    return Program(scenario, workload: Workload(tier: nil, test: test))
  }
}

extension Measurement {
  /// The only endpoint's mean response time in seconds.
  var meanResponse: Double { endpoints[0].responseTime.mean?.seconds ?? .nan }

  /// A quantile of the only endpoint's response time in seconds.
  func quantile(_ p: Double) -> Double {
    endpoints[0].responseTime.quantile(Fraction(p))?.seconds ?? .nan
  }

  /// Mean wait in seconds of those that a group served.
  func meanWait(group: Int = 0) -> Double {
    let served = groups[group].requests - groups[group].refused
    return Double(groups[group].waitingTime) / 1e9 / Double(served)
  }
}
