import Foundation
import Quantities
import Statistics
import TestSupport
import Testing

@Suite struct `A stored histogram` {
  private func stored(_ histogram: Histogram) throws -> Histogram {
    try JSONDecoder().decode(Histogram.self, from: JSONEncoder().encode(histogram))
  }

  @Test(arguments: 0..<20)
  func `comes back equal in every counter`(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    var histogram = Histogram()
    for _ in 0..<(seed * 20) { histogram.record(random.span(), times: 1 + random.below(1000)) }
    #expect(try stored(histogram) == histogram)
  }

  @Test func `keeps a sum of more than 64 bits and a count of more than 53`() throws {
    var histogram = Histogram()
    histogram.record(SimInterval(nanoseconds: .max), times: 1 << 60)
    histogram.record(SimInterval(nanoseconds: 1), times: (1 << 53) + 1)
    #expect(try stored(histogram) == histogram)
    #expect(histogram.sumOfNanoseconds > Int128(UInt64.max))
  }

  @Test(arguments: [
    // Counters without buckets, buckets out of order, outside the layout, without counts.
    #"{"buckets":[],"counts":[1]}"#,
    #"{"buckets":[2,1],"counts":[1,1],"sum_ns":"1600","min_ns":600,"max_ns":1030}"#,
    #"{"buckets":[99999],"counts":[1],"sum_ns":"1","min_ns":1,"max_ns":1}"#,
    #"{"buckets":[-1],"counts":[1],"sum_ns":"1","min_ns":1,"max_ns":1}"#,
    #"{"buckets":[0],"counts":[0],"sum_ns":"0","min_ns":0,"max_ns":0}"#,
    // Counts that add up to more than a counter holds.
    #"{"buckets":[0,1],"counts":[18446744073709551615,1],"sum_ns":"9","min_ns":1,"max_ns":600}"#,
    // Extremes and sums that do not fit the buckets.
    #"{"buckets":[0],"counts":[1],"sum_ns":"1","min_ns":1,"max_ns":600}"#,
    #"{"buckets":[0],"counts":[1],"sum_ns":"1","min_ns":-1,"max_ns":1}"#,
    #"{"buckets":[0],"counts":[2],"sum_ns":"1","min_ns":1,"max_ns":1}"#,
    #"{"buckets":[0],"counts":[2],"sum_ns":"3","min_ns":1,"max_ns":1}"#,
    #"{"buckets":[0],"counts":[1],"sum_ns":"one","min_ns":1,"max_ns":1}"#,
    #"{"buckets":[0],"counts":[1]}"#, "[]", "{}",
  ])
  func `is refused when its numbers contradict each other`(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Histogram.self, from: Data(text.utf8))
    }
  }
}
