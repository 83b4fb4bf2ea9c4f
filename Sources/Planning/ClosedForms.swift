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

/// The closed forms that apply to a test: one endpoint that is served at plain stations in a row.
///
/// Poisson arrivals at a constant rate and exponential service give M/M/c or M/M/c/K, any service
/// without waiting room Erlang B, one server with a known second moment M/G/1, shared servers M/G/c-PS;
/// even spacing gives D/M/1, a row of exponential stations a network of Jackson's, and closed users who think the
/// machine repairman. Calls that a token bucket admits or refuses, and nothing else, are lost as at M/D/1
/// with as many places.
public func closedFormChecks(_ result: TestResult, _ scenario: Scenario) -> [ClosedFormCheck] {
  guard scenario.platform.endpoints.count == 1, let endpoint = scenario.platform.endpoints.first,
    result.test.stages.isEmpty, let measured = result.endpoints.first
  else { return [] }
  if let bucket = bucketCheck(result, measured, endpoint, scenario.platform) { return [bucket] }
  guard let visits = visits(endpoint, scenario), let first = visits.first
  else { return [] }
  let writer = ClosedFormWriter(result: result, measured: measured, visit: first)
  switch result.test.driver {
  case .open where result.test.level == .own && !result.test.followsDay:
    guard let arrivals = constantArrivals(result) else { return [] }
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

/// The rate of an open test that stays as it is; nil for any other.
private func constantArrivals(_ result: TestResult) -> Rate? {
  guard result.test.driver == .open, result.test.level == .own, !result.test.followsDay,
    let rate = result.test.rates.first?.rate, rate.perSecond > 0
  else { return nil }
  return rate * result.factor * result.test.from
}

/// The share of calls that a token bucket refuses, where a request is one call and nothing else.
private func bucketCheck(
  _ result: TestResult,
  _ measured: EndpointResult,
  _ endpoint: Endpoint,
  _ platform: Platform
) -> ClosedFormCheck? {
  guard endpoint.steps.count == 1, case .call(let call)? = endpoint.steps.first?.action,
    call.client.attempts == 1, call.group.isEmpty, call.fallbacks.isEmpty, call.breaker == nil,
    call.hedgedAfter == nil, result.test.spacing == .poisson,
    let arrivals = constantArrivals(result),
    let model = platform.models.first(where: { $0.name == call.model }),
    let provider = platform.providers.first(where: { $0.name == model.provider }),
    provider.limits.count == 1, let limit = provider.limits.first, limit.rule == .bucket,
    limit.dimension == .requests, !provider.countsRejected, provider.maxConcurrency == nil,
    provider.spendCap == nil, provider.errorRate == .zero
  else { return nil }
  let depth = limit.burst ?? limit.limit
  guard depth >= 1, depth <= 10_000, depth == depth.rounded() else { return nil }
  let exact = TokenBucketLoss(
    arrivalRate: arrivals,
    refillRate: Rate(perSecond: limit.perSecond),
    depth: Int(depth)
  )
  return ClosedFormCheck(
    test: result.test.name,
    system: "token bucket of \(Int(depth))",
    metric: "probability of refusal",
    unit: "",
    exact: exact.blockProbability.value,
    simulated: measured.failureRatio
  )
}
