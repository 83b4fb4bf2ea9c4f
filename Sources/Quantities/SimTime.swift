/// A point on the simulated clock: whole nanoseconds since the start of a replication.
///
/// `Int64` nanoseconds reach 292 years; a `Double` of seconds loses the nanosecond within the first.
/// A point and a span are different things: point − point = span, point + point does not compile.
@frozen
public struct SimTime: Hashable, Comparable, Sendable {
  /// Nanoseconds since the start.
  public var nanoseconds: Int64

  /// The start of every replication.
  public static let zero = SimTime(nanoseconds: 0)

  /// A point that many nanoseconds after the start.
  @inlinable
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Seconds since the start, for output.
  public var seconds: Double { Double(nanoseconds) / 1e9 }

  /// Whether the left point comes before the right one.
  @inlinable
  public static func < (a: SimTime, b: SimTime) -> Bool { a.nanoseconds < b.nanoseconds }

  /// The point that lies a span after another; before it for a negative span.
  @inlinable
  public static func + (point: SimTime, span: SimInterval) -> SimTime {
    SimTime(nanoseconds: point.nanoseconds + span.nanoseconds)
  }

  /// The span from the right point to the left one; negative when the left one comes first.
  @inlinable
  public static func - (later: SimTime, earlier: SimTime) -> SimInterval {
    SimInterval(nanoseconds: later.nanoseconds - earlier.nanoseconds)
  }
}
