/// SplitMix64 (Steele, Lea and Flood, 2014): seeded, so that a failing test fails again.
public struct SplitMix: RandomNumberGenerator, Sendable {
  /// The state; the seed at the start.
  public var state: UInt64

  /// A generator with that seed.
  public init(state: UInt64) {
    self.state = state
  }

  /// Sixty-four random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in 0..<`bound`.
  public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// One of several values.
  public mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

  /// A number strictly between 0 and 1.
  public mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }
}
