import Quantities
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

/// The closed forms that apply to a test: one endpoint that is served at plain stations in a row.
///
/// Poisson arrivals at a constant rate and exponential service give M/M/c or M/M/c/K, any service
/// without waiting room Erlang B, one server with a known second moment M/G/1, shared servers M/G/c-PS;
/// even spacing gives D/M/1, a row of exponential stations a network of Jackson's, and closed users who think the
/// machine repairman.
public func closedFormChecks(_ result: TestResult, _ scenario: Scenario) -> [ClosedFormCheck] {
  guard scenario.platform.endpoints.count == 1, let endpoint = scenario.platform.endpoints.first,
    result.test.stages.isEmpty, let measured = result.endpoints.first,
    let visits = visits(endpoint, scenario), let first = visits.first
  else { return [] }
  let writer = ClosedFormWriter(result: result, measured: measured, visit: first)
  switch result.test.driver {
  case .open where result.test.level == .own && !result.test.followsDay:
    guard let rate = result.test.rates.first?.rate, rate.perSecond > 0 else { return [] }
    let arrivals = rate * result.factor * result.test.from
    if visits.contains(where: { $0.station.scheduling == .processor_sharing }) {
      return visits.count == 1 && result.test.spacing == .poisson ? writer.sharing(arrivals) : []
    }
    if visits.count > 1 {
      return result.test.spacing == .poisson ? writer.row(visits, arrivals) : []
    }
    return result.test.spacing == .poisson ? writer.open(arrivals) : writer.even(arrivals)
  case .closed
  where result.test.sessions.isEmpty && visits.count == 1
    && first.station.scheduling != .processor_sharing:
    return writer.closed()
  case .open, .closed, .trace:
    return []
  }
}

/// The stations that an endpoint is served at, one after the other.
///
/// - Returns: nil when it does anything else, or comes back to a station.
private func visits(_ endpoint: Endpoint, _ scenario: Scenario) -> [StationVisit]? {
  var visits: [StationVisit] = []
  var seen: Set<String> = []
  for step in endpoint.steps {
    guard case .serve(let name, let service) = step.action, service.meanSeconds > 0,
      let station = scenario.platform.stations.first(where: { $0.name == name }),
      station.patience == nil, station.resting == nil, seen.insert(name).inserted
    else { return nil }
    visits.append(StationVisit(station: station, service: service))
  }
  return visits
}
