public import Quantities
public import Scenarios
public import Statistics

/// What changes when a scenario is replaced by another that meets the same luck.
public struct Comparison: Sendable {
  /// A figure of two systems.
  public struct Figure: Sendable {
    /// What is measured.
    public enum Kind: Hashable, Sendable {
      /// Mean response time, in seconds.
      case mean
      /// A percentile of the response times, in seconds and in the scope of the targets.
      case percentile(Double)
      /// The share of ended requests that failed.
      case failures
      /// Answered requests per second.
      case throughput
      /// The bill of a month, in US dollars.
      case cost
    }

    /// What is measured.
    public var kind: Kind
    /// The route of the endpoint; nil for figures of the whole platform.
    public var route: String?
    /// The figure of the first system.
    public var before: Double
    /// The figure of the second.
    public var after: Double
    /// The second less the first.
    public var paired: PairedDifference
  }

  /// A limit that both systems are held against.
  public struct Objective: Sendable {
    /// The route of the endpoint.
    public var route: String
    /// The percentile, 0…1; nil for the share of failures.
    public var percentile: Double?
    /// The limit: seconds, or a share.
    public var limit: Double
    /// How the first system stands to it.
    public var before: Verdict
    /// How the second does.
    public var after: Verdict
  }

  /// One load.
  public struct Load: Sendable {
    /// The tier; nil without tiers.
    public var tier: String?
    /// The test.
    public var test: String
    /// Pairs of replications.
    public var replications: Int
    /// What was deleted from the start of each.
    public var warmUp: SimInterval
    /// The figures of both systems.
    public var figures: [Figure]
    /// The limits.
    public var objectives: [Objective]
    /// What the first bill leaves out, by item; its total is too low then.
    public var unpriced: [String]
  }

  /// What replaces the first scenario.
  public struct Variant: Sendable {
    /// Its name in reports.
    public var name: String
    /// What it says otherwise.
    public var differences: [ScenarioDifference]
    /// By tier.
    public var loads: [Load]
  }

  /// The name of the first scenario.
  public var baseline: String
  /// The confidence of each interval; raised when there are several variants (Bonferroni).
  public var level: Fraction
  /// What replaces it.
  public var variants: [Variant]
}

/// A scenario that takes part in a comparison.
public struct ComparedScenario: Sendable {
  /// Its name in reports.
  public var name: String
  /// The scenario with its files.
  public var document: ScenarioDocument

  /// A scenario under a name.
  public init(name: String, document: ScenarioDocument) {
    self.name = name
    self.document = document
  }
}
