/// A compiled probability law: plain numbers that the event loop can draw from without looking back.
@frozen
public struct Draw: Sendable, Hashable {
  /// The family of the law.
  @frozen
  public enum Family: UInt8, Sendable {
    /// Always `first`.
    case constant
    /// Exponential with mean `first`.
    case exponential
    /// Log-normal: `exp(first + second × Z)`.
    case lognormal
    /// Gamma with shape `first` and scale `second`.
    case gamma
    /// Uniform from `first` to `first + second`.
    case uniform
  }

  /// The family of the law.
  public var family: Family
  /// The first parameter.
  public var first: Double
  /// The second parameter.
  public var second: Double

  /// A law from its parameters.
  public init(_ family: Family, _ first: Double, _ second: Double = 0) {
    self.family = family
    self.first = first
    self.second = second
  }

  /// Always zero.
  public static let nothing = Draw(.constant, 0)

  /// The mean of the law.
  public var mean: Double {
    switch family {
    case .constant, .exponential: first
    case .lognormal: Elementary.exp(first + second * second / 2)
    case .gamma: first * second
    case .uniform: first + second / 2
    }
  }

  /// The value that belongs to a purpose, an entity and an index.
  @inlinable @inline(__always)
  public func value(
    _ random: borrowing RandomSource,
    _ ziggurat: borrowing Ziggurat,
    purpose: UInt32,
    entity: UInt64,
    index: UInt32
  ) -> Double {
    switch family {
    case .constant:
      first
    case .exponential:
      first * ziggurat.exponential(random, purpose: purpose, entity: entity, index: index)
    case .lognormal:
      Elementary.exp(
        first + second * ziggurat.normal(random, purpose: purpose, entity: entity, index: index)
      )
    case .uniform:
      first + second * random.uniform(purpose: purpose, entity: entity, index: index)
    case .gamma:
      gamma(random, ziggurat, purpose: purpose, entity: entity, index: index)
    }
  }

  /// Marsaglia, Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000).
  @usableFromInline @inline(never)
  func gamma(
    _ random: borrowing RandomSource,
    _ ziggurat: borrowing Ziggurat,
    purpose: UInt32,
    entity: UInt64,
    index: UInt32
  ) -> Double {
    let boosted = first < 1 ? first + 1 : first
    let d = boosted - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    var attempt = index
    var result = 0.0
    while true {
      let z = ziggurat.normal(random, purpose: purpose, entity: entity, index: attempt)
      let root = 1 + c * z
      let v = root * root * root
      let u = random.uniform(
        purpose: purpose,
        entity: entity ^ Further.acceptance,
        index: attempt
      )
      if v > 0, Elementary.log(1 - u) < 0.5 * z * z + d - d * v + d * Elementary.log(v) {
        result = d * v
        break
      }
      attempt &+= 0x0001_0000
    }
    if first < 1 {
      let u = random.uniform(purpose: purpose, entity: entity ^ Further.boost, index: index)
      result *= Elementary.pow(1 - u, 1 / first)
    }
    return result * second
  }
}
