import Foundation
import Quantities
import Scenarios
import Simulating
import TestSupport
import Testing

/// The gallery: one small file of `models/reference` for each behaviour, and beside it what it shows.
///
/// `HEADROOM_RECORD=1 swift test --filter Gallery` writes the texts anew; what changed is for people
/// to judge.
@Suite struct `Gallery of behaviours` {
  static let files = repositoryFiles(in: "models/reference", ending: ".yaml")
  private static let replications = 0..<3

  /// What all tests of a file show.
  private func summary(of file: String) async throws -> String {
    let document = try ScenarioDocument.read(repositoryPath(file))
    #expect(document.warnings.isEmpty, "\(file): \(document.warnings.map(\.message))")
    let scenario = document.scenario
    var text = ""
    for test in scenario.tests {
      let workload = Workload(
        tier: scenario.tiers.first,
        test: test,
        trace: scenario.trace,
        warmUp: test.warmUp ?? .zero
      )
      let program = Program(scenario, workload: workload)
      let runs = await replicate(program, Self.replications, threads: 2)
      text += "test \(test.name), \(runs.count) replications\n"
      text += GallerySummary(scenario: scenario, program: program, runs: runs).text
    }
    return text
  }

  @Test(arguments: files)
  func `shows what it showed`(file: String) async throws {
    let expected = repositoryPath(file.replacing(".yaml", with: ".txt"))
    let text = try await summary(of: file)
    if ProcessInfo.processInfo.environment["HEADROOM_RECORD"] != nil {
      try text.write(toFile: expected, atomically: true, encoding: .utf8)
    }
    let recorded = try String(contentsOfFile: expected, encoding: .utf8)
    #expect(text == recorded, "\(file)")
  }

  @Test(arguments: files)
  func `says in a comment at its top why it matters`(file: String) throws {
    let text = try String(contentsOfFile: repositoryPath(file), encoding: .utf8)
    let first = text.split(separator: "\n").first ?? ""
    #expect(first.hasPrefix("# ") && first.count > 30, "\(file)")
    #expect(text.contains("\ntitle: "), "\(file)")
  }

  @Test func `every text belongs to a file`() {
    let texts = repositoryFiles(in: "models/reference", ending: ".txt")
    let named = Set(Self.files.map { $0.replacing(".yaml", with: ".txt") })
    #expect(texts.allSatisfy(named.contains))
    #expect(texts.count == named.count)
  }
}
