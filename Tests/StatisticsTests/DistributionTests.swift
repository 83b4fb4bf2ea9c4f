import Quantities
import Statistics
import TestSupport
import Testing

@Suite struct `Reference distributions` {
  /// Degrees of freedom and the 0.95, 0.975, 0.995 and 0.9995 quantiles, three decimals, as
  /// in any printed t table.
  static let printedT: [(Double, [Double])] = [
    (1, [6.314, 12.706, 63.657, 636.619]), (2, [2.920, 4.303, 9.925, 31.599]),
    (3, [2.353, 3.182, 5.841, 12.924]), (4, [2.132, 2.776, 4.604, 8.610]),
    (5, [2.015, 2.571, 4.032, 6.869]), (9, [1.833, 2.262, 3.250, 4.781]),
    (10, [1.812, 2.228, 3.169, 4.587]), (19, [1.729, 2.093, 2.861, 3.883]),
    (30, [1.697, 2.042, 2.750, 3.646]), (60, [1.671, 2.000, 2.660, 3.460]),
    (120, [1.658, 1.980, 2.617, 3.373]),
  ]

  @Test func `t quantiles agree with the printed table`() {
    for (degrees, row) in Self.printedT {
      let t = StudentT(degreesOfFreedom: degrees)
      for (p, printed) in zip([0.95, 0.975, 0.995, 0.9995], row) {
        // Half a unit of the third decimal, and a little for 636.6192 and 9.9248.
        #expect(abs(t.quantile(Fraction(p)) - printed) <= 0.000_51, "\(degrees) \(p)")
      }
    }
  }

  /// Computed with SciPy 1.17.1, `scipy.stats.t.ppf`.
  @Test(arguments: [
    (1, 0.9999999999, 3183098598.467148), (2.5, 0.6, 0.2814595127485477),
    (4, 0.025, -2.7764451051977934), (7.3, 0.999999999, 35.2835502297652),
    (29, 0.9995, 3.6594050194663748), (1000, 0.995, 2.580754698065951),
    (1e5, 0.9, 1.2815600314493614), (1e6, 0.975, 1.959966356814107),
  ])
  func `t quantiles agree with SciPy for any degrees of freedom`(
    degrees: Double,
    p: Double,
    reference: Double
  ) {
    let value = StudentT(degreesOfFreedom: degrees).quantile(Fraction(p))
    // The share itself is rounded: 1 − 10⁻¹⁰ has only seven digits left in its tail.
    let tolerance = p > 0.99999 ? 2e-7 : 1e-11
    #expect(close(value, reference, relative: tolerance))
  }

  @Test func `one degree of freedom is the Cauchy distribution`() {
    let t = StudentT(degreesOfFreedom: 1)
    #expect(close(t.quantile(Fraction(0.75)), 1, relative: 1e-14))
    #expect(close(t.cumulative(-1), 0.25, relative: 1e-14))
  }

  @Test(arguments: [1, 1.5, 2, 3, 10, 100, 1e4, 1e9])
  func `the t quantile inverts the cumulative`(degrees: Double) {
    let t = StudentT(degreesOfFreedom: degrees)
    for p in [0.001, 0.2, 0.4999, 0.5, 0.5001, 0.7, 0.99] {
      #expect(close(t.cumulative(t.quantile(Fraction(p))), p, relative: 1e-12))
    }
  }

  /// Computed with SciPy 1.17.1, `scipy.stats.norm.ppf`.
  @Test(arguments: [
    (0.001, -3.090232306167813), (0.75, 0.6744897501960817), (0.9, 1.2815515655446004),
    (0.95, 1.6448536269514722), (0.975, 1.959963984540054), (0.99, 2.3263478740408408),
    (0.995, 2.5758293035489004), (0.9999, 3.719016485455709), (1e-10, -6.361340902404056),
    (1e-300, -37.0470962993612),
  ])
  func `normal quantiles have fourteen digits`(p: Double, reference: Double) {
    #expect(close(StandardNormal.quantile(Fraction(p)), reference, relative: 2e-14))
  }

  /// Computed with SciPy 1.17.1, `scipy.stats.binom`.
  @Test func `binomial tails agree with SciPy`() {
    let small = Binomial(trials: 20, probability: Fraction(0.25))
    #expect(close(small.atMost(3), 0.22515604766431352, relative: 1e-13))
    let even = Binomial(trials: 100, probability: Fraction(0.5))
    #expect(close(even.atMost(39), 0.017600100108852428, relative: 1e-13))
    let large = Binomial(trials: 1000, probability: Fraction(0.95))
    #expect(close(large.atLeast(960), 0.08063657325669013, relative: 1e-12))
    let huge = Binomial(trials: 1_000_000, probability: Fraction(0.99))
    #expect(close(huge.atLeast(990_196), 0.02444259712763035, relative: 1e-10))
    #expect(
      close(
        Binomial(trials: 5, probability: Fraction(0.3)).probability(of: 0),
        0.16807,
        relative: 1e-14
      )
    )
  }

  @Test func `binomial probabilities add up to one`() {
    for p in [0, 0.001, 0.3, 0.5, 0.99, 1] {
      let binomial = Binomial(trials: 60, probability: Fraction(p))
      let sum = (0...60).reduce(0.0) { $0 + binomial.probability(of: $1) }
      #expect(close(sum, 1, relative: 1e-13))
      for k in 0...60 {
        #expect(close(binomial.atMost(k - 1) + binomial.atLeast(k), 1, relative: 1e-13))
      }
    }
  }

  @Test func `less than one degree of freedom is a bug`() async {
    await #expect(processExitsWith: .failure) { _ = StudentT(degreesOfFreedom: 0.5) }
  }

  @Test func `the normal quantile of everything is a bug`() async {
    await #expect(processExitsWith: .failure) { _ = StandardNormal.quantile(.one) }
  }
}
