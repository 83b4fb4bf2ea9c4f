import ArgumentParser
import Planning
import Quantities
import Reporting
import Scenarios

/// `compare`: what changes when a scenario is replaced by another.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Simulate scenarios against the same luck and print what differs.",
    discussion: """
      The first scenario is the baseline. It is compared with each further one, and with itself as \
      changed by --set. All meet the same arrivals and the same random numbers in every step, so that a \
      difference is known far better than either figure. Seed, replications and confidence are those \
      of the first.

      Example: headroom compare scenarios/council.yaml --set api.instances=4
      """
  )

  @Argument(help: "The scenario files.", completion: .file(extensions: ["yaml", "yml"]))
  var scenarios: [String]

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "A value that the first scenario is compared with; may be repeated, all make one variant.",
      valueName: "path=value"
    )
  )
  var settings: [Setting] = []

  @Option(
    help: "The test, which every scenario has; the first peak, else open, else any if left out."
  )
  var test: String?

  @Option(help: "The tier; all of the first scenario if left out.")
  var tier: String?

  @Option(help: "The seed of all random streams, instead of the first scenario's.")
  var seed: UInt64?

  @Option(help: "The number of replications, instead of the first scenario's.")
  var replications: Int?

  @Option(help: ArgumentHelp("The day that prices are judged from.", valueName: "yyyy-mm-dd"))
  var today: Day?

  @OptionGroup var engine: EngineOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard scenarios.count > 1 || !settings.isEmpty else {
      throw ValidationError("Name a second scenario, or a change with --set path=value.")
    }
    if let replications, !(2...1_000_000).contains(replications) {
      throw ValidationError("an interval needs 2 to 1000000 replications.")
    }
  }

  func run() async throws {
    let documents = try scenarios.map { try request($0, []).read() }
    let names = Self.names(of: scenarios)
    let baseline = ComparedScenario(name: names[0], document: documents[0])
    var variants = zip(names, documents).dropFirst().map {
      ComparedScenario(name: $0, document: $1)
    }
    if !settings.isEmpty {
      let changes = settings.map(\.change)
      let words = changes.map { "\($0.path)=\($0.value)" }.joined(separator: ", ")
      let document = try request(scenarios[0], changes).read()
      // A long list stands in the table of changes.
      let name = words.count <= 40 ? words : "as changed"
      variants.append(ComparedScenario(name: name, document: document))
    }
    for document in documents { output.warn(document.warnings) }
    let scenario = documents[0].scenario
    let test = try commonTest(baseline, variants)
    let tiers = try tier.map { [try scenario.tier(named: $0)] }
    let chosen = variants
    let comparison = try await engine.simulate(documents[0], isQuiet: output.quiet) { laboratory in
      await laboratory.compare(
        baseline,
        with: chosen,
        test: test,
        tiers: tiers ?? (scenario.tiers.isEmpty ? [nil] : scenario.tiers),
        today: today?.date ?? .current
      )
    }
    try output.print(Report(comparison, of: scenario, command: command))
  }

  private func request(_ file: String, _ changes: [Change]) -> ScenarioRequest {
    ScenarioRequest(
      scenario: file,
      settings: changes,
      trace: nil,
      seed: seed,
      replications: replications
    )
  }

  /// The test that is named, else the one that capacity is judged by.
  private func commonTest(
    _ baseline: ComparedScenario,
    _ variants: [ComparedScenario]
  ) throws -> String {
    let chosen = try baseline.document.scenario.judgingTest(named: test)
    for arm in variants
    where !arm.document.scenario.tests.contains(where: { $0.name == chosen }) {
      let names = arm.document.scenario.tests.map(\.name).joined(separator: ", ")
      throw ValidationError("\(arm.name) has no test '\(chosen)'; tests: \(names).")
    }
    return chosen
  }

  /// The stems of the files where they tell them apart, else their paths.
  private static func names(of files: [String]) -> [String] {
    let stems = files.map { file in
      let name = file.split(separator: "/").last.map(String.init) ?? file
      return name.split(separator: ".").first.map(String.init) ?? name
    }
    return Set(stems).count == stems.count ? stems : files
  }

  private var command: String {
    var words = ["headroom", "compare"] + scenarios
    for setting in settings {
      words += ["--set", "\(setting.change.path)=\(setting.change.value)"]
    }
    if let test { words += ["--test", test] }
    if let tier { words += ["--tier", tier] }
    if let seed { words += ["--seed", "\(seed)"] }
    if let replications { words += ["--replications", "\(replications)"] }
    words += ["--today", "\(today?.date ?? .current)"]
    return words.map(ScenarioRequest.quoted).joined(separator: " ")
  }
}
