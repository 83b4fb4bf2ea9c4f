import ArgumentParser
import Planning
import Quantities
import Reporting
import Scenarios

/// `sensitivity`: which inputs move the answer.
struct SensitivityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensitivity",
    abstract: "Move every input a little, and print which move p95, breakpoint and cost most.",
    discussion: """
      Each input goes down and up by itself, under the same random numbers. Without --vary all numbers \
      of the platform, the test and the tier are moved, which takes two experiments each; of a scenario \
      with uncertain inputs only those.

      With --breakpoint it also searches, for each value of each input, the load at which the first \
      target falls, from the breakpoint of the scenario as it is: some ten runs a replication.

      Uncertain inputs are varied all together as well, in worlds of their own: how much of the spread \
      is theirs, and how much is the chance of the simulation.

      Example: headroom sensitivity scenarios/council.yaml --vary services.api.workers
      """
  )

  @OptionGroup var scenario: ScenarioOptions

  @Option(
    help: ArgumentHelp("An input, or all that begin with it; may be repeated.", valueName: "path")
  )
  var vary: [String] = []

  @Option(help: "How far an input is moved either way, as a share: 0.1 is a tenth.")
  var step = 0.1

  @Option(help: "The test; the first peak, else open, else any if left out.")
  var test: String?

  @Option(help: "The tier; the smallest if left out.")
  var tier: String?

  @Flag(help: "Search the breakpoint with each value of each input, too.")
  var breakpoint = false

  @Option(help: "Worlds of the uncertain inputs, 2 to 10000.")
  var worlds = Laboratory.usualWorlds

  @OptionGroup var engine: EngineOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try scenario.refuseShard()
    guard step >= 0.01, step <= 0.5 else { throw ValidationError("--step is from 0.01 to 0.5.") }
    guard (2...10_000).contains(worlds) else {
      throw ValidationError("--worlds is from 2 to 10000.")
    }
  }

  func run() async throws {
    let document = try scenario.read()
    let tier = try document.scenario.tier(named: tier)
    let test = try document.scenario.judgingTest(named: test)
    let inputs = try chosen(document.inputs(test: test, tier: tier?.name), of: document.scenario)
    output.warn(document.warnings)
    let (step, day, worlds) = (Fraction(step), scenario.day, worlds)
    let breakpoints = breakpoint ? max(scenario.count ?? 5, 2) : nil
    if breakpoint, document.scenario.tests.first(where: { $0.name == test })?.driver == .trace {
      throw Failure(.badData, "the test \(test) replays a trace; its load cannot be multiplied")
    }
    let found = try await engine.simulate(document, isQuiet: output.quiet) { laboratory in
      let moved = await laboratory.sensitivity(
        of: document,
        to: inputs,
        test: test,
        tier: tier,
        step: step,
        today: day,
        breakpoints: breakpoints
      )
      let spread = await laboratory.inputUncertainty(
        of: document,
        test: test,
        tier: tier,
        worlds: worlds,
        today: day
      )
      return (moved: moved, spread: spread)
    }
    try output.print(Report(found.moved, found.spread, of: document.scenario, command: command))
  }

  /// The inputs that are named; without names the uncertain ones, or all.
  private func chosen(_ inputs: [ScenarioInput], of scenario: Scenario) throws -> [ScenarioInput] {
    if vary.isEmpty, !scenario.uncertain.isEmpty {
      let uncertain = Set(scenario.uncertain.map(\.path))
      return inputs.filter { uncertain.contains($0.path) }
    }
    guard !vary.isEmpty else { return inputs }
    return try vary.flatMap { path in
      let found = inputs.filter {
        $0.path == path || $0.path.hasPrefix(path + ".") || $0.path.hasPrefix(path + "[")
      }
      guard found.isEmpty else { return found }
      let some = inputs.prefix(8).map(\.path).joined(separator: ", ")
      throw ValidationError("There is no number at '\(path)'; numbers stand at \(some) …")
    }
  }

  private var command: String {
    var words = [scenario.command("sensitivity")]
    for path in vary { words += ["--vary", ScenarioRequest.quoted(path)] }
    if step != 0.1 { words += ["--step", "\(step)"] }
    if breakpoint { words.append("--breakpoint") }
    if worlds != Laboratory.usualWorlds { words += ["--worlds", "\(worlds)"] }
    if let test { words += ["--test", ScenarioRequest.quoted(test)] }
    if let tier { words += ["--tier", ScenarioRequest.quoted(tier)] }
    return words.joined(separator: " ")
  }
}

extension Scenario {
  /// The test of a name, else the one that capacity is judged by.
  ///
  /// - Throws: `ValidationError` for a name that no test has.
  func judgingTest(named name: String?) throws -> String {
    let tests = tests.filter { $0.purpose != .breakpoint }
    if let name {
      guard tests.contains(where: { $0.name == name }) else {
        let names = tests.map(\.name).joined(separator: ", ")
        throw ValidationError("There is no test '\(name)'; tests: \(names).")
      }
      return name
    }
    return busyTest?.name ?? ""
  }
}
