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
  }

  /// Attempts in all, the first included.
  public var attempts: Int32
  /// The delay before the first retry, in nanoseconds.
  public var base: Double
  /// What each further delay is multiplied by.
  public var multiplier: Double
  /// The longest delay, in nanoseconds.
  public var cap: Double
  /// The kind of jitter.
  public var jitter: Jitter
  /// A share, or nanoseconds for `add`.
  public var amount: Double
  /// The longest Retry-After that is obeyed, in nanoseconds; negative when the header is ignored.
  public var obeysUpTo: Int64
  /// Whether a longer Retry-After ends the call.
  public var longerFails: Bool
  /// Whether a 429 is retried.
  public var retriesThrottled: Bool
  /// Whether a server error or a timeout is retried.
  public var retriesErrors: Bool
  /// After that long an attempt is given up, in nanoseconds; negative for never.
  public var timeout: Int64

  /// A client that tries once.
  public init() {
    attempts = 1
    base = 0
    multiplier = 2
    cap = 8e9
    jitter = .none
    amount = 0
    obeysUpTo = -1
    longerFails = false
    retriesThrottled = true
    retriesErrors = true
    timeout = -1
  }

  /// The delay before the attempt after `made` attempts, or nil to give up.
  ///
  /// - Parameters:
  ///   - made: Attempts made so far, at least one.
  ///   - throttled: Whether the last one met a 429; else it met an error or a timeout.
  ///   - retryAfter: The server's hint in nanoseconds, if it sent one.
  ///   - u: A random number in [0, 1).
  /// - Returns: Nanoseconds, or nil when the call fails now.
  public func delay(after made: Int32, throttled: Bool, retryAfter: Int64?, u: Double) -> Int64? {
    guard made < attempts, throttled ? retriesThrottled : retriesErrors else { return nil }
    if let hint = retryAfter, hint > 0, obeysUpTo >= 0 {
      if hint <= obeysUpTo { return hint }
      if longerFails { return nil }
    }
    var delay = base
    var k: Int32 = 1
    while k < made, delay < cap {
      delay *= multiplier
      k += 1
    }
    delay = min(delay, cap)
    switch jitter {
    case .none: break
    case .shorten: delay *= 1 - amount * u
    case .add: delay = min(delay + amount * u, cap)
    case .full: delay *= u
    }
    return Int64(delay)
  }
}
