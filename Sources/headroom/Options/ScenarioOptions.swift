import ArgumentParser
import Foundation
import Planning
import Quantities
import Scenarios

/// The scenario that a command works on, and what is changed in it.
struct ScenarioOptions: ParsableArguments {
  @Argument(help: "The scenario file.", completion: .file(extensions: ["yaml", "yml"]))
  var scenario: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Set a value of the scenario; may be repeated.",
      valueName: "path=value"
    )
  )
  var settings: [Setting] = []

  @Option(
    help: ArgumentHelp("The requests for tests that replay a trace.", valueName: "file.csv"),
    completion: .file(extensions: ["csv"])
  )
  var trace: String?

  @Option(help: "The seed of all random streams, instead of the scenario's.")
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "The number of replications, instead of the scenario's; with run also 'A..<B', for a shard.",
      valueName: "count"
    ),
    transform: Replications.init(argument:)
  )
  var replications: Replications?

  @Option(
    help: ArgumentHelp(
      "The day that prices and dates are judged from; the current date if left out.",
      discussion: "Same scenario, seed and day: same bytes. No answer holds the time of day.",
      valueName: "yyyy-mm-dd"
    )
  )
  var today: Day?

  /// The day that prices and dates are judged from.
  var day: CalendarDate { today?.date ?? .current }

  /// The number of replications, where one is given.
  var count: Int? {
    guard case .count(let count) = replications else { return nil }
    return count
  }

  /// The scenario and its changes.
  var request: ScenarioRequest {
    ScenarioRequest(
      scenario: scenario,
      settings: settings.map(\.change),
      trace: trace,
      seed: seed,
      replications: count
    )
  }

  /// Refuses a range of replications, for verbs that make no shards.
  func refuseShard() throws {
    guard case .shard(let range) = replications else { return }
    throw ValidationError("--replications is \(range); only run makes shards.")
  }

  /// Reads the scenario and checks that there is something to simulate.
  func read() throws -> ScenarioDocument { try request.read() }

  /// The command that gives the same answer again, without what does not change it.
  func command(_ verb: String) -> String { request.command(verb, today: "\(day)") }
}

/// How many replications run at once.
struct EngineOptions: ParsableArguments {
  @Option(help: "Replications that run at once, 1 to 256; never changes the answer.")
  var threads = min(256, ProcessInfo.processInfo.activeProcessorCount)

  func validate() throws {
    guard !(1...256).contains(threads) else { return }
    throw ValidationError("--threads is \(threads); allowed are 1 to 256.")
  }

  /// Simulates with a bar that shows how far the work is.
  func simulate<Answer: Sendable>(
    _ document: ScenarioDocument,
    archive: ShardArchive? = nil,
    isQuiet: Bool,
    _ work: (Laboratory) async throws -> Answer
  ) async throws -> Answer {
    let bar = ProgressBar("simulating \(document.scenario.name)", isQuiet: isQuiet)
    defer { bar.finish() }
    let laboratory = Laboratory(
      threads: threads,
      trace: document.scenario.trace,
      archive: archive,
      report: bar.update
    )
    return try await work(laboratory)
  }
}
