import ArgumentParser
import Foundation
import Planning
import Reporting
import Scenarios

/// `run`: the main job.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Simulate, price, project and judge a scenario, and write the report.",
    discussion: """
      Prints the summary and writes report.html, report.md, report.json, report.ipynb and \
      tables/*.csv into notebooks-out/NAME, whole or not at all.

      Example: headroom run scenarios/council.yaml --set api.instances=4 --seed 7
      """
  )

  @OptionGroup var scenario: ScenarioOptions

  @Option(
    help: ArgumentHelp(
      "The folder of the report; notebooks-out/NAME if left out.",
      valueName: "dir"
    ),
    completion: .directory
  )
  var out: String?

  @Flag(help: "Print every section, not only the main questions.")
  var full = false

  @Flag(help: "Exit with 99 when a test does not hold, or cannot be judged, at some tier.")
  var gate = false

  @OptionGroup var engine: EngineOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if out?.isEmpty == true { throw ValidationError("--out names no folder.") }
  }

  func run() async throws {
    let document = try scenario.read()
    let folder = self.folder(for: document.scenario.name)
    try refuseFile(at: folder)
    output.warn(document.warnings)
    let study = try await engine.simulate(document, isQuiet: output.quiet) { laboratory in
      try await Study.run(document, in: laboratory, today: scenario.day)
    }
    let report = Report(study, command: scenario.command("run"), version: Headroom.version)
    let written = try SignalWatch.whileWriting(into: folder) {
      try ReportWriter().write(report, to: folder)
    }
    for warning in written.warnings { output.tell("headroom: warning: \(warning)") }
    try output.print(report, extent: full ? .full : .executive)
    for file in written.files { output.tell("wrote \(file)") }
    if gate { try judge(study) }
  }

  private func folder(for name: String) -> String {
    if let out { return out }
    let isPlain = !name.isEmpty && !name.hasPrefix(".")
    return "notebooks-out/\(isPlain ? name : "report")"
  }

  /// Says before the simulation what would be said after it.
  private func refuseFile(at folder: String) throws {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
    guard exists, !isFolder.boolValue else { return }
    throw ReportWriteError.cannotCreate(path: folder, reason: "a file of that name exists")
  }

  private func judge(_ study: Study) throws {
    let results = study.tiers.flatMap { tier in tier.tests.map { (tier: tier.name, test: $0) } }
    let fallen = results.filter { !$0.test.verdict.isWithin }
    guard !fallen.isEmpty else { return }
    let names = fallen.map { "\($0.test.test.name) at \($0.tier) (\($0.test.verdict.rawValue))" }
    throw Failure(
      .violated,
      "\(fallen.count) of \(results.count) tests do not hold or cannot be judged: "
        + names.joined(separator: ", ")
    )
  }
}
