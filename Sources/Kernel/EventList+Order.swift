// How entries from the wheel, which lie there in no order, come into the front in theirs.
extension EventList {
  /// Takes a batch out of the wheel, latest first.
  mutating func take(_ batch: EventWheel.Batch, into place: UnsafeMutablePointer<Entry>) {
    guard batch.count <= EventWheel.handful else {
      wheel.take(batch, into: place)
      return EventList.sortCrowd(place, batch.count)
    }
    wheel.take(batch, into: handful)
    EventList.spread(handful, batch.count, into: place)
  }

  /// Puts a handful of entries in order, latest first: each has as many before it as are later.
  ///
  /// Counting takes more comparisons than an insertion sort, but no branch hangs on one of them, and a
  /// wrong guess costs as much as a dozen.
  private static func spread(
    _ entries: UnsafeMutablePointer<Entry>,
    _ count: Int,
    into place: UnsafeMutablePointer<Entry>
  ) {
    var i = 0
    while i < count {
      let entry = entries[i]
      var later = 0
      var j = 0
      while j < count {
        later &+= entry.comesBefore(entries[j])
        j &+= 1
      }
      place[later] = entry
      i &+= 1
    }
  }

  /// Sorts many entries, latest first, in place: the standard library's sort would allocate.
  ///
  /// Heapsort; Williams, CACM 7(6), 1964. Only a crowd at one moment comes here.
  private static func sortCrowd(_ entries: UnsafeMutablePointer<Entry>, _ count: Int) {
    for root in stride(from: count / 2 - 1, through: 0, by: -1) { sift(entries, root, count) }
    for last in stride(from: count - 1, to: 0, by: -1) {
      let earliest = entries[0]
      entries[0] = entries[last]
      entries[last] = earliest
      sift(entries, 0, last)
    }
  }

  /// Lets an entry of a heap with the earliest on top sink to its place.
  private static func sift(_ heap: UnsafeMutablePointer<Entry>, _ root: Int, _ count: Int) {
    let entry = heap[root]
    var hole = root
    while true {
      var child = 2 * hole + 1
      guard child < count else { break }
      if child + 1 < count, heap[child + 1].isBefore(heap[child]) { child += 1 }
      guard heap[child].isBefore(entry) else { break }
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = entry
  }
}

extension EventList.Entry {
  /// 1 when it is before another, 0 otherwise, without a branch.
  @inline(__always)
  fileprivate func comesBefore(_ other: EventList.Entry) -> Int {
    // Times are not negative, so the sign of their difference says which is earlier; with the borrow of the
    // words, also at equal times.
    let borrow: Int64 = word < other.word ? 1 : 0
    let difference = time &- other.time &- borrow
    return Int(truncatingIfNeeded: UInt64(bitPattern: difference) &>> 63)
  }
}
