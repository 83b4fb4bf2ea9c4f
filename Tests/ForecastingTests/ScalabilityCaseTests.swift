import Forecasting
import TestSupport
import Testing

/// The reference cases of the universal scalability law: ordinary least squares of
/// X(N) = λN / (1 + σ(N − 1) + κN(N − 1)) against what is in print.
@Suite struct `Cases of the universal scalability law` {
  /// Queries per second of 1 to 32 threads in the Cisco benchmark.
  ///
  /// B. Schwartz, "Practical Scalability Analysis with the Universal Scalability Law", 2015.
  private static let cisco = [
    955.16, 1878.91, 2688.01, 3548.68, 4315.54, 5130.43, 5931.37, 6531.08, 7219.8, 7867.61, 8278.71,
    8646.7, 9047.84, 9426.55, 9645.37, 9897.24, 10_097.6, 10_240.5, 10_532.39, 10_798.52, 11_151.43,
    11_518.63, 11_806, 12_089.37, 12_075.41, 12_177.29, 12_211.41, 12_158.93, 12_155.27, 12_118.04,
    12_140.4, 12_074.39,
  ]

  /// σ, κ and λ.
  private func fit(_ loads: [Double], _ throughputs: [Double]) throws -> [Double] {
    try NonlinearLeastSquares.fit(
      observations: throughputs,
      start: [0.05, 0.001, throughputs[0] / loads[0]]
    ) { parameters, values, jacobian in
      for (row, n) in loads.enumerated() {
        let slowdown = 1 + parameters[0] * (n - 1) + parameters[1] * n * (n - 1)
        let ideal = n / slowdown
        values[row] = parameters[2] * ideal
        jacobian[row, 0] = -values[row] * (n - 1) / slowdown
        jacobian[row, 1] = -values[row] * n * (n - 1) / slowdown
        jacobian[row, 2] = ideal
      }
    }.parameters
  }

  @Test func `Q69 to Q71: the Cisco benchmark`() throws {
    let found = try fit((1...32).map(Double.init), Self.cisco)
    for (id, value) in zip(["Q69", "Q70", "Q71"], found) {
      #expect(close(value, try referenceCase(id).answer, relative: 2e-4), "\(id): \(value)")
    }
  }

  @Test func `Q79 and Q80: contention and peak load of specsdm91`() throws {
    let data = try referenceCase("Q79")
    let found = try fit(try data.numbers("load"), try data.numbers("throughput"))
    #expect(close(found[0], data.answer, relative: 1e-3), "\(found)")
    let peak = ((1 - found[0]) / found[1]).squareRoot()
    #expect(close(peak, try referenceCase("Q80").answer, relative: 2e-4), "\(peak)")
  }

  @Test func `Q81: a series without noise`() throws {
    let data = try referenceCase("Q81")
    let found = try fit(try data.numbers("load"), try data.numbers("throughput"))
    for (value, answer) in zip(found, data.value.numbers) {
      #expect(close(value, answer, relative: 5e-3), "\(found)")
    }
  }
}
