/// One curve fitted to one series on one error scale.
public struct CurveFit: Sendable {
  /// The law of growth.
  public let curve: Curve
  /// The scale on which the squared residuals are smallest.
  public let errorScale: ErrorScale
  /// The parameters in the units of the data; the time unit is that of the given times.
  public private(set) var parameters: [CurveParameter] = []
  /// Akaike's criterion, corrected for small samples, on the scale of the values.
  ///
  /// `n ln(RSS/n) + n (1 + ln 2π) + 2k n/(n − k − 1)` with `k` parameters and the variance, plus
  /// `2 Σ ln y` for a fit of logarithms, so that both scales compare (C. M. Hurvich and C.-L. Tsai
  /// 1989; the Jacobian term after G. E. P. Box and D. R. Cox 1964). A fit of steps has one fewer; its
  /// sum is brought to `n`.
  public let aicc: Double
  /// The sum of the squared residuals on the error scale, in the units of the data; of a Bass curve
  /// those of the steps.
  public let residualSumOfSquares: Double
  /// The correlation of a residual with the one before, corrected for the bias of a fitted trend; 1
  /// where steps were fitted.
  public let autocorrelation: Double

  /// How the data were scaled for the fit.
  let axis: ScaledAxis
  /// The parameters of the scaled curve.
  let scaled: [Double]
  /// What is added to the curve: 0 but for one fitted to steps, which passes the last observation.
  let offset: Double
  /// Their covariance for independent errors.
  let covariance: Matrix
  /// The residuals on the error scale, of scaled values.
  let residuals: [Double]
  /// The spread of what is new in a residual, given the one before.
  let innovationSpread: Double
  /// The places of the observations.
  let places: [Double]

  /// What the curve has and the data do not determine, one sentence without full stop for each.
  public var findings: [String] { CurveFindings(fit: self).sentences }

  /// The place of the last observation.
  var lastPlace: Double { places[places.count - 1] }

  /// How many observations were fitted.
  public var count: Int { residuals.count }

  /// The fitted value at a time.
  public func value(at time: Double) -> Double {
    axis.scale * (offset + curve.value(at: axis.place(of: time), parameters: scaled))
  }

  /// By how much the correlation of residuals widens a standard error: `√((1 + φ)/(1 − φ))`.
  var correlationWidening: Double {
    curve.fitsSteps ? 1 : ((1 + autocorrelation) / (1 - autocorrelation)).squareRoot()
  }

  /// Fits a curve to values at times.
  ///
  /// - Parameters:
  ///   - curve: The law of growth.
  ///   - errorScale: How errors behave.
  ///   - times: When, rising.
  ///   - values: How much, one a time.
  ///   - origin: When growth began, for a power and for Bass; a mean step before the first time if
  ///     nil.
  /// - Throws: `FitError`, rather than a curve that is no proven minimum.
  /// - Precondition: as many times as values, and the times rise.
  public init(
    _ curve: Curve,
    errorScale: ErrorScale,
    times: [Double],
    values: [Double],
    origin: Double? = nil
  ) throws(FitError) {
    precondition(times.count == values.count, "a series has one value for each time")
    precondition(zip(times, times.dropFirst()).allSatisfy { $0 < $1 }, "the times rise")
    let need = curve.parameterCount + (curve.fitsSteps ? 3 : 2)
    guard times.count >= need else {
      throw FitError.tooFewObservations(have: times.count, need: need)
    }
    guard values.allSatisfy(\.isFinite) else { throw FitError.notFinite(what: "a value") }
    guard errorScale == .additive || values.allSatisfy({ $0 > 0 }) else {
      throw FitError.outOfDomain(reason: "a value at or below zero has no logarithm")
    }
    let axis = try ScaledAxis(
      times: times,
      values: values,
      origin: origin,
      isLogarithmic: curve == .power
    )
    let work = CurveSolver(
      curve: curve,
      scale: errorScale,
      places: times.map(axis.place(of:)),
      observations: values.map { errorScale.transformed($0 / axis.scale) }
    )
    self.init(work, try work.solved(), axis: axis, values: values)
  }

  private init(
    _ work: CurveSolver,
    _ solution: CurveSolver.Solution,
    axis: ScaledAxis,
    values: [Double]
  ) {
    curve = work.curve
    errorScale = work.scale
    self.axis = axis
    scaled = solution.parameters
    covariance = solution.covariance
    residuals = solution.residuals
    offset = solution.offset
    places = work.places
    let unit = errorScale == .additive ? axis.scale : 1
    let isOfSteps = work.curve.fitsSteps
    let fitted =
      isOfSteps ? zip(solution.residuals.dropFirst(), solution.residuals).map(-) : residuals
    residualSumOfSquares = fitted.reduce(0) { $0 + $1 * $1 } * unit * unit
    if isOfSteps {
      let freedom = Double(max(1, fitted.count - scaled.count))
      autocorrelation = 1
      innovationSpread = (fitted.reduce(0) { $0 + $1 * $1 } / freedom).squareRoot()
    } else {
      (autocorrelation, innovationSpread) = Autocorrelation.estimate(
        residuals,
        parameterCount: scaled.count
      )
    }
    aicc = CurveFit.criterion(
      sumOfSquares: residualSumOfSquares * Double(values.count) / Double(fitted.count),
      parameterCount: scaled.count + 1,
      logarithms: errorScale == .additive ? nil : values.map { Elementary.log($0) },
      count: values.count
    )
    parameters = described()
  }

  private static func criterion(
    sumOfSquares: Double,
    parameterCount k: Int,
    logarithms: [Double]?,
    count: Int
  ) -> Double {
    let n = Double(count)
    guard sumOfSquares > 0 else { return -.infinity }
    guard count > k + 1 else { return .infinity }
    let likelihood = n * Elementary.log(sumOfSquares / n) + n * (1 + Elementary.log(2 * .pi))
    let penalty = 2 * Double(k) * n / (n - Double(k) - 1)
    return likelihood + penalty + 2 * (logarithms?.reduce(0, +) ?? 0)
  }
}
