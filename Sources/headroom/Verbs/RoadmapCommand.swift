import ArgumentParser
import Planning
import Reporting
import Scenarios

/// `roadmap`: the changes that lead from tier to tier, found or validated.
struct RoadmapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roadmap",
    abstract: "Print the changes that lead from tier to tier, each simulated.",
    discussion: """
      With --validate it simulates a roadmap that you have written: a file with `roadmap:`, a list of \
      steps, each with a change and a level, or `set:`, and the tier that it reaches. Each step passes \
      or fails with evidence, and the first that fails ends the roadmap.

      Example: headroom roadmap scenarios/council.yaml
      """
  )

  @OptionGroup var scenario: ScenarioOptions

  @Option(
    name: .customLong("validate"),
    help: ArgumentHelp(
      "Validate the roadmap of this file instead of looking for one; may be the scenario itself.",
      valueName: "file.yaml"
    ),
    completion: .file(extensions: ["yaml", "yml"])
  )
  var roadmap: String?

  @Flag(help: "Exit with 99 when the roadmap is rejected, or leaves a tier that does not hold.")
  var gate = false

  @OptionGroup var engine: EngineOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try scenario.refuseShard() }

  func run() async throws {
    guard let file = roadmap else {
      let study = try await printPart("roadmap", ["roadmap"], scenario, engine, output)
      return try judge(study)
    }
    let document = try scenario.request.read(with: file)
    output.warn(document.warnings)
    let test = try self.test(of: document.scenario, file)
    let validation = try await engine.simulate(document, isQuiet: output.quiet) { laboratory in
      try await laboratory.validate(document, test: test, today: scenario.day)
    }
    let command = "\(scenario.command("roadmap")) --validate \(ScenarioRequest.quoted(file))"
    try output.print(validation.report(of: document.scenario, command: command))
    guard gate, let step = validation.rejected else { return }
    throw Failure(
      .violated,
      "the roadmap is rejected at step \(step.number), \(step.title): \(step.evidence)"
    )
  }

  /// The load that every tier must hold.
  private func test(of scenario: Scenario, _ file: String) throws -> LoadTest {
    guard !scenario.roadmap.isEmpty else {
      throw Failure(.badData, "\(file) has no roadmap; write its steps under roadmap:")
    }
    guard let test = scenario.busyTest, !test.isIndependentOfTier else {
      throw Failure(.badData, "no test of \(scenario.name) follows the load of a tier")
    }
    return test
  }

  /// Fails where the roadmap that was found leaves a tier that does not hold.
  private func judge(_ study: Study) throws {
    let missed = study.phases.filter { !$0.holds }.map(\.tier.name)
    guard gate, !missed.isEmpty else { return }
    throw Failure(
      .violated,
      "the roadmap does not reach \(missed.joined(separator: ", "))"
    )
  }
}
