public import Quantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Student's t distribution.
public struct StudentT: Hashable, Sendable {
  /// The degrees of freedom; they need not be whole.
  public let degreesOfFreedom: Double
  /// ln B(a, ½) with a half the degrees of freedom.
  private let logBeta: Double

  /// The distribution with that many degrees of freedom.
  ///
  /// - Precondition: `degreesOfFreedom` is finite and at least 1.
  public init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom >= 1 && degreesOfFreedom.isFinite,
      "Student's t has at least one degree of freedom"
    )
    self.degreesOfFreedom = degreesOfFreedom
    logBeta = 0.5 * log(Double.pi) - logGammaStep(degreesOfFreedom / 2)
  }

  /// The probability of a value of at most `t`.
  public func cumulative(_ t: Double) -> Double {
    t < 0 ? upperTail(-t) : 1 - upperTail(t)
  }

  /// The value below which a share `p` of the distribution lies.
  ///
  /// Newton's method on the logarithm of the tail, started at the normal quantile and kept inside a
  /// bracket; relative error about 10⁻¹³.
  ///
  /// - Precondition: `p` lies strictly between 0 and 1.
  public func quantile(_ p: Fraction) -> Double {
    precondition(p > .zero && p < .one, "a t quantile needs a share strictly between 0 and 1")
    if p.value == 0.5 { return 0 }
    return p.value < 0.5 ? -upperQuantile(p.value) : upperQuantile(1 - p.value)
  }

  /// The factor t of a two-sided interval `mean ± t × standard error`.
  ///
  /// - Precondition: `level` lies strictly between 0 and 1.
  public func twoSidedFactor(level: Fraction) -> Double {
    precondition(level > .zero && level < .one, "a level lies strictly between 0 and 1")
    return upperQuantile((1 - level.value) / 2)
  }

  /// The value above which a share `tail` below ½ lies.
  private func upperQuantile(_ tail: Double) -> Double {
    // The tails of t are heavier than the normal ones: the normal quantile is a lower bound.
    var low = -StandardNormal.quantile(Fraction(tail))
    var high = Double.infinity
    var t = low
    for _ in 0..<200 {
      let reached = upperTail(t)
      if reached > tail { low = t } else { high = t }
      var next = t + log(reached / tail) * reached / density(t)
      if !(next >= low && next <= high) { next = high.isFinite ? (low + high) / 2 : 2 * low }
      if abs(next - t) <= 4e-16 * t { return next }
      t = next
    }
    return t
  }

  private func density(_ t: Double) -> Double {
    let exponent = (degreesOfFreedom + 1) / 2 * log1p(t * t / degreesOfFreedom)
    return exp(-exponent - logBeta) / degreesOfFreedom.squareRoot()
  }

  /// The probability of a value above `t` ≥ 0: half the regularized incomplete beta function.
  private func upperTail(_ t: Double) -> Double {
    if t == 0 { return 0.5 }
    if degreesOfFreedom > 10_000 { return nearNormalTail(t) }
    let a = degreesOfFreedom / 2
    let y = t * t / degreesOfFreedom
    let x = 1 / (1 + y)
    let factor = exp(-a * log1p(y) + 0.5 * (log(y) - log1p(y)) - logBeta)
    if x < (a + 1) / (a + 2.5) { return 0.5 * factor * betaFraction(a, 0.5, x) / a }
    return 0.5 - factor * betaFraction(0.5, a, y / (1 + y))
  }
}

extension StudentT {
  /// The upper tail for many degrees of freedom, where the fraction would lose digits of 1 − x.
  ///
  /// Maps t to a normal deviate (Hill, Algorithm 395, Communications of the ACM 13, 1970).
  private func nearNormalTail(_ t: Double) -> Double {
    let a = degreesOfFreedom - 0.5
    let b = 48 * a * a
    let y = a * log1p(t * t / degreesOfFreedom)
    let top = ((-0.4 * y - 3.3) * y - 24) * y - 85.5
    let correction = (top / (0.8 * y * y + 100 + b) + y + 3) / b + 1
    return StandardNormal.cumulative(-correction * y.squareRoot())
  }
}

/// ln Γ(a + ½) − ln Γ(a), without the cancellation of two large numbers.
func logGammaStep(_ a: Double) -> Double {
  // Γ(a + ½)/Γ(a) moves to a + 1 by the factor (a + ½)/a; from 20 on the asymptotic series holds
  // (Tricomi and Erdélyi, 1951).
  var shifted = a
  var correction = 0.0
  while shifted < 20 {
    correction -= log1p(0.5 / shifted)
    shifted += 1
  }
  let s = 1 / (shifted * shifted)
  let series = 1.0 / 8 - s * (1.0 / 192 - s * (1.0 / 640 - s * (17.0 / 14336 - s * 31.0 / 18432)))
  return correction + 0.5 * log(shifted) - series / shifted
}

/// The continued fraction of the incomplete beta function (Lentz, 1976; DLMF 8.17.22).
func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
  let tiny = 1e-300
  func away(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
  var c = 1.0
  var d = 1 / away(1 - (a + b) * x / (a + 1))
  var result = d
  for step in 1...100_000 {
    let m = Double(step)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    result *= d * c
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    result *= d * c
    if abs(d * c - 1) < 1e-16 { break }
  }
  return result
}
