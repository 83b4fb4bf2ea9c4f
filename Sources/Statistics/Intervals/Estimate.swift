public import Quantities

/// A number taken from simulation output, and how well it is known.
///
/// `value`, `low` and `high` share the unit of the observations; intervals of spans are in seconds.
///
/// - Invariant: `low` ≤ `value` ≤ `high`.
public struct Estimate: Hashable, Sendable {
  /// Where an interval comes from.
  public enum Method: String, Hashable, Sendable, CaseIterable {
    /// Student's t over the means of independent replications.
    case replicationMeans
    /// Pooled quantile, ends where the share of the replications' spans above them tells.
    case tailShare
    /// Ranks of the pooled sample, taken as independent observations.
    case pooledOrderStatistics
    /// A ratio of totals, width by the delta method over replications.
    case ratio
    /// Wilson's score interval for a proportion of independent trials.
    case wilson
    /// Student's t over the means of consecutive batches of one run.
    case batchMeans
    /// Student's t over the differences of replications that met the same random numbers.
    case pairedDifference
    /// Counted or computed, without sampling error.
    case exactCount

    /// What a report prints for it.
    public var description: String {
      switch self {
      case .replicationMeans: "t interval over replication means, skewness removed"
      case .tailShare:
        "pooled quantile, t interval of the share above it over replications, skewness removed"
      case .pooledOrderStatistics: "order statistics of the pooled sample, taken as independent"
      case .ratio: "ratio of totals, t interval over replications, skewness removed"
      case .wilson: "Wilson score interval"
      case .batchMeans: "t interval over batch means"
      case .pairedDifference: "paired t interval over replications, common random numbers"
      case .exactCount: "exact count"
      }
    }
  }

  /// The point estimate.
  public let value: Double
  /// The lower end of the interval.
  public let low: Double
  /// The upper end of the interval.
  public let high: Double
  /// The share of such intervals that hold the true value, if the method's assumptions hold.
  public let level: Fraction
  /// How many single observations stand behind it.
  public let observations: Int
  /// How many independent replications they come from.
  public let replications: Int
  /// Where the interval comes from.
  public let method: Method

  /// An estimate with its interval.
  ///
  /// - Precondition: `low` ≤ `value` ≤ `high`; the counts are not negative.
  public init(
    value: Double,
    low: Double,
    high: Double,
    level: Fraction,
    observations: Int,
    replications: Int,
    method: Method
  ) {
    precondition(low <= value && value <= high, "an estimate lies inside its interval")
    precondition(observations >= 0 && replications >= 0, "counts are not negative")
    self.value = value
    self.low = low
    self.high = high
    self.level = level
    self.observations = observations
    self.replications = replications
    self.method = method
  }

  /// A number without sampling error.
  public static func exact(_ value: Double, observations: Int, replications: Int = 1) -> Estimate {
    Estimate(
      value: value,
      low: value,
      high: value,
      level: .one,
      observations: observations,
      replications: replications,
      method: .exactCount
    )
  }

  /// Half the width of the interval.
  public var halfWidth: Double { (high - low) / 2 }

  /// Half the width relative to the value; infinite for a value of 0 with an interval.
  public var relativeHalfWidth: Double {
    halfWidth == 0 ? 0 : halfWidth / abs(value)
  }
}

/// An estimate, or why there is none.
public enum Estimated: Hashable, Sendable {
  /// The estimate with its interval.
  case known(Estimate)
  /// Too little was observed for a number with an interval.
  case notEstimable(NotEstimable)

  /// The estimate; nil when there is none.
  public var estimate: Estimate? {
    if case .known(let estimate) = self { estimate } else { nil }
  }
}

/// Why a number cannot be given with an interval.
public struct NotEstimable: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is missing, as a clause: `the 0.999 quantile needs 3688 observations`.
  public let reason: String
  /// How many observations there are.
  public let observations: Int
  /// How many there must be, if that is known.
  public let needed: Int?

  /// A reason with the numbers behind it.
  public init(reason: String, observations: Int, needed: Int? = nil) {
    self.reason = reason
    self.observations = observations
    self.needed = needed
  }

  /// The sentence that a report prints.
  public var description: String { "not estimable from n = \(observations): \(reason)" }
}
