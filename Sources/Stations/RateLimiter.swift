/// One rate limit of a provider: a continuous bucket, a fixed window, a sliding log or a calendar.
///
/// It decides from exact arithmetic on the time it is told; nothing ticks. A level may become
/// negative by a settlement and then admits nothing until it has refilled: clamping it at zero would
/// create tokens.
///
/// What is charged while it is produced flows off at a rate: between two changes of that rate the level
/// is a straight line, so nothing ticks here either.
public struct RateLimiter: ~Copyable {
  /// How the limiter works.
  public enum Rule: UInt8, Sendable {
    /// Refills continuously up to its depth.
    case bucket
    /// Counts from zero in each window of the clock.
    case fixedWindow
    /// Counts what was admitted in the last window.
    case slidingLog
    /// Counts from zero after each of the moments that it was given.
    case calendar
  }

  /// How it works.
  public let rule: Rule
  /// Units per window, as they are now.
  public private(set) var limit: Double
  /// Units per window as they were agreed.
  public let agreed: Double
  /// The window in nanoseconds.
  public let window: Int64
  /// The most units at once: the depth of the bucket, or the limit of the window.
  public private(set) var depth: Double
  private let agreedDepth: Double
  /// Units per nanosecond, as they are now.
  @usableFromInline var rate: Double
  /// Units that may still be spent; of a bucket, as of `updated`.
  @usableFromInline var level: Double
  @usableFromInline var updated: Int64 = 0
  private var log = AdmissionLog()
  /// When a calendar starts again, and which of those moments comes next.
  private let resets: [Int64]
  private var nextReset = 0
  /// Units that flow off in a nanosecond, as a whole number of `flowUnit`s, so that streams that end
  /// leave exactly nothing behind.
  @usableFromInline var flow: Int64 = 0

  /// Parts of a unit in a nanosecond in which flows are counted.
  public static let flowUnit = 0x1p-52

  /// A limiter that starts full.
  ///
  /// - Parameters:
  ///   - rule: How it works.
  ///   - limit: Units per window.
  ///   - window: The window in nanoseconds; of a calendar about as long as its periods.
  ///   - depth: The depth of a bucket; the other rules use the limit.
  ///   - resets: When a calendar starts again, the earliest first.
  /// - Precondition: limit, window and depth are positive.
  public init(rule: Rule, limit: Double, window: Int64, depth: Double, resets: [Int64] = []) {
    precondition(limit > 0 && window > 0 && depth > 0, "a limit, its window and depth are positive")
    self.resets = resets
    self.rule = rule
    self.limit = limit
    self.window = window
    self.depth = rule == .bucket ? depth : limit
    agreed = limit
    rate = limit / Double(window)
    agreedDepth = self.depth
    level = self.depth
  }

  /// Brings the level up to a time.
  @inlinable @inline(__always)
  mutating func refill(to now: Int64) {
    guard rule == .bucket else { return refillWindow(to: now) }
    // Admission asks and spends at one moment.
    if now == updated { return }
    let net = rate - Double(flow) * RateLimiter.flowUnit
    level = min(depth, level + Double(now - updated) * net)
    updated = now
  }

  /// Brings the level up to a time, of all rules but the bucket.
  @usableFromInline @inline(never)
  mutating func refillWindow(to now: Int64) {
    switch rule {
    case .bucket:
      preconditionFailure("a bucket has no window")
    case .fixedWindow:
      let isNew = now / window != updated / window
      if isNew { level = limit }
      drain(from: isNew ? now / window * window : updated, to: now)
    case .slidingLog:
      level = min(depth, level + log.expire(before: now - window))
    case .calendar:
      var start = updated
      while nextReset < resets.count, resets[nextReset] <= now {
        start = resets[nextReset]
        level = limit
        nextReset += 1
      }
      drain(from: start, to: now)
    }
    updated = now
  }

  /// Lets the limiter admit another share of what was agreed from now on.
  ///
  /// What a bucket holds above its new depth is lost; a window keeps count of what it has admitted.
  ///
  /// - Precondition: the share is above zero.
  public mutating func setShare(_ share: Double, now: Int64) {
    precondition(share > 0, "a limiter that admits nothing has no rate")
    refill(to: now)
    let before = limit
    limit = agreed * share
    rate = limit / Double(window)
    depth = agreedDepth * share
    level = rule == .bucket ? min(level, depth) : level + (limit - before)
  }

  /// Takes what has flowed off between two times.
  private mutating func drain(from start: Int64, to end: Int64) {
    guard flow != 0 else { return }
    level -= Double(flow) * RateLimiter.flowUnit * Double(end - start)
  }

  /// Lets units flow off from now on, on top of those that do already; a negative number ends it.
  ///
  /// A sliding log has no flow: it is charged at the end.
  ///
  /// - Parameters:
  ///   - parts: How many `flowUnit`s in a nanosecond.
  ///   - now: When it begins.
  public mutating func changeFlow(by parts: Int64, now: Int64) {
    guard rule != .slidingLog else { return }
    refill(to: now)
    flow += parts
    precondition(flow >= 0, "no more flows end than have begun")
  }

  /// Units that a flow has taken in a span; nothing of a sliding log, which has none.
  public func flowed(_ parts: Int64, over span: Int64) -> Double {
    rule == .slidingLog ? 0 : Double(parts) * RateLimiter.flowUnit * Double(span)
  }

  /// Nanoseconds until that many units would be admitted; zero when they are admitted now.
  ///
  /// A cost above the depth is treated as the depth: it passes a full limiter and leaves it negative.
  @inlinable @inline(__always)
  public mutating func wait(for cost: Double, now: Int64) -> Int64 {
    refill(to: now)
    let need = min(cost, depth)
    // A millionth of a unit absorbs the rounding of the refill, never a whole request.
    return level + 1e-6 >= need ? 0 : time(until: need, now: now)
  }

  /// Nanoseconds until the level reaches what is needed, which it is below.
  @usableFromInline @inline(never)
  func time(until need: Double, now: Int64) -> Int64 {
    switch rule {
    case .bucket:
      return Int64(((need - level) * Double(window) / limit).rounded(.up))
    case .fixedWindow:
      return (now / window + 1) * window - now
    case .slidingLog:
      return log.time(until: need - level).map { $0 + window - now } ?? window
    case .calendar:
      return nextReset < resets.count ? resets[nextReset] - now : window
    }
  }

  /// Takes units, without asking.
  @inlinable @inline(__always)
  public mutating func spend(_ cost: Double, now: Int64) {
    refill(to: now)
    level -= cost
    if rule == .slidingLog { note(cost, now: now) }
  }

  /// Notes units that are spent, until the window has passed them.
  @usableFromInline @inline(never)
  mutating func note(_ cost: Double, now: Int64) { log.append(time: now, cost: cost) }

  /// Charges an attempt that was refused, where refused attempts count.
  ///
  /// A window counts it like any other attempt. A bucket loses what has refilled since, but owes
  /// nothing: a debt without a bound would outlive every window of the provider.
  public mutating func spendRefused(_ cost: Double, now: Int64) {
    guard rule == .bucket else { return spend(cost, now: now) }
    refill(to: now)
    level = min(level, max(0, level - cost))
  }

  /// Gives units of an admission back at its settlement.
  ///
  /// A window that has ended since has forgotten the admission: then there is nothing to give back.
  ///
  /// - Parameters:
  ///   - units: What is given back, at most what was spent.
  ///   - admitted: When it was spent.
  ///   - now: When it is given back.
  public mutating func refund(_ units: Double, admitted: Int64, now: Int64) {
    refill(to: now)
    switch rule {
    case .bucket:
      level = min(depth, level + units)
    case .fixedWindow:
      if admitted / window == now / window { level = min(limit, level + units) }
    case .slidingLog:
      level += log.reduce(at: admitted, by: units)
    case .calendar:
      if nextReset == 0 || admitted >= resets[nextReset - 1] { level = min(limit, level + units) }
    }
  }

  /// Units that may be spent at a time.
  public mutating func available(now: Int64) -> Double {
    refill(to: now)
    return level
  }
}
