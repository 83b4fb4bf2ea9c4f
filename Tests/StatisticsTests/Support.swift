import Quantities
import Statistics

/// Whether two numbers differ by at most a share of the second one.
func close(_ value: Double, _ reference: Double, relative: Double) -> Bool {
  abs(value - reference) <= relative * abs(reference)
}

/// SplitMix64 (Steele, Lea and Flood, 2014): seeded, so that a failing test fails again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number strictly between 0 and 1.
  mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) / 9_007_199_254_740_992 }

  mutating func normal() -> Double { StandardNormal.quantile(Fraction(uniform())) }

  /// A span whose size is spread evenly over the powers of two, up to about two days.
  mutating func span() -> SimInterval {
    SimInterval(nanoseconds: Int64(next() >> (17 + next() % 46)))
  }
}

extension Histogram {
  init(of spans: some Sequence<SimInterval>) {
    self.init()
    for span in spans { record(span) }
  }
}
