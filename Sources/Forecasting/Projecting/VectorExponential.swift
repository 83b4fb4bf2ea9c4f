/// The numbers that a batch of refits works on at once: two registers of most processors.
typealias Lanes = SIMD4<Double>

extension SIMD4<Double> {
  /// Its bits.
  fileprivate typealias Bits = SIMD4<Int64>
}

/// The exponential function of several numbers at once.
///
/// The argument is reduced by multiples of ln 2 in two parts (W. J. Cody and W. Waite 1980) and the
/// rest of at most ln 2/2 summed by its Taylor series to degree 12. Additions and products only, no
/// fused ones, so that the bits are the same on every processor; within two units in the last place.
///
/// - Parameter x: Arguments, held to −700…700.
/// - Returns: Their exponentials.
@inline(__always)
func exponential(_ x: Lanes) -> Lanes {
  let held = x.clamped(lowerBound: Lanes(repeating: -700), upperBound: Lanes(repeating: 700))
  // Adding 1.5·2⁵² leaves the nearest whole number in the lowest bits.
  let magic = Lanes(repeating: 6_755_399_441_055_744)
  let shifted = held * 1.442_695_040_888_963_4 + magic
  let whole = shifted - magic
  let rest = (held - whole * 0.693_147_180_369_123_8) - whole * 1.908_214_929_270_587_7e-10
  var sum = Lanes(repeating: 1 / 479_001_600)
  sum = sum * rest + 1 / 39_916_800
  sum = sum * rest + 1 / 3_628_800
  sum = sum * rest + 1 / 362_880
  sum = sum * rest + 1 / 40_320
  sum = sum * rest + 1 / 5040
  sum = sum * rest + 1 / 720
  sum = sum * rest + 1 / 120
  sum = sum * rest + 1 / 24
  sum = sum * rest + 1 / 6
  sum = sum * rest + 0.5
  sum = sum * rest + 1
  sum = sum * rest + 1
  let exponent = unsafeBitCast(shifted, to: Lanes.Bits.self) &<< 52
  return unsafeBitCast(unsafeBitCast(sum, to: Lanes.Bits.self) &+ exponent, to: Lanes.self)
}
