/// The pending events of one replication: a 4-ary heap in raw memory, earliest first.
///
/// An entry is 16 bytes: the time in nanoseconds, and one word that holds the sequence number of the
/// scheduling (40 bits) above the slot that the event wakes (24 bits). Comparing entries as one
/// 128-bit number orders them by time and equal times by sequence, so ties are first in, first out
/// by construction and no payload is looked at.
///
/// The loop takes an event and mostly schedules one: so the place of the event that was taken stays
/// open until the next scheduling fills it, which saves the heap half of its moves.
///
/// Behind the last entry stand four that never come, so that every node has four children and the
/// search for the least of them has no branch.
///
/// - Invariant: no entry is earlier than its parent.
/// - Precondition: times are not negative; at most 2²⁴ slots and 2⁴⁰ schedulings in one replication.
@frozen
public struct EventList: ~Copyable {
  @usableFromInline var entries: UnsafeMutablePointer<Entry>
  @usableFromInline var capacity: Int
  /// Entries in the heap, the open place at the top included.
  @usableFromInline var used: Int
  /// Whether the top is the place of an event that was taken.
  @usableFromInline var isOpen: Bool
  @usableFromInline var nextSequence: UInt64

  /// One pending event.
  @frozen
  public struct Entry {
    @usableFromInline var key: UInt128

    @inlinable @inline(__always)
    init(time: Int64, sequence: UInt64, slot: UInt32) {
      let word = sequence &<< 24 | UInt64(slot)
      key = UInt128(UInt64(bitPattern: time)) &<< 64 | UInt128(word)
    }

    /// Later than every event.
    @inlinable @inline(__always)
    init() { key = .max }

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
    entries = .allocate(capacity: self.capacity + 4)
    entries.initialize(repeating: Entry(), count: self.capacity + 4)
    used = 0
    isOpen = false
    nextSequence = 0
  }

  deinit {
    entries.deallocate()
  }

  /// How many events are pending.
  @inlinable
  public var count: Int { isOpen ? used &- 1 : used }

  /// Whether nothing is pending.
  @inlinable
  public var isEmpty: Bool { count == 0 }

  /// How many schedulings there were, delays through lanes included.
  @inlinable
  public var scheduled: UInt64 { nextSequence }

  /// Takes the next sequence number, for an event that waits in a lane before it enters the heap.
  @inlinable @inline(__always)
  public mutating func takeSequence() -> UInt64 {
    nextSequence &+= 1
    return nextSequence
  }

  /// Schedules the slot to wake at a time.
  ///
  /// - Complexity: O(log₄ `count`), O(1) on average for random times.
  @inlinable @inline(__always)
  public mutating func schedule(_ slot: UInt32, at time: Int64) {
    nextSequence &+= 1
    insert(Entry(time: time, sequence: nextSequence, slot: slot))
  }

  /// Schedules the slot with a sequence number that was taken earlier.
  @inlinable @inline(__always)
  public mutating func schedule(_ slot: UInt32, at time: Int64, sequence: UInt64) {
    insert(Entry(time: time, sequence: sequence, slot: slot))
  }

  @inlinable @inline(__always)
  mutating func insert(_ entry: Entry) {
    if isOpen {
      isOpen = false
      sink(entry)
    } else {
      rise(entry)
    }
  }

  /// Takes the earliest event out.
  ///
  /// - Precondition: the list is not empty.
  /// - Complexity: O(log₄ `count`)
  @inlinable @inline(__always)
  public mutating func popFirst() -> Entry {
    precondition(count > 0, "an empty event list has no first event")
    if isOpen {
      used &-= 1
      let last = entries[used]
      entries[used] = Entry()
      sink(last)
    }
    isOpen = true
    return entries[0]
  }

  /// Puts an entry at the end and lets it rise to its place.
  @usableFromInline @inline(never)
  mutating func rise(_ entry: Entry) {
    if used == capacity { grow() }
    var hole = used
    used &+= 1
    while hole > 0 {
      let parent = (hole &- 1) &>> 2
      if entries[parent].key <= entry.key { break }
      entries[hole] = entries[parent]
      hole = parent
    }
    entries[hole] = entry
  }

  /// Puts an entry at the top and lets it sink to its place.
  @inlinable
  mutating func sink(_ entry: Entry) {
    let heap = entries
    let end = used
    var hole = 0
    while true {
      let child = hole &<< 2 &+ 1
      guard child < end else { break }
      let children = heap + child
      let left = children[1].key < children[0].key ? 1 : 0
      let right = children[3].key < children[2].key ? 3 : 2
      let least = children[right].key < children[left].key ? right : left
      if children[least].key >= entry.key { break }
      heap[hole] = children[least]
      hole = child &+ least
    }
    heap[hole] = entry
  }

  @usableFromInline
  mutating func grow() {
    let larger = UnsafeMutablePointer<Entry>.allocate(capacity: capacity * 2 + 4)
    larger.moveInitialize(from: entries, count: used)
    (larger + used).initialize(repeating: Entry(), count: capacity * 2 + 4 - used)
    entries.deallocate()
    entries = larger
    capacity *= 2
  }

  /// Traps when an entry is earlier than its parent.
  public func checkInvariants() {
    for i in 1..<max(used, 1) {
      precondition(
        entries[(i - 1) >> 2].key <= entries[i].key,
        "no event is earlier than its parent"
      )
    }
  }
}
