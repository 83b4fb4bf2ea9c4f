import Scenarios
import Simulating
import Statistics

/// The first test of a scenario that is written as text, as a program.
func program(_ text: String, seed: UInt64 = 1) throws -> Program {
  var scenario = try ScenarioDocument.read(text: "headroom: 1\n" + text, name: "text").scenario
  scenario.experiment.seed = seed
  return Program(scenario, workload: Workload(tier: nil, test: scenario.tests[0]))
}

/// What the first test of a scenario in text measures, run to its very last event.
func drained(_ text: String, seed: UInt64 = 1) throws -> Measurement {
  drain(try program(text, seed: seed), replication: 0)
}

extension Measurement.Endpoint {
  /// Requests that failed for a reason.
  func failed(_ reason: FailureReason) -> Int64 { failed[Int(reason.rawValue)] }

  /// Mean seconds of a share of the response time.
  func mean(_ share: TimeShare) -> Double {
    Double(shares[Int(share.rawValue)]) / 1e9 / Double(max(completed, 1))
  }

  /// Mean response time in seconds.
  var meanResponse: Double {
    Double(responseTime.sumOfNanoseconds) / 1e9 / Double(max(completed, 1))
  }
}
