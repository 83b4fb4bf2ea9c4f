/// Columns of nanoseconds, four at a time.
///
/// A token carries a handful of sums. In blocks of four they are cleared and added without a loop that
/// the compiler would turn into a call.
enum ShareBlock {
  private typealias Four = SIMD4<Int64>

  /// As many columns as whole blocks hold that have room for a number of them.
  static func columns(_ count: Int) -> Int { max(1, (count + 3) / 4) * 4 }

  /// Sets columns to zero.
  @inline(__always)
  static func clear(_ columns: UnsafeMutablePointer<Int64>, _ count: Int) {
    UnsafeMutableRawPointer(columns).storeBytes(of: Four(), as: Four.self)
    if count > 4 { clearMore(columns, count) }
  }

  @inline(never)
  private static func clearMore(_ columns: UnsafeMutablePointer<Int64>, _ count: Int) {
    columns.update(repeating: 0, count: count)
  }

  /// Adds columns to others.
  @inline(__always)
  static func add(
    _ columns: UnsafeMutablePointer<Int64>,
    to sums: UnsafeMutablePointer<Int64>,
    _ count: Int
  ) {
    addFour(columns, to: sums)
    if count > 4 { addMore(columns, to: sums, count) }
  }

  @inline(never)
  private static func addMore(
    _ columns: UnsafeMutablePointer<Int64>,
    to sums: UnsafeMutablePointer<Int64>,
    _ count: Int
  ) {
    for first in stride(from: 4, to: count, by: 4) { addFour(columns + first, to: sums + first) }
  }

  @inline(__always)
  private static func addFour(
    _ columns: UnsafeMutablePointer<Int64>,
    to sums: UnsafeMutablePointer<Int64>
  ) {
    let mine = UnsafeMutableRawPointer(columns).loadUnaligned(as: Four.self)
    let raw = UnsafeMutableRawPointer(sums)
    raw.storeBytes(of: raw.loadUnaligned(as: Four.self) &+ mine, as: Four.self)
  }
}
