import Foundation
import Quantities
import Queueing
import TestSupport
import Testing

@Suite struct `Response time distributions` {
  /// Exponential service makes M/G/1 the M/M/1, whose response time is exponential.
  @Test(arguments: [0.5, 0.95, 0.99])
  func `M/G/1 with exponential service is M/M/1`(p: Double) {
    let station = MG1(
      arrivalRate: perSecond(0.8),
      meanServiceTime: seconds(1),
      squaredCoefficientOfVariation: 1
    )
    let solved = station.responseTimeQuantile(Fraction(p)) { exp(-$0) }
    #expect(close(solved?.seconds, -log(1 - p) * 5, relative: 1e-3))
  }

  /// The mean of the distribution is that of Pollaczek and Khinchine: Σ of its quantiles.
  @Test func `the quantiles of M/G/1 with log-normal service average to its mean`() throws {
    let sigma = log(5.0).squareRoot()
    let station = MG1(
      arrivalRate: perSecond(0.7),
      meanServiceTime: seconds(1),
      squaredCoefficientOfVariation: 4
    )
    func tail(_ x: Double) -> Double {
      x > 0 ? 0.5 * erfc((log(x) + sigma * sigma / 2) / sigma / 2.0.squareRoot()) : 1
    }
    // Midpoints of eight equal parts of the first nine tenths, of nine tenths of the rest, and so on;
    // the last ten-thousandth is worth about half a per cent.
    var mean = 0.0
    for beyond in [1, 0.1, 0.01, 0.001] {
      for part in 0..<8 {
        let p = Fraction(1 - beyond + 0.9 * beyond * (Double(part) + 0.5) / 8)
        let quantile = station.responseTimeQuantile(p, steps: 800, serviceTail: tail)
        mean += try #require(quantile).seconds * 0.9 * beyond / 8
      }
    }
    #expect(close(mean, try #require(station.meanResponseTime).seconds, relative: 0.03))
  }

  @Test func `a saturated M/G/1 has no quantiles`() {
    let station = MG1(
      arrivalRate: perSecond(1),
      meanServiceTime: seconds(1),
      squaredCoefficientOfVariation: 1
    )
    #expect(station.responseTimeQuantile(Fraction(0.5)) { exp(-$0) } == nil)
  }

  @Test func `a single user never waits`() throws {
    let alone = MachineRepairman(
      population: 1,
      meanThinkTime: seconds(5),
      meanServiceTime: seconds(0.2)
    )
    let p95 = try #require(alone.responseTimeQuantile(Fraction(0.95)))
    #expect(close(p95.seconds, 0.2 * log(20), relative: 1e-8))
  }

  /// A finite population that hardly thinks is an open queue of the same load no more: the quantiles
  /// average to Little's mean.
  @Test(arguments: [2, 30, 400])
  func `the quantiles of the repairman average to its mean`(population: Int) {
    let system = MachineRepairman(
      population: population,
      meanThinkTime: seconds(5),
      meanServiceTime: seconds(0.2)
    )
    let quantiles = (0..<2000).compactMap {
      system.responseTimeQuantile(Fraction((Double($0) + 0.5) / 2000))?.seconds
    }
    #expect(quantiles.count == 2000)
    let mean = quantiles.reduce(0, +) / 2000
    #expect(close(mean, system.meanResponseTime.seconds, relative: 2e-3))
  }

  @Test func `several repairmen have no quantiles yet`() {
    let system = MachineRepairman(
      population: 5,
      meanThinkTime: seconds(5),
      meanServiceTime: seconds(1),
      servers: 2
    )
    #expect(system.responseTimeQuantile(Fraction(0.9)) == nil)
  }
}
