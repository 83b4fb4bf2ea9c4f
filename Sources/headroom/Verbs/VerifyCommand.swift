import ArgumentParser
import Foundation
import Planning
import Reporting
import Scenarios

/// `verify`: closed forms beside simulation.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Print exact answers of queueing theory beside simulated ones.",
    discussion: """
      Simulates every test of the files to which a closed form applies.

      With --coverage it repeats the whole experiment of each file with other seeds, and counts how \
      many of its intervals hold the exact value.

      Example: headroom verify scenarios/queueing/*.yaml --gate
      """
  )

  @Argument(
    help: "The scenario files; all of scenarios/queueing, or of scenarios/coverage, if left out.",
    completion: .file(extensions: ["yaml", "yml"])
  )
  var files: [String] = []

  @Flag(help: "Exit with 99 when a simulated value disagrees with the exact one.")
  var gate = false

  @Flag(help: "Count how often the intervals hold the exact value.")
  var coverage = false

  @Option(help: "Runs of each experiment for --coverage.")
  var runs = 1000

  @OptionGroup var engine: EngineOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard runs >= 20, runs <= 1_000_000 else {
      throw ValidationError("--runs is from 20 to 1000000.")
    }
  }

  func run() async throws {
    if coverage { return try await count() }
    var verification = Verification()
    for file in try chosenFiles() {
      let document = try ScenarioDocument.read(file)
      output.warn(document.warnings)
      let checks = try await engine.simulate(document, isQuiet: output.quiet) { laboratory in
        await VerifyCommand.checks(document.scenario, in: laboratory)
      }
      verification.add(checks, of: document.scenario.name)
    }
    try output.print(verification.report(command: command()))
    guard gate, verification.disagreements > 0 else { return }
    let all = verification.rows.count
    throw Failure(.violated, "\(verification.disagreements) of \(all) simulated values disagree")
  }

  /// Repeats each experiment and counts the intervals that are right.
  private func count() async throws {
    var table = CoverageTable()
    let chosen = try chosenFiles()
    let start = ContinuousClock.now
    for (number, file) in chosen.enumerated() {
      let document = try ScenarioDocument.read(file)
      output.warn(document.warnings)
      let rows = try await engine.simulate(document, isQuiet: output.quiet) { laboratory in
        await laboratory.coverage(of: document.scenario, runs: runs)
      }
      table.add(rows, of: document.scenario.name, title: document.scenario.title)
      let elapsed = ProgressBar.clock((ContinuousClock.now - start) / .seconds(1))
      output.tell("headroom: \(number + 1) of \(chosen.count) systems after \(elapsed)")
    }
    try output.print(table.report(command: command("--coverage", "--runs", "\(runs)")))
    guard gate, table.failures > 0 else { return }
    throw Failure(.violated, "\(table.failures) of \(table.rows.count) figures miss their level")
  }

  private func command(_ options: String...) -> String {
    let words = ["headroom", "verify"] + options + files.map(ScenarioRequest.quoted)
    return words.joined(separator: " ")
  }

  private func chosenFiles() throws -> [String] {
    guard files.isEmpty else { return files }
    let folder = coverage ? "scenarios/coverage" : "scenarios/queueing"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let found = names.filter { $0.hasSuffix(".yaml") }.sorted().map { "\(folder)/\($0)" }
    guard !found.isEmpty else {
      throw Failure(.noInput, "there are no scenarios in \(folder); name the files")
    }
    return found
  }

  private static func checks(
    _ scenario: Scenario,
    in laboratory: Laboratory
  ) async -> [ClosedFormCheck] {
    var checks: [ClosedFormCheck] = []
    let tests = scenario.tests.filter { $0.purpose != .breakpoint && $0.driver != .trace }
    for test in tests {
      let result = await laboratory.run(test, at: scenario.tiers.first, of: scenario)
      checks += closedFormChecks(result, scenario)
    }
    return checks
  }
}
