import Planning
import Scenarios

/// A scenario as a command line names it: the file, and what is changed in it.
struct ScenarioRequest {
  /// The scenario file.
  var scenario: String
  /// The values that are set.
  var settings: [Change]
  /// The file of the trace.
  var trace: String?
  /// The seed, instead of the scenario's.
  var seed: UInt64?
  /// The number of replications, instead of the scenario's.
  var replications: Int?

  /// Reads the scenario and checks that there is something to simulate.
  ///
  /// - Parameter addition: A further file, such as a roadmap, merged with the scenario's.
  /// - Returns: The scenario.
  /// - Throws: What is wrong with the files.
  func read(with addition: String? = nil) throws -> ScenarioDocument {
    let document = try ScenarioDocument.read(
      scenario,
      changes: changes,
      trace: trace,
      addition: addition
    )
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

  private var changes: [Change] {
    var changes = settings
    if let seed { changes.append(Change(path: "experiment.seed", value: "\(seed)")) }
    if let replications {
      changes.append(Change(path: "experiment.replications", value: "\(replications)"))
    }
    return changes
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
  func command(_ verb: String, today: String) -> String {
    var words = ["headroom", verb, scenario]
    for setting in settings { words += ["--set", "\(setting.path)=\(setting.value)"] }
    if let trace { words += ["--trace", trace] }
    if let seed { words += ["--seed", "\(seed)"] }
    if let replications { words += ["--replications", "\(replications)"] }
    words += ["--today", today]
    return words.map(ScenarioRequest.quoted).joined(separator: " ")
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

extension ScenarioRequest {
  /// What a shard was made from.
  init(_ source: Shard.Source) {
    scenario = source.scenario
    settings = source.settings.map { Change(path: $0.path, value: $0.value) }
    trace = source.trace
    seed = source.seed
  }

  /// What a shard is made from.
  var source: Shard.Source {
    Shard.Source(
      scenario: scenario,
      settings: settings.map { .init(path: $0.path, value: $0.value) },
      trace: trace,
      seed: seed
    )
  }
}
