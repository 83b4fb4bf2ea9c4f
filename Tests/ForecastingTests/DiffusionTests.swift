import Forecasting
import Testing

@Suite struct `Diffusion of products` {
  /// VCR sales in the United States, 1979 to 1988, thousands.
  static let sales = [840.0, 1470, 2110, 4000, 7590, 10_950, 10_530, 9470, 7790, 5890]

  /// A fit of our own, polished to twelve digits; nine digits asked, of the error of the size eight,
  /// as many as are known.
  @Test func `the sales of video recorders have the known market`() throws {
    let fit = try BassFit.fit(sales: Self.sales)
    let found = [fit.marketSize, fit.innovation, fit.imitation, fit.residualSumOfSquares]
    let reference = [67_660.02492696, 0.008788962557339, 0.6421589028534, 3_672_146.264378]
    #expect(worstDigits(found, reference) >= 9)
    #expect(worstDigits([fit.standardErrors[0]], [3070.9059]) >= 7)
    #expect(try #require(fit.peakPeriod) > 6 && #require(fit.peakPeriod) < 7)
  }

  @Test func `sales that only rise have no market size yet`() {
    #expect(throws: FitError.self) {
      try BassFit.fit(sales: [1, 2, 4, 8, 16, 32, 64, 128, 256])
    }
  }

  @Test func `a product without buyers is refused`() {
    #expect(throws: FitError.outOfDomain(reason: "every sale is zero")) {
      try BassFit.fit(sales: [0, 0, 0, 0, 0])
    }
  }
}

@Suite struct `Universal scalability law` {
  /// SPEC SDM91 on a Sun SPARCcenter 2000, as in the R package usl 3.0.3; the reference fit was
  /// polished to twelve digits, nine are asked.
  @Test func `a benchmark with a peak has the known coefficients`() throws {
    let fit = try ScalabilityFit.fit(
      loads: [1, 18, 36, 72, 108, 144, 216],
      throughputs: [64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775.0, 1702.2]
    )
    let found = [fit.contention, fit.crosstalk, fit.unitThroughput]
    #expect(worstDigits(found, [0.02772847561863, 1.043654838441e-4, 89.99523310433]) >= 9)
    let errors = [fit.standardErrors[1], fit.standardErrors[2], fit.standardErrors[0]]
    #expect(
      worstDigits(errors.compactMap(\.self), [0.009121731808, 1.98752709e-5, 14.21348942]) >= 8
    )
    #expect(fit.warning == nil)
    // R prints the peak as 96.52.
    #expect(abs(try #require(fit.peakLoad) - 96.52) < 0.005)
  }

  private static let processors = [1.0, 4, 8, 12, 16, 20, 24, 28, 32, 48, 64]
  private static let rays = [20.0, 78, 130, 170, 190, 200, 210, 230, 260, 280, 310]

  /// The ray tracer of the same package: without the bound its crosstalk would be negative.
  @Test func `crosstalk at its bound is warned of and has an interval, not an error`() throws {
    let fit = try ScalabilityFit.fit(loads: Self.processors, throughputs: Self.rays)
    #expect(
      worstDigits([fit.contention, fit.unitThroughput], [0.05777078074, 21.84884286568]) >= 9
    )
    #expect(fit.crosstalk == 0)
    #expect(fit.standardErrors[2] == nil)
    #expect(fit.peakLoad == nil)
    #expect(try #require(fit.warning).hasPrefix("crosstalk not identified"))
    #expect(fit.crosstalkInterval.low == 0)
    #expect(try #require(fit.crosstalkInterval.high) > 0)
  }

  /// The first six rows promise a peak at 24.5, which the next five refute.
  @Test func `a peak that few points promise has an interval that says so`() throws {
    let fit = try ScalabilityFit.fit(
      loads: Array(Self.processors.prefix(6)),
      throughputs: Array(Self.rays.prefix(6))
    )
    let found = [fit.contention, fit.crosstalk, fit.unitThroughput]
    #expect(worstDigits(found, [0.02444404142, 0.001626809280, 20.85604530]) >= 9)
    #expect(fit.crosstalkInterval.low < fit.crosstalk)
    #expect(try #require(fit.crosstalkInterval.high) > fit.crosstalk)
  }

  @Test func `measurements made from a law give it back`() throws {
    let loads = [1.0, 2, 4, 8, 16, 32, 64]
    let fit = try ScalabilityFit.fit(
      loads: loads,
      throughputs: loads.map { 1000 * $0 / (1 + 0.03 * ($0 - 1) + 0.0005 * $0 * ($0 - 1)) }
    )
    #expect(
      worstDigits([fit.unitThroughput, fit.contention, fit.crosstalk], [1000, 0.03, 0.0005]) >= 9
    )
  }
}
