public import Quantities

/// The mean over time of a whole number that changes at known points: a queue length, busy workers.
///
/// The area under the curve is kept as an exact integer, so areas of several replications add up the
/// same in every order.
public struct TimeWeightedMean: Hashable, Sendable {
  /// The value now.
  public private(set) var value: Int64
  /// The largest value so far.
  public private(set) var maximum: Int64
  /// The area so far, in units of the value times nanoseconds.
  public private(set) var area: Int128
  private var start: SimTime
  private var last: SimTime

  /// Starts with a value at a point in time.
  public init(_ value: Int64 = 0, at start: SimTime = .zero) {
    self.value = value
    maximum = value
    area = 0
    self.start = start
    last = start
  }

  /// Changes the value at a point in time.
  ///
  /// - Precondition: `time` does not lie before the change before.
  public mutating func change(to newValue: Int64, at time: SimTime) {
    advance(to: time)
    value = newValue
    maximum = max(maximum, newValue)
  }

  /// Forgets what was before a point in time: the end of the warm-up.
  ///
  /// - Precondition: `time` does not lie before the last change.
  public mutating func restart(at time: SimTime) {
    advance(to: time)
    area = 0
    maximum = value
    start = time
  }

  /// The mean from the start until a point in time; the value itself when no time has passed.
  ///
  /// - Precondition: `time` does not lie before the last change.
  public func mean(until time: SimTime) -> Double {
    var copy = self
    copy.advance(to: time)
    let span = (time - start).nanoseconds
    return span == 0 ? Double(value) : Double(copy.area) / Double(span)
  }

  private mutating func advance(to time: SimTime) {
    precondition(time >= last, "time does not run backwards")
    area += Int128(value) * Int128((time - last).nanoseconds)
    last = time
  }
}
