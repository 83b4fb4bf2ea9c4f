import ArgumentParser
import Planning
import Reporting
import Scenarios

/// `run`: the main job.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Simulate, price, project and judge a scenario, and write the report.",
    discussion: """
      Prints the summary and writes report.html, report.md, report.json, report.ipynb, report.pptx \
      and tables/*.csv into notebooks-out/NAME, whole or not at all.

      With --replications 'A..<B' it simulates that part of the run alone and writes a shard, \
      NAME.A-B.shard.json, instead; `headroom merge` makes the report of all shards.

      Example: headroom run scenarios/council.yaml --set api.instances=4 --seed 7
      """
  )

  @OptionGroup var scenario: ScenarioOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard case .shard = scenario.replications else { return }
    if let out = report.out, !out.hasSuffix(ShardFile.suffix) {
      throw ValidationError(
        "--out is \(out); the file of a shard is called NAME\(ShardFile.suffix)."
      )
    }
    if report.gate || report.full || report.open || output.format != .table {
      throw ValidationError(
        "A shard is neither judged nor printed; give --gate, --full, --open and --format to merge."
      )
    }
  }

  func run() async throws {
    if case .shard(let replications) = scenario.replications {
      return try await makeShard(replications)
    }
    let document = try scenario.read()
    let folder = try report.folder(for: document.scenario.name)
    output.warn(document.warnings)
    let study = try await engine.simulate(document, isQuiet: output.quiet) { laboratory in
      try await Study.run(document, in: laboratory, today: scenario.day)
    }
    try report.publish(study, command: scenario.command("run"), to: folder, output)
  }

  /// Simulates some replications and writes what they measured.
  private func makeShard(_ replications: Range<Int>) async throws {
    let document = try scenario.read()
    if document.scenario.experiment.precision != nil {
      throw Failure(
        .usage,
        "the scenario wants a precision, so nobody knows how many replications there are to be cut "
          + "into shards; set a number with experiment.replications and no precision"
      )
    }
    let file = ShardFile(report.out, for: document.scenario.name, replications)
    try file.refuseFolder()
    output.warn(document.warnings)
    let shard = try await engine.simulate(document, isQuiet: output.quiet) { laboratory in
      await laboratory.shard(
        replications,
        of: document,
        from: scenario.request.source,
        today: scenario.today.map { "\($0.date)" },
        version: Headroom.version
      )
    }
    try file.write(shard)
    output.tell("wrote \(file.path): \(shard.count) replications")
  }
}
