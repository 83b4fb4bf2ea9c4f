import ArgumentParser
import Planning
import Reporting
import Scenarios

/// `breakpoint`: the load at which the first target falls.
struct BreakpointCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "breakpoint",
    abstract: "Search the load at which the first target falls, and say what falls.",
    discussion: """
      Multiplies the load of the breakpoint test, else of the busiest hour, until a target falls.

      Example: headroom breakpoint scenarios/council.yaml --tier 10x
      """
  )

  @OptionGroup var scenario: ScenarioOptions

  @Option(help: "The tier whose load is 1; the smallest if left out.")
  var tier: String?

  @OptionGroup var engine: EngineOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try scenario.refuseShard() }

  func run() async throws {
    let document = try scenario.read()
    let tier = try document.scenario.tier(named: tier)
    let test = try self.test(of: document.scenario)
    output.warn(document.warnings)
    let replications = scenario.count ?? 5
    let breakpoint = try await engine.simulate(document, isQuiet: output.quiet) { laboratory in
      await laboratory.breakpoint(
        test,
        at: tier,
        of: document.scenario,
        replications: replications
      )
    }
    try output.print(breakpoint.report(of: document.scenario, command: command))
  }

  private var command: String {
    let words = tier.map { " --tier \(ScenarioRequest.quoted($0))" } ?? ""
    return scenario.command("breakpoint") + words
  }

  /// The breakpoint test, else the one that capacity is judged by.
  private func test(of scenario: Scenario) throws -> LoadTest {
    let tests = scenario.tests.filter { $0.driver != .trace }
    let test =
      tests.first { $0.purpose == .breakpoint } ?? tests.first { $0.purpose == .peak }
      ?? tests.first { $0.driver == .open } ?? tests.first
    guard let test else {
      throw Failure(.badData, "no test of \(scenario.name) has a load that can be multiplied")
    }
    return test
  }
}
