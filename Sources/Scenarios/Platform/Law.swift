/// A probability law of one positive quantity: seconds, tokens or bytes.
///
/// The unit belongs to the field that holds the law: durations are in seconds, lengths in tokens.
public struct Law: Hashable, Sendable {
  /// The family of a law.
  public enum Family: String, Hashable, Sendable, CaseIterable {
    /// Always the same value.
    case constant
    /// Exponential: memoryless, coefficient of variation 1.
    case exponential
    /// Log-normal: what service times and token lengths look like.
    case lognormal
    /// Gamma with a given mean and coefficient of variation.
    case gamma
    /// Uniform between two bounds.
    case uniform
  }

  /// The family.
  public var family: Family
  /// The mean of a constant, exponential or gamma; the median of a log-normal; a lower bound.
  public var first: Double
  /// Sigma of a log-normal, coefficient of variation of a gamma, upper bound of a uniform.
  public var second: Double

  /// A law given by its family and parameters; see `first` and `second` for their meaning.
  public init(_ family: Family, _ first: Double, _ second: Double = 0) {
    self.family = family
    self.first = first
    self.second = second
  }

  /// A law that always gives the same value.
  public static func constant(_ value: Double) -> Law { Law(.constant, value) }

  /// An exponential law with that mean.
  public static func exponential(mean: Double) -> Law { Law(.exponential, mean) }

  /// A log-normal law with that median and standard deviation of the logarithm.
  public static func lognormal(median: Double, sigma: Double) -> Law {
    Law(.lognormal, median, sigma)
  }
}

/// A bound on a count: a number, or the word `unbounded`.
public enum Limit: Hashable, Sendable {
  /// At most that many.
  case atMost(Int)
  /// No bound, said in words; never a large number.
  case unbounded
}
