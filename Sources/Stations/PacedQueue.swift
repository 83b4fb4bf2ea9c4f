/// Work that passes at a rate, in the order of arrival, with credit for bursts.
///
/// A token bucket that waits instead of refusing: who comes takes his units at once, and waits until the
/// last of them has passed. The debt is the line, so nobody has to stand in one. Without credit it is a
/// server that takes 1/rate for each unit. A second rate bounds how fast credit is spent, as the burst
/// limit of a cloud disk does.
///
/// - Invariant: in any span t no more than `credit + rate · t` units pass, and no more than `most · t`.
public struct PacedQueue: Sendable {
  /// Units in a nanosecond for ever.
  public let rate: Double
  /// The most units in a nanosecond, while there is credit.
  public let most: Double
  /// The most credit, in units.
  public let credit: Double
  private var level: Double
  private var fast = 0.0
  private var updated: Int64 = 0

  /// What was counted since the start of the measurement.
  public struct Tally: Hashable, Sendable {
    /// Requests.
    public var requests: Int64 = 0
    /// Nanoseconds until they had passed, in all.
    public var time: Int64 = 0
    /// The longest of these.
    public var longest: Int64 = 0

    /// Nothing counted.
    public init() {}
  }

  /// What it has counted; whoever owns it forgets that at the end of a warm-up.
  public var tally = Tally()

  /// A queue that starts with all its credit.
  ///
  /// - Parameters:
  ///   - rate: Units in a nanosecond.
  ///   - most: The most units in a nanosecond while there is credit; infinity for no bound.
  ///   - credit: The most credit, in units.
  /// - Precondition: the rate is positive, `most` is not below it, credit is not negative.
  public init(rate: Double, most: Double = .infinity, credit: Double = 0) {
    precondition(rate > 0 && most >= rate, "a burst is not slower than the rate")
    precondition(credit >= 0, "credit is not negative")
    self.rate = rate
    self.most = most
    self.credit = credit
    level = credit
  }

  /// Takes units and says how long it is until the last of them has passed.
  ///
  /// - Parameters:
  ///   - units: How many, not negative.
  ///   - now: The time, never before that of the last call.
  /// - Returns: Nanoseconds.
  /// - Complexity: O(1)
  public mutating func take(_ units: Double, now: Int64) -> Int64 {
    let span = Double(now - updated)
    updated = now
    level = min(credit, level + span * rate) - units
    var wait = max(0, -level / rate)
    if most < .infinity {
      fast = min(0, fast + span * most) - units
      wait = max(wait, -fast / most)
    }
    // A billionth of a nanosecond absorbs the rounding of the level.
    let nanoseconds = Int64(min(wait - 1e-9, 9e18).rounded(.up))
    tally.requests += 1
    tally.time += nanoseconds
    tally.longest = max(tally.longest, nanoseconds)
    return nanoseconds
  }
}
