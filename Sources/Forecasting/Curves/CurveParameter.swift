/// A parameter of a fitted curve in the units of the data.
///
/// A level is the value at the mean time of the fitted window; that of a power is the value at the
/// geometric mean age. For a dated series times are years of 365.25 days since 1970-01-01, and so is a
/// midpoint.
public struct CurveParameter: Hashable, Sendable {
  /// What it is: `level`, `slope`, `growth rate`, `ceiling`, `midpoint`.
  public let name: String
  /// The estimate.
  public let value: Double
  /// Its standard error, widened for the correlation between neighboring residuals.
  public let standardError: Double
  /// `value`, `value per year`, `per year`, `year`, or `ratio` for a pure number.
  public let unit: String
}

/// A number that a reader knows a curve by, made of the parameters of the scaled fit.
struct NaturalParameter {
  let name: String
  let unit: String
  /// The value for scaled parameters, and its derivatives by them.
  let map: @Sendable ([Double]) -> (value: Double, gradient: [Double])

  /// The parameter of an index, times a factor, plus a shift.
  static func plain(
    _ name: String,
    _ unit: String,
    _ index: Int,
    times factor: Double,
    plus shift: Double = 0
  ) -> NaturalParameter {
    NaturalParameter(name: name, unit: unit) { p in
      var gradient = [Double](repeating: 0, count: p.count)
      gradient[index] = factor
      return (shift + factor * p[index], gradient)
    }
  }

  /// The exponential of the parameter of an index, times a factor.
  static func exponential(
    _ name: String,
    _ unit: String,
    _ index: Int,
    times factor: Double = 1
  ) -> NaturalParameter {
    NaturalParameter(name: name, unit: unit) { p in
      var gradient = [Double](repeating: 0, count: p.count)
      let value = factor * Elementary.exp(p[index])
      gradient[index] = value
      return (value, gradient)
    }
  }
}

extension CurveFit {
  /// What a reader knows the curve by.
  var naturalParameters: [NaturalParameter] {
    let (value, time) = (axis.scale, axis.span)
    switch curve {
    case .linear:
      return [
        .plain("level", "value", 0, times: value),
        .plain("slope", "value per year", 1, times: value / time),
      ]
    case .exponential:
      return [
        .exponential("level", "value", 0, times: value),
        .plain("growth rate", "per year", 1, times: 1 / time),
      ]
    case .power:
      return [
        .exponential("level", "value", 0, times: value), .plain("exponent", "ratio", 1, times: 1),
      ]
    case .hinge:
      return [
        .plain("slope before", "value per year", 1, times: value / time),
        CurveFit.sum("slope after", "value per year", 1, 2, times: value / time),
        .plain("change of slope", "value per year", 2, times: value / time),
        .plain("bend", "year", 3, times: time, plus: axis.center),
      ]
    case .exponentialHinge:
      return [
        .plain("growth rate before", "per year", 1, times: 1 / time),
        CurveFit.sum("growth rate after", "per year", 1, 2, times: 1 / time),
        .plain("change of rate", "per year", 2, times: 1 / time),
        .plain("bend", "year", 3, times: time, plus: axis.center),
      ]
    case .logistic, .gompertz, .richards:
      let all: [NaturalParameter] = [
        .plain("ceiling", "value", 0, times: value),
        .plain("growth rate", "per year", 1, times: 1 / time),
        .plain("midpoint", "year", 2, times: time, plus: axis.center),
      ]
      return curve == .richards ? all + [.exponential("shape", "ratio", 3)] : all
    case .bass:
      let end = scaledValue(at: lastPlace).value
      return BassShape(axis: axis, last: lastPlace, lastValue: end).naturalParameters
    }
  }

  /// The sum of two parameters times a factor.
  private static func sum(
    _ name: String,
    _ unit: String,
    _ first: Int,
    _ second: Int,
    times factor: Double
  ) -> NaturalParameter {
    NaturalParameter(name: name, unit: unit) { p in
      var gradient = [Double](repeating: 0, count: p.count)
      gradient[first] = factor
      gradient[second] = factor
      return (factor * (p[first] + p[second]), gradient)
    }
  }

  /// The parameters with their standard errors, by the delta method.
  func described() -> [CurveParameter] {
    let widening = correlationWidening
    return naturalParameters.map { natural in
      let (value, gradient) = natural.map(scaled)
      var variance = 0.0
      for i in gradient.indices {
        for j in gradient.indices { variance += gradient[i] * covariance[i, j] * gradient[j] }
      }
      return CurveParameter(
        name: natural.name,
        value: value,
        standardError: widening * max(0, variance).squareRoot(),
        unit: natural.unit
      )
    }
  }
}
