/// How a span of nanoseconds maps to one of a fixed number of counters.
///
/// Log-linear, as in HdrHistogram (Gil Tene, 2012): each power of two is divided into 512 buckets of
/// equal width, so half a bucket is at most 1/1024 of the value. Below 2¹⁹ ns (0.5 ms) the buckets
/// are 512 ns wide. The layout is a constant of the program: counters of two runs can always be added.
///
/// - A representative differs from the value by at most 0.1 %, or by 256 ns, whichever is more.
/// - Spans of `limit` (a little over two days) and more share the last bucket.
public enum HistogramLayout {
  /// The number of buckets, numbered from 0.
  public static let bucketCount = 15_488

  /// The first nanosecond past the last bucket: 2⁴⁷ + 2⁴⁵, two days and 52 minutes.
  public static let limit: Int64 = 175_921_860_444_160

  /// The bucket of a span.
  ///
  /// - Precondition: `nanoseconds` is not negative.
  /// - Complexity: O(1), without a loop or a table
  @inlinable
  public static func bucket(of nanoseconds: Int64) -> Int {
    precondition(nanoseconds >= 0, "a recorded span is not negative")
    let value = min(nanoseconds, 175_921_860_444_159)
    let highestBit = 63 - (value | 0x4_0000).leadingZeroBitCount
    let shift = highestBit - 9
    return (shift - 9) &* 512 &+ Int(truncatingIfNeeded: value &>> Int64(truncatingIfNeeded: shift))
  }

  /// The smallest number of nanoseconds in a bucket.
  ///
  /// - Precondition: `bucket` lies in 0..<`bucketCount`.
  public static func lowerBound(of bucket: Int) -> Int64 {
    precondition(bucket >= 0 && bucket < bucketCount, "a bucket number lies in the layout")
    let (octave, place) = octaveAndPlace(of: bucket)
    return Int64(place) << Int64(octave + 9)
  }

  /// The largest number of nanoseconds in a bucket.
  ///
  /// - Precondition: `bucket` lies in 0..<`bucketCount`.
  public static func upperBound(of bucket: Int) -> Int64 {
    lowerBound(of: bucket) + width(of: bucket) - 1
  }

  /// The number of nanoseconds that stands for all of a bucket: its middle.
  ///
  /// - Precondition: `bucket` lies in 0..<`bucketCount`.
  public static func representative(of bucket: Int) -> Int64 {
    lowerBound(of: bucket) + width(of: bucket) / 2
  }

  /// How many nanoseconds fall into a bucket.
  static func width(of bucket: Int) -> Int64 {
    1 << Int64(octaveAndPlace(of: bucket).octave + 9)
  }

  /// Octave 0 holds 1,024 places, every further one the 512 places 512..<1024.
  private static func octaveAndPlace(of bucket: Int) -> (octave: Int, place: Int) {
    guard bucket >= 1024 else { return (0, bucket) }
    let octave = bucket / 512 - 1
    return (octave, bucket - octave * 512)
  }
}
