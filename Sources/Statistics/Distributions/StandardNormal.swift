public import Quantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The normal distribution with mean 0 and standard deviation 1.
public enum StandardNormal {
  /// The probability of a value of at most `z`.
  public static func cumulative(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  /// The value below which a share `p` of the distribution lies.
  ///
  /// Algorithm AS 241, PPND16 (Wichura, Applied Statistics 37, 1988): about 16 digits.
  ///
  /// - Precondition: `p` lies strictly between 0 and 1.
  public static func quantile(_ p: Fraction) -> Double {
    precondition(p > .zero && p < .one, "a normal quantile needs a share strictly between 0 and 1")
    let distance = p.value - 0.5
    guard abs(distance) > 0.425 else {
      let r = 0.180625 - distance * distance
      return distance * ratio(r, centreNumerator, centreDenominator)
    }
    let tail = upperTailQuantile(distance < 0 ? p.value : 1 - p.value)
    return distance < 0 ? -tail : tail
  }

  /// The value above which a share `tail` of at most 0.075 lies.
  private static func upperTailQuantile(_ tail: Double) -> Double {
    let r = (-log(tail)).squareRoot()
    return r <= 5
      ? ratio(r - 1.6, middleNumerator, middleDenominator)
      : ratio(r - 5, farNumerator, farDenominator)
  }

  /// The quotient of two polynomials, coefficients from the highest power down.
  private static func ratio(_ x: Double, _ numerator: [Double], _ denominator: [Double]) -> Double {
    let top = numerator.reduce(0) { $0 * x + $1 }
    return top / denominator.reduce(0) { $0 * x + $1 }
  }

  // Coefficients of AS 241, from x⁷ down to the constant.
  private static let centreNumerator = [
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
    13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
  ]
  private static let centreDenominator = [
    5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
    5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0,
  ]
  private static let middleNumerator = [
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
    1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959,
    1.42343711074968357734,
  ]
  private static let middleDenominator = [
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
    0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187,
    1.0,
  ]
  private static let farNumerator = [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
    0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699,
    6.6579046435011037772,
  ]
  private static let farDenominator = [
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
    7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
    0.59983220655588793769, 1.0,
  ]
}
