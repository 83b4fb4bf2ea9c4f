import Quantities
import Statistics
import TestSupport
import Testing

@Suite struct `Histogram of spans` {
  @Test func `nothing recorded has no mean and no quantile`() {
    let empty = Histogram()
    #expect(empty.count == 0)
    #expect(empty.mean == nil)
    #expect(empty.quantile(Fraction(0.5)) == nil)
    #expect(empty.fractionAtOrBelow(.seconds(1)) == nil)
  }

  @Test func `mean, extremes and count are exact`() {
    let histogram = Histogram(of: [3, 5, 1_000_003].map { SimInterval(nanoseconds: $0) })
    #expect(histogram.count == 3)
    #expect(histogram.mean == SimInterval(nanoseconds: 333_337))
    #expect(histogram.sumOfNanoseconds == 1_000_011)
    #expect(histogram.quantile(.zero) == SimInterval(nanoseconds: 3))
    #expect(histogram.quantile(.one) == SimInterval(nanoseconds: 1_000_003))
  }

  @Test func `a quantile is the value of rank np rounded up`() {
    let histogram = Histogram(of: (1...100).map { SimInterval.seconds($0) })
    for percent in 1...100 {
      let value = histogram.quantile(Fraction(Double(percent) / 100))
      #expect(close(value?.seconds ?? 0, Double(percent), relative: 0.001))
    }
    #expect(close(histogram.quantile(Fraction(0.991))?.seconds ?? 0, 100, relative: 0.001))
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func `quantiles are within 0.1 percent of the sorted sample`(seed: UInt64) {
    var random = SplitMix(state: seed)
    let spans = (0..<500).map { _ in random.span() }
    let sorted = spans.sorted()
    let histogram = Histogram(of: spans)
    let coarse = stride(from: 1, through: 500, by: 9).filter { rank in
      let exact = sorted[rank - 1].nanoseconds
      let error = abs(histogram.value(atRank: rank).nanoseconds - exact)
      return error > 256 && Double(error) > 0.001 * Double(exact)
    }
    #expect(coarse == [], "seed \(seed)")
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func `merging leaves no trace of order or grouping`(seed: UInt64) {
    var random = SplitMix(state: seed)
    let spans = (0..<300).map { _ in random.span() }
    let parts = (0..<7).map { part in
      Histogram(of: spans.enumerated().filter { $0.offset % 7 == part }.map(\.element))
    }
    let whole = Histogram(of: spans)
    #expect(Histogram.merged(parts) == whole)
    #expect(Histogram.merged(parts.shuffled(using: &random)) == whole)
    let nested = Histogram.merged([Histogram.merged(parts[3...]), Histogram.merged(parts[..<3])])
    #expect(nested == whole)
  }

  @Test func `raw counters give the same value as recording`() {
    var random = SplitMix(state: 11)
    let spans = (0..<1000).map { _ in random.span() }
    var counters = [UInt64](repeating: 0, count: HistogramLayout.bucketCount)
    for span in spans { counters[HistogramLayout.bucket(of: span.nanoseconds)] += 1 }
    let taken = Histogram(
      counters: counters,
      sumOfNanoseconds: spans.reduce(0) { $0 + Int128($1.nanoseconds) },
      minimum: spans.min() ?? .zero,
      maximum: spans.max() ?? .zero
    )
    #expect(taken == Histogram(of: spans))
  }

  @Test func `the share at or below a quantile is at least its p`() {
    var random = SplitMix(state: 5)
    let histogram = Histogram(of: (0..<2000).map { _ in random.span() })
    for p in [0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1] {
      let value = histogram.quantile(Fraction(p)) ?? .zero
      let share = histogram.fractionAtOrBelow(value)?.value ?? 0
      #expect(share >= p)
      let shorter = value - SimInterval(nanoseconds: 1)
      #expect((histogram.fractionAtOrBelow(shorter)?.value ?? 1) < p)
    }
    #expect(histogram.countAtOrBelow(SimInterval(nanoseconds: -1)) == 0)
  }

  @Test func `recording many equal spans at once equals recording them singly`() {
    var many = Histogram()
    many.record(.milliseconds(7), times: 40)
    #expect(many == Histogram(of: repeatElement(.milliseconds(7), count: 40)))
    many.record(.milliseconds(1), times: 0)
    #expect(many.minimum == .milliseconds(7))
  }

  @Test func `extremes that contradict the counters are a bug`() async {
    await #expect(processExitsWith: .failure) {
      var counters = [UInt64](repeating: 0, count: HistogramLayout.bucketCount)
      counters[100] = 1
      _ = Histogram(
        counters: counters,
        sumOfNanoseconds: 51_300,
        minimum: .zero,
        maximum: SimInterval(nanoseconds: 51_300)
      )
    }
  }

  @Test func `a rank beyond the count is a bug`() async {
    await #expect(processExitsWith: .failure) {
      _ = Histogram(of: [.seconds(1)]).value(atRank: 2)
    }
  }
}
