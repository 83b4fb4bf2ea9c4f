/// The random numbers of one replication.
///
/// A draw is a function of (seed, replication, purpose, entity, index). The purpose is a step of the
/// program, the entity a request: so the same request meets the same luck in both arms of a what-if,
/// and adding a step or an instance shifts nobody else's numbers.
@frozen
public struct RandomSource: ~Copyable {
  /// In memory of its own, so that handing the source on is handing on an address.
  @usableFromInline let generator: UnsafeMutablePointer<Philox>

  /// The numbers of one replication under a master seed.
  public init(seed: UInt64, replication: Int) {
    let step = UInt64(truncatingIfNeeded: replication) &* 0x9E37_79B9_7F4A_7C15
    generator = .allocate(capacity: 1)
    generator.initialize(to: Philox(key: RandomSource.mix(RandomSource.mix(seed) &+ step)))
  }

  deinit {
    generator.deallocate()
  }

  /// The finalizer of SplitMix64: a bijection that spreads every bit over the word.
  ///
  /// Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
  public static func mix(_ word: UInt64) -> UInt64 {
    var z = word &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A purpose from its name, by the FNV-1a hash.
  public static func purpose(_ name: String) -> UInt32 {
    var hash: UInt32 = 2_166_136_261
    for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return hash
  }

  /// Two independent 64-bit words for one draw.
  @inlinable @inline(__always)
  public func words(purpose: UInt32, entity: UInt64, index: UInt32) -> (UInt64, UInt64) {
    generator.pointee.block((entity, UInt64(purpose) &<< 32 | UInt64(index)))
  }

  /// A number in [0, 1), with 52 random bits.
  @inlinable
  public func uniform(purpose: UInt32, entity: UInt64, index: UInt32) -> Double {
    RandomSource.unit(words(purpose: purpose, entity: entity, index: index).0)
  }

  /// The number in [0, 1) that the upper 52 bits of a word stand for.
  @inlinable @inline(__always)
  public static func unit(_ word: UInt64) -> Double {
    // As the fraction of a number in [1, 2): quicker than a conversion, and exact.
    Double(bitPattern: word &>> 12 | 0x3FF0_0000_0000_0000) - 1
  }
}
