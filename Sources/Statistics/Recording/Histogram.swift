public import Quantities

/// Recorded spans, counted in the buckets of `HistogramLayout`.
///
/// The sum, the smallest and the largest span are exact; everything between is exact to 0.1 %.
/// Counts are integers, so merging gives the same value in any order and grouping.
///
/// Only the stretch between the first and the last used bucket is stored.
///
/// - Invariant: the first and the last stored counter are not zero.
public struct Histogram: Hashable, Sendable {
  /// The bucket of `counts[0]`.
  var firstBucket: Int
  /// The counters from the bucket of the smallest to the bucket of the largest span.
  var counts: [UInt64]

  /// How many spans were recorded.
  public private(set) var count: Int
  /// The exact sum of all spans in nanoseconds.
  public private(set) var sumOfNanoseconds: Int128
  private var smallest: Int64
  private var largest: Int64

  /// Nothing recorded yet.
  public init() {
    firstBucket = 0
    counts = []
    count = 0
    sumOfNanoseconds = 0
    smallest = .max
    largest = 0
  }

  /// Takes over what an engine counted in raw memory.
  ///
  /// - Parameters:
  ///   - counters: `HistogramLayout.bucketCount` counters; they are copied.
  ///   - sumOfNanoseconds: The exact sum of the counted spans.
  ///   - minimum: The smallest counted span.
  ///   - maximum: The largest counted span.
  /// - Precondition: `minimum` and `maximum` lie in the first and the last bucket that is not empty;
  ///   only the counters between them are read.
  public init(
    counters: UnsafePointer<UInt64>,
    sumOfNanoseconds: Int128,
    minimum: SimInterval,
    maximum: SimInterval
  ) {
    self.init()
    let first = HistogramLayout.bucket(of: minimum.nanoseconds)
    let last = HistogramLayout.bucket(of: maximum.nanoseconds)
    precondition(
      first <= last && counters[first] > 0 && counters[last] > 0,
      "the extremes lie in the outermost buckets in use"
    )
    firstBucket = first
    counts = Array(UnsafeBufferPointer(start: counters + first, count: last - first + 1))
    count = counts.reduce(0) { $0 + Int($1) }
    self.sumOfNanoseconds = sumOfNanoseconds
    smallest = minimum.nanoseconds
    largest = maximum.nanoseconds
  }

  /// Takes over counters that were stored; nil when they cannot be a histogram's.
  ///
  /// - Parameters:
  ///   - firstBucket: The bucket of the first counter.
  ///   - counts: Counters of neighboring buckets, the first and the last not zero.
  ///   - sumOfNanoseconds: The exact sum of the counted spans.
  ///   - smallest: The smallest counted span in nanoseconds.
  ///   - largest: The largest counted span in nanoseconds.
  init?(
    firstBucket: Int,
    counts: [UInt64],
    sumOfNanoseconds: Int128,
    smallest: Int64,
    largest: Int64
  ) {
    var total: UInt64 = 0
    for counted in counts {
      let (sum, overflows) = total.addingReportingOverflow(counted)
      guard !overflows else { return nil }
      total = sum
    }
    guard let first = counts.first, let last = counts.last, first > 0, last > 0,
      let count = Int(exactly: total), smallest >= 0, smallest <= largest,
      HistogramLayout.bucket(of: smallest) == firstBucket,
      HistogramLayout.bucket(of: largest) == firstBucket + counts.count - 1,
      sumOfNanoseconds >= Int128(smallest) * Int128(count),
      sumOfNanoseconds <= Int128(largest) * Int128(count)
    else { return nil }
    self.firstBucket = firstBucket
    self.counts = counts
    self.count = count
    self.sumOfNanoseconds = sumOfNanoseconds
    self.smallest = smallest
    self.largest = largest
  }

  /// The smallest recorded span, exact; nil when nothing was recorded.
  public var minimum: SimInterval? { count == 0 ? nil : SimInterval(nanoseconds: smallest) }

  /// The largest recorded span, exact; nil when nothing was recorded.
  public var maximum: SimInterval? { count == 0 ? nil : SimInterval(nanoseconds: largest) }

  /// The mean of the recorded spans to the nanosecond below; nil when nothing was recorded.
  public var mean: SimInterval? {
    guard count > 0 else { return nil }
    return SimInterval(nanoseconds: Int64(sumOfNanoseconds / Int128(count)))
  }

  /// Records a span, or several equal ones.
  ///
  /// - Precondition: `span` and `times` are not negative.
  public mutating func record(_ span: SimInterval, times: Int = 1) {
    precondition(times >= 0, "a span is recorded some number of times")
    let bucket = HistogramLayout.bucket(of: span.nanoseconds)
    guard times > 0 else { return }
    reserve(bucket...bucket)
    counts[bucket - firstBucket] += UInt64(times)
    count += times
    sumOfNanoseconds += Int128(span.nanoseconds) * Int128(times)
    smallest = min(smallest, span.nanoseconds)
    largest = max(largest, span.nanoseconds)
  }

  /// Adds all that another histogram recorded.
  ///
  /// Exact, commutative and associative: the order of merging leaves no trace.
  public mutating func merge(_ other: Histogram) {
    guard other.count > 0 else { return }
    reserve(other.firstBucket...(other.firstBucket + other.counts.count - 1))
    let offset = other.firstBucket - firstBucket
    for place in other.counts.indices { counts[offset + place] += other.counts[place] }
    count += other.count
    sumOfNanoseconds += other.sumOfNanoseconds
    smallest = min(smallest, other.smallest)
    largest = max(largest, other.largest)
  }

  /// The histogram of all that several others recorded.
  public static func merged(_ histograms: some Sequence<Histogram>) -> Histogram {
    var all = Histogram()
    for histogram in histograms { all.merge(histogram) }
    return all
  }

  /// Extends the stored stretch so that it holds these buckets.
  private mutating func reserve(_ buckets: ClosedRange<Int>) {
    guard !counts.isEmpty else {
      firstBucket = buckets.lowerBound
      counts = Array(repeating: 0, count: buckets.count)
      return
    }
    if buckets.lowerBound < firstBucket {
      let missing = firstBucket - buckets.lowerBound
      counts.insert(contentsOf: repeatElement(0, count: missing), at: 0)
      firstBucket = buckets.lowerBound
    }
    let missing = buckets.upperBound - (firstBucket + counts.count - 1)
    if missing > 0 { counts.append(contentsOf: repeatElement(0, count: missing)) }
  }
}
