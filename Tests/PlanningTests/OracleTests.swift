import Planning
import Quantities
import Scenarios
import Statistics
import TestSupport
import Testing

/// The shipped reference systems, simulated as their files say, beside the reference answers.
///
/// A reference lies inside the simulator's own 99 % interval at the seed of the file.
@Suite struct `Reference systems agree with theory` {
  /// Runs the only test of a file.
  private func run(_ name: String) async throws -> (result: TestResult, checks: [ClosedFormCheck]) {
    let path = repositoryPath("scenarios/queueing/\(name).yaml")
    let scenario = try ScenarioDocument.read(path).scenario
    let test = try #require(scenario.tests.first)
    let result = await Laboratory(threads: 2).run(test, at: nil, of: scenario)
    #expect(!result.wasTruncated)
    let checks = closedFormChecks(result, scenario)
    print(name, result.warmUp.seconds, result.warmUpNote, result.events)
    for c in checks {
      print(
        "  ",
        c.system,
        c.metric,
        c.exact,
        c.simulated.estimate.map { ($0.value, $0.low, $0.high) } ?? (0, 0, 0),
        c.agrees as Any
      )
    }
    return (result, checks)
  }
  @Test(arguments: [
    "mm1", "mm1-90", "mm10", "mm5-15", "mm1-10", "erlang-b-exponential", "erlang-b-lognormal",
    "erlang-b-constant", "md1", "mg1", "dm1", "repairman", "tandem",
  ]) func probe(name: String) async throws {
    _ = try await run(name)
  }
}
