import Foundation
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

  /// An exponential number with mean 1.
  mutating func exponential() -> Double { -log(1 - RandomSource.unit(next())) }
}

/// Means of independent replications, and whether a reference lies within 4 standard errors of them.
func agrees(_ means: [Double], with reference: Double) -> Bool {
  let n = Double(means.count)
  let mean = means.reduce(0, +) / n
  let variance = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
  return abs(mean - reference) <= 4 * (variance / n).squareRoot()
}
