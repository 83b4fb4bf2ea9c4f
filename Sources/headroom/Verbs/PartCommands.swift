import ArgumentParser
import Planning
import Reporting
import Scenarios

/// `cost`: the bill of every tier.
struct CostCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cost",
    abstract: "Print what every tier costs, in all and per unit.",
    discussion: "Example: headroom cost scenarios/council.yaml --format csv"
  )

  @OptionGroup var scenario: ScenarioOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try scenario.refuseShard() }

  func run() async throws {
    try await printPart("cost", ["costs"], scenario, engine, output)
  }
}

/// `roadmap`: the changes that lead from tier to tier.
struct RoadmapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roadmap",
    abstract: "Print the changes that lead from tier to tier, each simulated.",
    discussion: "Example: headroom roadmap scenarios/council.yaml"
  )

  @OptionGroup var scenario: ScenarioOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try scenario.refuseShard() }

  func run() async throws {
    try await printPart("roadmap", ["roadmap"], scenario, engine, output)
  }
}

/// Runs the whole study and prints some sections of its report.
private func printPart(
  _ verb: String,
  _ sections: Set<String>,
  _ scenario: ScenarioOptions,
  _ engine: EngineOptions,
  _ output: OutputOptions
) async throws {
  let document = try scenario.read()
  output.warn(document.warnings)
  let study = try await engine.simulate(document, isQuiet: output.quiet) { laboratory in
    try await Study.run(document, in: laboratory, today: scenario.day)
  }
  let report = Report(study, command: scenario.command(verb)).part(sections)
  guard report.sections.count == sections.count else {
    throw Failure(.bug, "the report lacks a section for \(verb)")
  }
  try output.print(report)
}
