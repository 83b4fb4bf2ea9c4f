#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The mean of independent numbers in its own standard errors, and what skewness does to it.
struct StudentizedMean {
  /// How many numbers.
  let count: Int
  /// Mean over standard error; infinite when all numbers are the same.
  let value: Double
  /// The skewness of the numbers; 0 when all are the same.
  let skewness: Double

  /// - Precondition: There are two numbers or more.
  init(of numbers: [Double]) {
    precondition(numbers.count > 1, "a standard error needs two numbers")
    count = numbers.count
    let size = Double(numbers.count)
    let mean = numbers.reduce(0, +) / size
    var (squares, cubes) = (0.0, 0.0)
    for number in numbers {
      let distance = number - mean
      squares += distance * distance
      cubes += distance * distance * distance
    }
    guard squares > 0 else {
      value = mean == 0 ? 0 : mean > 0 ? .infinity : -.infinity
      skewness = 0
      return
    }
    value = mean / (squares / (size - 1) / size).squareRoot()
    skewness = cubes / size / (squares / size * (squares / size).squareRoot())
  }

  /// Whether the skewness is more than chance gives to normal numbers, at 1 %.
  ///
  /// Its standard error is then √(6(n − 2)/((n + 1)(n + 3))) (Fisher, "The moments of the distribution for
  /// normal samples of measures of departure from normality", Proceedings of the Royal Society A 130,
  /// 1930).
  var isSkewed: Bool {
    let n = Double(count)
    let error = (6 * (n - 2) / ((n + 1) * (n + 3))).squareRoot()
    return abs(skewness) > 2.5758293035489004 * error
  }

  /// The value with its skewness removed, so that Student's distribution fits.
  ///
  /// The mean and the deviation of skewed numbers rise and fall together, and intervals of t miss on
  /// one side. With k = γ/√n: ((1 + kT/3)³ − 1)/k + k/6, which rises with T (Hall, "On the removal of
  /// skewness by transformation", Journal of the Royal Statistical Society B 54, 1992).
  var withoutSkewness: Double {
    let k = skewness / Double(count).squareRoot()
    guard abs(k) > 1e-9, value.isFinite else { return value }
    let root = 1 + k * value / 3
    return (root * root * root - 1) / k + k / 6
  }

  /// The value that `withoutSkewness` takes to a given one: ends of intervals for ±t.
  func value(atCorrected corrected: Double) -> Double {
    let k = skewness / Double(count).squareRoot()
    guard abs(k) > 1e-9 else { return corrected }
    return 3 / k * (cbrt(1 + k * (corrected - k / 6)) - 1)
  }
}
