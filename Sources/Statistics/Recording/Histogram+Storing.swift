import Quantities

/// The stored form: `buckets` and `counts` of the buckets in use, `sum_ns` in decimal digits, and the
/// exact `min_ns` and `max_ns`; nothing but empty lists when nothing was recorded.
///
/// The sum is a string because it may have more digits than a JSON reader keeps of a number. What is
/// decoded equals what was encoded in every counter; numbers that no histogram can have are refused.
extension Histogram: Codable {
  private enum Key: String, CodingKey {
    case buckets, counts
    case sum = "sum_ns"
    case smallest = "min_ns"
    case largest = "max_ns"
  }

  /// Writes the buckets in use and the exact extremes.
  ///
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    let used = counts.indices.filter { counts[$0] > 0 }
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(used.map { firstBucket + $0 }, forKey: .buckets)
    try container.encode(used.map { counts[$0] }, forKey: .counts)
    guard let minimum, let maximum else { return }
    try container.encode(sumOfNanoseconds.description, forKey: .sum)
    try container.encode(minimum.nanoseconds, forKey: .smallest)
    try container.encode(maximum.nanoseconds, forKey: .largest)
  }

  /// Reads what `encode(to:)` wrote.
  ///
  /// - Throws: `DecodingError` for a missing key, and for counters that contradict each other.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let buckets = try container.decode([Int].self, forKey: .buckets)
    let counted = try container.decode([UInt64].self, forKey: .counts)
    guard let first = buckets.first, let last = buckets.last else {
      guard counted.isEmpty else { throw Histogram.refusal(container) }
      self.init()
      return
    }
    guard counted.count == buckets.count, first >= 0, last < HistogramLayout.bucketCount,
      zip(buckets, buckets.dropFirst()).allSatisfy({ $0 < $1 })
    else { throw Histogram.refusal(container) }
    var counts = [UInt64](repeating: 0, count: last - first + 1)
    for (bucket, count) in zip(buckets, counted) { counts[bucket - first] = count }
    guard let sum = Int128(try container.decode(String.self, forKey: .sum)),
      let histogram = Histogram(
        firstBucket: first,
        counts: counts,
        sumOfNanoseconds: sum,
        smallest: try container.decode(Int64.self, forKey: .smallest),
        largest: try container.decode(Int64.self, forKey: .largest)
      )
    else { throw Histogram.refusal(container) }
    self = histogram
  }

  private static func refusal(_ container: KeyedDecodingContainer<Key>) -> DecodingError {
    .dataCorrupted(
      .init(
        codingPath: container.codingPath,
        debugDescription: "the counters contradict each other"
      )
    )
  }
}
