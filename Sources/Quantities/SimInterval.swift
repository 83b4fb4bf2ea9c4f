/// A span of simulated time, in whole nanoseconds.
///
/// May be negative, as the difference of two points can be. Sums and differences beyond 292 years
/// overflow and trap.
@frozen
public struct SimInterval: Hashable, Comparable, Sendable {
  /// The length in nanoseconds; negative for a span backwards.
  public var nanoseconds: Int64

  /// No time at all.
  public static let zero = SimInterval(nanoseconds: 0)

  /// The longest span that the input may name: a hundred years.
  public static let longest = SimInterval(nanoseconds: 100 * 365 * 86_400 * 1_000_000_000)

  /// A span of that many nanoseconds.
  @inlinable
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// A span of seconds, rounded to the nearest nanosecond.
  ///
  /// - Precondition: `seconds` is finite and shorter than 292 years.
  public init(seconds: Double) {
    precondition(seconds.isFinite && abs(seconds) < 9.2e9, "a span is finite and under 292 years")
    self.init(nanoseconds: Int64((seconds * 1e9).rounded()))
  }

  /// A span of whole milliseconds.
  ///
  /// - Precondition: it is shorter than 292 years.
  public static func milliseconds(_ count: Int64) -> SimInterval {
    SimInterval(nanoseconds: count * 1_000_000)
  }

  /// A span of whole seconds.
  ///
  /// - Precondition: it is shorter than 292 years.
  public static func seconds(_ count: Int64) -> SimInterval {
    SimInterval(nanoseconds: count * 1_000_000_000)
  }

  /// The length in seconds.
  public var seconds: Double { Double(nanoseconds) / 1e9 }

  /// The length in milliseconds.
  public var milliseconds: Double { Double(nanoseconds) / 1e6 }

  /// Whether the left span is shorter.
  @inlinable
  public static func < (a: SimInterval, b: SimInterval) -> Bool { a.nanoseconds < b.nanoseconds }

  /// The two spans one after the other.
  @inlinable
  public static func + (a: SimInterval, b: SimInterval) -> SimInterval {
    SimInterval(nanoseconds: a.nanoseconds + b.nanoseconds)
  }

  /// What is left of the first span once the second is taken away.
  @inlinable
  public static func - (a: SimInterval, b: SimInterval) -> SimInterval {
    SimInterval(nanoseconds: a.nanoseconds - b.nanoseconds)
  }
}
