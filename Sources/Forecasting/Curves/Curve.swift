/// A law of growth, as a function of centered and scaled time.
///
/// Time is `x = (t − mean t) / (t₁ − t₀)` and values are divided by their largest magnitude, so
/// that every parameter is of the order of one and hardly correlated with the others:
/// - linear `a + b x`
/// - exponential `e^(l + k x)`
/// - power `e^(l + k z)` with `z = ln(age / mean age)`, the mean being geometric
/// - hinge `a + b x + c max(0, x − κ)`: a straight line that bends once; its exponential likewise
/// - logistic `K / (1 + e^(−r (x − m)))` (P.-F. Verhulst 1838): ceiling, rate, midpoint
/// - Gompertz `K e^(−e^(−r (x − m)))` (B. Gompertz 1825): ceiling, rate, place of the steepest slope
/// - Richards `K / (1 + ν e^(−r (x − m)))^(1/ν)` (F. J. Richards 1959) with `ln ν` as parameter: ν = 1
///   is the logistic, ν → 0 Gompertz
/// - Bass `C / (1 + e^(−r (x − m)))` plus what there was before: the diffusion of F. M. Bass (1969) is a
///   logistic that is cut at the day of launch, see `BassShape`
public enum Curve: String, Hashable, Sendable, CaseIterable {
  /// The same amount more in every unit of time.
  case linear
  /// The same share more in every unit of time.
  case exponential
  /// A power of the age: the same share more in every doubling of the age.
  case power
  /// A straight line that bends once.
  case hinge
  /// An exponential whose rate changes once.
  case exponentialHinge = "exponential_hinge"
  /// Exponential at first, then slowing toward a ceiling.
  case logistic
  /// Toward a ceiling like a logistic, but steep early and slowing for long.
  case gompertz
  /// Toward a ceiling with a bend that the data choose.
  case richards
  /// The diffusion of a product, fitted to what each step added.
  case bass

  /// How many parameters the curve has.
  public var parameterCount: Int {
    switch self {
    case .linear, .exponential, .power: 2
    case .logistic, .gompertz, .bass: 3
    case .hinge, .exponentialHinge, .richards: 4
    }
  }

  /// The most parameters of a curve.
  static let mostParameters = 4

  /// The scales on which the curve is fitted.
  public var errorScales: [ErrorScale] {
    switch self {
    case .linear, .hinge, .bass: [.additive]
    case .exponentialHinge: [.multiplicative]
    default: ErrorScale.allCases
    }
  }

  /// Whether growth ends at a ceiling, of which the first parameter is the height.
  var hasCeiling: Bool {
    switch self {
    case .logistic, .gompertz, .richards, .bass: true
    default: false
    }
  }

  /// Whether the curve bends once, at its fourth parameter.
  var isHinge: Bool { self == .hinge || self == .exponentialHinge }

  /// Whether the errors of one step add to those of the steps before, so that steps are fitted.
  var fitsSteps: Bool { self == .bass }

  /// Whether the curve has more freedom than a simpler one, which earlier days have to pay for.
  var needsEvidence: Bool {
    switch self {
    case .power, .hinge, .exponentialHinge, .richards, .bass: true
    default: false
    }
  }

  /// The value at a scaled time.
  ///
  /// - Precondition: as many parameters as the curve has.
  public func value(at x: Double, parameters p: [Double]) -> Double {
    precondition(p.count == parameterCount, "a curve takes all of its parameters")
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: Curve.mostParameters) { slots in
      p.withUnsafeBufferPointer { evaluate(at: x, parameters: $0, scale: .additive, into: slots) }
    }
  }

  /// The derivatives of the value by each parameter at a scaled time.
  ///
  /// - Precondition: as many parameters as the curve has.
  public func gradient(at x: Double, parameters p: [Double]) -> [Double] {
    precondition(p.count == parameterCount, "a curve takes all of its parameters")
    var result = [Double](repeating: 0, count: parameterCount)
    _ = result.withUnsafeMutableBufferPointer { slots in
      p.withUnsafeBufferPointer { evaluate(at: x, parameters: $0, scale: .additive, into: slots) }
    }
    return result
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

extension Curve {
  /// Whether the curve runs nearer to an exponential than to a straight line between two days.
  var isGeometric: Bool { self != .linear && self != .hinge }
}
