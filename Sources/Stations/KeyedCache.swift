/// A cache of entries by key: each lives for a time, and the least recently used one makes room.
///
/// Keys are small whole numbers, so all lies in tables and nothing is searched: a look and a fill are
/// O(1). An entry that has expired keeps its place until it is looked at, filled again or pushed out, as
/// it does where expiry is lazy.
///
/// - Invariant: no more entries than there is room for.
public struct KeyedCache {
  private struct Entry {
    /// Until when it counts; −1 for no entry.
    var until: Int64 = -1
    var newer: Int32 = -1
    var older: Int32 = -1
  }

  /// How many keys there are.
  public let keys: Int32
  /// How many entries there is room for.
  public let room: Int32
  /// How long an entry lives, in nanoseconds.
  public let timeToLive: Int64
  /// Whether a hit starts its life anew.
  public let isRenewedByUse: Bool
  /// Entries, expired ones that nobody has looked at included.
  public private(set) var count: Int32 = 0
  private let entries: UnsafeMutablePointer<Entry>
  private var newest: Int32 = -1
  private var oldest: Int32 = -1

  /// An empty cache.
  ///
  /// - Precondition: there is a key and room for one entry; an entry lives for some time.
  public init(keys: Int32, room: Int32, timeToLive: Int64, isRenewedByUse: Bool) {
    precondition(keys > 0 && room > 0 && timeToLive > 0, "a cache can hold something")
    self.keys = keys
    self.room = room
    self.timeToLive = timeToLive
    self.isRenewedByUse = isRenewedByUse
    entries = .allocate(capacity: Int(keys))
    entries.initialize(repeating: Entry(), count: Int(keys))
  }

  /// Gives the memory back; the owner calls it once.
  public func free() { entries.deallocate() }

  /// Looks for a key; true when there is an entry that has not expired.
  ///
  /// - Complexity: O(1)
  public mutating func find(_ key: Int32, now: Int64) -> Bool {
    let entry = entries + Int(key)
    guard entry.pointee.until >= 0 else { return false }
    unlink(key)
    guard entry.pointee.until > now else {
      entry.pointee = Entry()
      count -= 1
      return false
    }
    linkAsNewest(key)
    if isRenewedByUse { entry.pointee.until = end(from: now) }
    return true
  }

  /// Puts an entry in; the least recently used one leaves if there is no room.
  ///
  /// - Complexity: O(1)
  public mutating func fill(_ key: Int32, now: Int64) {
    let entry = entries + Int(key)
    if entry.pointee.until >= 0 {
      unlink(key)
    } else {
      if count == room { remove(oldest) }
      count += 1
    }
    linkAsNewest(key)
    entry.pointee.until = end(from: now)
  }

  /// Forgets everything.
  ///
  /// - Complexity: O(entries)
  public mutating func flush() { while oldest >= 0 { remove(oldest) } }

  private func end(from now: Int64) -> Int64 {
    timeToLive < .max - now ? now + timeToLive : .max
  }

  private mutating func remove(_ key: Int32) {
    unlink(key)
    entries[Int(key)] = Entry()
    count -= 1
  }

  private mutating func unlink(_ key: Int32) {
    let it = entries[Int(key)]
    if it.newer >= 0 { entries[Int(it.newer)].older = it.older } else { newest = it.older }
    if it.older >= 0 { entries[Int(it.older)].newer = it.newer } else { oldest = it.newer }
  }

  private mutating func linkAsNewest(_ key: Int32) {
    entries[Int(key)].newer = -1
    entries[Int(key)].older = newest
    if newest >= 0 { entries[Int(newest)].newer = key } else { oldest = key }
    newest = key
  }
}
