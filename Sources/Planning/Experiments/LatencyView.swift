public import Quantities
public import Scenarios
import Simulating
public import Statistics

/// The response times of an endpoint under closed load, as one of three observers counts them.
///
/// A load generator whose users wait for an answer slows down with the platform and never sends the
/// requests that would have met the longest lines ("coordinated omission", Gil Tene). Its figures, the
/// service's own and those of the load that was meant differ, and all three are right about something.
public struct LatencyView: Sendable {
  /// Who counts.
  public enum Observer: String, Sendable, CaseIterable {
    /// Who has meant the load: requests come when they are due, whether or not those before them have
    /// been answered, as wrk2 or `pgbench -R` count.
    case intended
    /// The service, from its first line to the answer, as a Prometheus histogram counts: without the
    /// network and without earlier attempts of the caller.
    case service
    /// The load generator, from sending to receiving, requests that were answered only, as k6 counts.
    case generator
  }

  /// Who counts.
  public var observer: Observer
  /// The endpoint's route.
  public var route: String
  /// Requests that were counted, over all replications.
  public var count: Int
  /// Requests per second that were offered.
  public var offered: Rate
  /// The percentiles p50, p95 and p99, in seconds.
  public var percentiles: [Estimated]
}

extension LatencyView {
  static let looked = [0.5, 0.95, 0.99]

  init(_ observer: Observer, _ endpoint: EndpointResult, _ parts: [Histogram], _ level: Fraction) {
    self.observer = observer
    route = endpoint.route
    count = parts.reduce(0) { $0 + $1.count }
    offered = endpoint.offeredRate
    percentiles = Self.looked.map { quantileInterval(of: parts, p: Fraction($0), level: level) }
  }
}

extension Summary {
  /// What the service and the load generator count, by endpoint; empty for load that nobody waits with.
  func latencies(of endpoints: [EndpointResult]) -> [LatencyView] {
    guard workload.test.driver == .closed else { return [] }
    return endpoints.indices.flatMap { index -> [LatencyView] in
      guard endpoints[index].completed > 0 else { return [] }
      let parts = measurements.map { $0.endpoints[index] }
      let hasOutside = parts.contains { $0.atService.count > 0 }
      let inside = parts.map { hasOutside ? $0.atService : $0.responseTime }
      let level = scenario.experiment.confidence
      return [
        LatencyView(.service, endpoints[index], inside, level),
        LatencyView(.generator, endpoints[index], parts.map(\.responseTime), level),
      ]
    }
  }

  /// What is counted when the load comes as it was meant, by endpoint.
  fileprivate func intended(_ endpoints: [EndpointResult]) -> [LatencyView] {
    endpoints.indices.filter { endpoints[$0].completed > 0 }.map { index in
      LatencyView(
        .intended,
        endpoints[index],
        measurements.map { $0.endpoints[index].responseTime },
        scenario.experiment.confidence
      )
    }
  }
}

extension Laboratory {
  /// Adds to a result what its users would have felt had they not waited for each other's answers.
  ///
  /// The same platform is simulated under open load of the rate that the users would reach if nothing
  /// had to wait. A result whose load has no such rate is given back as it is.
  public func withIntended(_ result: TestResult, at tier: Tier?, of scenario: Scenario) async
    -> TestResult
  {
    guard let test = result.test.asIntended(by: result) else { return result }
    let setup = await prepare(test, at: tier, of: scenario, factor: result.factor)
    let measurements = await measure(setup.program, count: result.replications)
    let summary = Summary(scenario, setup, measurements)
    var seen = result
    seen.latencies = summary.intended(summary.result().endpoints) + result.latencies
    return seen
  }
}

extension LoadTest {
  /// The load that the users of a closed test mean to make; nil where they have no own rate.
  ///
  /// A user comes back after its think time and the time that its requests are served; what they waited
  /// is left out, so that the rate is that of a platform in which nothing waits.
  ///
  /// - Parameter result: What the closed test measured: the time in service of each endpoint.
  /// - Returns: An open test, or nil.
  func asIntended(by result: TestResult) -> LoadTest? {
    guard driver == .closed, result.endpoints.contains(where: { $0.completed > 0 }) else {
      return nil
    }
    var test = self
    test.driver = .open
    test.level = .own
    test.sessions = []
    test.warmUp = .zero
    if sessions.isEmpty {
      if stages.isEmpty { test.from = Double(users) }
      test.rates = rates(of: mix(result), thinking: thinkTime.meanSeconds, result)
      return test
    }
    guard sessions.count == 1, let users = sessions.first, users.start == .zero,
      let visits = users.expectedVisits
    else { return nil }
    var counts: [(name: String, count: Double)] = []
    for (stop, count) in zip(users.journey, visits) { counts.append((stop.endpoint, count)) }
    test.duration = users.duration
    switch users.plan {
    case .each, .shared: return nil
    case .arriving(let from, let stages, _, _, _):
      (test.from, test.stages, test.spacing) = (from, stages, .even)
      test.rates = counts.map { ($0.name, Rate(perSecond: $0.count)) }
    case .looping(let from, let stages, _):
      (test.from, test.stages) = (from, stages)
      let thinking = zip(users.journey, visits).reduce(users.pause.meanSeconds) {
        $0 + $1.0.think.meanSeconds * $1.1
      }
      test.rates = rates(of: counts, thinking: thinking, result)
    }
    return test
  }

  /// The requests of each endpoint in a round of a user of a test with a mix.
  private func mix(_ result: TestResult) -> [(name: String, count: Double)] {
    let all = result.endpoints.reduce(0) { $0 + Double($1.offered) }
    return result.endpoints.filter { $0.offered > 0 }.map { ($0.name, Double($0.offered) / all) }
  }

  /// The rates of one user who makes such a round without ever waiting in line.
  private func rates(
    of round: [(name: String, count: Double)],
    thinking: Double,
    _ result: TestResult
  ) -> [(endpoint: String, rate: Rate)] {
    var served = [String: Double]()
    for endpoint in result.endpoints { served[endpoint.name] = endpoint.timeInService }
    let span = round.reduce(thinking) { $0 + $1.count * (served[$1.name] ?? 0) }
    guard span > 0 else { return [] }
    return round.map { ($0.name, Rate(perSecond: $0.count / span)) }
  }
}

extension EndpointResult {
  /// Mean seconds of an answered request that it did not spend waiting.
  fileprivate var timeInService: Double {
    zip(TimeShare.allCases, shares).reduce(0) { $0 + ($1.0.isWaiting ? 0 : $1.1) }
  }
}
