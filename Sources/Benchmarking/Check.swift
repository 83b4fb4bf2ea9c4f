public import Quantities
import Simulating
import Statistics

/// What theory says about a workload, and what the engine answered.
public struct Check: Sendable, Hashable {
  /// What is compared, in words: `mean time in system`.
  public let quantity: String
  /// Its unit; empty for a plain number.
  public let unit: String
  /// The exact value.
  public let expected: Double
  /// The simulated value.
  public let measured: Double
  /// The lower end of the interval around the simulated value.
  public let low: Double
  /// The upper end.
  public let high: Double
  /// The share of such intervals that hold the true value; 1 where nothing is left to chance.
  public let confidence: Fraction

  /// A comparison.
  public init(
    quantity: String,
    unit: String,
    expected: Double,
    measured: Double,
    low: Double,
    high: Double,
    confidence: Fraction = Check.confidence
  ) {
    self.quantity = quantity
    self.unit = unit
    self.expected = expected
    self.measured = measured
    self.low = low
    self.high = high
    self.confidence = confidence
  }

  /// Whether the exact value lies in the interval.
  public var agrees: Bool { low <= expected && expected <= high }

  /// The confidence of the intervals: one check in a thousand fails by chance, always the same one,
  /// since the seeds are fixed.
  public static let confidence = Fraction(0.999)
}

/// A mean that theory gives exactly, and how a run measures it.
struct KnownMean: Sendable {
  let quantity: String
  let unit: String
  let expected: Double
  /// A total of one replication, and what it is divided by.
  let totals: @Sendable (Measurement) -> (sum: Double, count: Double)

  /// The comparison, from independent replications; a mean nobody can estimate does not agree.
  func check(_ runs: [Measurement]) -> Check {
    let totals = runs.map(totals)
    let estimate = ratioInterval(
      numerators: totals.map(\.sum),
      denominators: totals.map(\.count),
      level: Check.confidence
    ).estimate
    return Check(
      quantity: quantity,
      unit: unit,
      expected: expected,
      measured: estimate?.value ?? .nan,
      low: estimate?.low ?? .nan,
      high: estimate?.high ?? .nan
    )
  }
}
