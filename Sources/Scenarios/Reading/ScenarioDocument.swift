import Quantities

/// A scenario with the files that it was read from.
///
/// The document keeps the tree of its files, so that variants of the scenario can be made by
/// changes at paths: tiers, `--set` and the steps of a roadmap.
public struct ScenarioDocument: Sendable {
  /// The scenario.
  public let scenario: Scenario
  /// Every file that went into it, in the order in which they were read.
  public let files: [SourceFile]
  /// What is odd but can be run.
  public let warnings: [Problem]
  let tree: Located
  private let sources: SourceTexts

  /// Reads a file with its includes, applies changes, and checks everything.
  ///
  /// `changes` are values to set on top of what the files say; `trace` is a CSV file of requests
  /// for tests that replay one; `addition` is a further file that is merged as if the first
  /// included it.
  public static func read(
    _ path: String,
    changes: [Change] = [],
    trace: String? = nil,
    addition: String? = nil
  ) throws(ScenarioError) -> ScenarioDocument {
    let (tree, sources) = try Loader.load(path, addition: addition)
    return try ScenarioDocument(
      tree: tree,
      sources: sources,
      changes: changes,
      name: Paths.stem(of: path),
      trace: trace
    )
  }

  /// Reads a text that is no file, such as one that is part of a program.
  ///
  /// `name` is what messages call the text and becomes the name of the scenario. The text includes no
  /// files: there is no folder that their paths could start from.
  public static func read(
    text: String,
    name: String,
    changes: [Change] = []
  ) throws(ScenarioError) -> ScenarioDocument {
    let (tree, sources) = try Loader.load(text: text, name: name)
    return try ScenarioDocument(
      tree: tree,
      sources: sources,
      changes: changes,
      name: name,
      trace: nil
    )
  }

  private init(
    tree: Located,
    sources: SourceTexts,
    changes: [Change],
    name: String,
    trace: String?
  ) throws(ScenarioError) {
    var sources = sources
    let changed = try ScenarioDocument.applying(changes, to: tree, &sources)
    var decoder = ScenarioDecoder(tree: changed, sources: sources)
    var scenario = try decoder.decode(name: name, growth: nil)
    try decoder.checkChanges(of: scenario)
    try decoder.checkUncertain(of: scenario)
    try decoder.checkRoadmap(of: scenario)
    if let trace {
      let (rows, file) = try TraceReader.read(trace)
      scenario.trace = rows
      decoder.files.append(file)
      TraceReader.setDurations(of: &scenario, tree: changed)
    }
    self.scenario = scenario
    self.tree = changed
    self.sources = sources
    files = sources.files + decoder.files
    warnings = decoder.warnings
  }

  /// The scenario with further changes applied.
  public func applying(_ changes: [Change]) throws(ScenarioError) -> Scenario {
    var sources = sources
    let changed = try ScenarioDocument.applying(changes, to: tree, &sources)
    let touchesGrowth = changes.contains { $0.path.hasPrefix("growth") }
    var decoder = ScenarioDecoder(tree: changed, sources: sources)
    let known = touchesGrowth ? nil : scenario.growth
    var result = try decoder.decode(name: scenario.name, growth: known)
    result.trace = scenario.trace
    TraceReader.setDurations(of: &result, tree: changed)
    return result
  }

  private static func applying(
    _ changes: [Change],
    to tree: Located,
    _ sources: inout SourceTexts
  ) throws(ScenarioError) -> Located {
    var result = tree
    var problems: [Problem] = []
    for change in changes {
      let shown = "--set \(change.path.escapedForTerminal(limit: 100))"
      let file = sources.add(path: shown, text: change.value)
      do throws(Overriding.Refusal) {
        let value = try ChangeValue.parse(change.value, file: file)
        result = try Overriding.setting(result, path: change.path, to: value)
      } catch {
        problems.append(
          Problem(
            file: shown,
            line: 1,
            column: 1,
            code: error.code.rawValue,
            message: error.message,
            help: error.help,
            sourceLine: change.value
          )
        )
      }
    }
    guard problems.isEmpty else {
      throw ScenarioError(kind: .badData, problems: Array(problems.prefix(20)))
    }
    return result
  }
}

/// Reads the value of a change.
enum ChangeValue {
  /// The tree of a value written in YAML's flow style.
  static func parse(_ text: String, file: Int) throws(Overriding.Refusal) -> Located {
    do throws(TextGuard.Refusal) {
      let text = try TextGuard.text(of: Array(text.utf8))
      let nothing = Located(
        content: .nothing,
        place: Located.Place(file: file, line: 1, column: 1)
      )
      return try YAMLTree.parse(text, file: file) ?? nothing
    } catch {
      throw Overriding.Refusal(code: error.code, message: error.message, help: error.help)
    }
  }
}

/// Decodes a tree and checks what came out.
struct ScenarioDecoder {
  let tree: Located
  let diagnosis: Diagnosis
  /// Files that were read besides the tree's.
  var files: [SourceFile] = []

  /// A decoder of a tree.
  init(tree: Located, sources: SourceTexts) {
    self.tree = tree
    diagnosis = Diagnosis(sources: sources)
    for catalog in Catalog.allCases {
      diagnosis.names[catalog] = tree[catalog.section]?.entries.map(\.key) ?? []
    }
  }

  /// What is odd but can be run.
  var warnings: [Problem] { diagnosis.sortedWarnings }

  /// Applies each level of each candidate change by itself, and reports those that cannot be.
  func checkChanges(of scenario: Scenario) throws(ScenarioError) {
    for change in scenario.changes {
      let levels = tree["changes"]?[change.name]?["levels"]?.elements ?? []
      for (level, node) in zip(change.levels, levels) {
        let what = "the change \"\(change.name.escapedForTerminal(limit: 60))\""
        check(level, at: node, of: what, scenario)
      }
    }
    try diagnosis.throwIfAny()
  }

  /// Applies settings one after the other, and reports at a node when they cannot be.
  func check(
    _ level: CandidateChange.Settings,
    at node: Located,
    of what: String,
    _ scenario: Scenario
  ) {
    var sources = diagnosis.sources
    var changed = tree
    let before = diagnosis.problems.count
    for (path, value) in level {
      let place = node.entries.first { $0.key == path }?.place ?? node.place
      let file = sources.add(path: what, text: value)
      do throws(Overriding.Refusal) {
        let parsed = try ChangeValue.parse(value, file: file)
        changed = try Overriding.setting(changed, path: path, to: parsed)
      } catch {
        diagnosis.report(error.code, at: place, error.message, help: error.help)
      }
    }
    guard diagnosis.problems.count == before else { return }
    var decoder = ScenarioDecoder(tree: changed, sources: sources)
    do throws(ScenarioError) {
      _ = try decoder.decode(name: scenario.name, growth: scenario.growth ?? Growth())
    } catch {
      let reason = error.problems.first
      diagnosis.report(
        reason.flatMap { ProblemCode(rawValue: $0.code) } ?? .changePath,
        at: node.place,
        "\(what) cannot be applied: \(reason?.message ?? "")",
        help: reason?.help
      )
    }
  }

  /// Sets both ends of each uncertain input by itself, and reports those that cannot be set.
  func checkUncertain(of scenario: Scenario) throws(ScenarioError) {
    for input in scenario.uncertain {
      let node = tree["uncertain"]?[input.path]
      for (key, end) in [("p10", input.p10), ("p90", input.p90)] {
        let value = input.text(end.number)
        check(
          [(input.path, value)],
          at: node?[key] ?? tree,
          of: "\(input.path.escapedForTerminal(limit: 80)): \(value)",
          scenario
        )
      }
    }
    try diagnosis.throwIfAny()
  }

  /// The scenario; growth is read from its files unless it is known already.
  mutating func decode(name: String, growth: Growth?) throws(ScenarioError) -> Scenario {
    var start = Scenario()
    start.name = name
    start.title = name
    var scenario = Schemas.file.decode(tree, from: start, diagnosis) ?? start
    if let growth {
      scenario.growth = growth
    } else if let node = tree["growth"] {
      scenario.growth = HistoryReader.growth(node, diagnosis, &files)
    }
    if scenario.platform.name.isEmpty { scenario.platform.name = scenario.title }
    if diagnosis.problems.isEmpty { CrossChecks(scenario, tree, diagnosis).run() }
    try diagnosis.throwIfAny()
    return scenario
  }
}
