import ArgumentParser
import Foundation
import Planning
import Reporting
import Scenarios

/// `cost`: the bill of every tier.
struct CostCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cost",
    abstract: "Print what every tier costs, in all and per unit.",
    discussion: """
      With --infracost the usage of a month, as simulated, is written as a usage file of Infracost, format \
      0.1, with its reasons for what it leaves out.

      Example: headroom cost scenarios/council.yaml --infracost usage.yml --tier 10x
      """
  )

  @OptionGroup var scenario: ScenarioOptions

  @Option(
    help: ArgumentHelp("Write the usage of a month for Infracost.", valueName: "usage.yml"),
    completion: .file(extensions: ["yml", "yaml"])
  )
  var infracost: String?

  @Option(help: "The tier whose usage is written; the smallest if left out.")
  var tier: String?

  @OptionGroup var engine: EngineOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try scenario.refuseShard() }

  func run() async throws {
    let wanted = try tier.map { try scenario.read().scenario.tier(named: $0)?.name }
    let study = try await printPart("cost", ["costs"], scenario, engine, output)
    guard let infracost else { return }
    let bases = study.tiers.compactMap(\.basis)
    guard let basis = bases.first(where: { wanted == nil || $0.tier.name == wanted }) else {
      throw Failure(.badData, "\(study.scenario.name) has no tier whose usage could be written")
    }
    let usage = InfracostUsage(basis, study.scenario, command: scenario.command("cost"))
    try write(try usage.rendered(), to: infracost)
    output.tell("wrote \(infracost)")
  }

  private func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Failure(.cannotCreate, "\(path) cannot be written: \(error.localizedDescription)")
    }
  }
}

/// Runs the whole study and prints some sections of its report.
///
/// - Returns: The study.
/// - Throws: What reading, simulating and printing throw.
func printPart(
  _ verb: String,
  _ sections: Set<String>,
  _ scenario: ScenarioOptions,
  _ engine: EngineOptions,
  _ output: OutputOptions
) async throws -> Study {
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
  return study
}
