/// Tables of the ziggurat method with 256 layers, for one decreasing density on [0, ∞).
///
/// Marsaglia, Tsang, "The ziggurat method for generating random variables", J. Stat. Softw. 5(8), 2000.
/// The tail beyond the last layer is drawn exactly, so nothing is cut off.
struct ZigguratTable: Sendable {
  /// Right edge of each layer; `x[0]` belongs to the base layer, tail included.
  let x: [Double]
  /// Density at each edge.
  let y: [Double]
  /// Where the tail starts.
  let tail: Double

  /// A table from the tail's start, the common area of the layers, the density and its inverse.
  init(tail: Double, area: Double, density: (Double) -> Double, inverse: (Double) -> Double) {
    var x = [Double](repeating: 0, count: 257)
    var y = [Double](repeating: 0, count: 257)
    x[0] = area / density(tail)
    y[0] = 0
    x[1] = tail
    y[1] = density(tail)
    for i in 2..<256 {
      y[i] = y[i - 1] + area / x[i - 1]
      x[i] = inverse(y[i])
    }
    x[256] = 0
    y[256] = 1
    self.x = x
    self.y = y
    self.tail = tail
  }

  /// The exponential density e^−x.
  static let exponential = ZigguratTable(
    tail: 7.697117470131050077,
    area: 0.0039496598225815571993,
    density: { Elementary.exp(-$0) },
    inverse: { -Elementary.log($0) }
  )

  /// The normal density e^(−x²/2), right half.
  static let normal = ZigguratTable(
    tail: 3.6541528853610088,
    area: 0.00492867323399,
    density: { Elementary.exp(-0.5 * $0 * $0) },
    inverse: { (-2 * Elementary.log($0)).squareRoot() }
  )
}

/// Draws from the exponential and the normal law by ziggurat tables in raw memory.
///
/// Every replication owns one: 8 KiB of tables, which the loop reads without counting a reference.
@frozen
public struct Ziggurat: ~Copyable {
  @usableFromInline let exponentialX: UnsafeMutablePointer<Double>
  private let exponentialY: UnsafeMutablePointer<Double>
  @usableFromInline let normalX: UnsafeMutablePointer<Double>
  private let normalY: UnsafeMutablePointer<Double>

  /// The tables of both laws.
  public init() {
    exponentialX = Ziggurat.copy(ZigguratTable.exponential.x)
    exponentialY = Ziggurat.copy(ZigguratTable.exponential.y)
    normalX = Ziggurat.copy(ZigguratTable.normal.x)
    normalY = Ziggurat.copy(ZigguratTable.normal.y)
  }

  deinit {
    exponentialX.deallocate()
    exponentialY.deallocate()
    normalX.deallocate()
    normalY.deallocate()
  }

  private static func copy(_ values: [Double]) -> UnsafeMutablePointer<Double> {
    let memory = UnsafeMutablePointer<Double>.allocate(capacity: values.count)
    memory.initialize(from: values, count: values.count)
    return memory
  }

  /// An exponential number with mean 1 that belongs to a purpose, an entity and an index.
  @inlinable @inline(__always)
  public func exponential(
    _ random: borrowing RandomSource,
    purpose: UInt32,
    entity: UInt64,
    index: UInt32
  ) -> Double {
    let word = random.words(purpose: purpose, entity: entity, index: index).0
    return exponential(word, random, purpose: purpose, entity: entity, index: index)
  }

  /// An exponential number with mean 1 from a random word; purpose, entity and index name the
  /// further words that one draw in ninety needs.
  ///
  /// - Complexity: one table look-up in 98.9 % of the draws.
  @inlinable @inline(__always)
  public func exponential(
    _ word: UInt64,
    _ random: borrowing RandomSource,
    purpose: UInt32,
    entity: UInt64,
    index: UInt32
  ) -> Double {
    let layer = Int(truncatingIfNeeded: word & 255)
    let x = RandomSource.unit(word) * exponentialX[layer]
    if x < exponentialX[layer &+ 1] { return x }
    return rareExponential(word, random, purpose: purpose, entity: entity, index: index)
  }

  /// The exponential numbers with mean 1 of two entities in a row, from one block of random bits.
  ///
  /// - Parameters:
  ///   - random: Where the bits come from.
  ///   - purpose: What the numbers are for.
  ///   - number: The first of the two entities, an even number.
  /// - Returns: The number of each.
  @inlinable @inline(__always)
  public func exponentials(
    _ random: borrowing RandomSource,
    purpose: UInt32,
    number: UInt64
  ) -> (Double, Double) {
    let words = random.words(purpose: purpose, entity: number &>> 1, index: 0)
    let first = exponential(words.0, random, purpose: purpose, entity: number, index: 0)
    let second = exponential(words.1, random, purpose: purpose, entity: number &+ 1, index: 0)
    return (first, second)
  }

  /// The draws that fall outside the rectangle of their layer.
  @usableFromInline @inline(never)
  func rareExponential(
    _ first: UInt64,
    _ random: borrowing RandomSource,
    purpose: UInt32,
    entity: UInt64,
    index: UInt32
  ) -> Double {
    var word = first
    var retry = index
    var offset = 0.0
    while true {
      let layer = Int(truncatingIfNeeded: word & 255)
      let x = RandomSource.unit(word) * exponentialX[layer]
      if x < exponentialX[layer + 1] { return offset + x }
      retry &+= Further.step
      let more = random.words(purpose: purpose, entity: entity ^ Further.wedge, index: retry)
      if layer == 0 {
        // The tail of an exponential is the same exponential again, further out.
        offset += ZigguratTable.exponential.tail
      } else {
        let low = exponentialY[layer]
        let high = exponentialY[layer + 1]
        if low + RandomSource.unit(more.1) * (high - low) < Elementary.exp(-x) { return offset + x }
      }
      word = more.0
    }
  }

  /// A standard normal number.
  ///
  /// - Complexity: one table look-up in 98.8 % of the draws.
  @inlinable @inline(__always)
  public func normal(
    _ random: borrowing RandomSource,
    purpose: UInt32,
    entity: UInt64,
    index: UInt32
  ) -> Double {
    let words = random.words(purpose: purpose, entity: entity, index: index)
    let layer = Int(truncatingIfNeeded: words.0 & 255)
    let x = RandomSource.unit(words.0) * normalX[layer]
    if x < normalX[layer &+ 1] {
      // Bit 8 is the sign; moved there, it costs no branch that nobody can predict.
      return Double(bitPattern: x.bitPattern | (words.0 & 256) &<< 55)
    }
    return rareNormal(words, random, purpose: purpose, entity: entity, index: index)
  }

  /// The draws that fall outside the rectangle of their layer.
  @usableFromInline @inline(never)
  func rareNormal(
    _ first: (UInt64, UInt64),
    _ random: borrowing RandomSource,
    purpose: UInt32,
    entity: UInt64,
    index: UInt32
  ) -> Double {
    var words = first
    var retry = index
    while true {
      let layer = Int(truncatingIfNeeded: words.0 & 255)
      let negative = words.0 & 256 != 0
      let x = RandomSource.unit(words.0) * normalX[layer]
      if x < normalX[layer + 1] { return negative ? -x : x }
      if layer == 0 {
        let tail = normalTail(random, purpose: purpose, entity: entity, index: retry)
        return negative ? -tail : tail
      }
      let low = normalY[layer]
      let high = normalY[layer + 1]
      if low + RandomSource.unit(words.1) * (high - low) < Elementary.exp(-0.5 * x * x) {
        return negative ? -x : x
      }
      retry &+= Further.step
      words = random.words(purpose: purpose, entity: entity ^ Further.wedge, index: retry)
    }
  }

  /// The tail beyond the last layer: Marsaglia, "Generating a variable from the tail of the normal
  /// distribution", Technometrics 6 (1964).
  private func normalTail(
    _ random: borrowing RandomSource,
    purpose: UInt32,
    entity: UInt64,
    index: UInt32
  ) -> Double {
    let start = ZigguratTable.normal.tail
    var attempt = index
    while true {
      attempt &+= Further.step
      let words = random.words(purpose: purpose, entity: entity ^ Further.tail, index: attempt)
      let x = -Elementary.log(1 - RandomSource.unit(words.0)) / start
      let y = -Elementary.log(1 - RandomSource.unit(words.1))
      if y + y > x * x { return start + x }
    }
  }
}

/// Marks that keep the further words of one draw apart from the first words of all others.
enum Further {
  /// Added to the index at each retry; draws number their own indices from 0 far below it.
  static let step: UInt32 = 0x0010_0000
  /// Rejection in a wedge.
  static let wedge: UInt64 = 0x8000_0000_0000_0000
  /// The tail of the normal law.
  static let tail: UInt64 = 0x4000_0000_0000_0000
  /// The acceptance test of the gamma law.
  static let acceptance: UInt64 = 0x2000_0000_0000_0000
  /// The boost of a gamma law with a shape below one.
  static let boost: UInt64 = 0x1000_0000_0000_0000
}
