import Quantities
import Scenarios
import Simulating

extension Exercise {
  /// Some days of the realistic request.
  ///
  /// What theory gives exactly for it is the utilization law: the cores of the service are busy by
  /// λ·E[S], whatever waits where.
  static func request(_ name: String, _ summary: String, days: Double) -> Exercise {
    Exercise(name, unit: "request", summary) { scale throws(ScenarioError) in
      let scenario = try EmbeddedScenario.request.read()
      guard let test = scenario.tests.first, let endpoint = scenario.platform.endpoints.first,
        let arrivals = test.rates.first
      else { preconditionFailure("the request has an endpoint and a load") }
      let whole = Program(scenario, workload: Workload(tier: nil, test: test))
      guard let cores = whole.groups.firstIndex(where: { $0.kind == .cpu }) else {
        preconditionFailure("the request is answered by a service with cores")
      }
      let work = scenario.expectedWork(of: endpoint).cpuSeconds
      let known = KnownMean(
        quantity: "mean busy cores of the API",
        unit: "",
        expected: arrivals.rate.perSecond * work
      ) { run in (Double(run.groups[cores].busyTime), Double(run.measuredTime)) }
      return Simulation(
        scenario,
        test: test,
        seconds: 86_400 * days * scale,
        longestCheck: 86_400,
        known
      )
    }
  }
}
