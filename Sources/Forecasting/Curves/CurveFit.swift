/// A parameter of a fitted curve in the units of the data.
///
/// A level is the value at the mean time of the fitted window. For a dated series times are years
/// of 365.25 days since 1970-01-01, and so is a midpoint.
public struct CurveParameter: Hashable, Sendable {
  /// What it is: `level`, `slope`, `growth rate`, `ceiling`, `midpoint`.
  public let name: String
  /// The estimate.
  public let value: Double
  /// Its standard error, widened for the correlation between neighboring residuals.
  public let standardError: Double
  /// `value`, `value per year`, `per year` or `year`.
  public let unit: String
}

/// One curve fitted to one series on one error scale.
public struct CurveFit: Sendable {
  /// The law of growth.
  public let curve: Curve
  /// The scale on which the squared residuals are smallest.
  public let errorScale: ErrorScale
  /// The parameters in the units of the data; the time unit is that of the given times.
  public let parameters: [CurveParameter]
  /// Akaike's criterion, corrected for small samples, on the scale of the values.
  ///
  /// `n ln(RSS/n) + n (1 + ln 2π) + 2k n/(n − k − 1)` with `k` parameters and the variance, plus
  /// `2 Σ ln y` for a fit of logarithms, so that both scales compare (C. M. Hurvich and C.-L. Tsai
  /// 1989; the Jacobian term after G. E. P. Box and D. R. Cox 1964).
  public let aicc: Double
  /// The sum of the squared residuals on the error scale, in the units of the data.
  public let residualSumOfSquares: Double
  /// The correlation of a residual with the one before, corrected for the bias of a fitted trend.
  public let autocorrelation: Double

  /// How the data were scaled for the fit.
  let axis: ScaledAxis
  /// The parameters of the scaled curve.
  let scaled: [Double]
  /// Their covariance for independent errors.
  let covariance: Matrix
  /// The residuals on the error scale, of scaled values.
  let residuals: [Double]
  /// The spread of what is new in a residual, given the one before.
  let innovationSpread: Double

  /// How many observations were fitted.
  public var count: Int { residuals.count }

  /// The fitted value at a time.
  public func value(at time: Double) -> Double {
    axis.scale * curve.value(at: axis.place(of: time), parameters: scaled)
  }

  /// By how much the correlation of residuals widens a standard error: `√((1 + φ)/(1 − φ))`.
  var correlationWidening: Double {
    ((1 + autocorrelation) / (1 - autocorrelation)).squareRoot()
  }

  /// Fits a curve to values at times.
  ///
  /// - Precondition: as many times as values, and the times rise.
  public init(
    _ curve: Curve,
    errorScale: ErrorScale,
    times: [Double],
    values: [Double]
  ) throws(FitError) {
    precondition(times.count == values.count, "a series has one value for each time")
    precondition(zip(times, times.dropFirst()).allSatisfy { $0 < $1 }, "the times rise")
    let need = curve.parameterCount + 2
    guard times.count >= need else {
      throw FitError.tooFewObservations(have: times.count, need: need)
    }
    guard values.allSatisfy(\.isFinite) else { throw FitError.notFinite(what: "a value") }
    guard errorScale == .additive || values.allSatisfy({ $0 > 0 }) else {
      throw FitError.outOfDomain(reason: "a value at or below zero has no logarithm")
    }
    let axis = try ScaledAxis(times: times, values: values)
    let places = times.map(axis.place(of:))
    let heights = values.map { $0 / axis.scale }
    let solution = try CurveFit.solve(curve, errorScale, places, heights)
    self.init(curve, errorScale, axis: axis, solution: solution, values: values)
  }

  private static func solve(
    _ curve: Curve,
    _ scale: ErrorScale,
    _ places: [Double],
    _ heights: [Double]
  ) throws(FitError) -> (parameters: [Double], covariance: Matrix, residuals: [Double]) {
    let observations = heights.map(scale.transformed)
    if curve.isLinear(on: scale) {
      let ones = [Double](repeating: 1, count: places.count)
      let fit = try LeastSquares.fit(columns: [ones, places], observations: observations)
      return (fit.coefficients, fit.covariance, fit.residuals)
    }
    let start = curve.start(at: places, observations: heights, scale: scale)
    let fit: NonlinearLeastSquares
    do throws(FitError) {
      // One damping: the scan has found the valley already.
      fit = try NonlinearLeastSquares.fit(
        observations: observations,
        start: start,
        dampings: [1e-3],
        iterationLimit: 100
      ) { parameters, values, jacobian in
        curve.evaluate(at: places, parameters, scale, &values, &jacobian)
      }
    } catch .notConverged(let reason) where curve.hasCeiling {
      throw FitError.notConverged(
        reason: "the ceiling runs away, the data do not bend enough to hold it (\(reason))"
      )
    }
    guard !curve.hasCeiling || fit.parameters[0] > 0 else {
      throw FitError.outOfDomain(reason: "the best \(curve.rawValue) has a ceiling below zero")
    }
    guard !curve.hasCeiling || fit.parameters[0] < 1e4 else {
      throw FitError.notConverged(
        reason: "the ceiling runs away, the data do not bend enough to hold it"
      )
    }
    return (fit.parameters, fit.covariance, fit.residuals)
  }

  private init(
    _ curve: Curve,
    _ errorScale: ErrorScale,
    axis: ScaledAxis,
    solution: (parameters: [Double], covariance: Matrix, residuals: [Double]),
    values: [Double]
  ) {
    self.curve = curve
    self.errorScale = errorScale
    self.axis = axis
    scaled = solution.parameters
    covariance = solution.covariance
    residuals = solution.residuals
    let (phi, spread) = Autocorrelation.estimate(residuals, parameterCount: scaled.count)
    autocorrelation = phi
    innovationSpread = spread
    let unit = errorScale == .additive ? axis.scale : 1
    residualSumOfSquares = residuals.reduce(0) { $0 + $1 * $1 } * unit * unit
    aicc = CurveFit.criterion(
      sumOfSquares: residualSumOfSquares,
      parameterCount: scaled.count + 1,
      logarithms: errorScale == .additive ? nil : values.map { Elementary.log($0) },
      count: values.count
    )
    let widening = ((1 + phi) / (1 - phi)).squareRoot()
    parameters = curve.naturalParameters(scaled, covariance, axis, widening)
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

/// The affine maps between the data and what the fit sees.
struct ScaledAxis: Hashable, Sendable {
  let center: Double
  let span: Double
  let scale: Double

  init(times: [Double], values: [Double]) throws(FitError) {
    let first = times.first ?? 0
    center = first + times.reduce(0) { $0 + ($1 - first) } / Double(max(1, times.count))
    span = (times.last ?? 0) - first
    scale = values.reduce(0) { max($0, abs($1)) }
    guard scale > 0 else { throw FitError.outOfDomain(reason: "every value is zero") }
  }

  func place(of time: Double) -> Double { (time - center) / span }
}

extension Curve {
  /// Whether the curve is a sum of parameters times known columns on that scale.
  func isLinear(on scale: ErrorScale) -> Bool {
    (self == .linear && scale == .additive) || (self == .exponential && scale == .multiplicative)
  }

  /// Fills in values and derivatives at all places.
  func evaluate(
    at places: [Double],
    _ parameters: [Double],
    _ scale: ErrorScale,
    _ values: inout [Double],
    _ jacobian: inout Matrix
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 3) { gradient in
      parameters.withUnsafeBufferPointer { p in
        for (row, x) in places.enumerated() {
          values[row] = evaluate(at: x, parameters: p, scale: scale, into: gradient)
          for column in 0..<p.count { jacobian[row, column] = gradient[column] }
        }
      }
    }
  }

  /// The scaled parameters in the units of the data, with their errors by the same map.
  func naturalParameters(
    _ scaled: [Double],
    _ covariance: Matrix,
    _ axis: ScaledAxis,
    _ widening: Double
  ) -> [CurveParameter] {
    let errors = (0..<scaled.count).map { widening * max(0, covariance[$0, $0]).squareRoot() }
    func parameter(
      _ name: String,
      _ index: Int,
      times factor: Double,
      plus shift: Double = 0,
      _ unit: String
    ) -> CurveParameter {
      CurveParameter(
        name: name,
        value: shift + factor * scaled[index],
        standardError: abs(factor) * errors[index],
        unit: unit
      )
    }
    switch self {
    case .linear:
      return [
        parameter("level", 0, times: axis.scale, "value"),
        parameter("slope", 1, times: axis.scale / axis.span, "value per year"),
      ]
    case .exponential:
      let level = axis.scale * Elementary.exp(scaled[0])
      return [
        CurveParameter(
          name: "level",
          value: level,
          standardError: level * errors[0],
          unit: "value"
        ),
        parameter("growth rate", 1, times: 1 / axis.span, "per year"),
      ]
    case .logistic, .gompertz:
      return [
        parameter("ceiling", 0, times: axis.scale, "value"),
        parameter("growth rate", 1, times: 1 / axis.span, "per year"),
        parameter("midpoint", 2, times: axis.span, plus: axis.center, "year"),
      ]
    }
  }
}
