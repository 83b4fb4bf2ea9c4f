import Quantities
import Scenarios
import Simulating
import Statistics
import TestSupport
import Testing

/// Six real runs of k6 2.2.0 against a real server of eight slots, predicted from its parameters.
///
/// The server serves in order with log-normal times; k6 sent 60 + 30 + 8 requests a second for 30 s at
/// even spacing (constant-arrival-rate). Measured on 2026-11-24 on one machine over loopback; the
/// figures are means and standard deviations over the six runs, in milliseconds. A prediction holds
/// within 5 % or two deviations of the real runs.
@Suite struct `Predicting real k6 runs` {
  private static let text = """
    headroom: 1
    stations: {slots: {servers: 8, queue: unbounded}}
    endpoints:
      conversations: {steps: [{serve: {at: slots, time: {median: 20ms, sigma: 0.5}}}]}
      context: {steps: [{serve: {at: slots, time: {median: 40ms, sigma: 0.6}}}]}
      council: {steps: [{serve: {at: slots, time: {median: 250ms, sigma: 0.8}}}]}
    tests:
      k6: {arrivals: {conversations: 60/s, context: 30/s, council: 8/s}, spacing: even, duration: 30s}

    """

  private static let real: [(endpoint: Int, what: String, value: Double, deviation: Double)] = [
    (0, "mean", 24.44, 0.40), (0, "p50", 21.44, 0.32), (0, "p95", 48.66, 1.46),
    (1, "mean", 50.20, 0.90), (1, "p50", 41.82, 1.16), (1, "p95", 111.35, 5.48),
    (2, "mean", 333.27, 9.54), (2, "p50", 249.11, 7.22), (2, "p95", 895.69, 38.57),
  ]

  @Test func `mean, p50 and p95 of every endpoint`() async throws {
    let scenario = try ScenarioDocument.read(text: Self.text, name: "k6").scenario
    let program = Program(scenario, workload: Workload(tier: nil, test: scenario.tests[0]))
    let runs = await replicate(program, 0..<100, threads: 2)
    for (endpoint, what, value, deviation) in Self.real {
      let predicted = runs.map { run -> Double in
        let times = run.endpoints[endpoint].responseTime
        let p = what == "p50" ? 0.5 : 0.95
        let seconds = what == "mean" ? times.mean?.seconds : times.quantile(Fraction(p))?.seconds
        return (seconds ?? .nan) * 1000
      }
      let mean = predicted.reduce(0, +) / Double(predicted.count)
      let allowed = max(0.05 * value, 2 * deviation)
      #expect(abs(mean - value) <= allowed, "\(what) of endpoint \(endpoint): \(mean) for \(value)")
    }
  }
}
