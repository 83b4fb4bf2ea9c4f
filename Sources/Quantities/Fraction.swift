/// A share of a whole: a number between 0 and 1.
public struct Fraction: Hashable, Comparable, Sendable {
  /// The share, 0…1.
  public var value: Double

  /// Nothing of it.
  public static let zero = Fraction(0)

  /// All of it.
  public static let one = Fraction(1)

  /// A share.
  ///
  /// - Precondition: `value` lies in 0…1.
  public init(_ value: Double) {
    precondition(value >= 0 && value <= 1, "a fraction lies between 0 and 1")
    self.value = value
  }

  /// The share in percent.
  public var percent: Double { value * 100 }

  /// Whether the left share is smaller.
  public static func < (a: Fraction, b: Fraction) -> Bool { a.value < b.value }
}
