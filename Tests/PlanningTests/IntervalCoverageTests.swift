import Planning
import Quantities
import Scenarios
import TestSupport
import Testing

/// The short form of `headroom verify --coverage`: fewer runs of shorter experiments.
@Suite struct `Intervals of whole experiments` {
  /// A file, the share of its run that is enough here, and its runs.
  ///
  /// With 40 runs a right procedure covers 33 times or more with probability 0.999 for each figure.
  static let systems: [(file: String, share: Double)] = [
    ("mm1-50", 0.25), ("token-bucket", 0.25),
  ]

  @Test(arguments: systems.map(\.file))
  func `hold exact values about as often as they claim`(file: String) async throws {
    let path = repositoryPath("scenarios/coverage/\(file).yaml")
    var scenario = try ScenarioDocument.read(path).scenario
    let share = Self.systems.first { $0.file == file }?.share ?? 1
    scenario.tests[0].duration = SimInterval(seconds: scenario.tests[0].duration.seconds * share)
    scenario.experiment.seed = 1000
    let rows = await Laboratory(threads: 2).coverage(of: scenario, runs: 40)
    #expect(!rows.isEmpty)
    for row in rows {
      #expect(row.level == Fraction(0.95) && row.given + 3 >= row.runs, "\(row.metric)")
      #expect(row.covered + row.below + row.above == row.given)
      #expect(row.covered * 40 >= 33 * row.given, "\(row.metric): \(row.covered) of \(row.given)")
    }
  }

  @Test func `a scenario without a closed form has no coverage`() async throws {
    let path = repositoryPath("scenarios/quickstart.yaml")
    let scenario = try ScenarioDocument.read(path).scenario
    var quick = scenario
    quick.tests[0].duration = .seconds(10)
    let rows = await Laboratory(threads: 2).coverage(of: quick, runs: 2)
    #expect(rows.isEmpty)
  }
}
