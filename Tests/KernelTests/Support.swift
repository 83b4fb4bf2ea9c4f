import Kernel

/// SplitMix64 (Steele, Lea and Flood, 2014): seeded, so that a failing test fails again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return RandomSource.mix(state &- 0x9E37_79B9_7F4A_7C15)
  }

  /// A number in 0..<`bound`.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// Whether a sample mean lies within 4 standard errors of what it estimates.
func agrees(_ mean: Double, with expected: Double, deviation: Double, count: Int) -> Bool {
  abs(mean - expected) <= 4 * deviation / Double(count).squareRoot()
}

/// The mean of a function of `count` draws that differ in their entity alone.
func mean(of count: Int, _ value: (UInt64) -> Double) -> Double {
  var sum = 0.0
  for entity in 0..<UInt64(count) { sum += value(entity) }
  return sum / Double(count)
}
