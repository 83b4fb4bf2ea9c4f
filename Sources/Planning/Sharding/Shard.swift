public import Scenarios
import Simulating

/// A part of a run: some replications of every test at every tier.
///
/// The shards of a run are made apart from each other, on other days and machines if need be, and
/// hold all that they measured. Replications share nothing but the program, and each is stored
/// exactly, so a study of the merged shards is the study of the single run, byte for byte.
public struct Shard: Sendable {
  /// What was simulated: the words of the command, and the files as they were.
  public struct Source: Hashable, Sendable, Codable {
    /// A value that was set on the command line.
    public struct Setting: Hashable, Sendable, Codable {
      /// Where.
      public var path: String
      /// What.
      public var value: String

      /// A value that was set.
      public init(path: String, value: String) {
        self.path = path
        self.value = value
      }
    }

    /// A file with the digest of its bytes.
    public struct File: Hashable, Sendable, Codable {
      /// The path, as the user or the including file named it.
      public var path: String
      /// The digest of its bytes.
      public var digest: String
    }

    /// The scenario file.
    public var scenario: String
    /// The values that were set, in order.
    public var settings: [Setting]
    /// The file of the trace, if there is one.
    public var trace: String?
    /// The seed, if it was given.
    public var seed: UInt64?
    /// Every file that was read, in the order of reading.
    public var files: [File] = []

    /// What is to be simulated.
    public init(scenario: String, settings: [Setting], trace: String?, seed: UInt64?) {
      self.scenario = scenario
      self.settings = settings
      self.trace = trace
      self.seed = seed
    }

    /// The same with the files that a document was read from.
    func reading(_ document: ScenarioDocument) -> Source {
      var source = self
      source.files = document.files.map { File(path: $0.path, digest: $0.digest) }
      return source
    }
  }

  /// What was measured of one test at one tier.
  struct Part: Sendable {
    /// The test and the tier, and what they compile to.
    var experiment: Experiment
    /// The measurements of the shard's replications, as far as the test needs them.
    var measurements: [Measurement]
  }

  /// A test at a tier, as all shards of a run must know it.
  struct Experiment: Hashable, Sendable, Codable {
    /// The name of the test.
    var test: String
    /// The name of the tier; nil when the scenario has none.
    var tier: String?
    /// The fingerprint of the program.
    var program: Fingerprint
    /// The replications that the test needs: 0..<`needed`.
    var needed: Int
  }

  /// The version of the program that made it.
  public var version: String
  /// What was simulated.
  public var source: Source
  /// The day that prices and dates are to be judged from, if it was given: `2026-11-24`.
  public var today: String?
  /// The numbers of the replications; a test that needs fewer has fewer.
  public var replications: Range<Int>
  /// What pilot runs found.
  var warmUps: [WarmUpFinding]
  /// By test and tier.
  var parts: [Part]

  /// Replications that were simulated, over all tests and tiers.
  public var count: Int { parts.reduce(0) { $0 + $1.measurements.count } }
}

extension Shard.Experiment {
  /// The test and the tier in words.
  var name: String { tier.map { "\(test) at \($0)" } ?? test }
}

extension Laboratory {
  /// Simulates some replications of every test of a study at every tier.
  ///
  /// Pilot runs are made in full, so every shard of a run finds the same warm-up.
  ///
  /// - Parameters:
  ///   - replications: Their numbers, from 0; a test that needs fewer replications runs fewer.
  ///   - document: The scenario.
  ///   - source: The words that it was read by.
  ///   - today: The day for prices and dates, if one is given.
  ///   - version: The version of the program.
  /// - Returns: The shard.
  /// - Precondition: `replications` is neither empty nor negative.
  public func shard(
    _ replications: Range<Int>,
    of document: ScenarioDocument,
    from source: Shard.Source,
    today: String?,
    version: String
  ) async -> Shard {
    precondition(replications.lowerBound >= 0 && !replications.isEmpty, "a shard has replications")
    let scenario = document.scenario
    var shard = Shard(
      version: version,
      source: source.reading(document),
      today: today,
      replications: replications,
      warmUps: [],
      parts: []
    )
    let experiments = scenario.experiments
    for (done, (test, tier)) in experiments.enumerated() {
      let activity = "\(tier.map { "\($0.name): " } ?? "")\(test.name)"
      report(Progress(activity: activity, done: done, total: experiments.count))
      let setup = await prepare(test, at: tier, of: scenario)
      let experiment = Shard.Experiment(test, tier, setup.program, self, scenario)
      let numbers = replications.clamped(to: 0..<experiment.needed)
      let measurements = await replicate(setup.program, numbers, threads: threads)
      shard.parts.append(Shard.Part(experiment: experiment, measurements: measurements))
      if let found = setup.found, !shard.warmUps.contains(found) { shard.warmUps.append(found) }
    }
    report(Progress(activity: "done", done: experiments.count, total: experiments.count))
    return shard
  }
}

extension Shard.Experiment {
  /// A compiled test.
  init(
    _ test: LoadTest,
    _ tier: Tier?,
    _ program: Program,
    _ laboratory: Laboratory,
    _ scenario: Scenario
  ) {
    self.test = test.name
    self.tier = tier?.name
    self.program = program.fingerprint
    needed = laboratory.neededReplications(program, scenario)
  }
}
