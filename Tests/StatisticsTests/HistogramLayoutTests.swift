import Statistics
import Testing

@Suite struct `Histogram layout` {
  private let buckets = 0..<HistogramLayout.bucketCount

  @Test func `buckets follow each other without gap or overlap`() {
    #expect(HistogramLayout.lowerBound(of: 0) == 0)
    let torn = buckets.dropFirst().filter { bucket in
      HistogramLayout.lowerBound(of: bucket) != HistogramLayout.upperBound(of: bucket - 1) + 1
    }
    #expect(torn == [])
    let last = HistogramLayout.bucketCount - 1
    #expect(HistogramLayout.upperBound(of: last) + 1 == HistogramLayout.limit)
  }

  @Test func `both ends and the middle of a bucket lead back to it`() {
    let astray = buckets.filter { bucket in
      HistogramLayout.bucket(of: HistogramLayout.lowerBound(of: bucket)) != bucket
        || HistogramLayout.bucket(of: HistogramLayout.representative(of: bucket)) != bucket
        || HistogramLayout.bucket(of: HistogramLayout.upperBound(of: bucket)) != bucket
    }
    #expect(astray == [])
  }

  @Test func `a representative is within 0.1 percent or 256 nanoseconds of every value`() {
    let coarse = buckets.filter { bucket in
      let low = HistogramLayout.lowerBound(of: bucket)
      let middle = HistogramLayout.representative(of: bucket)
      let error = max(middle - low, HistogramLayout.upperBound(of: bucket) - middle)
      return error > 256 && Double(error) > 0.001 * Double(low)
    }
    #expect(coarse == [])
  }

  @Test func `two days fit, and what is longer shares the last bucket`() {
    let twoDays: Int64 = 2 * 86_400 * 1_000_000_000
    #expect(HistogramLayout.limit > twoDays)
    let last = HistogramLayout.bucketCount - 1
    #expect(HistogramLayout.bucket(of: twoDays) < last)
    #expect(HistogramLayout.bucket(of: HistogramLayout.limit) == last)
    #expect(HistogramLayout.bucket(of: .max) == last)
  }

  @Test func `a negative span is a bug`() async {
    await #expect(processExitsWith: .failure) { _ = HistogramLayout.bucket(of: -1) }
  }

  @Test func `a bucket outside the layout is a bug`() async {
    await #expect(processExitsWith: .failure) { _ = HistogramLayout.lowerBound(of: 15_488) }
  }
}
