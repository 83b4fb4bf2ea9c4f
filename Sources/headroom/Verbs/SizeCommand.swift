import ArgumentParser
import Planning
import Quantities
import Reporting
import Scenarios

/// `size`: the cheapest configuration that holds.
struct SizeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "size",
    abstract: "Find the cheapest combination of the changes that meets every target at a tier.",
    discussion: """
      Every combination of the levels of the scenario's changes is a configuration. Those that could be \
      the answer are simulated in their busiest hour, shortly where they plainly fail, and what was \
      rejected is listed with the reason. \
      With --worlds it sizes for less and more load and for slower language models too, and says what \
      each answer would be regretted by in the other worlds.

      Example: headroom size scenarios/council.yaml --tier 10x
      """
  )

  @OptionGroup var scenario: ScenarioOptions

  @Option(help: "The tier that must hold; the largest if left out.")
  var tier: String?

  @Flag(help: "Size for other loads and slower language models as well, and compare the answers.")
  var worlds = false

  @OptionGroup var engine: EngineOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try scenario.refuseShard() }

  func run() async throws {
    let document = try scenario.read()
    output.warn(document.warnings)
    let wanted = try document.scenario.tier(named: tier)
    guard let tier = self.tier == nil ? document.scenario.tiers.last : wanted else {
      throw Failure(.badData, "\(document.scenario.name) has no tiers to size for")
    }
    let test = try self.test(of: document.scenario)
    try check(document.scenario)
    let (sizing, regret) = try await engine.simulate(document, isQuiet: output.quiet) {
      laboratory in
      let sizing = try await laboratory.size(document, at: tier, test: test, today: scenario.day)
      return (sizing, worlds ? try await compare(document, tier, test, laboratory) : nil)
    }
    try output.print(sizing.report(of: document.scenario, regret, command: command))
  }

  private var command: String {
    let words = tier.map { " --tier \(ScenarioRequest.quoted($0))" } ?? ""
    return scenario.command("size") + words + (worlds ? " --worlds" : "")
  }

  /// The regret of the answers for all worlds, the one as given first.
  private func compare(
    _ document: ScenarioDocument,
    _ tier: Tier,
    _ test: LoadTest,
    _ laboratory: Laboratory
  ) async throws -> SizingRegret? {
    let given = InputWorld.asGiven
    return try await laboratory.regret(
      document,
      at: tier,
      test: test,
      today: scenario.day,
      worlds: [given] + InputWorld.all(of: document.scenario).filter { $0 != given }
    )
  }

  private func check(_ scenario: Scenario) throws {
    guard !scenario.changes.isEmpty else {
      throw Failure(.badData, "\(scenario.name) lists no changes: there is nothing to choose from")
    }
    let count = scenario.changes.reduce(1.0) { $0 * Double($1.levels.count + 1) }
    guard count <= Double(Sizing.most) else {
      throw Failure(
        .badData,
        "the changes of \(scenario.name) make \(Int(count)) configurations; \(Sizing.most) are the most"
      )
    }
  }

  /// The test that capacity is judged by.
  private func test(of scenario: Scenario) throws -> LoadTest {
    guard let test = scenario.busyTest, test.driver != .trace else {
      throw Failure(.badData, "no test of \(scenario.name) follows the load of a tier")
    }
    return test
  }
}
