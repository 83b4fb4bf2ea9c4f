import Quantities
import Queueing
public import Scenarios
import Simulating
public import Statistics

/// An exact answer of queueing theory beside the simulated one.
public struct ClosedFormCheck: Sendable {
  /// The test that was simulated.
  public var test: String
  /// The system, in the field's notation, such as `M/M/10/15`.
  public var system: String
  /// What is compared.
  public var metric: String
  /// What it is counted in: `s`, `1/s`, or nothing for a probability.
  public var unit: String
  /// The exact value.
  public var exact: Double
  /// The simulated value.
  public var simulated: Estimated

  /// Whether the exact value lies inside the interval; nil when there is none.
  public var agrees: Bool? {
    simulated.estimate.map { $0.low <= exact && exact <= $0.high }
  }
}

/// The closed forms that apply to a test: one endpoint that is served at one plain station.
///
/// Poisson arrivals at a constant rate and exponential service give M/M/c or M/M/c/K, any service
/// without waiting room Erlang B, one server with a known second moment M/G/1; closed users who
/// think give the machine repairman.
public func closedFormChecks(_ result: TestResult, _ scenario: Scenario) -> [ClosedFormCheck] {
  guard scenario.platform.endpoints.count == 1, let endpoint = scenario.platform.endpoints.first,
    endpoint.steps.count == 1, case .serve(let name, let service) = endpoint.steps[0].action,
    let station = scenario.platform.stations.first(where: { $0.name == name }),
    result.test.stages.isEmpty, let measured = result.endpoints.first, service.meanSeconds > 0
  else { return [] }
  let writer = ClosedFormWriter(
    result: result,
    measured: measured,
    station: station,
    service: service
  )
  switch result.test.driver {
  case .open where result.test.spacing == .poisson && result.test.level == .own:
    guard let rate = result.test.rates.first?.rate, rate.perSecond > 0 else { return [] }
    return writer.open(rate * result.factor * result.test.from)
  case .closed:
    return writer.closed()
  case .open, .trace:
    return []
  }
}

private struct ClosedFormWriter {
  let result: TestResult
  let measured: EndpointResult
  let station: Station
  let service: Law

  private var serviceRate: Rate { Rate(perSecond: 1 / service.meanSeconds) }

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

  func open(_ arrivals: Rate) -> [ClosedFormCheck] {
    switch (station.queue, service.family) {
    case (.unbounded, .exponential): return exponential(arrivals)
    case (.atMost(let places), .exponential): return bounded(arrivals, places)
    case (.atMost(0), _):
      let exact = ErlangLoss(
        offeredLoad: arrivals.offeredLoad(meanServiceTime: service.meanInterval),
        servers: station.servers
      )
      return [
        check(
          "M/G/\(station.servers)/\(station.servers) (Erlang B)",
          "probability of blocking",
          "",
          exact.blockProbability.value,
          measured.failureRatio
        )
      ]
    case (.unbounded, _) where station.servers == 1: return general(arrivals)
    default: return []
    }
  }

  private func exponential(_ arrivals: Rate) -> [ClosedFormCheck] {
    let exact = MMc(arrivalRate: arrivals, serviceRate: serviceRate, servers: station.servers)
    let system = "M/M/\(station.servers)"
    guard let mean = exact.meanResponseTime else { return [] }
    var checks = [check(system, "mean response time", "s", mean.seconds, measured.mean)]
    for item in measured.percentiles {
      guard let quantile = exact.responseTimeQuantile(Fraction(item.percentile)) else { continue }
      let p = Int((item.percentile * 100).rounded())
      checks.append(check(system, "p\(p) of response time", "s", quantile.seconds, item.value))
    }
    return checks
  }

  private func bounded(_ arrivals: Rate, _ places: Int) -> [ClosedFormCheck] {
    let exact = MMcK(
      arrivalRate: arrivals,
      serviceRate: serviceRate,
      servers: station.servers,
      places: station.servers + places
    )
    let system = "M/M/\(station.servers)/\(station.servers + places)"
    return [
      check(
        system,
        "probability of blocking",
        "",
        exact.blockProbability.value,
        measured.failureRatio
      ),
      check(system, "mean response time", "s", exact.meanResponseTime.seconds, measured.mean),
    ]
  }

  private func general(_ arrivals: Rate) -> [ClosedFormCheck] {
    let exact = MG1(
      arrivalRate: arrivals,
      meanServiceTime: service.meanInterval,
      squaredCoefficientOfVariation: service.squaredCoefficientOfVariation
    )
    guard let mean = exact.meanResponseTime else { return [] }
    let system = service.family == .constant ? "M/D/1" : "M/G/1"
    return [check(system, "mean response time", "s", mean.seconds, measured.mean)]
  }

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
    ]
  }
}
