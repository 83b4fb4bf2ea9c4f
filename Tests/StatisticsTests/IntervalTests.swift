import Foundation
import Quantities
import Statistics
import TestSupport
import Testing

@Suite struct `Intervals` {
  let level = Fraction(0.95)

  @Test func `a mean of replications has Student's interval`() throws {
    // 10, 12, 14: mean 12, s = 2, t(2) = 4.302653, half-width 4.302653 × 2/√3.
    let estimate = try #require(meanInterval(of: [10, 12, 14], level: level).estimate)
    #expect(estimate.value == 12)
    #expect(close(estimate.halfWidth, 4.968_275, relative: 1e-6))
    #expect(estimate.replications == 3)
    #expect(estimate.method == .replicationMeans)
  }

  /// What Student's interval reaches to either side of the mean, at 95 %.
  private func reach(of means: [Double]) throws -> (mean: Double, half: Double) {
    let moments = RunningMoments(of: means)
    let error = try #require(moments.standardDeviation) / Double(means.count).squareRoot()
    let student = StudentT(degreesOfFreedom: Double(means.count - 1))
    return (moments.mean, student.twoSidedFactor(level: Fraction(0.95)) * error)
  }

  @Test func `a little skewness moves both ends up`() throws {
    let means = (0..<20).map { pow(1.05, Double($0)) }
    let student = try reach(of: means)
    let it = try #require(meanInterval(of: means, level: level).estimate)
    #expect(it.low > student.mean - student.half && it.high > student.mean + student.half)
  }

  @Test func `skewness beyond chance moves no end nearer than Student's`() throws {
    let means = (0..<19).map { 1 + 0.01 * Double($0) } + [4]
    let student = try reach(of: means)
    let it = try #require(meanInterval(of: means, level: level).estimate)
    #expect(close(it.low, student.mean - student.half, relative: 1e-12))
    #expect(it.high > student.mean + 1.5 * student.half)
    // Mirrored means have the mirrored interval.
    let mirrored = try #require(meanInterval(of: means.map { -$0 }, level: level).estimate)
    #expect(close(mirrored.high, -it.low, relative: 1e-12))
    #expect(close(mirrored.low, -it.high, relative: 1e-12))
  }

  @Test func `one replication says nothing about its error`() {
    guard case .notEstimable(let why) = meanInterval(of: [10], level: level) else {
      Issue.record("one replication gave an interval")
      return
    }
    #expect(why.needed == 2)
    #expect(
      why.description == "not estimable from n = 1: an interval of a mean needs 2 replications"
    )
  }

  @Test func `a ratio is total over total, not the mean of ratios`() throws {
    let estimate = try #require(
      ratioInterval(numerators: [1, 30], denominators: [10, 100], level: level).estimate
    )
    #expect(close(estimate.value, 31.0 / 110, relative: 1e-15))
    // Residuals ∓1.8182: s = 2.5713, standard error s/√2/55, t(1) = 12.7062.
    #expect(close(estimate.halfWidth, 12.706_205 * 1.818_182 / 55, relative: 1e-5))
  }

  @Test func `a ratio to nothing is not estimable`() {
    #expect(ratioInterval(numerators: [0, 0], denominators: [0, 0], level: level).estimate == nil)
    #expect(ratioInterval(numerators: [1], denominators: [2], level: level).estimate == nil)
  }

  /// Newcombe, "Two-sided confidence intervals for the single proportion" (1998), Table I, method 3.
  @Test(arguments: [
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611),
    (1, 29, 0.0061, 0.1718),
  ])
  func `Wilson's interval agrees with print`(hits: Int, trials: Int, low: Double, high: Double)
    throws
  {
    let interval = wilsonInterval(successes: hits, trials: trials, level: level)
    let estimate = try #require(interval.estimate)
    #expect(abs(estimate.low - low) <= 0.000_051)
    #expect(abs(estimate.high - high) <= 0.000_051)
  }

  @Test func `a proportion without a trial is not estimable`() {
    #expect(wilsonInterval(successes: 0, trials: 0, level: level).estimate == nil)
    #expect(wilsonInterval(successes: 5, trials: 5, level: level).estimate?.high == 1)
  }

  @Test func `a quantile of replications comes from the shares above it`() throws {
    var random = SplitMix(state: 3)
    let replications = (0..<6).map { _ in exponentials(1000, &random) }
    let estimate = try #require(
      quantileInterval(of: replications, p: Fraction(0.9), level: level).estimate
    )
    #expect(estimate.method == .tailShare)
    #expect(estimate.observations == 6000)
    #expect(estimate.low < 2.302_585 && 2.302_585 < estimate.high)
  }

  @Test
  func `a quantile of short, independent replications falls back on ranks of the pooled sample`()
    throws
  {
    // The twenty longest of 1 s … 200 s: twelve in one replication, eight in the other.
    let replications = [Array(1...88) + Array(181...192), Array(89...180) + Array(193...200)].map {
      Histogram(of: $0.map { SimInterval.seconds(Int64($0)) })
    }
    let estimate = try #require(
      quantileInterval(of: replications, p: Fraction(0.9), level: level).estimate
    )
    #expect(estimate.method == .pooledOrderStatistics)
    let ranks = OrderStatisticRanks(count: 200, p: Fraction(0.9), level: level)
    #expect(close(estimate.low, Double(ranks.lower ?? 0), relative: 0.002))
    #expect(close(estimate.high, Double(ranks.upper ?? 0), relative: 0.002))
  }

  @Test func `replications that differ too much give no quantile`() {
    // All long spans come from one of three replications.
    let replications = [1, 1, 5].map { (scale: Int64) in
      Histogram(of: (1...100).map { SimInterval.seconds($0 * scale) })
    }
    let interval = quantileInterval(of: replications, p: Fraction(0.9), level: level)
    guard case .notEstimable(let why) = interval else {
      Issue.record("a single busy replication gave a 0.9 quantile")
      return
    }
    #expect(why.observations == 300 && why.needed == nil)
    #expect(
      why.description.hasPrefix("not estimable from n = 300: the replications differ too much")
    )
  }

  @Test func `spans that are all the same have a quantile without width`() throws {
    let replications = [100, 120, 90].map {
      Histogram(of: Array(repeating: SimInterval.seconds(2), count: $0))
    }
    let estimate = try #require(
      quantileInterval(of: replications, p: Fraction(0.95), level: level).estimate
    )
    #expect((estimate.value, estimate.low, estimate.high) == (2, 2, 2))
    #expect(estimate.method == .tailShare)
  }

  @Test func `a quantile beyond the data is not estimable, and says from how many it would be`() {
    var random = SplitMix(state: 4)
    let replications = (0..<10).map { _ in exponentials(100, &random) }
    let interval = quantileInterval(of: replications, p: Fraction(0.999), level: level)
    guard case .notEstimable(let why) = interval else {
      Issue.record("a thousand observations gave a 0.999 quantile")
      return
    }
    #expect(why.observations == 1000)
    #expect(why.needed == 3688)
    #expect(quantileInterval(of: [], p: Fraction(0.5), level: level).estimate == nil)
  }

  @Test func `an exact count has no width`() {
    let estimate = Estimate.exact(7, observations: 7)
    #expect(estimate.halfWidth == 0)
    #expect(estimate.relativeHalfWidth == 0)
    #expect(estimate.method.description == "exact count")
  }

  @Test func `an interval that misses its value is a bug`() async {
    await #expect(processExitsWith: .failure) {
      _ = Estimate(
        value: 3,
        low: 1,
        high: 2,
        level: Fraction(0.95),
        observations: 1,
        replications: 1,
        method: .exactCount
      )
    }
  }

  @Test func `a level of one is a bug`() async {
    await #expect(processExitsWith: .failure) { _ = meanInterval(of: [1, 2], level: .one) }
  }
}

/// Exponential spans with a mean of one second.
func exponentials(_ count: Int, _ random: inout SplitMix) -> Histogram {
  var histogram = Histogram()
  for _ in 0..<count { histogram.record(SimInterval(seconds: exponential(&random))) }
  return histogram
}
