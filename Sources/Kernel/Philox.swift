/// The counter-based random generator Philox2x64-7.
///
/// Its output is a pure function of a 64-bit key and a 128-bit counter: no state, no stream to
/// partition, the same answer for any order and any number of threads. Six rounds are the fewest that
/// pass every test of BigCrush; one more is the margin for which the authors publish known answers.
/// Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), table 2.
@frozen
public struct Philox: Sendable {
  /// Two 64-bit words.
  public typealias Block = (UInt64, UInt64)

  /// The keys of the rounds, made once from a key.
  @usableFromInline let keys: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

  /// The generator under a key.
  public init(key: UInt64) {
    let step: UInt64 = 0x9E37_79B9_7F4A_7C15
    keys = (
      key, key &+ step, key &+ 2 &* step, key &+ 3 &* step, key &+ 4 &* step, key &+ 5 &* step,
      key &+ 6 &* step
    )
  }

  /// The 128 random bits that belong to a counter.
  @inlinable @inline(__always)
  public func block(_ counter: Block) -> Block {
    var block = counter
    Philox.round(&block, keys.0)
    Philox.round(&block, keys.1)
    Philox.round(&block, keys.2)
    Philox.round(&block, keys.3)
    Philox.round(&block, keys.4)
    Philox.round(&block, keys.5)
    Philox.round(&block, keys.6)
    return block
  }

  @inlinable @inline(__always)
  static func round(_ block: inout Block, _ key: UInt64) {
    let product = block.0.multipliedFullWidth(by: 0xD2B7_4407_B1CE_6E93)
    block = (product.high ^ key ^ block.1, product.low)
  }
}
