public import Quantities

extension Histogram {
  /// The sample quantile: the recorded value of rank ⌈np⌉ among n sorted spans.
  ///
  /// This is the inverse of the empirical distribution (type 1 of Hyndman and Fan, 1996), as
  /// HdrHistogram and Locust print it. NumPy and k6 interpolate between two ranks instead.
  ///
  /// Edge cases:
  /// - Nothing recorded gives nil.
  /// - `p` = 0 gives the smallest and `p` = 1 the largest span, both exact.
  public func quantile(_ p: Fraction) -> SimInterval? {
    guard count > 0 else { return nil }
    return value(atRank: Histogram.rank(of: p, among: count))
  }

  /// The recorded value of a rank, 1 for the smallest.
  ///
  /// - Precondition: `rank` lies in 1...`count`.
  public func value(atRank rank: Int) -> SimInterval {
    let bucket = bucket(atRank: rank)
    return recordedValue(of: bucket, atRank: rank)
  }

  /// The share of recorded spans whose recorded value is at most a given span; nil when empty.
  ///
  /// A bucket counts as a whole, by its representative: the threshold is exact to 0.1 %.
  public func fractionAtOrBelow(_ span: SimInterval) -> Fraction? {
    guard count > 0 else { return nil }
    return Fraction(Double(countAtOrBelow(span)) / Double(count))
  }

  /// The number of recorded spans whose recorded value is at most a given span.
  public func countAtOrBelow(_ span: SimInterval) -> Int {
    guard let minimum, let maximum, span >= minimum else { return 0 }
    guard span < maximum else { return count }
    let bucket = HistogramLayout.bucket(of: span.nanoseconds)
    let whole = HistogramLayout.representative(of: bucket) <= span.nanoseconds
    let end = bucket - firstBucket + (whole ? 1 : 0)
    let below = counts[..<max(0, min(end, counts.count))].reduce(0) { $0 + Int($1) }
    // The smallest span counts for itself, the largest was dealt with: both are known exactly.
    return min(max(below, 1), count - 1)
  }

  /// ⌈np⌉, at least 1, safe against the rounding of `p` (0.07 × 100 is 7, not 7.000000000000001).
  static func rank(of p: Fraction, among count: Int) -> Int {
    let exact = Double(count) * p.value
    return min(max(Int((exact - exact * 1e-12).rounded(.up)), 1), count)
  }

  /// The bucket that holds the span of a rank.
  func bucket(atRank rank: Int) -> Int {
    precondition(rank >= 1 && rank <= count, "a rank lies between 1 and the number recorded")
    var before = 0
    for (place, counted) in counts.enumerated() {
      before += Int(counted)
      if before >= rank { return firstBucket + place }
    }
    preconditionFailure("the counters add up to the count")
  }

  private func recordedValue(of bucket: Int, atRank rank: Int) -> SimInterval {
    guard let minimum, let maximum else { return .zero }
    if rank == 1 { return minimum }
    if rank == count { return maximum }
    let middle = SimInterval(nanoseconds: HistogramLayout.representative(of: bucket))
    return min(max(middle, minimum), maximum)
  }
}
