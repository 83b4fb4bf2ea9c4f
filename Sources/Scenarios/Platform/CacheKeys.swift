public import Quantities

/// The keys of a cache: how unequally they are asked for, and how long and where they are kept.
public struct CacheKeys: Hashable, Sendable {
  /// From when the lifetime of an entry counts.
  public enum Timer: String, Hashable, Sendable, CaseIterable {
    /// From the fetch.
    case fetch
    /// From the last use.
    case use
  }

  /// How many keys there are.
  public var count = 1
  /// The exponent s of Zipf's law: key k is asked for in proportion to 1/kˢ; 0 for all alike.
  public var zipf = 1.0
  /// How long an entry lives; nil for ever.
  public var timeToLive: SimInterval?
  /// From when that counts.
  public var timer: Timer = .fetch
  /// Whether only one request at a time fetches a key, and the others wait for what it finds.
  public var isSingleFlight = false
  /// How many entries there is room for; the least recently used one makes room.
  public var entries: Limit = .unbounded

  /// One key that is kept for ever.
  public init() {}
}
