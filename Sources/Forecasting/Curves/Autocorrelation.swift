/// The first-order correlation of residuals, `eᵢ = φ eᵢ₋₁ + εᵢ`.
enum Autocorrelation {
  /// The estimate of `φ` in 0…0.98 and the standard deviation of `ε`.
  ///
  /// Residuals of a fitted trend look less correlated than the errors are, by about
  /// `(p + (p + 2) φ)/n` for `p` parameters of a polynomial trend (after M. G. Kendall 1954 and
  /// F. H. C. Marriott and J. A. Pope 1954); the estimate adds that back.
  static func estimate(
    _ residuals: [Double],
    parameterCount: Int
  ) -> (phi: Double, spread: Double) {
    let count = residuals.count
    var product = 0.0
    var square = 0.0
    for i in residuals.indices {
      square += residuals[i] * residuals[i]
      if i > 0 { product += residuals[i] * residuals[i - 1] }
    }
    guard square > 0 else { return (0, 0) }
    let raw = product / square
    let p = Double(parameterCount)
    let corrected = raw + (p + (p + 2) * raw) / Double(count)
    let phi = min(0.98, max(0, corrected))
    let news = innovations(residuals, phi)
    let freedom = max(1, count - parameterCount - 1)
    let variance = news.reduce(0) { $0 + $1 * $1 } / Double(freedom)
    return (phi, variance.squareRoot())
  }

  /// What is new in each residual; the first is taken at its stationary share.
  static func innovations(_ residuals: [Double], _ phi: Double) -> [Double] {
    residuals.indices.map { i in
      i == 0
        ? residuals[0] * (1 - phi * phi).squareRoot() : residuals[i] - phi * residuals[i - 1]
    }
  }
}
