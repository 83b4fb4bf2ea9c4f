/// Exponential and logarithm whose every bit is ours.
///
/// C libraries differ in the last place of `exp` and `log`, and choose another version by processor. A
/// simulation that takes them from there gives other numbers on another machine. These use additions,
/// multiplications and divisions alone, which IEEE 754 pins: the same bits everywhere.
public enum Elementary {
  /// e to the power `x`, within one unit in the last place.
  ///
  /// Overflows to infinity above 709.78; below −708 it is zero (no subnormal results).
  @inlinable
  public static func exp(_ x: Double) -> Double {
    // No number at all is not below 700 either.
    guard isModerate(x) else { return extremeExp(x) }
    return moderateExp(x)
  }

  /// Whether the exponential of a number is far from the ends of the range.
  @inlinable @inline(__always)
  public static func isModerate(_ x: Double) -> Bool { abs(x) < 700 }

  /// Replaces moderate numbers by their exponentials: each is what `exp` of it is.
  ///
  /// The processor has instructions for two numbers at once, which take as long as those for one.
  @inlinable @inline(__always)
  public static func exponentiate(_ numbers: UnsafeMutablePointer<Double>, _ count: Int) {
    var i = 0
    while i < count {
      numbers[i] = moderateExp(numbers[i])
      i &+= 1
    }
  }

  /// The exponential of a moderate number.
  @inlinable @inline(__always)
  static func moderateExp(_ x: Double) -> Double {
    let (sum, shifted) = expParts(x)
    // Shifted up, the lowest bits are the exponent of 2ᵏ.
    return sum * Double(bitPattern: (shifted.bitPattern &+ 1023) &<< 52)
  }

  /// eʳ, and a number with k in its lowest bits.
  ///
  /// x = k ln 2 + r with |r| ≤ ln 2 / 2, and the Taylor series of eʳ to its 13th term, whose remainder
  /// is below 5·10⁻¹⁸. The sum is grouped so that the processor works on several parts at once.
  @inlinable @inline(__always)
  static func expParts(_ x: Double) -> (Double, Double) {
    // Adding 1.5·2⁵² rounds to the nearest whole number, which then stands in the lowest bits.
    let shifted = x * 1.44269504088896338700 + 0x1.8p52
    let k = shifted - 0x1.8p52
    let r = (x - k * 0x1.62E42FEE0p-1) - k * 0x1.A39EF35793C76p-33
    let r2 = r * r
    let r4 = r2 * r2
    let a = 0.5 + r * (1 / 6.0) + r2 * (1 / 24.0 + r * (1 / 120.0))
    let b = 1 / 720.0 + r * (1 / 5040.0) + r2 * (1 / 40_320.0 + r * (1 / 362_880.0))
    let c =
      1 / 3_628_800.0 + r * (1 / 39_916_800.0)
      + r2 * (1 / 479_001_600.0 + r * (1 / 6_227_020_800.0))
    return (1 + (r + r2 * (a + r4 * (b + r4 * c))), shifted)
  }

  /// The exponential of a number whose result is near the ends of the range, or of no number.
  @usableFromInline @inline(never)
  static func extremeExp(_ x: Double) -> Double {
    if x > 709.782712893383973 { return .infinity }
    if x < -708 { return 0 }
    guard x == x else { return x }
    let (sum, shifted) = expParts(x)
    let k = Int64(Int32(truncatingIfNeeded: shifted.bitPattern))
    // 2¹⁰²⁴ is no number, half of it is.
    if x > 0 { return sum * 2 * Double(bitPattern: UInt64(bitPattern: k + 1022) << 52) }
    return sum * Double(bitPattern: UInt64(bitPattern: k + 1023) << 52)
  }

  /// The natural logarithm of `x`, within one unit in the last place.
  ///
  /// x = 2ᵏ m with m from √½ to √2, and log m = 2 artanh s with s = (m − 1)/(m + 1), by its series to
  /// s²¹, whose remainder is below 10⁻¹⁸. Minus infinity at zero, not a number below it.
  public static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return x }
    var k = Double(x.exponent)
    var m = x.significand
    if m > 1.41421356237309505 {
      m *= 0.5
      k += 1
    }
    let f = m - 1
    let s = f / (2 + f)
    let z = s * s
    var series = 0.0
    var odd = 21.0
    while odd > 1 {
      series = z * (series + 2 / odd)
      odd -= 2
    }
    // log(1 + f) = f − s (f − series): f is exact, what is taken from it is small.
    return k * 0x1.62E42FEE0p-1 + (f - (s * (f - series) - k * 0x1.A39EF35793C76p-33))
  }

  /// `base` to a power, for bases above zero, by exponential and logarithm.
  ///
  /// Its relative error is that of `log` times the size of power × log `base`: some units in the last
  /// place for the numbers that laws are drawn with.
  public static func pow(_ base: Double, _ power: Double) -> Double { exp(power * log(base)) }
}
