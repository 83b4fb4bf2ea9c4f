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

  @Option(help: "The number of replications, instead of the scenario's.")
  var replications: Int?

  @Option(
    help: ArgumentHelp(
      "The day that prices and dates are judged from; the current date if left out.",
      discussion: "Same scenario, seed and day: same bytes. No answer holds the time of day.",
      valueName: "yyyy-mm-dd"
    )
  )
  var today: Day?

  func validate() throws {
    guard let replications, !(2...1_000_000).contains(replications) else { return }
    throw ValidationError(
      "--replications is \(replications); an interval needs 2 to 1000000 replications."
    )
  }

  /// The day that prices and dates are judged from.
  var day: CalendarDate { today?.date ?? .current }

  private var changes: [Change] {
    var changes = settings.map(\.change)
    if let seed { changes.append(Change(path: "experiment.seed", value: "\(seed)")) }
    if let replications {
      changes.append(Change(path: "experiment.replications", value: "\(replications)"))
    }
    return changes
  }

  /// Reads the scenario and checks that there is something to simulate.
  func read() throws -> ScenarioDocument {
    let document = try ScenarioDocument.read(scenario, changes: changes, trace: trace)
    let tests = document.scenario.tests
    guard !document.scenario.platform.endpoints.isEmpty else {
      throw missing("the scenario has no endpoint", help: "add one under endpoints:")
    }
    guard tests.contains(where: { $0.purpose != .breakpoint }) else {
      throw missing("the scenario has no load test", help: "add one under tests:")
    }
    if trace == nil, let replay = tests.first(where: { $0.driver == .trace }) {
      throw Failure(
        .usage,
        "the test \(replay.name) replays a trace; name one with --trace FILE.csv"
      )
    }
    return document
  }

  private func missing(_ message: String, help: String) -> ScenarioError {
    let problem = Problem(
      file: scenario,
      line: 1,
      column: 1,
      code: ProblemCode.missingKey.rawValue,
      message: message,
      help: "\(help) `headroom init NAME` writes a complete example"
    )
    return ScenarioError(kind: .badData, problems: [problem])
  }

  /// The command that gives the same answer again, without what does not change it.
  func command(_ verb: String) -> String {
    var words = ["headroom", verb, scenario]
    for setting in settings {
      words += ["--set", "\(setting.change.path)=\(setting.change.value)"]
    }
    if let trace { words += ["--trace", trace] }
    if let seed { words += ["--seed", "\(seed)"] }
    if let replications { words += ["--replications", "\(replications)"] }
    words += ["--today", "\(day)"]
    return words.map(ScenarioOptions.quoted).joined(separator: " ")
  }

  /// A word as a shell needs it.
  static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy {
      (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0)
        || "-_./=:,+@%".utf8.contains($0)
    }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
  }
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
    isQuiet: Bool,
    _ work: (Laboratory) async throws -> Answer
  ) async throws -> Answer {
    let bar = ProgressBar("simulating \(document.scenario.name)", isQuiet: isQuiet)
    defer { bar.finish() }
    let laboratory = Laboratory(
      threads: threads,
      trace: document.scenario.trace,
      report: bar.update
    )
    return try await work(laboratory)
  }
}
