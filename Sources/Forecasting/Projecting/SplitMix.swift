/// A small generator of 64 random bits from a counter.
///
/// SplitMix64 (G. L. Steele, D. Lea and C. H. Flood 2014). Every path of a projection has its own, made of the seed and the number of the path, so the
/// luck of a path does not depend on how many others there are.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64, stream: UInt64) {
    state = SplitMix.mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
    state = SplitMix.mixed(state ^ (stream &* 0xD1B5_4A32_D192_ED03))
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return SplitMix.mixed(state)
  }

  /// A number in 0..<count, by the high half of a product; the bias is below count / 2⁶⁴.
  mutating func index(below count: Int) -> Int {
    Int(truncatingIfNeeded: UInt64(count).multipliedFullWidth(by: next()).high)
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
