/// Where one fit expects the coming observations, on its error scale and in scaled values.
struct StepForecast {
  /// The expected values, one a step.
  let centers: [Double]
  /// Their standard deviations by the fit's own account.
  let spreads: [Double]
}

extension CurveFit {
  /// The coming observations, given that the last residual fades by `φ` a step.
  ///
  /// The variance of step `h` is `σ² Σ φ^(2j)` over `j < h`, plus that of the curve by the delta
  /// method, widened for correlated residuals.
  func forecast(at times: [Double]) -> StepForecast {
    var centers: [Double] = []
    var spreads: [Double] = []
    var fade = 1.0
    var noise = 0.0
    let widening = correlationWidening * correlationWidening
    let lastGradient = scaledValue(at: lastPlace).gradient
    for time in times {
      noise += innovationSpread * innovationSpread * fade * fade
      fade *= autocorrelation
      var (value, gradient) = scaledValue(at: axis.place(of: time))
      // A curve of steps goes on from the last observation: only what comes after is uncertain.
      for i in gradient.indices where curve.fitsSteps { gradient[i] -= lastGradient[i] }
      var curveVariance = 0.0
      for i in gradient.indices {
        for j in gradient.indices { curveVariance += gradient[i] * covariance[i, j] * gradient[j] }
      }
      let center = value + fade * (residuals.last ?? 0)
      let spread = (noise + widening * max(0, curveVariance)).squareRoot()
      centers.append(min(center, CurveFit.farthest))
      spreads.append(spread < CurveFit.farthest ? spread : CurveFit.farthest)
    }
    return StepForecast(centers: centers, spreads: spreads)
  }

  /// The value on the error scale at a scaled time, and its derivatives.
  func scaledValue(at place: Double) -> (value: Double, gradient: [Double]) {
    var gradient = [Double](repeating: 0, count: scaled.count)
    let value = gradient.withUnsafeMutableBufferPointer { slots in
      scaled.withUnsafeBufferPointer {
        curve.evaluate(at: place, parameters: $0, scale: errorScale, into: slots)
      }
    }
    return (offset + value, gradient)
  }

  /// The value in the units of the data that belongs to one on the error scale.
  func restored(_ scaledValue: Double) -> Double {
    let value = errorScale.restored(scaledValue)
    return axis.scale * max(-CurveFit.farthest, min(CurveFit.farthest, value))
  }

  /// Scaled values end here, so that a law run far beyond its data stays a number.
  private static let farthest = 1e100
}
