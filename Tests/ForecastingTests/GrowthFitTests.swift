import Forecasting
import Foundation
import Quantities
import Testing

@Suite struct `Choosing a growth curve` {
  /// Three per cent of noise on four years of months; the law is clear enough to be found.
  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `an exponential is chosen for exponential data`(seed: UInt64) throws {
    let series = try Samples.monthly(48, noise: 0.03, seed: seed) { 100 * exp(0.9 * $0) }
    let growth = try fit(series, until: series.lastDate.adding(days: 365))
    #expect(growth.chosen.fit.curve == .exponential)
    #expect(growth.chosen.fit.errorScale == .multiplicative)
    #expect(growth.reason.hasPrefix("exponential with multiplicative errors"))
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `a logistic past its midpoint is chosen and its ceiling identified`(seed: UInt64) throws {
    let series = try Samples.monthly(60, noise: 0.02, seed: seed) {
      9000 / (1 + exp(-2.2 * ($0 - 2.5)))
    }
    let growth = try fit(series, until: series.lastDate.adding(days: 365))
    #expect(growth.chosen.fit.curve == .logistic)
    let ceiling = try #require(growth.ceiling)
    #expect(ceiling.isIdentified)
    #expect(ceiling.low <= 9000)
    #expect(try #require(ceiling.high) >= 9000)
  }

  @Test func `a ceiling that less than half is reached of is not identified`() throws {
    let series = try Samples.monthly(36, noise: 0.05, seed: 4) {
      9000 / (1 + exp(-1.6 * ($0 - 4.5)))
    }
    let growth = try fit(series, curves: .automatic, until: series.lastDate.adding(days: 730))
    #expect(growth.ceiling?.isIdentified != true)
  }

  @Test func `a curve that was asked for is the only one tried`() throws {
    let series = try Samples.monthly(40, noise: 0.05) { 100 * exp(0.5 * $0) }
    let growth = try fit(series, curves: .only(.linear), until: series.lastDate.adding(days: 365))
    #expect(growth.candidates.allSatisfy { $0.fit.curve == .linear })
    #expect(growth.reason.contains("the curve that was asked for"))
  }

  @Test func `shares sum to one and the chosen curve has the largest`() throws {
    let series = try Samples.monthly(40, noise: 0.1) { 100 + 70 * $0 }
    let growth = try fit(series, until: series.lastDate.adding(days: 365))
    let weights = growth.candidates.map(\.weight)
    // Absolute, a few units in the last place of a sum of ten.
    #expect(abs(weights.reduce(0, +) - 1) < 1e-14)
    #expect(growth.candidates.allSatisfy { $0.score != nil })
    // Within the 2 % of a tie a share may differ by 2 % to the fourth power.
    #expect(try #require(weights.max()) <= growth.chosen.weight * 1.09)
  }

  @Test func `a series too short to be tested is ranked by AICc and says so`() throws {
    let series = try Samples.monthly(6, noise: 0.02) { 100 * exp($0) }
    let growth = try fit(series, until: series.lastDate.adding(days: 180))
    #expect(growth.criterion.hasPrefix("lowest AICc"))
    #expect(growth.chosen.score == nil)
  }

  @Test func `a series of zeros is refused with a reason`() throws {
    let series = try TimeSeries(
      name: "nothing",
      dates: (0..<12).map(Samples.month),
      values: [Double](repeating: 0, count: 12)
    )
    #expect(throws: FitError.outOfDomain(reason: "every value is zero")) {
      try fit(series, until: series.lastDate.adding(days: 365))
    }
  }
}
