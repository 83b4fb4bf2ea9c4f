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
      level = min(depth, level + log.expire(before: now - window))
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
    }
  }

  /// Units that may be spent at a time.
  public mutating func available(now: Int64) -> Double {
    refill(to: now)
    return level
  }
}

/// What was charged in the last window, oldest first, in a ring that grows to the busiest window.
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

  /// Takes units off an entry of a time; returns how many, none when it has expired.
  ///
  /// - Complexity: O(log n), and O(entries of the same time)
  mutating func reduce(at time: Int64, by units: Double) -> Double {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if entries[(head + middle) & (capacity - 1)].time < time {
        low = middle + 1
      } else {
        high = middle
      }
    }
    while low < count {
      let at = (head + low) & (capacity - 1)
      guard entries[at].time == time else { break }
      if entries[at].cost >= units {
        entries[at].cost -= units
        return units
      }
      low += 1
    }
    return 0
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
