import ArgumentParser
import Planning
import Reporting
import Scenarios

/// `optimize`: what would make a month cheaper.
struct OptimizeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "optimize",
    abstract: "Print what would make a month cheaper, and what it would do to p95 and limits.",
    discussion: """
      Smaller plans, reserved and spare instances, cache hits, prompt caches, other models and batches, \
      as far as the scenario has something for them. Each option meets the same requests and the same \
      luck as the platform as it is.

      Example: headroom optimize scenarios/council.yaml --tier 10x
      """
  )

  @OptionGroup var scenario: ScenarioOptions

  @Option(help: "The tier; the smallest if left out.")
  var tier: String?

  @OptionGroup var engine: EngineOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try scenario.refuseShard() }

  func run() async throws {
    let document = try scenario.read()
    output.warn(document.warnings)
    let tier = try document.scenario.tier(named: tier)
    let day = scenario.day
    let optimization = try await engine.simulate(document, isQuiet: output.quiet) { laboratory in
      await laboratory.optimize(document, at: tier, today: day)
    }
    try output.print(Report(optimization, of: document.scenario, command: command))
  }

  private var command: String {
    let words = scenario.command("optimize")
    return tier.map { "\(words) --tier \(ScenarioRequest.quoted($0))" } ?? words
  }
}
