/// One rate limit of a provider: a continuous bucket, a fixed window or a sliding log.
///
/// It decides from exact arithmetic on the time it is told; nothing ticks. A level may become
/// negative by a settlement and then admits nothing until it has refilled: clamping it at zero would
/// create tokens.
public struct RateLimiter: ~Copyable {
  /// How the limiter works.
  public enum Rule: UInt8, Sendable {
    /// Refills continuously up to its depth.
    case bucket
    /// Counts from zero in each window of the clock.
    case fixedWindow
    /// Counts what was admitted in the last window.
    case slidingLog
  }

  /// How it works.
  public let rule: Rule
  /// Units per window.
  public let limit: Double
  /// The window in nanoseconds.
  public let window: Int64
  /// The most units at once: the depth of the bucket, or the limit of the window.
  public let depth: Double
  /// Units that may still be spent; of a bucket, as of `updated`.
  private var level: Double
  private var updated: Int64 = 0
  private var log = AdmissionLog()

  /// A limiter that starts full.
  ///
  /// - Precondition: limit, window and depth are positive.
  public init(rule: Rule, limit: Double, window: Int64, depth: Double) {
    precondition(limit > 0 && window > 0 && depth > 0, "a limit, its window and depth are positive")
    self.rule = rule
    self.limit = limit
    self.window = window
    self.depth = rule == .bucket ? depth : limit
    level = self.depth
  }

  /// Brings the level up to a time.
  private mutating func refill(to now: Int64) {
    switch rule {
    case .bucket:
      level = min(depth, level + Double(now - updated) * (limit / Double(window)))
      updated = now
    case .fixedWindow:
      if now / window != updated / window { level = limit }
      updated = now
    case .slidingLog:
      level += log.expire(before: now - window)
      updated = now
    }
  }

  /// Nanoseconds until that many units would be admitted; zero when they are admitted now.
  ///
  /// A cost above the depth is treated as the depth: it passes a full limiter and leaves it negative.
  public mutating func wait(for cost: Double, now: Int64) -> Int64 {
    refill(to: now)
    let need = min(cost, depth)
    // A millionth of a unit absorbs the rounding of the refill, never a whole request.
    if level + 1e-6 >= need { return 0 }
    switch rule {
    case .bucket:
      return Int64(((need - level) * Double(window) / limit).rounded(.up))
    case .fixedWindow:
      return (now / window + 1) * window - now
    case .slidingLog:
      return log.time(until: need - level).map { $0 + window - now } ?? window
    }
  }

  /// Takes units, without asking.
  public mutating func spend(_ cost: Double, now: Int64) {
    refill(to: now)
    level -= cost
    if rule == .slidingLog { log.append(time: now, cost: cost) }
  }

  /// Gives units back at a settlement, never beyond the depth.
  public mutating func refund(_ units: Double, now: Int64) {
    refill(to: now)
    level = min(depth, level + units)
  }

  /// Units that may be spent at a time.
  public mutating func available(now: Int64) -> Double {
    refill(to: now)
    return level
  }
}

/// The admissions of the last window, oldest first, in a ring that grows to the limit and no further.
struct AdmissionLog: ~Copyable {
  private var entries: UnsafeMutablePointer<(time: Int64, cost: Double)>
  private var capacity = 64
  private var head = 0
  private var count = 0

  init() {
    entries = .allocate(capacity: 64)
  }

  deinit {
    entries.deallocate()
  }

  mutating func append(time: Int64, cost: Double) {
    if count == capacity {
      let larger = UnsafeMutablePointer<(time: Int64, cost: Double)>.allocate(
        capacity: capacity * 2
      )
      for i in 0..<count { (larger + i).initialize(to: entries[(head + i) & (capacity - 1)]) }
      entries.deallocate()
      entries = larger
      capacity *= 2
      head = 0
    }
    (entries + ((head + count) & (capacity - 1))).initialize(to: (time, cost))
    count += 1
  }

  /// Drops what lies before a time, or at it, and returns the units that this frees.
  mutating func expire(before limit: Int64) -> Double {
    var freed = 0.0
    while count > 0, entries[head].time <= limit {
      freed += entries[head].cost
      head = (head + 1) & (capacity - 1)
      count -= 1
    }
    return freed
  }

  /// The time of the admission whose expiry has freed that many units; nil when all do not suffice.
  func time(until units: Double) -> Int64? {
    var freed = 0.0
    for i in 0..<count {
      let entry = entries[(head + i) & (capacity - 1)]
      freed += entry.cost
      if freed + 1e-6 >= units { return entry.time }
    }
    return nil
  }
}
