/// A nonlinear model: fills in its values and their derivatives at some parameters.
///
/// The matrix has one row an observation and one column a parameter. A model says that it is
/// outside its domain by leaving a value that is not finite.
public typealias NonlinearModel = (
  _ parameters: [Double], _ values: inout [Double], _ jacobian: inout Matrix
) -> Void

/// The parameters that minimize the sum of squared residuals of a nonlinear model.
///
/// Levenberg–Marquardt with column scaling (J. J. Moré 1978) and the damping of H. B. Nielsen
/// (1999), every step solved by QR, once with the linear parameters projected out; then Gauss–Newton steps without damping, of which the best is
/// kept. A result is returned only with proof that it is a stationary point: the residual is at
/// right angles to the tangent plane (D. M. Bates and D. G. Watts 1981), or a further step would
/// not move the parameters.
public struct NonlinearLeastSquares: Sendable {
  /// The parameters in the order of the start.
  public internal(set) var parameters: [Double]
  /// The covariance of the parameters, `s²(JᵀJ)⁻¹`.
  public internal(set) var covariance: Matrix
  /// Observation less fitted value.
  public internal(set) var residuals: [Double]
  /// The sum of the squared residuals.
  public internal(set) var residualSumOfSquares: Double
  /// `s`, the root of the sum of squares over the degrees of freedom; 0 when none are left.
  public internal(set) var residualStandardError: Double
  /// The cosine of the angle between the residual and the tangent plane; 0 at a minimum.
  public internal(set) var gradientCosine: Double
  /// The largest change, relative to its parameter, that one more Gauss–Newton step would make.
  public internal(set) var relativeStep: Double
  /// The condition of the scaled Jacobian.
  public internal(set) var condition: Double
  /// How many steps were tried.
  public internal(set) var iterations: Int

  /// The standard error of each parameter.
  public var standardErrors: [Double] {
    (0..<parameters.count).map { max(0, covariance[$0, $0]).squareRoot() }
  }

  /// The dampings to start from; the best proven minimum of all of them wins.
  public static let dampings = [1e-3, 1.0, 1e2, 1e4]

  /// Fits a model from one start.
  ///
  /// - Precondition: `dampings` names at least one positive damping.
  public static func fit(
    observations: [Double],
    start: [Double],
    dampings: [Double] = NonlinearLeastSquares.dampings,
    iterationLimit: Int = 1000,
    model: @escaping NonlinearModel
  ) throws(FitError) -> NonlinearLeastSquares {
    precondition(!dampings.isEmpty && dampings.allSatisfy { $0 > 0 }, "a damping is positive")
    guard observations.count >= start.count, !start.isEmpty else {
      throw FitError.tooFewObservations(have: observations.count, need: max(1, start.count))
    }
    guard observations.allSatisfy(\.isFinite) else {
      throw FitError.notFinite(what: "an observation")
    }
    let linear = LinearParameters.find(at: start, rows: observations.count, model: model)
    // The plain descents, and one that projects the linear parameters out where there are some.
    var ways = dampings.map { (damping: $0, linear: [Int]()) }
    if !linear.isEmpty { ways.append((dampings[dampings.count / 2], linear)) }
    var best: NonlinearLeastSquares?
    var failure: FitError?
    for way in ways {
      do throws(FitError) {
        var descent = try DampedDescent(
          observations: observations,
          start: start,
          damping: way.damping,
          linear: way.linear,
          model: model
        )
        try descent.run(limit: iterationLimit)
        let fit = try polished(descent, observations: observations, model: model)
        if fit.residualSumOfSquares < (best?.residualSumOfSquares ?? .infinity) * (1 - 1e-9) {
          best = fit
        }
      } catch {
        failure = failure ?? error
      }
    }
    guard let best else {
      throw failure ?? FitError.notConverged(reason: "no start was tried")
    }
    return best
  }

  /// Undamped steps from the end of the descent, as long as the angle improves.
  private static func polished(
    _ descent: DampedDescent,
    observations: [Double],
    model: NonlinearModel
  ) throws(FitError) -> NonlinearLeastSquares {
    // Fresh scales, so that the condition is that of the columns as they are here.
    var best = try LinearizedModel(
      observations: observations,
      at: descent.state.parameters,
      model: model
    )
    var now = best
    var steps = descent.iterations
    var withoutGain = 0
    while steps < descent.iterations + 60, withoutGain < 3 {
      guard let step = try? now.gaussNewtonStep() else { break }
      steps += 1
      let next = zip(now.parameters, step).map { $0 + $1 }
      guard let moved = try? LinearizedModel(observations: observations, at: next, model: model),
        moved.sumOfSquares <= best.sumOfSquares * (1 + 1e-6) + 1e-300
      else { break }
      now = moved
      if moved.gradientCosine < best.gradientCosine {
        best = moved
        withoutGain = 0
      } else {
        withoutGain += 1
      }
    }
    return try proven(best, steps: steps)
  }

  private static func proven(
    _ state: LinearizedModel,
    steps: Int
  ) throws(FitError) -> NonlinearLeastSquares {
    let condition = try state.factors.condition()
    guard condition < 1e13 else { throw FitError.rankDeficient(condition: condition) }
    let relativeStep = state.relativeLength(of: try state.gaussNewtonStep())
    guard state.gradientCosine < 1e-6 || relativeStep < 1e-8 else {
      throw FitError.notConverged(
        reason: "after \(steps) steps the residual still leans on the tangent plane with cosine "
          + "\(shortText(state.gradientCosine)) and a step would move a parameter by "
          + "\(shortText(relativeStep)) of itself, at "
          + state.parameters.map(shortText).joined(separator: ", ")
      )
    }
    let freedom = state.residuals.count - state.parameters.count
    let variance = freedom > 0 ? state.sumOfSquares / Double(freedom) : 0
    return NonlinearLeastSquares(
      parameters: state.parameters,
      covariance: try state.covariance(variance: variance),
      residuals: state.residuals,
      residualSumOfSquares: state.sumOfSquares,
      residualStandardError: variance.squareRoot(),
      gradientCosine: state.gradientCosine,
      relativeStep: relativeStep,
      condition: condition,
      iterations: steps
    )
  }
}
