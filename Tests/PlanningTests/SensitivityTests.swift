import Foundation
import Planning
import Quantities
import Scenarios
import Statistics
import TestSupport
import Testing

/// What moves p95 and breakpoint of one server, beside what queueing theory says of it.
@Suite struct `Sensitivities` {
  /// An M/M/1 with a mean service of 100 ms and a p95 that may be 1 s.
  private func document(_ arrivals: String = "3/s") throws -> ScenarioDocument {
    try ScenarioDocument.read(
      text: """
        headroom: 1
        stations:
          server: {servers: 1, queue: unbounded}
        endpoints:
          job:
            targets: {p95: 1s}
            steps: [{serve: {at: server, time: {exponential: 100ms}}}]
        tests:
          steady: {arrivals: {job: \(arrivals)}, duration: 3000s, warm_up: 100s}
        experiment: {seed: 1, replications: 5}
        """,
      name: "server"
    )
  }

  private func moved(_ paths: [String], breakpoints: Int? = 8) async throws -> Sensitivity {
    let document = try document()
    let inputs = document.inputs(test: "steady", tier: nil).filter { paths.contains($0.path) }
    #expect(inputs.count == paths.count)
    return await Laboratory(threads: 2).sensitivity(
      of: document,
      to: inputs,
      test: "steady",
      tier: nil,
      step: Fraction(0.1),
      today: try #require(CalendarDate("2026-11-24")),
      breakpoints: breakpoints
    )
  }

  /// The highest arrival rate at which the p95, ln 20/(μ − λ), is within a limit.
  private func breakpoint(service: Double, limit: Double) -> Double {
    1 / service - log(20) / limit
  }

  @Test func `the breakpoint moves as the formula says`() async throws {
    let path = "endpoints.job.steps[0].serve.time.exponential"
    let found = try await moved([path])
    let load = try #require(found.breakpoint?.estimate)
    let exact = breakpoint(service: 0.1, limit: 1)
    #expect(load.low <= exact && exact <= load.high)
    let row = try #require(found.rows.first)
    let slope =
      log(breakpoint(service: 0.11, limit: 1) / breakpoint(service: 0.09, limit: 1))
      / log(0.11 / 0.09)
    let elasticity = try #require(row.elasticityOfBreakpoint?.estimate)
    #expect(elasticity.low <= slope && slope <= elasticity.high)
    #expect(elasticity.method == .pairedDifference && elasticity.replications == 8)
    // Known well enough to tell −1.4 from −1, what a mere change of unit would give.
    #expect(elasticity.halfWidth < 0.3)
    let loads = try #require(row.breakpoint)
    #expect(loads.high < exact && exact < loads.low)
  }

  @Test func `the load of today does not move the breakpoint`() async throws {
    let found = try await moved(["tests.steady.arrivals.job"])
    let row = try #require(found.rows.first)
    let elasticity = try #require(row.elasticityOfBreakpoint?.estimate)
    #expect(abs(elasticity.value) < 0.1 && elasticity.low <= 0 && 0 <= elasticity.high)
    #expect(try #require(row.elasticityOfP95.estimate).low > 0)
  }

  @Test func `a breakpoint is searched only when it is asked for`() async throws {
    let found = try await moved(["stations.server.servers"], breakpoints: nil)
    #expect(found.breakpoint == nil && found.rows.first?.elasticityOfBreakpoint == nil)
  }
}
