import ArgumentParser
import Planning
import Quantities
import Scenarios

/// `merge`: the report of a run that was made in shards.
struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Make the report of a run from its shards.",
    discussion: """
      Takes every measurement of the tests from the shards, simulates what depends on their \
      result (the breakpoint, the roadmap) and writes the report that one run would have \
      written, byte for byte. The order of the files does not matter.

      Example: headroom merge notebooks-out/council.*.shard.json
      """
  )

  @Argument(
    help: "The files that `headroom run SCENARIO --replications 'A..<B'` wrote.",
    completion: .file(extensions: ["json"])
  )
  var shards: [String]

  @Option(
    help: ArgumentHelp(
      "The day that prices and dates are judged from; that of the shards if left out.",
      valueName: "yyyy-mm-dd"
    )
  )
  var today: Day?

  @OptionGroup var report: ReportOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let read = try shards.map { (file: $0, shard: try ShardFile($0).read()) }
    let archive = try ShardArchive(read)
    let day = try self.day(of: read)
    let request = ScenarioRequest(archive.source)
    let document = try request.read()
    let folder = try report.folder(for: document.scenario.name)
    output.warn(document.warnings)
    let study = try await engine.simulate(
      document,
      archive: archive,
      isQuiet: output.quiet
    ) { laboratory in
      try await archive.check(document, in: laboratory)
      return try await Study.run(document, in: laboratory, today: day)
    }
    let command = request.command("run", today: "\(day)")
    try report.publish(study, command: command, to: folder, output)
  }

  /// The day that is given here, else the one that the shards were given, else the current one.
  private func day(of read: [(file: String, shard: Shard)]) throws -> CalendarDate {
    if let today { return today.date }
    let days = Set(read.compactMap(\.shard.today)).sorted()
    guard days.count < 2 else {
      throw Failure(
        .badData,
        "\(read[0].file): the shards were made for \(days.joined(separator: " and ")); "
          + "choose a day with --today"
      )
    }
    return days.first.flatMap(CalendarDate.init) ?? .current
  }
}
