/// Identical servers, slots or connections, and the bounded line of those that wait for one.
///
/// The pool decides and counts; it starts nothing and knows no clock but the one it is told. Whoever
/// calls it schedules what follows from the answer. The waiting line is intrusive: its links live in
/// the caller's records (`WaitingLinks`), so waiting allocates nothing.
///
/// - Invariant: nobody waits while a server is free.
/// - Invariant: no more servers are held than there are, or were when they were taken.
@frozen
public struct ServerPool {
  /// What became of a request.
  @frozen
  public enum Decision: Hashable, Sendable {
    /// It holds a server now.
    case granted
    /// It waits at the end of the line.
    case queued
    /// The line is full.
    case refused
  }

  /// How many servers there are.
  public private(set) var capacity: Int32
  /// How many may wait; `Int32.max` for no bound.
  public var queueLimit: Int32
  /// Servers that are held.
  public var inUse: Int32 = 0
  /// Requests that wait.
  public var waiting: Int32 = 0
  @usableFromInline var head: Int32 = -1
  @usableFromInline var tail: Int32 = -1
  /// The most servers that there ever were.
  private var most: Int32
  /// Whether its line or its servers have rules that its owner sees to.
  public var isWatched = false
  /// Whether jobs share the servers, or the owner keeps the line: then nobody stands in one of the pool.
  var isShared = false
  /// What was counted since the start of the measurement; its time integrals are those of `tally(at:)`.
  @usableFromInline var tally = Tally()

  /// What a pool counts, all of it in integers so that parts add up exactly.
  @frozen
  public struct Tally {
    /// Requests for a server.
    public var requests: Int64 = 0
    /// Those that had to wait.
    public var waited: Int64 = 0
    /// Those that found the line full.
    public var refused: Int64 = 0
    /// Those that gave up waiting.
    public var reneged: Int64 = 0
    /// Nanoseconds that those which were served had waited, in all.
    public var waitingTime: Int64 = 0
    /// Server-nanoseconds in use.
    public var busyTime: Int128 = 0
    /// Request-nanoseconds in the line.
    public var queueTime: Int128 = 0
    /// The most servers in use at once.
    public var peakInUse: Int32 = 0
    /// The longest line.
    public var peakWaiting: Int32 = 0

    /// Nothing yet.
    public init() {}
  }

  /// A pool with all servers free.
  ///
  /// - Precondition: at least one server, no negative limit.
  public init(capacity: Int32, queueLimit: Int32) {
    precondition(capacity > 0, "a pool has at least one server")
    precondition(queueLimit >= 0, "a line's limit is not negative")
    self.capacity = capacity
    most = capacity
    self.queueLimit = queueLimit
  }

  /// Sets how many servers there are.
  ///
  /// With fewer, those that are held too many are taken out of service when they are given back. With
  /// more, the caller lets those who wait in by `admit`.
  ///
  /// - Precondition: not fewer than none.
  public mutating func resize(to servers: Int32) {
    precondition(servers >= 0, "a pool has no negative number of servers")
    capacity = servers
    most = max(most, servers)
  }

  /// What was counted from the start of the measurement to a time.
  ///
  /// The integrals are kept as Σ ends − Σ beginnings, which needs no product at each change: what still
  /// goes on is added here.
  public func tally(at now: Int64) -> Tally {
    var tally = tally
    tally.busyTime += Int128(now) * Int128(inUse)
    tally.queueTime += Int128(now) * Int128(waiting)
    return tally
  }

  /// Forgets what was counted so far, at the end of the warm-up.
  public mutating func restartTally(at now: Int64) {
    tally = Tally()
    tally.busyTime = -Int128(now) * Int128(inUse)
    tally.queueTime = -Int128(now) * Int128(waiting)
    tally.peakInUse = inUse
    tally.peakWaiting = waiting
  }

  /// Adds the time that somebody who was served had waited.
  @inlinable @inline(__always)
  public mutating func countWait(_ nanoseconds: Int64) { tally.waitingTime &+= nanoseconds }

  /// Counts a request that was refused elsewhere for want of a server here.
  public mutating func countRefused() {
    tally.requests += 1
    tally.refused += 1
  }

  /// Asks for a server; a caller that must wait is put at the end of the line.
  ///
  /// - Complexity: O(1)
  @inlinable @inline(__always)
  public mutating func request(
    by slot: Int32,
    now: Int64,
    links: UnsafeMutablePointer<WaitingLinks>
  ) -> Decision {
    tally.requests &+= 1
    if inUse < capacity {
      tally.busyTime &-= Int128(truncatingIfNeeded: now)
      inUse &+= 1
      if inUse > tally.peakInUse { tally.peakInUse = inUse }
      return .granted
    }
    if waiting >= queueLimit {
      tally.refused += 1
      return .refused
    }
    tally.queueTime &-= Int128(truncatingIfNeeded: now)
    links[Int(slot)] = WaitingLinks(next: -1, previous: tail)
    if tail >= 0 { links[Int(tail)].next = slot } else { head = slot }
    tail = slot
    waiting &+= 1
    tally.waited &+= 1
    if waiting > tally.peakWaiting { tally.peakWaiting = waiting }
    return .queued
  }

  /// Gives a server back; the first in line holds it at once and is returned, −1 when nobody waits.
  ///
  /// - Precondition: a server is held.
  /// - Complexity: O(1)
  @inlinable @inline(__always)
  public mutating func release(
    now: Int64,
    links: UnsafeMutablePointer<WaitingLinks>
  ) -> Int32 {
    precondition(inUse > 0, "a server is given back once")
    guard head >= 0, inUse <= capacity else {
      tally.busyTime &+= Int128(truncatingIfNeeded: now)
      inUse &-= 1
      return -1
    }
    return takeFirst(now: now, links: links)
  }

  /// The first in line, −1 when nobody waits; the others follow by their links.
  public var first: Int32 { head }

  /// Gives a free server to the first in line and returns it, −1 when there is no server or nobody waits.
  ///
  /// - Complexity: O(1)
  public mutating func admit(now: Int64, links: UnsafeMutablePointer<WaitingLinks>) -> Int32 {
    guard head >= 0, inUse < capacity else { return -1 }
    tally.busyTime -= Int128(now)
    inUse += 1
    if inUse > tally.peakInUse { tally.peakInUse = inUse }
    return takeFirst(now: now, links: links)
  }

  /// Takes the first out of the line.
  @inlinable @inline(__always)
  mutating func takeFirst(now: Int64, links: UnsafeMutablePointer<WaitingLinks>) -> Int32 {
    let first = head
    tally.queueTime &+= Int128(truncatingIfNeeded: now)
    head = links[Int(first)].next
    if head >= 0 { links[Int(head)].previous = -1 } else { tail = -1 }
    waiting &-= 1
    return first
  }

  /// Takes a waiting caller out of the line because it gave up.
  ///
  /// - Precondition: the caller waits in this line.
  /// - Complexity: O(1)
  public mutating func renege(
    _ slot: Int32,
    now: Int64,
    links: UnsafeMutablePointer<WaitingLinks>
  ) {
    precondition(waiting > 0, "who gives up was waiting")
    tally.queueTime += Int128(now)
    tally.reneged += 1
    let it = links[Int(slot)]
    if it.previous >= 0 { links[Int(it.previous)].next = it.next } else { head = it.next }
    if it.next >= 0 { links[Int(it.next)].previous = it.previous } else { tail = it.previous }
    waiting -= 1
  }

  /// Traps when somebody waits while a server is free.
  public func checkInvariants() {
    precondition(inUse >= 0 && inUse <= most, "no more are held than there ever were")
    precondition(waiting == 0 || inUse >= capacity, "nobody waits while a server is free")
    precondition(isShared || (waiting == 0) == (head < 0), "a line has a head when somebody waits")
  }
}
