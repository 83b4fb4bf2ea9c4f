/// The counter-based random generator Philox4x32-10.
///
/// Its output is a pure function of a 64-bit key and a 128-bit counter: no state, no stream to
/// partition, the same answer for any order and any number of threads.
/// Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
@frozen
public struct Philox: Sendable {
  /// Four 32-bit words.
  public typealias Block = (UInt32, UInt32, UInt32, UInt32)

  /// The 128 random bits that belong to a counter under a key.
  @inlinable @inline(__always)
  public static func block(counter: Block, key: (UInt32, UInt32)) -> Block {
    var (c0, c1, c2, c3) = counter
    var (k0, k1) = key
    for _ in 0..<10 {
      let p0 = UInt64(c0) &* 0xD251_1F53
      let p1 = UInt64(c2) &* 0xCD9E_8D57
      let n0 = UInt32(truncatingIfNeeded: p1 >> 32) ^ c1 ^ k0
      let n2 = UInt32(truncatingIfNeeded: p0 >> 32) ^ c3 ^ k1
      c1 = UInt32(truncatingIfNeeded: p1)
      c3 = UInt32(truncatingIfNeeded: p0)
      c0 = n0
      c2 = n2
      k0 = k0 &+ 0x9E37_79B9
      k1 = k1 &+ 0xBB67_AE85
    }
    return (c0, c1, c2, c3)
  }
}
