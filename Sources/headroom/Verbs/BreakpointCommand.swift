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
      Multiplies the load of the breakpoint test, else of the busiest hour, until a target falls. Then \
      it lifts what was the cause and searches again, and, where callers try again, looks at which load \
      the platform recovers on the way down.

      Example: headroom breakpoint scenarios/council.yaml --tier 10x
      """
  )

  @OptionGroup var scenario: ScenarioOptions

  @Option(help: "The tier whose load is 1; the smallest if left out.")
  var tier: String?

  @Option(help: "Further breakpoints to search once the cause of the one before is mended, 0 to 9.")
  var next = 2

  @Flag(
    inversion: .prefixedNo,
    help: "Walk the way down; unsaid, where callers try again and it takes little."
  )
  var hysteresis: Bool?

  @OptionGroup var engine: EngineOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try scenario.refuseShard()
    guard !(0...9).contains(next) else { return }
    throw ValidationError("--next is \(next); allowed are 0 to 9.")
  }

  func run() async throws {
    let document = try scenario.read()
    let tier = try document.scenario.tier(named: tier)
    let test = try self.test(of: document.scenario)
    output.warn(document.warnings)
    let replications = scenario.count ?? 5
    if hysteresis == true, !test.canRamp {
      throw Failure(.badData, "the test \(test.name) has no constant open load to come down to")
    }
    let limits = try await engine.simulate(document, isQuiet: output.quiet) { laboratory in
      await search(test, at: tier, of: document.scenario, laboratory, replications)
    }
    try output.print(limits.report(of: document.scenario, command: command))
  }

  private func search(
    _ test: LoadTest,
    at tier: Tier?,
    of scenario: Scenario,
    _ laboratory: Laboratory,
    _ replications: Int
  ) async -> BreakpointStudy {
    let first = await laboratory.breakpoint(
      test,
      at: tier,
      of: scenario,
      replications: replications
    )
    return await laboratory.limits(
      around: first,
      test,
      at: tier,
      of: scenario,
      headroom: await laboratory.headroom(at: tier, of: scenario, on: self.scenario.day),
      next: next,
      ramps: hysteresis
    )
  }

  private var command: String {
    var words = tier.map { " --tier \(ScenarioRequest.quoted($0))" } ?? ""
    if next != 2 { words += " --next \(next)" }
    if let hysteresis { words += hysteresis ? " --hysteresis" : " --no-hysteresis" }
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
