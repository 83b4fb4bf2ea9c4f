import Foundation

/// A number with its derivatives by the parameters: forward differentiation, exact to rounding.
struct Dual: Sendable {
  var value: Double
  /// One derivative a parameter; empty for a constant.
  var gradient: [Double] = []

  init(_ value: Double, gradient: [Double] = []) {
    self.value = value
    self.gradient = gradient
  }

  /// The parameters as independent variables.
  static func variables(_ values: [Double]) -> [Dual] {
    values.indices.map { i in
      Dual(values[i], gradient: values.indices.map { $0 == i ? 1 : 0 })
    }
  }

  /// The result of a function with partial derivatives at the two arguments.
  static func combined(_ value: Double, _ a: Dual, _ da: Double, _ b: Dual, _ db: Double) -> Dual {
    let count = max(a.gradient.count, b.gradient.count)
    return Dual(
      value,
      gradient: (0..<count).map { i in
        (a.gradient.isEmpty ? 0 : da * a.gradient[i])
          + (b.gradient.isEmpty ? 0 : db * b.gradient[i])
      }
    )
  }

  private func mapped(_ result: Double, slope: Double) -> Dual {
    Dual(result, gradient: gradient.map { slope * $0 })
  }

  static func + (a: Dual, b: Dual) -> Dual { combined(a.value + b.value, a, 1, b, 1) }
  static func - (a: Dual, b: Dual) -> Dual { combined(a.value - b.value, a, 1, b, -1) }
  static func * (a: Dual, b: Dual) -> Dual {
    combined(a.value * b.value, a, b.value, b, a.value)
  }
  static func / (a: Dual, b: Dual) -> Dual {
    let ratio = a.value / b.value
    return combined(ratio, a, 1 / b.value, b, -ratio / b.value)
  }
  static func + (a: Double, b: Dual) -> Dual { b.mapped(a + b.value, slope: 1) }
  static func + (a: Dual, b: Double) -> Dual { a.mapped(a.value + b, slope: 1) }
  static func - (a: Double, b: Dual) -> Dual { b.mapped(a - b.value, slope: -1) }
  static func - (a: Dual, b: Double) -> Dual { a.mapped(a.value - b, slope: 1) }
  static func * (a: Double, b: Dual) -> Dual { b.mapped(a * b.value, slope: a) }
  static func * (a: Dual, b: Double) -> Dual { b * a }
  static func / (a: Dual, b: Double) -> Dual { a.mapped(a.value / b, slope: 1 / b) }
  static func / (a: Double, b: Dual) -> Dual { Dual(a) / b }
  static prefix func - (a: Dual) -> Dual { a.mapped(-a.value, slope: -1) }

  var logarithm: Dual { mapped(log(value), slope: 1 / value) }
  var cosine: Dual { mapped(cos(value), slope: -sin(value)) }
  var sine: Dual { mapped(sin(value), slope: cos(value)) }
  var arcTangent: Dual { mapped(atan(value), slope: 1 / (1 + value * value)) }
  fileprivate var exponential: Dual { mapped(exp(value), slope: exp(value)) }
  fileprivate func power(_ exponent: Double) -> Dual {
    mapped(pow(value, exponent), slope: exponent * pow(value, exponent - 1))
  }
}

func exp(_ x: Dual) -> Dual { x.exponential }

func pow(_ x: Dual, _ exponent: Double) -> Dual { x.power(exponent) }
