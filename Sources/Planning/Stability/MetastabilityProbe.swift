public import Quantities
public import Scenarios
import Simulating
public import Statistics

/// What becomes of a platform once the trouble that a test describes is over.
///
/// A metastable system stays down after its trigger has gone: retries or refilling keep it there. The
/// probe applies the faults of a test, takes them away and looks whether the platform comes back by
/// itself; then it searches how short they may be and still tip it over (Bronson et al., "Metastable
/// failures in distributed systems", HotOS 2021).
public struct MetastabilityProbe: Sendable {
  /// When a platform counts as recovered.
  public struct Criterion: Sendable, Hashable {
    /// How long after the faults it is judged.
    public var settling = SimInterval.seconds(90)
    /// The time before that over which it is judged.
    public var window = SimInterval.seconds(10)
    /// The share of what is offered that must be answered.
    public var share = Fraction(0.5)

    /// Half of the requests of ten seconds, ninety seconds after the faults.
    public init() {}
  }

  /// The test whose faults are the trigger.
  public var test: String
  /// The tier; nil for tests with rates of their own.
  public var tier: String?
  /// When the faults begin and when the last is over, in seconds from the start.
  public var from: Double
  /// The end of the last fault.
  public var to: Double
  /// When it counts as recovered.
  public var criterion: Criterion
  /// Seconds from the end of the faults until enough is answered for good, by replication; nil where
  /// that does not happen.
  public var recoveries: [Double?]
  /// The share of requests answered in the window at the end, by replication.
  public var answered: [Double]
  /// The shortest time of the faults, in seconds, that tips the platform over, with its interval.
  public var smallestTrigger: Estimated
  /// Whether even the longest time that was tried does not tip it; the trigger is a lower bound then.
  public var isBeyondSearch: Bool

  /// Replications that have recovered when they are judged.
  public var recovered: Int { answered.count { $0 > criterion.share.value } }

  /// Whether the platform comes back by itself in every replication.
  public var recovers: Bool { recovered == answered.count }

  /// The mean time to recovery of those that do; nil when none does.
  public var meanRecovery: Double? {
    let known = recoveries.compactMap(\.self)
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}

extension Laboratory {
  /// Applies the faults of a test, takes them away, and looks whether the platform comes back.
  ///
  /// - Parameters:
  ///   - test: A test with faults and a constant load.
  ///   - tier: The tier whose load it has.
  ///   - scenario: The platform.
  ///   - criterion: When it counts as recovered.
  ///   - replications: How many are run and searched.
  ///   - longest: The longest time of the faults to try, in seconds.
  /// - Returns: The outcome, and the smallest trigger.
  /// - Precondition: the test has faults.
  public func probe(
    _ test: LoadTest,
    at tier: Tier?,
    of scenario: Scenario,
    criterion: MetastabilityProbe.Criterion = .init(),
    replications: Int = 5,
    longest: Double = 3600
  ) async -> MetastabilityProbe {
    precondition(!test.faults.isEmpty, "a probe needs a trigger")
    let trial = ProbeTrial(
      test: test,
      tier: tier,
      scenario: scenario,
      criterion: criterion,
      trace: trace
    )
    let outcomes = await inParallel(replications) { await trial.outcome(of: 1, $0) }
    let searches = await inParallel(replications) { await trial.search($0, longest: longest) }
    let triggers = searches.map(\.length)
    return MetastabilityProbe(
      test: test.name,
      tier: tier?.name,
      from: trial.start,
      to: trial.start + trial.length,
      criterion: criterion,
      recoveries: outcomes.map(\.recovery),
      answered: outcomes.map(\.answered),
      smallestTrigger: logMean(triggers, level: scenario.experiment.confidence),
      isBeyondSearch: searches.contains(where: \.isBeyond)
    )
  }
}
