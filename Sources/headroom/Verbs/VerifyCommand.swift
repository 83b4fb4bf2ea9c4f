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

      Example: headroom verify scenarios/queueing/*.yaml --gate
      """
  )

  @Argument(
    help: "The scenario files; all of scenarios/queueing if left out.",
    completion: .file(extensions: ["yaml", "yml"])
  )
  var files: [String] = []

  @Flag(help: "Exit with 99 when a simulated value disagrees with the exact one.")
  var gate = false

  @OptionGroup var engine: EngineOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    var verification = Verification()
    for file in try chosenFiles() {
      let document = try ScenarioDocument.read(file)
      output.warn(document.warnings)
      let checks = try await engine.simulate(document, isQuiet: output.quiet) { laboratory in
        await VerifyCommand.checks(document.scenario, in: laboratory)
      }
      verification.add(checks, of: document.scenario.name)
    }
    let words = ["headroom", "verify"] + files.map(ScenarioRequest.quoted)
    try output.print(verification.report(command: words.joined(separator: " ")))
    guard gate, verification.disagreements > 0 else { return }
    let all = verification.rows.count
    throw Failure(.violated, "\(verification.disagreements) of \(all) simulated values disagree")
  }

  private func chosenFiles() throws -> [String] {
    guard files.isEmpty else { return files }
    let folder = "scenarios/queueing"
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
