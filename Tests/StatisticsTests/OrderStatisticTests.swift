import Quantities
import Statistics
import Testing

@Suite struct `Order statistic ranks` {
  /// p, n, lower and upper rank at 95 %, by the exact binomial distribution; 0 for none.
  static let table: [(Double, Int, Int, Int)] = [
    (0.50, 100, 40, 61), (0.50, 1000, 469, 532), (0.50, 10_000, 4902, 5099),
    (0.50, 100_000, 49_690, 50_311), (0.50, 1_000_000, 499_020, 500_981),
    (0.90, 100, 84, 96), (0.90, 1000, 881, 919), (0.90, 10_000, 8941, 9059),
    (0.90, 100_000, 89_814, 90_187), (0.90, 1_000_000, 899_412, 900_589),
    (0.95, 100, 90, 100), (0.95, 1000, 936, 964), (0.95, 10_000, 9457, 9543),
    (0.95, 100_000, 94_864, 95_136), (0.95, 1_000_000, 949_572, 950_428),
    (0.99, 100, 97, 0), (0.99, 1000, 983, 997), (0.99, 10_000, 9880, 9920),
    (0.99, 100_000, 98_938, 99_062), (0.99, 1_000_000, 989_805, 990_196),
    (0.999, 1000, 997, 0), (0.999, 10_000, 9983, 9997), (0.999, 100_000, 99_880, 99_920),
    (0.999, 1_000_000, 998_938, 999_062),
  ]

  @Test(arguments: table)
  func `the ranks are those of the exact binomial`(p: Double, n: Int, lower: Int, upper: Int) {
    let ranks = OrderStatisticRanks(count: n, p: Fraction(p), level: Fraction(0.95))
    #expect(ranks.lower == lower)
    #expect(ranks.upper == (upper == 0 ? nil : upper))
  }

  @Test func `the 0.999 quantile has no upper bound in a hundred observations`() {
    let ranks = OrderStatisticRanks(count: 100, p: Fraction(0.999), level: Fraction(0.95))
    #expect(ranks.upper == nil)
  }

  @Test(arguments: [(0.90, 36), (0.95, 72), (0.99, 368), (0.999, 3688)])
  func `the smallest sufficient sample is the known one`(p: Double, n: Int) {
    #expect(OrderStatisticRanks.smallestSample(p: Fraction(p), level: Fraction(0.95)) == n)
  }

  @Test func `low quantiles mirror high ones`() {
    for n in [40, 100, 777] {
      let high = OrderStatisticRanks(count: n, p: Fraction(0.75), level: Fraction(0.9))
      let low = OrderStatisticRanks(count: n, p: Fraction(0.25), level: Fraction(0.9))
      #expect(low.lower == high.upper.map { n + 1 - $0 })
      #expect(low.upper == high.lower.map { n + 1 - $0 })
    }
  }

  @Test func `an empty sample has no bounds`() {
    let ranks = OrderStatisticRanks(count: 0, p: Fraction(0.5), level: Fraction(0.95))
    #expect(ranks.lower == nil)
    #expect(ranks.upper == nil)
  }

  @Test func `the interval of the largest possible value is a bug to ask for`() async {
    await #expect(processExitsWith: .failure) {
      _ = OrderStatisticRanks(count: 10, p: .one, level: Fraction(0.95))
    }
  }
}
