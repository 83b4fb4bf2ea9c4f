import Kernel

/// How long a client library waits before its next attempt, and when it gives up.
///
/// Compiled from a preset; the formulas are those of the libraries named in `models/limits/clients.yaml`.
public struct Backoff: Sendable {
  /// The kind of jitter.
  public enum Jitter: UInt8, Sendable {
    /// None.
    case none
    /// `delay × (1 − amount × u)`.
    case shorten
    /// `delay + amount × u` seconds.
    case add
    /// `delay × u`.
    case full
    /// `delay / 2 × (1 + u)`.
    case equal
    /// `min(cap, base + u × (3 × last − base))`, the first after `base`.
    case decorrelated
    /// `delay × (1 − amount + 2 × amount × u)`.
    case around
    /// From `amount` to the delay.
    case from
    /// `last × multiplier × (1 + u)`, the first after `base`.
    case growing
    /// `delay + amount × u` seconds, above the cap too.
    case addAbove
    /// `delay × −ln(1 − u)`.
    case exponential
  }

  /// Attempts in all, the first included.
  public var attempts: Int32
  /// The delay before the first retry, in nanoseconds.
  public var base: Double
  /// The same after an error that is no throttle, in nanoseconds; negative for the same.
  public var errorBase: Double
  /// What each further delay is multiplied by.
  public var multiplier: Double
  /// The longest delay, in nanoseconds.
  public var cap: Double
  /// The kind of jitter.
  public var jitter: Jitter
  /// A share, or nanoseconds for `add`, `addAbove` and `from`.
  public var amount: Double
  /// The longest Retry-After that is obeyed, in nanoseconds; negative when the header is ignored.
  public var obeysUpTo: Int64
  /// Whether an obeyed Retry-After is lengthened by `amount × u`.
  public var jittersHint: Bool
  /// Whether a longer Retry-After ends the call.
  public var longerFails: Bool
  /// Whether a 429 is retried.
  public var retriesThrottled: Bool
  /// Whether a server error or a timeout is retried.
  public var retriesErrors: Bool

  /// A client that tries once.
  public init() {
    attempts = 1
    base = 0
    errorBase = -1
    jittersHint = false
    multiplier = 2
    cap = 8e9
    jitter = .none
    amount = 0
    obeysUpTo = -1
    longerFails = false
    retriesThrottled = true
    retriesErrors = true
  }

  /// The delay before the attempt after `made` attempts, or nil to give up.
  ///
  /// - Parameters:
  ///   - made: Attempts made so far, at least one.
  ///   - throttled: Whether the last one met a 429; else it met an error or a timeout.
  ///   - retryAfter: The server's hint in nanoseconds, if it sent one.
  ///   - last: The delay before the last attempt, in nanoseconds; zero before the first retry.
  ///   - u: A random number in [0, 1).
  /// - Returns: Nanoseconds, or nil when the call fails now.
  public func delay(
    after made: Int32,
    throttled: Bool,
    retryAfter: Int64?,
    last: Int64 = 0,
    u: Double
  ) -> Int64? {
    guard made < attempts, throttled ? retriesThrottled : retriesErrors else { return nil }
    if let hint = retryAfter, hint > 0, obeysUpTo >= 0 {
      if hint <= obeysUpTo { return jittersHint ? hint + Int64(amount * u) : hint }
      if longerFails { return nil }
    }
    return Int64(own(made, from: throttled || errorBase < 0 ? base : errorBase, last, u))
  }

  /// The library's own delay, without a hint.
  private func own(_ made: Int32, from base: Double, _ last: Int64, _ u: Double) -> Double {
    var delay = base
    var k: Int32 = 1
    while k < made, delay < cap {
      delay *= multiplier
      k += 1
    }
    delay = min(delay, cap)
    let before = last > 0 ? Double(last) : base
    switch jitter {
    case .none: return delay
    case .shorten: return delay * (1 - amount * u)
    case .add: return min(delay + amount * u, cap)
    case .addAbove: return delay + amount * u
    case .full: return delay * u
    case .equal: return delay / 2 * (1 + u)
    case .decorrelated: return min(cap, base + u * (3 * before - base))
    case .around: return delay * (1 - amount + 2 * amount * u)
    case .from: return amount + u * (max(delay, amount) - amount)
    case .growing: return min(cap, before * multiplier * (1 + u))
    case .exponential: return min(-delay * Elementary.log(1 - u), 1e17)
    }
  }
}
