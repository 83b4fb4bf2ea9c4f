import Quantities

extension SimInterval {
  /// A span of seconds that may be longer than the clock can tell: then the longest span.
  ///
  /// Close to saturation a finite mean can pass any calendar.
  init(cappedSeconds seconds: Double) {
    precondition(seconds >= 0, "a mean time is not negative")
    self = seconds < SimInterval.longest.seconds ? SimInterval(seconds: seconds) : .longest
  }
}

extension Fraction {
  /// A probability that rounding may have pushed past 0 or 1.
  init(rounding value: Double) {
    self.init(min(max(value, 0), 1))
  }
}

/// The time at which a falling tail probability reaches a value, by bisection to the last bit.
///
/// - Precondition: `tail` falls from more than `probability` at 0 to less than it somewhere.
func time(atWhichTail tail: (Double) -> Double, reaches probability: Double) -> Double {
  var (low, high) = (0.0, 1.0)
  while tail(high) > probability, high < 1e300 {
    low = high
    high *= 2
  }
  while true {
    let middle = low + (high - low) / 2
    if middle <= low || middle >= high { return middle }
    if tail(middle) > probability { low = middle } else { high = middle }
  }
}
