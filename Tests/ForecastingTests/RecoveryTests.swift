import Forecasting
import Foundation
import Testing

/// Data made from a law give its parameters back.
@Suite struct `Recovery of known curves` {
  private static let times = (0..<48).map { 2020 + Double($0) / 12 }

  /// Rat43 of NIST StRD: `b₁ / (1 + e^(b₂ − b₃ x))^(1/b₄)`, certified to eleven digits; ten are asked.
  @Test func `the Richards curve of Rat43 has its certified parameters`() throws {
    let yields = [
      16.08, 33.83, 65.80, 97.20, 191.55, 326.20, 386.87, 520.53, 590.03, 651.92, 724.93, 699.56,
      689.96, 637.56, 717.41,
    ]
    let fit = try CurveFit(
      .richards,
      errorScale: .additive,
      times: yields.indices.map { Double($0 + 1) },
      values: yields
    )
    let certified = [699.641_512_70, 5.277_125_302_5, 0.759_629_383_29, 1.279_248_385_9]
    let midpoint = (certified[1] - log(certified[3])) / certified[2]
    let expected = [certified[0], certified[2], midpoint, certified[3]]
    #expect(worstDigits(fit.parameters.map(\.value), expected) >= 9.5)
    #expect(worstDigits([fit.residualSumOfSquares], [8786.404_907_9]) >= 10)
    // The certified standard deviations are for independent errors.
    let widening = ((1 + fit.autocorrelation) / (1 - fit.autocorrelation)).squareRoot()
    let errors = [fit.parameters[0], fit.parameters[1], fit.parameters[3]]
      .map { $0.standardError / widening }
    #expect(worstDigits(errors, [16.302_297_817, 0.195_661_234_51, 0.687_619_363_85]) >= 6)
  }

  /// NIST StRD DanWood: `b₁ x^b₂`, certified to eleven digits; ten are asked.
  @Test func `the power of DanWood has its certified exponent`() throws {
    let fit = try CurveFit(
      .power,
      errorScale: .additive,
      times: [1.309, 1.471, 1.490, 1.565, 1.611, 1.680],
      values: [2.138, 3.421, 3.597, 4.340, 4.882, 5.660],
      origin: 0
    )
    #expect(worstDigits([fit.parameters[1].value], [3.860_405_587_1]) >= 10)
    #expect(worstDigits([fit.value(at: 1)], [0.768_862_261_76]) >= 10)
    #expect(worstDigits([fit.residualSumOfSquares], [4.317_308_408_3e-3]) >= 10)
  }

  /// What each year added, summed from the launch on: the reference fit of the sales themselves.
  @Test func `Bass has the known market of video recorders`() throws {
    var sum = 0.0
    var installed = [sum]
    for sale in DiffusionTests.sales {
      sum += sale
      installed.append(sum)
    }
    let fit = try CurveFit(
      .bass,
      errorScale: .additive,
      times: installed.indices.map { Double($0) },
      values: installed,
      origin: 0
    )
    let reference = try BassFit.fit(sales: DiffusionTests.sales)
    #expect(worstDigits([fit.residualSumOfSquares], [reference.residualSumOfSquares]) >= 9)
    let coefficients = [fit.parameters[1].value, fit.parameters[2].value]
    #expect(worstDigits(coefficients, [reference.innovation, reference.imitation]) >= 8)
    #expect(
      worstDigits([fit.parameters[1].standardError], [reference.standardErrors[1]]) >= 6
    )
    // The ceiling is what is sold already and what is still to come.
    let rest = reference.marketSize * (1 - reference.share(after: 10))
    #expect(worstDigits([fit.parameters[0].value], [sum + rest]) >= 8)
  }

  @Test func `a bend between two observations is found to nine digits`() throws {
    let bend = Self.times[20] + 0.013
    let values = Self.times.map { 100 + 30 * ($0 - 2020) + 55 * max(0, $0 - bend) }
    let fit = try CurveFit(.hinge, errorScale: .additive, times: Self.times, values: values)
    #expect(worstDigits(fit.parameters.map(\.value), [30, 85, 55, bend]) >= 9)
  }

  /// Estimates lie within four standard errors of the truth.
  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `a change of the growth rate is recovered from noisy values`(seed: UInt64) throws {
    var random = Samples.Sequence(state: seed)
    let values = Self.times.map { time in
      exp(4 + 1.2 * (time - 2020) - 0.8 * max(0, time - 2022.1) + 0.03 * random.normal())
    }
    let fit = try CurveFit(
      .exponentialHinge,
      errorScale: .multiplicative,
      times: Self.times,
      values: values
    )
    for (parameter, truth) in zip(fit.parameters, [1.2, 0.4, -0.8, 2022.1]) {
      #expect(abs(parameter.value - truth) <= 4 * parameter.standardError, "\(parameter)")
    }
    #expect(fit.findings.isEmpty)
  }

  @Test func `a bend of a straight line is called not identified`() throws {
    var random = Samples.Sequence(state: 5)
    let values = Self.times.map { 100 + 30 * ($0 - 2020) + 3 * random.normal() }
    let fit = try CurveFit(.hinge, errorScale: .additive, times: Self.times, values: values)
    #expect(fit.findings.first?.hasPrefix("bend not identified") == true)
  }

  /// Five per cent of noise on the foot of an S tell nothing of its shape: no number is given, or
  /// one that is said to be none.
  @Test func `the shape of an early S is refused or called not identified`() throws {
    var random = Samples.Sequence(state: 11)
    let values = Self.times.map { time in
      1000 / (1 + exp(-2 * (time - 2025.5))) * exp(0.05 * random.normal())
    }
    let fit = try? CurveFit(
      .richards,
      errorScale: .multiplicative,
      times: Self.times,
      values: values
    )
    #expect(fit == nil || fit?.findings.first?.hasPrefix("shape not identified") == true)
  }

  @Test(arguments: ErrorScale.allCases, [-1.0, 0.9])
  func `a Richards curve is recovered from its own values`(scale: ErrorScale, shape: Double) throws
  {
    let nu = exp(shape)
    let values = Self.times.map { time in
      5000 / pow(1 + nu * exp(-3 * (time - 2021.7)), 1 / nu)
    }
    let fit = try CurveFit(.richards, errorScale: scale, times: Self.times, values: values)
    #expect(worstDigits(fit.parameters.map(\.value), [5000, 3, 2021.7, nu]) >= 8)
  }

  @Test func `the refits of every curve hold its parameters`() throws {
    var random = Samples.Sequence(state: 2)
    let values = Self.times.map { time in
      900 / (1 + exp(-1.8 * (time - 2021.9))) * exp(0.02 * random.normal())
    }
    for curve in Curve.allCases {
      for scale in curve.errorScales {
        guard
          let fit = try? CurveFit(curve, errorScale: scale, times: Self.times, values: values)
        else { continue }
        let intervals = fit.parameterIntervals(refits: 200, seed: 3)
        #expect(intervals.count == fit.parameters.count)
        for (interval, parameter) in zip(intervals, fit.parameters) {
          let slack = 1e-9 * abs(parameter.value)
          #expect(interval.lowerBound - slack <= parameter.value, "\(curve) \(parameter.name)")
          #expect(interval.upperBound + slack >= parameter.value, "\(curve) \(parameter.name)")
        }
      }
    }
  }
}

private typealias DiffusionTests = `Diffusion of products`
