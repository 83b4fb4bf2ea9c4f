import Forecasting
import Testing

/// A nonlinear reference data set.
struct NISTNonlinear: Sendable, CustomTestStringConvertible {
  var name: String
  /// The predictors, one array a variable; all sets but Nelson have one.
  var predictors: [[Double]]
  var response: [Double]
  var starts: [[Double]]
  var certified: [Double]
  var certifiedErrors: [Double]
  var model: @Sendable (_ x: [Double], _ b: [Dual]) -> Dual

  var testDescription: String { name }

  static let all = lowerLevel + averageLevel + higherLevel

  /// The model in the form that a fit takes; the derivatives are exact.
  func evaluate(_ parameters: [Double], _ values: inout [Double], _ jacobian: inout Matrix) {
    let duals = Dual.variables(parameters)
    for row in response.indices {
      let result = model(predictors.map { $0[row] }, duals)
      values[row] = result.value
      for column in parameters.indices { jacobian[row, column] = result.gradient[column] }
    }
  }
}

/// The models of the reference data sets as NIST states them, parameters counted from 0.
enum NISTModels {
  typealias Model = @Sendable (_ x: [Double], _ b: [Dual]) -> Dual

  static let saturating: Model = { x, b in b[0] * (1 - exp(-b[1] * x[0])) }
  static let misra1b: Model = { x, b in b[0] * (1 - pow(1 + b[1] * x[0] / 2, -2)) }
  static let misra1c: Model = { x, b in b[0] * (1 - pow(1 + 2 * b[1] * x[0], -0.5)) }
  static let misra1d: Model = { x, b in b[0] * b[1] * x[0] / (1 + b[1] * x[0]) }
  static let ultrasonic: Model = { x, b in exp(-b[0] * x[0]) / (b[1] + b[2] * x[0]) }
  static let danWood: Model = { x, b in b[0] * exp(b[1] * Dual(x[0]).logarithm) }
  static let threeDecays: Model = { x, b in
    b[0] * exp(-b[1] * x[0]) + b[2] * exp(-b[3] * x[0]) + b[4] * exp(-b[5] * x[0])
  }
  static let twoPeaks: Model = { x, b in
    func peak(_ height: Dual, _ center: Dual, _ width: Dual) -> Dual {
      let distance = (x[0] - center) / width
      return height * exp(-distance * distance)
    }
    return b[0] * exp(-b[1] * x[0]) + peak(b[2], b[3], b[4]) + peak(b[5], b[6], b[7])
  }
  static let kirby2: Model = { x, b in
    (b[0] + (b[1] + b[2] * x[0]) * x[0]) / (1 + (b[3] + b[4] * x[0]) * x[0])
  }
  static let cubicRatio: Model = { x, b in
    (b[0] + (b[1] + (b[2] + b[3] * x[0]) * x[0]) * x[0])
      / (1 + (b[4] + (b[5] + b[6] * x[0]) * x[0]) * x[0])
  }
  static let nelson: Model = { x, b in b[0] - b[1] * x[0] * exp(-b[2] * x[1]) }
  static let mgh09: Model = { x, b in
    b[0] * (x[0] * x[0] + x[0] * b[1]) / (x[0] * x[0] + x[0] * b[2] + b[3])
  }
  static let mgh10: Model = { x, b in b[0] * exp(b[1] / (x[0] + b[2])) }
  static let mgh17: Model = { x, b in
    b[0] + b[1] * exp(-b[3] * x[0]) + b[2] * exp(-b[4] * x[0])
  }
  static let roszman1: Model = { x, b in
    b[0] - b[1] * x[0] - (b[2] / (x[0] - b[3])).arcTangent / Double.pi
  }
  static let enso: Model = { x, b in
    func wave(_ cosine: Dual, _ sine: Dual, _ period: Dual) -> Dual {
      let angle = 2 * Double.pi * x[0] / period
      return cosine * angle.cosine + sine * angle.sine
    }
    return b[0] + wave(b[1], b[2], Dual(12)) + wave(b[4], b[5], b[3]) + wave(b[7], b[8], b[6])
  }
  static let rat42: Model = { x, b in b[0] / (1 + exp(b[1] - b[2] * x[0])) }
  static let eckerle4: Model = { x, b in
    let distance = (x[0] - b[2]) / b[1]
    return b[0] / b[1] * exp(-0.5 * distance * distance)
  }
  static let rat43: Model = { x, b in
    b[0] * exp(-(1 + exp(b[1] - b[2] * x[0])).logarithm / b[3])
  }
  static let bennett5: Model = { x, b in b[0] * exp(-(b[1] + x[0]).logarithm / b[2]) }
}
