public import Quantities
public import Statistics

/// How a measured value stands to its limit, its interval considered.
public enum Verdict: String, Hashable, Sendable, Comparable {
  /// The whole interval lies within the limit.
  case held
  /// The value lies within the limit, part of its interval beyond it.
  case close
  /// Nothing can be said.
  case unknown
  /// The value lies beyond the limit, part of its interval within it.
  case doubtful
  /// The whole interval lies beyond the limit.
  case violated

  private var order: Int {
    switch self {
    case .held: 0
    case .close: 1
    case .unknown: 2
    case .doubtful: 3
    case .violated: 4
    }
  }

  /// Whether the left verdict is better news.
  public static func < (a: Verdict, b: Verdict) -> Bool { a.order < b.order }

  /// Whether the point estimate is within the limit.
  public var isWithin: Bool { self == .held || self == .close }

  /// The verdict on a value that must not pass a limit.
  public init(_ value: Estimated, atMost limit: Double) {
    guard let estimate = value.estimate else {
      self = .unknown
      return
    }
    if estimate.value <= limit {
      self = estimate.high <= limit ? .held : .close
    } else {
      self = estimate.low > limit ? .violated : .doubtful
    }
  }
}

/// A percentile of response times, and the target that it must not pass.
public struct PercentileResult: Sendable {
  /// Which percentile, 0…1.
  public var percentile: Double
  /// The response time, in seconds, in the scope of the target.
  public var value: Estimated
  /// The target; nil when there is none.
  public var target: SimInterval?
  /// The percentile of all requests together, in seconds, where there are enough of them; known even
  /// where the replications differ too much for an interval.
  var pooled: Double?

  /// The value to decide by: that of the interval, else that of all requests together.
  var decisive: Double? { value.estimate?.value ?? pooled }

  /// Whether the target is missed, as far as anybody can tell.
  ///
  /// Where a queue grows, replications differ so much that no interval can be given; that is no
  /// reason to call the target met.
  var isMissed: Bool {
    if verdict > .unknown { return true }
    guard value.estimate == nil, let target, let pooled else { return false }
    return pooled > target.seconds
  }

  /// How the value stands to its target; unknown without one.
  public var verdict: Verdict {
    guard let target else { return .unknown }
    return Verdict(value, atMost: target.seconds)
  }
}
