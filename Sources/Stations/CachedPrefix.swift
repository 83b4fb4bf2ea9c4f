/// A prefix of prompts in the cache of a provider: whether a call finds it, by the time since its use.
///
/// It is there from the first token of the call that wrote it. Its lifetime counts from that moment, or
/// anew from every use.
public struct CachedPrefix: Sendable {
  /// When it was written or last used; it may lie ahead of a call that comes before the first token.
  private var since = Int64.min

  /// A prefix that nobody has sent yet.
  public init() {}

  /// Whether a call finds it.
  ///
  /// - Parameters:
  ///   - now: When the call comes.
  ///   - lifetime: How long it is kept, in nanoseconds.
  /// - Returns: Whether it is there.
  public func isThere(now: Int64, lifetime: Int64) -> Bool {
    since != .min && since <= now && now - since <= lifetime
  }

  /// A call has used it.
  public mutating func use(now: Int64) { since = max(since, now) }

  /// A call writes it; it is there from a moment on, unless another call writes it earlier.
  public mutating func write(from moment: Int64, now: Int64) {
    if since <= now || since > moment { since = moment }
  }
}
