// An owner that knows of itself when everybody comes and goes asks for no server: it tells the pool
// what there was to count.
extension ServerPool.Tally {
  /// What was counted between an earlier state of the same pool and this one; peaks are this one's.
  public static func - (later: Self, earlier: Self) -> Self {
    var rest = later
    rest.requests -= earlier.requests
    rest.waited -= earlier.waited
    rest.refused -= earlier.refused
    rest.reneged -= earlier.reneged
    rest.waitingTime -= earlier.waitingTime
    rest.busyTime -= earlier.busyTime
    rest.queueTime -= earlier.queueTime
    return rest
  }
}

extension ServerPool {
  /// Takes over who is there and what was counted, from an owner that keeps the line itself.
  ///
  /// - Parameters:
  ///   - inUse: Servers that are held.
  ///   - waiting: Requests that wait.
  ///   - tally: What was counted since the start of the measurement, its integrals up to now.
  ///   - now: The time.
  /// - Precondition: no more servers are held than there are.
  public mutating func takeOver(inUse: Int32, waiting: Int32, tally: Tally, now: Int64) {
    precondition(inUse <= capacity, "no more servers are held than there are")
    isShared = true
    self.inUse = inUse
    self.waiting = waiting
    self.tally = tally
    self.tally.busyTime -= Int128(now) * Int128(inUse)
    self.tally.queueTime -= Int128(now) * Int128(waiting)
  }
}
