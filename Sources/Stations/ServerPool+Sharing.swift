// Jobs that share the servers instead of waiting in line: as many servers are busy as there are jobs,
// at most all; the other jobs count as waiting.
extension ServerPool {
  /// Lets a job in; false when so many are there that it is refused.
  ///
  /// - Complexity: O(1)
  public mutating func enterShared(now: Int64) -> Bool {
    isShared = true
    tally.requests &+= 1
    if inUse < capacity {
      tally.busyTime &-= Int128(truncatingIfNeeded: now)
      inUse &+= 1
      tally.peakInUse = max(tally.peakInUse, inUse)
      return true
    }
    if waiting >= queueLimit {
      tally.refused += 1
      return false
    }
    tally.queueTime &-= Int128(truncatingIfNeeded: now)
    waiting &+= 1
    tally.waited &+= 1
    tally.peakWaiting = max(tally.peakWaiting, waiting)
    return true
  }

  /// Lets a job go that is done.
  ///
  /// - Precondition: a job is there.
  /// - Complexity: O(1)
  public mutating func leaveShared(now: Int64) {
    precondition(inUse + waiting > 0, "a job leaves once")
    if waiting > 0 {
      tally.queueTime &+= Int128(truncatingIfNeeded: now)
      waiting &-= 1
    } else {
      tally.busyTime &+= Int128(truncatingIfNeeded: now)
      inUse &-= 1
    }
  }

  /// Sets how many servers there are: the jobs that are there stay.
  public mutating func resizeShared(to servers: Int32, now: Int64) {
    isShared = true
    let jobs = inUse + waiting
    let before = inUse
    resize(to: servers)
    inUse = min(jobs, servers)
    waiting = jobs - inUse
    tally.busyTime += Int128(now) * Int128(before - inUse)
    tally.queueTime -= Int128(now) * Int128(before - inUse)
    tally.peakInUse = max(tally.peakInUse, inUse)
    tally.peakWaiting = max(tally.peakWaiting, waiting)
  }
}
