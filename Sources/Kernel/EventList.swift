/// The pending events of one replication: a 4-ary heap in raw memory, earliest first.
///
/// An entry is 16 bytes: the time in nanoseconds, and one word that holds the sequence number of the
/// scheduling (40 bits) above the slot that the event wakes (24 bits). Comparing entries as one
/// 128-bit number orders them by time and equal times by sequence, so ties are first in, first out
/// by construction and no payload is looked at.
///
/// - Invariant: no entry is earlier than its parent.
/// - Precondition: times are not negative; at most 2²⁴ slots and 2⁴⁰ schedulings in one replication.
@frozen
public struct EventList: ~Copyable {
  @usableFromInline var entries: UnsafeMutablePointer<Entry>
  @usableFromInline var capacity: Int
  @usableFromInline var pending: Int
  @usableFromInline var nextSequence: UInt64

  /// One pending event.
  @frozen
  public struct Entry {
    @usableFromInline var key: UInt128

    @inlinable
    init(time: Int64, sequence: UInt64, slot: UInt32) {
      let word = sequence << 24 | UInt64(slot)
      key = UInt128(truncatingIfNeeded: time) << 64 | UInt128(word)
    }

    /// When it happens, in nanoseconds.
    @inlinable
    public var time: Int64 { Int64(truncatingIfNeeded: key >> 64) }

    /// The slot that it wakes.
    @inlinable
    public var slot: UInt32 { UInt32(truncatingIfNeeded: key) & 0xFF_FFFF }
  }

  /// An empty list.
  public init(capacity: Int = 256) {
    self.capacity = max(capacity, 16)
    entries = .allocate(capacity: self.capacity)
    pending = 0
    nextSequence = 0
  }

  deinit {
    entries.deallocate()
  }

  /// How many events are pending.
  @inlinable
  public var count: Int { pending }

  /// Whether nothing is pending.
  @inlinable
  public var isEmpty: Bool { pending == 0 }

  /// How many schedulings there were, delays through lanes included.
  @inlinable
  public var scheduled: UInt64 { nextSequence }

  /// Takes the next sequence number, for an event that waits in a lane before it enters the heap.
  @inlinable
  public mutating func takeSequence() -> UInt64 {
    nextSequence += 1
    return nextSequence
  }

  /// Schedules the slot to wake at a time.
  ///
  /// - Complexity: O(log₄ `count`), O(1) on average for random times.
  @inlinable
  public mutating func schedule(_ slot: UInt32, at time: Int64) {
    nextSequence += 1
    insert(Entry(time: time, sequence: nextSequence, slot: slot))
  }

  /// Schedules the slot with a sequence number that was taken earlier.
  @inlinable
  public mutating func schedule(_ slot: UInt32, at time: Int64, sequence: UInt64) {
    insert(Entry(time: time, sequence: sequence, slot: slot))
  }

  @inlinable
  mutating func insert(_ entry: Entry) {
    if pending == capacity { grow() }
    var hole = pending
    pending += 1
    while hole > 0 {
      let parent = (hole - 1) >> 2
      if entries[parent].key <= entry.key { break }
      entries[hole] = entries[parent]
      hole = parent
    }
    entries[hole] = entry
  }

  /// The earliest event, left in the list.
  ///
  /// - Precondition: the list is not empty.
  @inlinable
  public var first: Entry {
    precondition(count > 0, "an empty event list has no first event")
    return entries[0]
  }

  /// Takes the earliest event out.
  ///
  /// - Precondition: the list is not empty.
  /// - Complexity: O(log₄ `count`)
  @inlinable
  public mutating func popFirst() -> Entry {
    precondition(count > 0, "an empty event list has no first event")
    let top = entries[0]
    pending -= 1
    guard pending > 0 else { return top }
    let last = entries[pending]
    var hole = 0
    while true {
      let child = hole << 2 + 1
      guard child < pending else { break }
      let end = min(child + 4, pending)
      var least = child
      var key = entries[child].key
      var i = child + 1
      while i < end {
        let other = entries[i].key
        if other < key {
          key = other
          least = i
        }
        i += 1
      }
      if key >= last.key { break }
      entries[hole] = entries[least]
      hole = least
    }
    entries[hole] = last
    return top
  }

  @usableFromInline
  mutating func grow() {
    let larger = UnsafeMutablePointer<Entry>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: entries, count: count)
    entries.deallocate()
    entries = larger
    capacity *= 2
  }

  /// Traps when an entry is earlier than its parent.
  public func checkInvariants() {
    for i in 1..<max(count, 1) {
      precondition(
        entries[(i - 1) >> 2].key <= entries[i].key,
        "no event is earlier than its parent"
      )
    }
  }
}
