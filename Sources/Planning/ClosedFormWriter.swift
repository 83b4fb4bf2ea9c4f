import Quantities
import Queueing
import Scenarios
import Simulating
import Statistics

/// A station and the law of the service that a request gets there.
struct StationVisit {
  let station: Station
  let service: Law

  /// How often each busy server finishes.
  var serviceRate: Rate { Rate(perSecond: 1 / service.meanSeconds) }
}

/// Writes the exact answers for a test beside what it measured.
struct ClosedFormWriter {
  let result: TestResult
  let measured: EndpointResult
  let visit: StationVisit

  private var station: Station { visit.station }
  private var service: Law { visit.service }
  /// What was measured at the station itself.
  private var line: ResourceResult? {
    result.resources.first { $0.group.kind == .station && $0.group.part == station.name }
  }

  private func check(
    _ system: String,
    _ metric: String,
    _ unit: String,
    _ exact: Double,
    _ simulated: Estimated
  ) -> ClosedFormCheck {
    ClosedFormCheck(
      test: result.test.name,
      system: system,
      metric: metric,
      unit: unit,
      exact: exact,
      simulated: simulated
    )
  }

  /// Poisson arrivals at one station.
  func open(_ arrivals: Rate) -> [ClosedFormCheck] {
    switch (station.queue, service.family) {
    case (.unbounded, .exponential): return exponential(arrivals)
    case (.atMost(let places), .exponential): return bounded(arrivals, places)
    case (.atMost(0), _): return loss(arrivals)
    case (.unbounded, _) where station.servers == 1: return general(arrivals)
    default: return []
    }
  }

  private func exponential(_ arrivals: Rate) -> [ClosedFormCheck] {
    let exact = MMc(
      arrivalRate: arrivals,
      serviceRate: visit.serviceRate,
      servers: station.servers
    )
    let system = "M/M/\(station.servers)"
    guard let mean = exact.meanResponseTime else { return [] }
    var checks = [check(system, "mean response time", "s", mean.seconds, measured.mean)]
    checks += percentiles(system) { exact.responseTimeQuantile($0) }
    if let line {
      let wait = exact.waitProbability.value
      checks.append(check(system, "probability of waiting", "", wait, line.waitedEstimate))
    }
    return checks + waits(system, exact.meanWaitingTime)
  }

  private func bounded(_ arrivals: Rate, _ places: Int) -> [ClosedFormCheck] {
    let exact = MMcK(
      arrivalRate: arrivals,
      serviceRate: visit.serviceRate,
      servers: station.servers,
      places: station.servers + places
    )
    let system = "M/M/\(station.servers)/\(station.servers + places)"
    let blocked = exact.blockProbability.value
    let mean = exact.meanResponseTime.seconds
    return [
      check(system, "probability of blocking", "", blocked, measured.failureRatio),
      check(system, "mean response time", "s", mean, measured.mean),
      check(system, "throughput", "1/s", exact.throughput.perSecond, result.throughput),
    ]
  }

  private func loss(_ arrivals: Rate) -> [ClosedFormCheck] {
    let exact = ErlangLoss(
      offeredLoad: arrivals.offeredLoad(meanServiceTime: service.meanInterval),
      servers: station.servers
    )
    let system = "M/G/\(station.servers)/\(station.servers) (Erlang B)"
    let blocked = exact.blockProbability.value
    return [check(system, "probability of blocking", "", blocked, measured.failureRatio)]
  }

  private func general(_ arrivals: Rate) -> [ClosedFormCheck] {
    let exact = MG1(
      arrivalRate: arrivals,
      meanServiceTime: service.meanInterval,
      squaredCoefficientOfVariation: service.squaredCoefficientOfVariation
    )
    guard let mean = exact.meanResponseTime else { return [] }
    let system = service.family == .constant ? "M/D/1" : "M/G/1"
    let checks = [check(system, "mean response time", "s", mean.seconds, measured.mean)]
    let responses = percentiles(system) { p in
      switch service.family {
      case .constant:
        MD1(arrivalRate: arrivals, serviceTime: service.meanInterval).responseTimeQuantile(p)
      case .lognormal: exact.responseTimeQuantile(p, serviceTail: service.lognormalTail)
      case .exponential, .gamma, .uniform: nil
      }
    }
    return checks + responses + waits(system, exact.meanWaitingTime)
  }

  /// Poisson arrivals at servers that all present share: the same for every law of service.
  func sharing(_ arrivals: Rate) -> [ClosedFormCheck] {
    guard station.queue == .unbounded else { return [] }
    let exact = ProcessorSharing(
      arrivalRate: arrivals,
      meanServiceDemand: service.meanInterval,
      servers: station.servers
    )
    guard let mean = exact.meanResponseTime else { return [] }
    let system = "M/G/\(station.servers)-PS"
    return [check(system, "mean response time", "s", mean.seconds, measured.mean)]
  }

  /// Evenly spaced arrivals at one exponential server.
  func even(_ arrivals: Rate) -> [ClosedFormCheck] {
    guard station.servers == 1, station.queue == .unbounded, service.family == .exponential else {
      return []
    }
    let exact = DM1(
      interarrivalTime: SimInterval(seconds: 1 / arrivals.perSecond),
      serviceRate: visit.serviceRate
    )
    guard let mean = exact.meanResponseTime else { return [] }
    return [check("D/M/1", "mean response time", "s", mean.seconds, measured.mean)]
      + percentiles("D/M/1") { exact.responseTimeQuantile($0) }
      + waits("D/M/1", exact.meanWaitingTime)
  }

  /// Poisson arrivals at exponential stations one behind the other.
  func row(_ visits: [StationVisit], _ arrivals: Rate) -> [ClosedFormCheck] {
    guard
      visits.allSatisfy({ $0.service.family == .exponential && $0.station.queue == .unbounded })
    else { return [] }
    let stations = visits.map {
      MMc(arrivalRate: arrivals, serviceRate: $0.serviceRate, servers: $0.station.servers)
    }
    let means = stations.compactMap(\.meanResponseTime)
    guard means.count == stations.count else { return [] }
    let system = visits.map { "M/M/\($0.station.servers)" }.joined(separator: " → ")
    let mean = means.reduce(0) { $0 + $1.seconds }
    let checks = [check(system, "mean response time", "s", mean, measured.mean)]
    // The times at several servers are not independent of each other: only the mean is known.
    guard visits.allSatisfy({ $0.station.servers == 1 }) else { return checks }
    let tandem = Tandem(arrivalRate: arrivals, serviceRates: visits.map(\.serviceRate))
    return checks + percentiles(system) { tandem.responseTimeQuantile($0) }
  }

  /// Users who think and ask at one station.
  func closed() -> [ClosedFormCheck] {
    guard service.family == .exponential, result.test.thinkTime.family == .exponential,
      station.queue == .unbounded
    else { return [] }
    let users = Int((Double(result.test.users) * result.factor).rounded())
    let exact = MachineRepairman(
      population: users,
      meanThinkTime: result.test.thinkTime.meanInterval,
      meanServiceTime: service.meanInterval,
      servers: station.servers
    )
    let system = "M/M/\(station.servers)//\(users)"
    return [
      check(system, "throughput", "1/s", exact.throughput.perSecond, result.throughput),
      check(system, "mean response time", "s", exact.meanResponseTime.seconds, measured.mean),
    ] + percentiles(system) { exact.responseTimeQuantile($0) }
  }

  private func percentiles(
    _ system: String,
    _ exact: (Fraction) -> SimInterval?
  ) -> [ClosedFormCheck] {
    measured.percentiles.compactMap { item in
      guard let quantile = exact(Fraction(item.percentile)) else { return nil }
      let p = Int((item.percentile * 100).rounded())
      return check(system, "p\(p) of response time", "s", quantile.seconds, item.value)
    }
  }

  private func waits(_ system: String, _ exact: SimInterval?) -> [ClosedFormCheck] {
    guard let exact, let line else { return [] }
    return [check(system, "mean wait", "s", exact.seconds, line.waitEstimate)]
  }
}
