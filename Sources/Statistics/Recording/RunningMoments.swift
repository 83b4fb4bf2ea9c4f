/// Mean and variance of numbers that arrive one by one.
///
/// One pass without cancellation (Welford, "Note on a method for calculating corrected sums of
/// squares and products", Technometrics 4, 1962); merging after Chan, Golub and LeVeque (1983).
public struct RunningMoments: Hashable, Sendable {
  /// How many numbers came.
  public private(set) var count = 0
  /// Their mean; 0 when none came.
  public private(set) var mean = 0.0
  private var squares = 0.0

  /// No numbers yet.
  public init() {}

  /// The moments of a sequence of numbers.
  public init(of values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  /// Adds a number.
  public mutating func add(_ value: Double) {
    count += 1
    let before = value - mean
    mean += before / Double(count)
    squares += before * (value - mean)
  }

  /// Adds what another accumulator saw.
  ///
  /// Rounding depends on the order of merging; merge by index where bytes must repeat.
  public mutating func merge(_ other: RunningMoments) {
    guard other.count > 0 else { return }
    let total = Double(count + other.count)
    let distance = other.mean - mean
    squares += other.squares + distance * distance * Double(count) * Double(other.count) / total
    mean += distance * Double(other.count) / total
    count += other.count
  }

  /// The sum of squared distances from the mean.
  public var sumOfSquares: Double { squares }

  /// The sample variance with divisor n − 1; nil for fewer than two numbers.
  public var variance: Double? { count < 2 ? nil : squares / Double(count - 1) }

  /// The square root of the sample variance; nil for fewer than two numbers.
  public var standardDeviation: Double? { variance.map { $0.squareRoot() } }
}
