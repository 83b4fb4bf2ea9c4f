/// A law of growth, as a function of centered and scaled time.
///
/// Time is `x = (t − mean t) / (t₁ − t₀)` and values are divided by their largest magnitude, so
/// that every parameter is of the order of one and hardly correlated with the others:
/// - linear `a + b x`
/// - exponential `e^(l + k x)`
/// - logistic `K / (1 + e^(−r (x − m)))` (P.-F. Verhulst 1838): ceiling, rate, midpoint
/// - Gompertz `K e^(−e^(−r (x − m)))` (B. Gompertz 1825): ceiling, rate, place of the steepest slope
public enum Curve: String, Hashable, Sendable, CaseIterable {
  /// The same amount more in every unit of time.
  case linear
  /// The same share more in every unit of time.
  case exponential
  /// Exponential at first, then slowing toward a ceiling.
  case logistic
  /// Toward a ceiling like a logistic, but steep early and slowing for long.
  case gompertz

  /// How many parameters the curve has.
  public var parameterCount: Int { hasCeiling ? 3 : 2 }

  /// Whether growth ends at a ceiling, the first parameter.
  var hasCeiling: Bool { self == .logistic || self == .gompertz }

  /// The value at a scaled time.
  ///
  /// - Precondition: as many parameters as the curve has.
  public func value(at x: Double, parameters p: [Double]) -> Double {
    precondition(p.count == parameterCount, "a curve takes all of its parameters")
    return switch self {
    case .linear: p[0] + p[1] * x
    case .exponential: Elementary.exp(p[0] + p[1] * x)
    case .logistic: p[0] / (1 + Elementary.exp(-p[1] * (x - p[2])))
    case .gompertz: p[0] * Elementary.exp(-Elementary.exp(-p[1] * (x - p[2])))
    }
  }

  /// The derivatives of the value by each parameter at a scaled time.
  ///
  /// - Precondition: as many parameters as the curve has.
  public func gradient(at x: Double, parameters p: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: parameterCount)
    _ = result.withUnsafeMutableBufferPointer { slots in
      p.withUnsafeBufferPointer { evaluate(at: x, parameters: $0, scale: .additive, into: slots) }
    }
    return result
  }

  /// The value on an error scale, and its derivatives on that scale.
  ///
  /// A logarithm of a value that is not positive gives nan, which a fit takes as out of domain.
  func evaluate(
    at x: Double,
    parameters p: UnsafeBufferPointer<Double>,
    scale: ErrorScale,
    into gradient: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    switch (self, scale) {
    case (.linear, .additive):
      gradient[0] = 1
      gradient[1] = x
      return p[0] + p[1] * x
    case (.linear, .multiplicative):
      let value = p[0] + p[1] * x
      gradient[0] = 1 / value
      gradient[1] = x / value
      return value > 0 ? Elementary.log(value) : .nan
    case (.exponential, .additive):
      let value = Elementary.exp(p[0] + p[1] * x)
      gradient[0] = value
      gradient[1] = value * x
      return value
    case (.exponential, .multiplicative):
      gradient[0] = 1
      gradient[1] = x
      return p[0] + p[1] * x
    case (.logistic, .additive):
      let share = 1 / (1 + Elementary.exp(-p[1] * (x - p[2])))
      let bend = p[0] * share * (1 - share)
      gradient[0] = share
      gradient[1] = bend * (x - p[2])
      gradient[2] = -bend * p[1]
      return p[0] * share
    case (.gompertz, .additive):
      let decay = Elementary.exp(-p[1] * (x - p[2]))
      let share = Elementary.exp(-decay)
      // Far on the left the share is zero before the decay is infinite.
      let bend = share > 0 ? p[0] * share * decay : 0
      gradient[0] = share
      gradient[1] = bend * (x - p[2])
      gradient[2] = -bend * p[1]
      return p[0] * share
    case (.gompertz, .multiplicative):
      let decay = Elementary.exp(-p[1] * (x - p[2]))
      gradient[0] = 1 / p[0]
      gradient[1] = decay * (x - p[2])
      gradient[2] = -decay * p[1]
      return p[0] > 0 ? Elementary.log(p[0]) - decay : .nan
    case (.logistic, .multiplicative):
      let decay = Elementary.exp(-p[1] * (x - p[2]))
      let rest = decay < .infinity ? decay / (1 + decay) : 1
      gradient[0] = 1 / p[0]
      gradient[1] = rest * (x - p[2])
      gradient[2] = -rest * p[1]
      guard p[0] > 0 else { return .nan }
      let below = decay < 1e300 ? Elementary.log1p(decay) : -p[1] * (x - p[2])
      return Elementary.log(p[0]) - below
    }
  }
}

/// How the errors around a curve behave.
public enum ErrorScale: String, Hashable, Sendable, CaseIterable {
  /// Errors of one size everywhere: the fit minimizes differences.
  case additive
  /// Errors in proportion to the level: the fit minimizes differences of logarithms.
  case multiplicative

  /// The value on the scale on which errors are alike.
  func transformed(_ value: Double) -> Double {
    self == .additive ? value : Elementary.log(value)
  }

  /// The value that was transformed.
  func restored(_ value: Double) -> Double {
    self == .additive ? value : Elementary.exp(value)
  }
}
