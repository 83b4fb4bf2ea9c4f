/// What was charged in the last window, oldest first, in a ring that grows to the busiest window.
struct AdmissionLog: ~Copyable {
  private var entries: UnsafeMutablePointer<(time: Int64, cost: Double)>
  private var capacity = 64
  private var head = 0
  private var count = 0

  init() {
    entries = .allocate(capacity: 64)
  }

  deinit {
    entries.deallocate()
  }

  mutating func append(time: Int64, cost: Double) {
    if count == capacity {
      let larger = UnsafeMutablePointer<(time: Int64, cost: Double)>.allocate(
        capacity: capacity * 2
      )
      for i in 0..<count { (larger + i).initialize(to: entries[(head + i) & (capacity - 1)]) }
      entries.deallocate()
      entries = larger
      capacity *= 2
      head = 0
    }
    (entries + ((head + count) & (capacity - 1))).initialize(to: (time, cost))
    count += 1
  }

  /// Drops what lies before a time, or at it, and returns the units that this frees.
  mutating func expire(before limit: Int64) -> Double {
    var freed = 0.0
    while count > 0, entries[head].time <= limit {
      freed += entries[head].cost
      head = (head + 1) & (capacity - 1)
      count -= 1
    }
    return freed
  }

  /// Takes units off an entry of a time; returns how many, none when it has expired.
  ///
  /// - Complexity: O(log n), and O(entries of the same time)
  mutating func reduce(at time: Int64, by units: Double) -> Double {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if entries[(head + middle) & (capacity - 1)].time < time {
        low = middle + 1
      } else {
        high = middle
      }
    }
    while low < count {
      let at = (head + low) & (capacity - 1)
      guard entries[at].time == time else { break }
      if entries[at].cost >= units {
        entries[at].cost -= units
        return units
      }
      low += 1
    }
    return 0
  }

  /// The time of the admission whose expiry has freed that many units; nil when all do not suffice.
  func time(until units: Double) -> Int64? {
    var freed = 0.0
    for i in 0..<count {
      let entry = entries[(head + i) & (capacity - 1)]
      freed += entry.cost
      if freed + 1e-6 >= units { return entry.time }
    }
    return nil
  }
}
