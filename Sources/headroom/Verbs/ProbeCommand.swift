import ArgumentParser
import Planning
import Quantities
import Reporting
import Scenarios

/// `probe`: whether a platform comes back by itself when trouble is over.
struct ProbeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Apply the faults of a test, take them away, and see whether it recovers.",
    discussion: """
      Says how long the recovery takes, or that there is none, and searches the shortest faults that \
      tip the platform over.

      Example: headroom probe models/reference/metastable-retries.yaml
      """
  )

  @OptionGroup var scenario: ScenarioOptions

  @Option(help: "The test whose faults are the trigger; the first with faults if left out.")
  var test: String?

  @Option(help: "The tier whose load it has; the smallest if left out.")
  var tier: String?

  @Option(help: "Seconds after the faults at which it is judged.")
  var settle: Double = 90

  @Option(help: "The share of requests that must be answered then, from 0 to 1.")
  var share: Double = 0.5

  @OptionGroup var engine: EngineOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try scenario.refuseShard()
    guard settle >= 10, settle <= 86_400 else {
      throw ValidationError("--settle is from 10 to 86400 seconds.")
    }
    guard share > 0, share < 1 else { throw ValidationError("--share lies between 0 and 1.") }
  }

  func run() async throws {
    let document = try scenario.read()
    let tier = try document.scenario.tier(named: tier)
    let test = try self.test(of: document.scenario)
    output.warn(document.warnings)
    let replications = scenario.count ?? 5
    var criterion = MetastabilityProbe.Criterion()
    criterion.settling = SimInterval(seconds: settle)
    criterion.share = Fraction(share)
    let chosen = criterion
    let probe = try await engine.simulate(document, isQuiet: output.quiet) { laboratory in
      await laboratory.probe(
        test,
        at: tier,
        of: document.scenario,
        criterion: chosen,
        replications: replications
      )
    }
    try output.print(probe.report(of: document.scenario, command: command))
  }

  private var command: String {
    let options = [("test", test), ("tier", tier)].compactMap { name, value in
      value.map { " --\(name) \(ScenarioRequest.quoted($0))" }
    }
    return scenario.command("probe") + options.joined()
  }

  private func test(of scenario: Scenario) throws -> LoadTest {
    let tests = scenario.tests.filter { !$0.faults.isEmpty && $0.driver != .trace }
    if let name = test {
      if let test = tests.first(where: { $0.name == name }) { return test }
      throw ValidationError("There is no test '\(name)' with faults.")
    }
    guard let test = tests.first else {
      throw Failure(.badData, "no test of \(scenario.name) has faults to probe it with")
    }
    return test
  }
}
