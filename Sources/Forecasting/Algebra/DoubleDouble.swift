/// An unevaluated sum of two doubles: about 32 significant digits.
///
/// Error-free transformations after T. J. Dekker (1971) and D. E. Knuth (1969), the product by a
/// fused multiply-add. Used where a residual would otherwise cancel to nothing.
struct DoubleDouble {
  var high: Double
  var low: Double

  init(_ high: Double, _ low: Double = 0) {
    self.high = high
    self.low = low
  }

  /// The exact sum of two doubles.
  static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let total = a + b
    let part = total - a
    return DoubleDouble(total, (a - (total - part)) + (b - part))
  }

  /// The exact product of two doubles.
  static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let high = a * b
    return DoubleDouble(high, (-high).addingProduct(a, b))
  }

  static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    var result = sum(a.high, b.high)
    let tail = sum(a.low, b.low)
    result = quickSum(result.high, result.low + tail.high)
    return quickSum(result.high, result.low + tail.low)
  }

  static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    a + DoubleDouble(-b.high, -b.low)
  }

  static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let result = product(a.high, b.high)
    return quickSum(result.high, result.low + (a.high * b.low + a.low * b.high))
  }

  static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    let rest = a - b * DoubleDouble(first)
    let second = rest.high / b.high
    let last = rest - b * DoubleDouble(second)
    return quickSum(first, second) + DoubleDouble(last.high / b.high)
  }

  /// The square root of a number that is not negative: one step of Newton from that of a double.
  var squareRoot: DoubleDouble {
    guard high > 0 else { return DoubleDouble(0) }
    let root = DoubleDouble(high.squareRoot())
    return root + (self - root * root) / DoubleDouble(2 * root.high)
  }

  /// The nearest double.
  var rounded: Double { high + low }

  /// The exact sum when the first number is the larger.
  private static func quickSum(_ a: Double, _ b: Double) -> DoubleDouble {
    let total = a + b
    return DoubleDouble(total, b - (total - a))
  }
}
