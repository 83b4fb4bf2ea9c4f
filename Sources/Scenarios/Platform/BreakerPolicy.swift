public import Quantities

/// When a circuit breaker opens, and for how long; presets carry the library's version.
public struct BreakerPolicy: Hashable, Sendable {
  /// Its key in the file.
  public var name = ""
  /// Calls in its window; nil for a window of time.
  public var windowCalls: Int?
  /// The window of time, where it has no window of calls.
  public var window = SimInterval.seconds(10)
  /// Calls in the window below which shares say nothing.
  public var leastCalls = 1
  /// The share of failures from which it opens; nil for never.
  public var failureShare: Fraction?
  /// A call that takes longer is slow; nil for none.
  public var slowFrom: SimInterval?
  /// The share of slow calls from which it opens.
  public var slowShare = Fraction.one
  /// Failures in a row from which it opens; nil for never.
  public var failuresInARow: Int?
  /// How long it stays open the first time; each further time in a row by as much longer.
  public var openFor = SimInterval.seconds(60)
  /// The longest that it stays open; nil for always the same.
  public var openAtMost: SimInterval?
  /// Calls that it lets through half open.
  public var probes = 1
  /// Where the values come from.
  public var provenance = Provenance(source: "", asOf: "", grade: "")
  /// Further remarks.
  public var note: String?

  /// A breaker that never opens.
  public init() {}
}
