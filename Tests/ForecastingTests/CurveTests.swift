import Forecasting
import Foundation
import Testing

@Suite struct `Growth curves` {
  static let parameters: [Curve: [Double]] = [
    .linear: [0.4, 0.9], .exponential: [-0.8, 1.7], .power: [-0.3, 1.4],
    .hinge: [0.4, 0.9, 1.1, 0.2], .exponentialHinge: [-0.8, 1.7, -0.9, 0.2],
    .logistic: [1.3, 6.1, 0.1], .gompertz: [1.2, 4.3, -0.1], .richards: [1.3, 6.1, 0.1, 0.7],
    .bass: [1.3, 6.1, 0.1],
  ]

  /// Central differences with a step of 1e-6 are good to about nine digits; seven are asked.
  @Test(arguments: Curve.allCases, [-0.5, -0.1, 0.0, 0.3, 0.8])
  func `derivatives are exact`(curve: Curve, x: Double) throws {
    let p = try #require(Self.parameters[curve])
    let gradient = curve.gradient(at: x, parameters: p)
    for j in p.indices {
      var (low, high) = (p, p)
      low[j] -= 1e-6
      high[j] += 1e-6
      let slope =
        (curve.value(at: x, parameters: high) - curve.value(at: x, parameters: low)) / 2e-6
      #expect(abs(slope - gradient[j]) <= 1e-7 * max(1, abs(slope)))
    }
  }

  /// The data are `uspop` of R 4.2.2.
  ///
  /// The reference fit was polished to twelve digits, and R's `SSlogis` agrees in the seven that it
  /// prints. Ten digits relative.
  @Test func `the population of the United States has the known logistic`() throws {
    let population = [
      3.93, 5.31, 7.24, 9.64, 12.90, 17.10, 23.20, 31.40, 39.80, 50.20, 62.90, 76.00, 92.00, 105.70,
      122.80, 131.70, 151.30, 179.30, 203.20,
    ]
    let years = population.indices.map { 1790 + 10 * Double($0) }
    let fit = try CurveFit(.logistic, errorScale: .additive, times: years, values: population)
    let reference = [315.5446807798, 0.02462817102419, 1949.192562764]
    #expect(worstDigits(fit.parameters.map(\.value), reference) >= 10)
    #expect(worstDigits([fit.residualSumOfSquares], [276.771420886]) >= 10)
  }

  /// Mean weight of chicken by week; reference fit polished to twelve digits, nine asked.
  @Test func `the growth of chicken has the known Gompertz`() throws {
    let weights = [
      0.147, 0.357, 0.641, 0.98, 1.358, 1.758, 2.159, 2.549, 2.915, 3.251, 3.51, 3.74, 3.925,
    ]
    let weeks = weights.indices.map { Double($0 + 1) }
    let fit = try CurveFit(.gompertz, errorScale: .additive, times: weeks, values: weights)
    let reference = [4.733513381979, 0.23858675986, 5.95233120969]
    #expect(worstDigits(fit.parameters.map(\.value), reference) >= 9)
    #expect(worstDigits([fit.residualSumOfSquares], [0.00256552944547]) >= 9)
  }

  /// Noise-free data give their law back; nine digits relative.
  @Test(arguments: ErrorScale.allCases)
  func `a logistic is recovered from its own values`(scale: ErrorScale) throws {
    let times = (0..<40).map { Double($0) / 4 }
    let values = times.map { 5000 / (1 + exp(-0.9 * ($0 - 5.5))) }
    let fit = try CurveFit(.logistic, errorScale: scale, times: times, values: values)
    #expect(worstDigits(fit.parameters.map(\.value), [5000, 0.9, 5.5]) >= 9)
  }

  @Test(arguments: ErrorScale.allCases)
  func `a falling logistic is recovered too`(scale: ErrorScale) throws {
    let times = (0..<30).map { Double($0) }
    let values = times.map { 80 / (1 + exp(0.4 * ($0 - 15))) }
    let fit = try CurveFit(.logistic, errorScale: scale, times: times, values: values)
    #expect(worstDigits(fit.parameters.map(\.value), [80, -0.4, 15]) >= 9)
  }

  /// The estimate lies within four standard errors of the truth.
  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `a growth rate is recovered from noisy values`(seed: UInt64) throws {
    var random = Samples.Sequence(state: seed)
    let times = (0..<60).map { Double($0) / 12 }
    let values = times.map { 200 * exp(0.7 * $0 + 0.1 * random.normal()) }
    let fit = try CurveFit(.exponential, errorScale: .multiplicative, times: times, values: values)
    let rate = fit.parameters[1]
    #expect(abs(rate.value - 0.7) <= 4 * rate.standardError)
  }

  @Test func `AICc knows the error scale that made the data`() throws {
    var random = Samples.Sequence(state: 7)
    let times = (0..<60).map { Double($0) / 12 }
    let growing = times.map { 200 * exp(0.7 * $0) }
    let proportional = growing.map { $0 * exp(0.2 * random.normal()) }
    let constant = growing.map { $0 + 20 * random.normal() }
    func aicc(_ values: [Double], _ scale: ErrorScale) throws -> Double {
      try CurveFit(.exponential, errorScale: scale, times: times, values: values).aicc
    }
    #expect(try aicc(proportional, .multiplicative) < aicc(proportional, .additive))
    #expect(try aicc(constant, .additive) < aicc(constant, .multiplicative))
  }

  @Test func `errors in proportion are refused for values at zero`() {
    #expect(throws: FitError.self) {
      try CurveFit(
        .exponential,
        errorScale: .multiplicative,
        times: [0, 1, 2, 3, 4],
        values: [1, 2, 0, 4, 8]
      )
    }
  }
}
