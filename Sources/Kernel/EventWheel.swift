/// Later events, unsorted: a hierarchical timing wheel with exact times.
///
/// A time is read as digits of six bits. An event lies at the level of the highest digit in which its
/// time differs from the wheel's own time, in the bucket of that digit; so the buckets of a level are
/// ordered, and all events of a lower level come before those of a higher one. The first bucket that
/// holds anything is either small enough to hand over, or its events move to lower levels: each event
/// moves a few times in its life, and every move appends to one of a few hundred places that stay in
/// the cache. There is no width to tune, and nothing is ever resized but the memory for the entries.
///
/// After Varghese, Lauck, "Hashed and hierarchical timing wheels", SOSP 1987, which fires at the tick;
/// here the events of a bucket are handed over and sorted, so no time is rounded.
///
/// - Invariant: no entry is earlier than `time`; counts, chunks and occupied bits agree.
@frozen
public struct EventWheel: ~Copyable {
  /// Entries of one bucket: a list of chunks, the last one first; only that may be partly filled.
  @frozen @usableFromInline
  struct Bucket {
    @usableFromInline var chunk: Int32
    @usableFromInline var count: Int32

    @inlinable @inline(__always)
    init(chunk: Int32, count: Int32) {
      self.chunk = chunk
      self.count = count
    }
  }

  /// Some successive buckets of one level that are handed over together.
  struct Batch {
    var level: Int
    /// The buckets, as bits of the level.
    var buckets: UInt64
    /// How many entries they hold.
    var count: Int
    /// Every entry that stays is at this time or later.
    var end: Int64
  }

  @usableFromInline static let digit = 6
  @usableFromInline static let levels = 11
  /// Entries of a chunk, a power of two.
  @usableFromInline static let chunkSize = 8
  /// As many entries are handed over at once, at most.
  static let handful = 12

  @usableFromInline var time: Int64
  @usableFromInline var count: Int
  @usableFromInline let buckets: UnsafeMutablePointer<Bucket>
  /// Which buckets of each level hold anything.
  @usableFromInline let occupied: UnsafeMutablePointer<UInt64>
  /// Which levels hold anything.
  @usableFromInline var occupiedLevels: UInt64
  @usableFromInline var entries: UnsafeMutablePointer<EventList.Entry>
  @usableFromInline var nextChunk: UnsafeMutablePointer<Int32>
  @usableFromInline var chunkCapacity: Int
  @usableFromInline var chunksUsed: Int
  @usableFromInline var freeChunk: Int32

  init(capacity: Int) {
    time = 0
    count = 0
    let bucketCount = EventWheel.levels << EventWheel.digit
    buckets = .allocate(capacity: bucketCount)
    buckets.initialize(repeating: Bucket(chunk: -1, count: 0), count: bucketCount)
    occupied = .allocate(capacity: EventWheel.levels)
    occupied.initialize(repeating: 0, count: EventWheel.levels)
    occupiedLevels = 0
    chunkCapacity = max(capacity / EventWheel.chunkSize, 64)
    entries = .allocate(capacity: chunkCapacity * EventWheel.chunkSize)
    nextChunk = .allocate(capacity: chunkCapacity)
    chunksUsed = 0
    freeChunk = -1
  }

  deinit {
    buckets.deallocate()
    occupied.deallocate()
    entries.deallocate()
    nextChunk.deallocate()
  }

  /// Puts an entry where its time belongs.
  @inlinable @inline(__always)
  mutating func place(_ entry: EventList.Entry) {
    let difference = UInt64(bitPattern: entry.time ^ time)
    let level = (63 &- (difference | 1).leadingZeroBitCount) / EventWheel.digit
    let shift = Int64(truncatingIfNeeded: level &* EventWheel.digit)
    let bucket = Int(truncatingIfNeeded: entry.time &>> shift) & 63
    let it = buckets + (level &<< EventWheel.digit &+ bucket)
    let place = Int(it.pointee.count) & (EventWheel.chunkSize &- 1)
    if place == 0 {
      let chunk = takeChunk()
      nextChunk[Int(chunk)] = it.pointee.chunk
      it.pointee.chunk = chunk
      occupied[level] |= 1 &<< UInt64(truncatingIfNeeded: bucket)
      occupiedLevels |= 1 &<< UInt64(truncatingIfNeeded: level)
    }
    entries[Int(it.pointee.chunk) &* EventWheel.chunkSize &+ place] = entry
    it.pointee.count &+= 1
    count &+= 1
  }

  @inlinable @inline(__always)
  mutating func takeChunk() -> Int32 {
    if freeChunk >= 0 {
      let chunk = freeChunk
      freeChunk = nextChunk[Int(chunk)]
      return chunk
    }
    if chunksUsed == chunkCapacity { grow() }
    chunksUsed &+= 1
    return Int32(truncatingIfNeeded: chunksUsed &- 1)
  }

  @usableFromInline @inline(never)
  mutating func grow() {
    let old = chunkCapacity
    chunkCapacity *= 2
    let moreEntries = UnsafeMutablePointer<EventList.Entry>.allocate(
      capacity: chunkCapacity * EventWheel.chunkSize
    )
    moreEntries.moveInitialize(from: entries, count: old * EventWheel.chunkSize)
    entries.deallocate()
    entries = moreEntries
    let moreLinks = UnsafeMutablePointer<Int32>.allocate(capacity: chunkCapacity)
    moreLinks.moveInitialize(from: nextChunk, count: old)
    nextChunk.deallocate()
    nextChunk = moreLinks
  }
}

extension EventWheel {
  /// Moves crowded buckets down until the first events are few, and says where they are.
  ///
  /// - Precondition: the wheel is not empty.
  mutating func findNext() -> Batch {
    while true {
      let level = occupiedLevels.trailingZeroBitCount
      let bucket = occupied[level].trailingZeroBitCount
      time = max(time, start(of: bucket, at: level))
      let held = Int(buckets[level << EventWheel.digit + bucket].count)
      // The events of a bucket at level 0 are all of one moment.
      if held <= EventWheel.handful || level == 0 { return gather(level) }
      cascade(bucket, at: level)
    }
  }

  /// The first time of a bucket: the digits of the wheel's time above it, its own, then zeros.
  private func start(of bucket: Int, at level: Int) -> Int64 {
    let shift = Int64(level * EventWheel.digit)
    let above = shift + Int64(EventWheel.digit)
    let high = above >= 63 ? 0 : (time >> above) << above
    return high | Int64(bucket) << shift
  }

  /// The first buckets of a level, as many as make a handful.
  private func gather(_ level: Int) -> Batch {
    var rest = occupied[level]
    var batch = Batch(level: level, buckets: 0, count: 0, end: 0)
    var last = 0
    while rest != 0 {
      let bucket = rest.trailingZeroBitCount
      let held = Int(buckets[level << EventWheel.digit + bucket].count)
      if batch.count > 0, batch.count + held > EventWheel.handful { break }
      batch.count += held
      batch.buckets |= 1 << UInt64(bucket)
      last = bucket
      rest &= rest - 1
      if batch.count * 2 >= EventWheel.handful { break }
    }
    let width = Int64(1) << Int64(level * EventWheel.digit)
    batch.end = start(of: last, at: level) &+ width
    // The very last bucket ends where 63 bits end.
    if batch.end < 0 { batch.end = .max }
    return batch
  }

  /// Hands the entries of a batch over, in no order.
  mutating func take(_ batch: Batch, into memory: UnsafeMutablePointer<EventList.Entry>) {
    var rest = batch.buckets
    var free = memory
    while rest != 0 {
      var (chunk, left) = empty(rest.trailingZeroBitCount, at: batch.level)
      while left > 0 {
        let held = EventWheel.entriesOfFirstChunk(left)
        free.update(from: entries + chunk * EventWheel.chunkSize, count: held)
        free += held
        left -= held
        chunk = giveBack(chunk)
      }
      rest &= rest - 1
    }
    count -= batch.count
  }

  /// Sets the time back of an empty wheel.
  mutating func restart(at earliest: Int64) {
    precondition(count == 0, "only an empty wheel can go back in time")
    time = earliest
  }

  /// Moves the entries of a bucket to lower levels.
  private mutating func cascade(_ bucket: Int, at level: Int) {
    var (chunk, left) = empty(bucket, at: level)
    count -= left
    while left > 0 {
      let held = EventWheel.entriesOfFirstChunk(left)
      for i in 0..<held { place(entries[chunk &* EventWheel.chunkSize &+ i]) }
      left -= held
      chunk = giveBack(chunk)
    }
  }

  /// Empties a bucket and returns its first chunk and how many entries its chunks hold.
  private mutating func empty(_ bucket: Int, at level: Int) -> (chunk: Int, count: Int) {
    let it = buckets + (level << EventWheel.digit + bucket)
    let was = it.pointee
    it.pointee = Bucket(chunk: -1, count: 0)
    occupied[level] &= ~(1 << UInt64(bucket))
    if occupied[level] == 0 { occupiedLevels &= ~(1 << UInt64(level)) }
    return (Int(was.chunk), Int(was.count))
  }

  /// Of a list of chunks that hold so many entries: how many the first one holds.
  private static func entriesOfFirstChunk(_ count: Int) -> Int { (count - 1) & (chunkSize - 1) + 1 }

  /// Gives a chunk back and returns the one that came after it.
  private mutating func giveBack(_ chunk: Int) -> Int {
    let next = nextChunk[chunk]
    nextChunk[chunk] = freeChunk
    freeChunk = Int32(truncatingIfNeeded: chunk)
    return Int(next)
  }
}

extension EventWheel {
  /// The time of the earliest entry; the end of time when there is none.
  ///
  /// - Complexity: O(`count`)
  func earliest() -> Int64 {
    var least = Int64.max
    forEachEntry { entry, _, _ in least = min(least, entry.time) }
    return least
  }

  /// Traps when an invariant does not hold.
  func checkInvariants() {
    var seen = 0
    forEachEntry { entry, level, bucket in
      seen += 1
      precondition(entry.time >= time, "no entry is earlier than the wheel's time")
      let lowest = start(of: bucket, at: level)
      let width = Int64(1) << Int64(level * EventWheel.digit)
      precondition(entry.time - lowest < width && entry.time >= lowest, "it lies where it belongs")
    }
    precondition(seen == count, "every entry lies in an occupied bucket")
    for level in 0..<EventWheel.levels {
      let isOccupied = occupiedLevels & 1 << UInt64(level) != 0
      precondition(isOccupied == (occupied[level] != 0), "a level is marked when a bucket of it is")
    }
  }

  private func forEachEntry(_ body: (EventList.Entry, _ level: Int, _ bucket: Int) -> Void) {
    for level in 0..<EventWheel.levels {
      var rest = occupied[level]
      while rest != 0 {
        let bucket = rest.trailingZeroBitCount
        let it = buckets[level << EventWheel.digit + bucket]
        var (chunk, left) = (Int(it.chunk), Int(it.count))
        while left > 0 {
          let held = EventWheel.entriesOfFirstChunk(left)
          for i in 0..<held { body(entries[chunk * EventWheel.chunkSize + i], level, bucket) }
          left -= held
          chunk = Int(nextChunk[chunk])
        }
        rest &= rest - 1
      }
    }
  }
}
