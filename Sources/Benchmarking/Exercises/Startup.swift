import Quantities
import Scenarios
import Simulating

extension Exercise {
  /// Reading and compiling, without simulating.
  static let startup = Exercise(
    "startup",
    unit: "scenario",
    "reading and compiling the scenarios of this list, 20 times"
  ) { scale throws(ScenarioError) in
    // Whatever is wrong with one of them is said here, so that nothing can go wrong later.
    for embedded in EmbeddedScenario.allCases { _ = try embedded.read() }
    return Startup(passes: max(1, Int((20 * scale).rounded())))
  }
}

/// From the text of a scenario to the program that a replication runs.
struct Startup: PreparedExercise {
  let passes: Int

  /// Every text becomes a program with endpoints.
  func check() async -> Check {
    let compiled = EmbeddedScenario.allCases.reduce(0) { $0 + Startup.compile($1) }
    let written = EmbeddedScenario.allCases.count
    return Check(
      quantity: "programs compiled",
      unit: "",
      expected: Double(written),
      measured: Double(compiled),
      low: Double(compiled),
      high: Double(compiled),
      confidence: .one
    )
  }

  func round() async -> Round {
    let watch = Stopwatch()
    var programs = 0
    for _ in 0..<passes {
      for embedded in EmbeddedScenario.allCases { programs += Startup.compile(embedded) }
    }
    return Round(units: programs, events: 0, watch)
  }

  /// Reads and compiles a scenario; gives the number of programs with endpoints, one or none.
  private static func compile(_ embedded: EmbeddedScenario) -> Int {
    guard let scenario = try? embedded.read(), let test = scenario.tests.first else { return 0 }
    let program = Program(scenario, workload: Workload(tier: scenario.tiers.first, test: test))
    return program.endpointNames.isEmpty ? 0 : 1
  }
}
