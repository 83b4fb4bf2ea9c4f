/// How long a request may wait in a line, by whether the line has been empty of late.
///
/// The variant of CoDel for servers (Maurer, "Fail at Scale", ACM Queue 13(8), 2015): while the line has
/// been empty within the last interval, a request may wait for the interval; when it has not, there is a
/// standing queue, and it may wait for the target only.
public struct ControlledDelay: Sendable {
  /// The interval in nanoseconds.
  public let interval: Int64
  private var lastEmpty: Int64 = 0

  /// A line that is empty at the start.
  public init(interval: Int64) { self.interval = interval }

  /// Whether there is a standing queue when a request comes.
  ///
  /// - Parameters:
  ///   - isEmpty: Whether nobody waits now.
  ///   - now: When.
  /// - Returns: Whether it may wait for the target only.
  public mutating func isStanding(isEmpty: Bool, now: Int64) -> Bool {
    if isEmpty { lastEmpty = now }
    return now - lastEmpty > interval
  }
}
