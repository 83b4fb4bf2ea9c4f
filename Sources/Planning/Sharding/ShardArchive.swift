public import Scenarios
import Simulating

/// The measurements of all shards of a run, checked against each other.
///
/// - Invariant: it holds replications 0..<`needed` of every experiment, each once.
public struct ShardArchive: Sendable {
  private let experiments: [Shard.Experiment]
  private let measurements: [Fingerprint: [Measurement]]
  private let warmUps: [WarmUpFinding]
  /// What was simulated.
  public let source: Shard.Source
  /// The file that is named when something is wrong with all of them.
  private let file: String

  /// Merges shards, in whatever order they come.
  ///
  /// - Parameter shards: The shards with the names of their files.
  /// - Throws: `ShardError` when they are not all the parts of one run, each once.
  public init(_ shards: [(file: String, shard: Shard)]) throws(ShardError) {
    // A tie, which is an overlap, is told of in the same words whatever the order was.
    let sorted = shards.sorted {
      ($0.shard.replications.lowerBound, $0.file) < ($1.shard.replications.lowerBound, $1.file)
    }
    guard let first = sorted.first else { throw ShardError("merge", "there are no shards") }
    try ShardArchive.refuseStrangers(in: sorted)
    try ShardArchive.refuseOverlaps(in: sorted)
    try ShardArchive.refuseGaps(in: sorted)
    file = first.file
    source = first.shard.source
    experiments = first.shard.parts.map(\.experiment)
    warmUps = first.shard.warmUps
    var merged: [Fingerprint: [Measurement]] = [:]
    for index in experiments.indices {
      // Two tests that compile to the same program measure the same; one record serves both.
      merged[experiments[index].program] = sorted.flatMap { $0.shard.parts[index].measurements }
    }
    measurements = merged
  }

  /// Whether the shards are those of a document as it is read now.
  ///
  /// Every experiment is compiled again and compared, so that a study finds all of its measurements
  /// here.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - laboratory: Where the study will be made.
  /// - Throws: `ShardError` naming what differs.
  public func check(
    _ document: ScenarioDocument,
    in laboratory: Laboratory
  ) async throws(ShardError) {
    if let difference = source.difference(from: source.reading(document)) {
      throw ShardError(file, "\(difference) since it was made")
    }
    var laboratory = laboratory
    laboratory.archive = self
    let wanted = document.scenario.experiments
    guard wanted.count == experiments.count else {
      throw ShardError(file, "it is damaged: the scenario has \(wanted.count) experiments")
    }
    for ((test, tier), known) in zip(wanted, experiments) {
      let setup = await laboratory.prepare(test, at: tier, of: document.scenario)
      let experiment = Shard.Experiment(
        test,
        tier,
        setup.program,
        laboratory,
        document.scenario
      )
      let fits = measurements[known.program, default: []].allSatisfy { $0.fits(setup.program) }
      guard experiment == known, fits else {
        throw ShardError(file, "\(known.name) compiles to another program here")
      }
    }
  }

  /// The recorded measurements of a program's first replications.
  func measurements(of program: Program, atMost count: Int) -> [Measurement] {
    Array(measurements[program.fingerprint, default: []].prefix(count))
  }

  /// What pilot runs of a program were found to say.
  func warmUp(of program: Program, pilots: Int) -> WarmUpFinding? {
    let fingerprint = program.fingerprint
    return warmUps.first { $0.program == fingerprint && $0.pilots == pilots }
  }
}

extension ShardArchive {
  /// Refuses shards of another run.
  private static func refuseStrangers(
    in shards: [(file: String, shard: Shard)]
  ) throws(ShardError) {
    guard let first = shards.first else { return }
    for (file, shard) in shards.dropFirst() {
      if let difference = shard.source.difference(from: first.shard.source) {
        throw ShardError(file, "it is of another run than \(first.file): \(difference)")
      }
      guard shard.parts.map(\.experiment) == first.shard.parts.map(\.experiment),
        shard.warmUps == first.shard.warmUps
      else {
        throw ShardError(file, "it is of another run than \(first.file): its programs differ")
      }
    }
  }

  private static func refuseOverlaps(
    in shards: [(file: String, shard: Shard)]
  ) throws(ShardError) {
    for (index, (file, shard)) in shards.enumerated() {
      for (other, before) in shards[..<index] {
        let both = shard.replications.clamped(to: before.replications)
        guard both.isEmpty else {
          throw ShardError(file, "\(other) holds replications \(both) too")
        }
      }
    }
  }

  /// Refuses shards that leave out replications that some experiment needs.
  private static func refuseGaps(
    in shards: [(file: String, shard: Shard)]
  ) throws(ShardError) {
    guard let first = shards.first else { return }
    let experiments = first.shard.parts.map(\.experiment)
    let needed = experiments.map(\.needed).max() ?? 0
    var reached = 0
    var gaps: [Range<Int>] = []
    for (_, shard) in shards {
      if shard.replications.lowerBound > reached {
        gaps.append(reached..<shard.replications.lowerBound)
      }
      reached = shard.replications.upperBound
    }
    if reached < needed { gaps.append(reached..<needed) }
    let missing = gaps.flatMap { gap in
      // Experiments that lack the same replications share a line.
      let lacking = experiments.map { ($0.name, gap.clamped(to: 0..<max($0.needed, 0))) }
      let ranges = Set(lacking.map(\.1)).filter { !$0.isEmpty }.sorted {
        $0.upperBound > $1.upperBound
      }
      return ranges.map { range in
        let names = lacking.filter { $0.1 == range }.map(\.0).joined(separator: ", ")
        return "replications \(range) of \(names)"
      }
    }
    guard !missing.isEmpty else { return }
    let files = shards.count == 1 ? "it is not all of the run" : "these are not all of the run"
    throw ShardError(first.file, "\(files); missing: \(missing.joined(separator: "; "))")
  }
}

extension Shard.Source {
  /// The first thing that differs from another run's, in words.
  fileprivate func difference(from other: Shard.Source) -> String? {
    if scenario != other.scenario { return "its scenario is \(scenario), not \(other.scenario)" }
    if settings != other.settings { return "other values are set" }
    if seed != other.seed { return "the seed is another" }
    if trace != other.trace { return "the trace is another" }
    for (file, twin) in zip(files, other.files) where file != twin {
      return "\(twin.path) has changed"
    }
    return files.count == other.files.count
      ? nil : "the files that the scenario includes have changed"
  }
}
