/// The pending events of one replication, earliest first: a short sorted front before a timing wheel.
///
/// An entry is 16 bytes: the time in nanoseconds, and one word that holds the sequence number of the
/// scheduling (40 bits) above the slot that the event wakes (24 bits). They are ordered by time and at
/// equal times by sequence, so ties are first in, first out by construction and no payload is looked
/// at.
///
/// What happens next stands sorted in the front, where taking is one load and a new event moves past a
/// few others, from the end that is nearer. What happens later lies unsorted in the wheel
/// (`EventWheel`), which hands over a handful whenever the front runs empty. While few events are
/// pending the front holds them all; the cost of an event hardly grows from ten of them to a million.
/// The idea of the sorted bottom is that of the ladder queue: Tang, Goh, Thng, ACM TOMACS 15(3), 2005.
///
/// - Invariant: the front is sorted; whatever lies in it is earlier than `limit`, whatever lies in the
///   wheel is not.
/// - Precondition: no event is scheduled before the last one that was taken, none before 0; at most 2²⁴
///   slots and 2⁴⁰ schedulings in one replication.
@frozen
public struct EventList: ~Copyable {
  /// The front, latest first, so that the next event stands at its end; before it stand entries that
  /// never come, so that the search for a place needs no bound.
  @usableFromInline var front: UnsafeMutablePointer<Entry>
  /// Where the front begins when late events have used up the room before it.
  @usableFromInline var lowest: UnsafeMutablePointer<Entry>
  @usableFromInline var frontCount: Int
  @usableFromInline var frontCapacity: Int
  /// Earlier events belong into the front, all others into the wheel.
  @usableFromInline var limit: Int64
  @usableFromInline var wheel: EventWheel
  /// Where a handful of entries lies before it is put in order.
  let handful: UnsafeMutablePointer<Entry>
  @usableFromInline var nextSequence: UInt64

  /// Entries that never come, before the first of the front.
  @usableFromInline static let guards = 2
  /// Room before the front for late events.
  @usableFromInline static let room = 64
  /// A shorter front is searched from its end alone.
  @usableFromInline static let short = 16
  /// The longest front that is still cheap to insert into.
  @usableFromInline static let longestFront = 96
  /// So few events are better off in the front, all of them.
  static let few = 48

  /// One pending event.
  @frozen
  public struct Entry {
    /// When it happens, in nanoseconds.
    public var time: Int64
    /// The sequence number above the slot.
    @usableFromInline var word: UInt64

    @inlinable @inline(__always)
    init(time: Int64, sequence: UInt64, slot: UInt32) {
      self.time = time
      word = sequence &<< 24 | UInt64(slot)
    }

    @inlinable @inline(__always)
    init(time: Int64, word: UInt64) {
      self.time = time
      self.word = word
    }

    /// Later than every event.
    @inlinable @inline(__always)
    init() {
      time = .max
      word = .max
    }

    /// The sequence number of its scheduling.
    @inlinable @inline(__always)
    public var sequence: UInt64 { word &>> 24 }

    /// The slot that it wakes.
    @inlinable @inline(__always)
    public var slot: UInt32 { UInt32(truncatingIfNeeded: word) & 0xFF_FFFF }

    @inlinable @inline(__always)
    func isBefore(_ other: Entry) -> Bool {
      time < other.time || time == other.time && word < other.word
    }
  }

  /// An empty list.
  ///
  /// - Parameter capacity: Events that are expected to be pending at once; it grows by itself.
  public init(capacity: Int = 256) {
    frontCapacity = EventList.longestFront
    lowest = EventList.makeFront(frontCapacity)
    front = lowest + EventList.room
    frontCount = 0
    limit = .max
    wheel = EventWheel(capacity: capacity)
    handful = .allocate(capacity: EventWheel.handful)
    handful.initialize(repeating: Entry(), count: EventWheel.handful)
    nextSequence = 0
  }

  deinit {
    (lowest - EventList.guards).deallocate()
    handful.deallocate()
  }

  /// How many events are pending.
  @inlinable
  public var count: Int { frontCount &+ wheel.count }

  /// Whether nothing is pending.
  @inlinable @inline(__always)
  public var isEmpty: Bool { frontCount | wheel.count == 0 }

  /// How many schedulings there were, delays through lanes included.
  @inlinable
  public var scheduled: UInt64 { nextSequence }

  /// Whether an event at a time would be the next of all, as far as the front can tell.
  @inlinable @inline(__always)
  public func isNext(_ time: Int64) -> Bool {
    // What stands before the front is later than every event: an empty front needs no question.
    time < front[frontCount &- 1].time && time < limit
  }

  /// Takes the next sequence number, for an event that waits in a lane before it enters the list.
  @inlinable @inline(__always)
  public mutating func takeSequence() -> UInt64 {
    nextSequence &+= 1
    return nextSequence
  }

  /// Schedules the slot to wake at a time.
  ///
  /// - Complexity: O(1) amortised.
  @inlinable @inline(__always)
  public mutating func schedule(_ slot: UInt32, at time: Int64) {
    nextSequence &+= 1
    let entry = Entry(time: time, sequence: nextSequence, slot: slot)
    if time >= limit { return insertLater(entry) }
    if frontCount == frontCapacity { return insertIntoFull(entry) }
    insertLast(entry)
  }

  /// Schedules the slot with a sequence number that was taken earlier.
  @inlinable
  public mutating func schedule(_ slot: UInt32, at time: Int64, sequence: UInt64) {
    insert(Entry(time: time, sequence: sequence, slot: slot))
  }

  /// Puts an entry into the front that was scheduled after all that lie there.
  ///
  /// So at equal times it comes last, and comparing times is enough. Pairs move in a loop; the last
  /// step computes addresses instead of branching, because nobody can predict where a random time belongs.
  @inlinable @inline(__always)
  mutating func insertLast(_ entry: Entry) {
    if frontCount > EventList.short { return insertAmongMany(entry) }
    var end = front + frontCount
    frontCount &+= 1
    while end[-2].time <= entry.time {
      end[0] = end[-1]
      end[-1] = end[-2]
      end -= 2
    }
    let passed = end[-1].time <= entry.time ? 1 : 0
    end[0] = end[-passed]
    end[-passed] = entry
  }

  /// Puts an entry into a long front: from its end past four others at a time, or from its beginning if it
  /// is late.
  @usableFromInline @inline(never)
  mutating func insertAmongMany(_ entry: Entry) {
    if front[frontCount &>> 1].time <= entry.time { return insertLate(entry) }
    var end = front + frontCount
    frontCount &+= 1
    while end[-4].time <= entry.time {
      end[0] = end[-1]
      end[-1] = end[-2]
      end[-2] = end[-3]
      end[-3] = end[-4]
      end -= 4
    }
    var passed = 0
    var i = 0
    while i < 3 {
      let passes = end[-i &- 1].time <= entry.time ? 1 : 0
      end[-i] = end[-i &- passes]
      passed &+= passes
      i &+= 1
    }
    end[-passed] = entry
  }

  /// Puts an entry into the later half of the front: what is later still moves one place down.
  @inlinable
  mutating func insertLate(_ entry: Entry) {
    if front == lowest { makeRoom() }
    var place = front - 1
    front = place
    // The other guard was the second of the two before.
    place[-2] = Entry()
    while place[1].time > entry.time {
      place[0] = place[1]
      place += 1
    }
    place[0] = entry
    frontCount &+= 1
  }

  /// Moves the front up again, to where there is room before it.
  @usableFromInline @inline(never)
  mutating func makeRoom() {
    let place = lowest + EventList.room
    place.update(from: front, count: frontCount)
    front = place
    setGuards()
  }

  @usableFromInline @inline(never)
  mutating func insertLater(_ entry: Entry) { wheel.place(entry) }

  /// Puts an entry where it belongs, whenever it was scheduled.
  @usableFromInline @inline(never)
  mutating func insert(_ entry: Entry) {
    if entry.time >= limit { return wheel.place(entry) }
    if frontCount == frontCapacity { return insertIntoFull(entry) }
    var i = frontCount
    while front[i &- 1].isBefore(entry) {
      front[i] = front[i &- 1]
      i &-= 1
    }
    front[i] = entry
    frontCount &+= 1
  }

  /// Takes the earliest event out.
  ///
  /// - Precondition: the list is not empty.
  /// - Complexity: O(1) amortised.
  @inlinable @inline(__always)
  public mutating func popFirst() -> Entry {
    guard let first = popFirst(until: .max) else {
      preconditionFailure("an empty event list has no first event")
    }
    return first
  }

  /// Takes the earliest event out if it is not later than a time; nil otherwise.
  ///
  /// - Complexity: O(1) amortised.
  @inlinable @inline(__always)
  public mutating func popFirst(until time: Int64) -> Entry? {
    if frontCount == 0, !refill() { return nil }
    let next = front[frontCount &- 1]
    if next.time > time { return nil }
    frontCount &-= 1
    return next
  }

  /// When the earliest event happens; nil when there is none.
  public mutating func nextTime() -> Int64? {
    if frontCount == 0, !refill() { return nil }
    return front[frontCount &- 1].time
  }

  /// Moves the later half of a full front into the wheel, and then inserts.
  @usableFromInline @inline(never)
  mutating func insertIntoFull(_ entry: Entry) {
    limit = front[frontCount / 2].time
    var moved = 0
    while moved < frontCount, front[moved].time >= limit {
      wheel.place(front[moved])
      moved += 1
    }
    frontCount -= moved
    front.update(from: front + moved, count: frontCount)
    insert(entry)
  }

  /// Fetches the next events from the wheel; false when there are none.
  @usableFromInline @inline(never)
  mutating func refill() -> Bool {
    let waiting = wheel.count
    if waiting == 0 { return false }
    front = lowest + EventList.room
    setGuards()
    if waiting <= EventList.few {
      takeAll(waiting)
      return true
    }
    let batch = wheel.findNext()
    if batch.count > frontCapacity { growFront(batch.count * 2) }
    take(batch, into: front)
    frontCount = batch.count
    limit = waiting == batch.count ? .max : batch.end
    return true
  }

  /// Makes an empty front longer.
  @inline(never)
  private mutating func growFront(_ capacity: Int) {
    (lowest - EventList.guards).deallocate()
    frontCapacity = capacity
    lowest = EventList.makeFront(capacity)
    front = lowest + EventList.room
  }

  /// Puts the entries that never come before the front.
  private mutating func setGuards() {
    for i in 1...EventList.guards { front[-i] = Entry() }
  }

  /// Fetches all events from the wheel: from here on they are few enough for the front alone.
  private mutating func takeAll(_ waiting: Int) {
    var place = front + waiting
    var earliest = Int64.max
    while wheel.count > 0 {
      let batch = wheel.findNext()
      earliest = min(earliest, wheel.time)
      place -= batch.count
      take(batch, into: place)
    }
    // What comes next may be earlier than the last of these.
    wheel.restart(at: earliest)
    frontCount = waiting
    limit = .max
  }

  private static func makeFront(_ capacity: Int) -> UnsafeMutablePointer<Entry> {
    let count = guards + room + capacity
    let memory = UnsafeMutablePointer<Entry>.allocate(capacity: count)
    memory.initialize(repeating: Entry(), count: count)
    return memory + guards
  }

  /// Traps when an invariant does not hold.
  public func checkInvariants() {
    for i in 1..<max(frontCount, 1) {
      precondition(front[i].isBefore(front[i - 1]), "the front is sorted, the next event last")
    }
    for i in 1...EventList.guards {
      precondition(front[-i].time == .max, "what stands before the front never comes")
    }
    precondition(front >= lowest && front <= lowest + EventList.room, "the front is in its memory")
    precondition(frontCount == 0 || front[0].time < limit, "the front ends before its limit")
    precondition(wheel.earliest() >= limit, "what lies in the wheel is not due yet")
    wheel.checkInvariants()
  }
}
