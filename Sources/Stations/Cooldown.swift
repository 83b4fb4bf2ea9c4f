/// Whether a deployment behind a router rests, and why.
///
/// The rule of litellm's router: a 429 lets a deployment rest at once; so does a share of failures above
/// a limit in the present minute of the clock. Whether a deployment that stands alone rests is for the
/// caller to decide: litellm's does not.
public struct Cooldown: Sendable {
  /// How long it rests, in nanoseconds.
  public let span: Int64
  /// The share of failures in a minute above which it rests.
  public let failureShare: Double
  /// Attempts in that minute below which the share says nothing.
  public let leastAttempts: Int32
  private var restsUntil = Int64.min
  private var minute = Int64.min
  private var attempts: Int32 = 0
  private var failures: Int32 = 0

  /// A deployment that does not rest.
  public init(span: Int64, failureShare: Double, leastAttempts: Int32) {
    self.span = span
    self.failureShare = failureShare
    self.leastAttempts = leastAttempts
  }

  /// Whether it rests at a time.
  public func rests(now: Int64) -> Bool { now < restsUntil }

  /// An attempt has ended.
  ///
  /// - Parameters:
  ///   - failed: Whether it failed.
  ///   - throttled: Whether it met a 429.
  ///   - retryAfter: The server's hint in nanoseconds, if it sent one: it takes the place of the span.
  ///   - now: When.
  public mutating func note(failed: Bool, throttled: Bool, retryAfter: Int64?, now: Int64) {
    if now / 60_000_000_000 != minute {
      minute = now / 60_000_000_000
      attempts = 0
      failures = 0
    }
    attempts += 1
    guard failed else { return }
    failures += 1
    let isMany =
      attempts >= leastAttempts && Double(failures) > failureShare * Double(attempts)
    guard throttled || isMany else { return }
    let rest = throttled ? retryAfter ?? span : span
    restsUntil = max(restsUntil, now + rest)
  }
}
