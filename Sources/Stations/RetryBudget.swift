/// What limits the retries of all calls of one client process together: a stock of units.
///
/// botocore's retry quota, gRPC's throttle and a share of retries per call are all this one stock with
/// different numbers. It knows no clock.
///
/// - Invariant: the level lies between zero and the capacity.
public struct RetryBudget: Sendable {
  /// The numbers of a budget; see `models/limits/clients.yaml` for those of the libraries.
  public struct Rule: Sendable {
    /// The most units, and what a process starts with.
    public var capacity: Double
    /// A retry needs more than that left after it has paid.
    public var floor: Double
    /// What a retry after a 429 takes.
    public var throttledCost: Double
    /// What a retry after another failure takes.
    public var errorCost: Double
    /// What any failed attempt takes, retried or not.
    public var failureCost: Double
    /// What a call adds that succeeds at its first attempt.
    public var successGain: Double
    /// Whether a call that succeeds after retries gets back what its last retry took.
    public var refunds: Bool
    /// What each call adds, whatever becomes of it.
    public var callGain: Double

    /// A stock that nothing takes from.
    public init(capacity: Double) {
      self.capacity = capacity
      floor = 0
      throttledCost = 0
      errorCost = 0
      failureCost = 0
      successGain = 0
      refunds = false
      callGain = 0
    }
  }

  /// Its numbers.
  public let rule: Rule
  /// Units left.
  public private(set) var level: Double

  /// A full budget.
  public init(_ rule: Rule) {
    self.rule = rule
    level = rule.capacity
  }

  /// A call begins.
  public mutating func begin() { add(rule.callGain) }

  /// An attempt has failed: whether it may be retried, which is then paid for.
  ///
  /// - Parameters:
  ///   - throttled: Whether it met a 429.
  ///   - wanted: Whether the client would retry at all.
  /// - Returns: What the retry took; nil when there is none.
  public mutating func retry(throttled: Bool, wanted: Bool) -> Double? {
    level = max(0, level - rule.failureCost)
    let cost = throttled ? rule.throttledCost : rule.errorCost
    // A billionth absorbs the rounding of fractions that were added one by one.
    guard wanted, level - cost + 1e-9 >= 0, rule.floor == 0 || level - cost > rule.floor else {
      return nil
    }
    level = max(0, level - cost)
    return cost
  }

  /// A call has succeeded; `paid` is what its last retry took, nil when it needed none.
  public mutating func succeed(paid: Double?) {
    if let paid {
      if rule.refunds { add(paid) }
    } else {
      add(rule.successGain)
    }
  }

  private mutating func add(_ units: Double) { level = min(rule.capacity, level + units) }
}
