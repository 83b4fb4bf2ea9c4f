import ArgumentParser
import Foundation
import Planning
import Reporting
import Scenarios

/// Where the report of a study goes, how much of it is printed, and whether it is judged.
struct ReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of the report; notebooks-out/NAME if left out. For a shard, its file.",
      valueName: "path"
    ),
    completion: .directory
  )
  var out: String?

  @Flag(help: "Print every section, not only the main questions.")
  var full = false

  @Flag(help: "Exit with 99 when a test does not hold, or cannot be judged, at some tier.")
  var gate = false

  @Flag(help: "Open the page of the report in the browser.")
  var open = false

  func validate() throws {
    if out?.isEmpty == true { throw ValidationError("--out names no folder.") }
  }

  /// The folder of the report of a scenario.
  ///
  /// - Throws: What would be said after the simulation if there were a file in its place.
  func folder(for name: String) throws -> String {
    let isPlain = !name.isEmpty && !name.hasPrefix(".")
    let folder = out ?? "notebooks-out/\(isPlain ? name : "report")"
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
    guard exists, !isFolder.boolValue else { return folder }
    throw ReportWriteError.cannotCreate(path: folder, reason: "a file of that name exists")
  }

  /// Writes and prints the report of a study, and judges it where that is wanted.
  func publish(_ study: Study, command: String, to folder: String, _ output: OutputOptions) throws {
    let report = Report(study, command: command, version: Headroom.version)
    let written = try SignalWatch.whileWriting(into: folder) {
      try ReportWriter().write(report, to: folder)
    }
    for warning in written.warnings { output.tell("headroom: warning: \(warning)") }
    try output.print(report, extent: full ? .full : .executive)
    for file in written.files { output.tell("wrote \(file)") }
    if open { PageOpener.open("\(folder)/report.html", output) }
    if gate { try judge(study) }
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
