import Foundation
import Quantities
import Statistics
import TestSupport
import Testing

/// How often intervals hold the known truth, at fixed seeds.
///
/// Of 200 intervals at 95 % the number that hold lies in 180…198 with probability 0.998 (binomial).
@Suite struct `Coverage` {
  static let runs: UInt64 = 200
  static let band = 180...198
  let level = Fraction(0.95)

  @Test func `the t interval of normal means holds in 95 of 100 cases`() {
    let hits = hits { random in
      meanInterval(of: (0..<5).map { _ in 3 + random.normal() }, level: level)
    } truth: {
      3
    }
    #expect(Self.band.contains(hits))
  }

  @Test func `the ratio interval holds in 95 of 100 cases`() {
    let hits = hits { random in
      let requests = (0..<30).map { _ in 900 + 200 * random.uniform() }
      let errors = requests.map { 0.1 * $0 + 5 * random.normal() }
      return ratioInterval(numerators: errors, denominators: requests, level: level)
    } truth: {
      0.1
    }
    #expect(Self.band.contains(hits))
  }

  @Test func `the quantile of replications holds in 95 of 100 cases`() {
    let hits = hits { random in
      let replications = (0..<6).map { _ in exponentials(120, &random) }
      return quantileInterval(of: replications, p: Fraction(0.9), level: level)
    } truth: {
      log(10)
    }
    #expect(Self.band.contains(hits))
  }

  /// Replications whose spans move together: each has a level of its own.
  @Test func `the quantile of dependent spans holds in 95 of 100 cases`() {
    let hits = hits { random in
      let replications = (0..<20).map { _ in
        var histogram = Histogram()
        for _ in 0..<10 {
          // Ten clusters of twenty spans; the larger share of a span is that of its cluster.
          let common = exponential(&random)
          for _ in 0..<20 {
            let own = exponential(&random)
            histogram.record(SimInterval(seconds: random.uniform() < 0.7 ? common : own))
          }
        }
        return histogram
      }
      return quantileInterval(of: replications, p: Fraction(0.95), level: level)
    } truth: {
      log(20)
    }
    #expect(Self.band.contains(hits))
  }

  @Test func `the rank interval of a quantile holds in at least 95 of 100 cases`() {
    let hits = hits { random in
      quantileInterval(of: [exponentials(400, &random)], p: Fraction(0.95), level: level)
    } truth: {
      log(20)
    }
    #expect(hits >= Self.band.lowerBound)
  }

  private func hits(
    _ interval: (inout SplitMix) -> Estimated,
    truth: () -> Double
  ) -> Int {
    (0..<Self.runs).count { seed in
      var random = SplitMix(state: seed &* 0xD134_2543_DE82_EF95)
      guard let estimate = interval(&random).estimate else { return false }
      return estimate.low <= truth() && truth() <= estimate.high
    }
  }
}

/// An exponential number with mean 1.
func exponential(_ random: inout SplitMix) -> Double { -log(random.uniform()) }
