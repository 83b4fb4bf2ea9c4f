import Kernel
import Stations

// Servers, slots and connections: how a token comes by one and passes it on.
extension Replication {
  /// The pool that an operation means for the token that executes it.
  @inline(__always)
  mutating func poolIndex(
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Int32 {
    if operation.pointee.b == PoolScope.single.rawValue { return operation.pointee.a }
    if operation.pointee.b == PoolScope.worker.rawValue {
      return operation.pointee.a &+ token.pointee.worker
    }
    return operation.pointee.a &+ token.pointee.instance
  }

  /// Asks for a server and starts the service.
  @inline(__always)
  mutating func serve(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Progress {
    let pool = poolIndex(token, operation)
    switch pools[pool].pointee.request(by: slot, now: now, links: links) {
    case .granted:
      let nanoseconds = time(slot, token, operation)
      token.pointee.place = operation[1].place
      spend(nanoseconds, column: operation.pointee.shareColumn, slot)
      return passes(nanoseconds) ? .goesOn : .sleeps(until: now &+ nanoseconds)
    case .queued:
      wait(slot, token, in: pool, lane: -1)
      // Nothing hangs on the number yet: the processor makes it while it goes on.
      token.pointee.drawn = time(slot, token, operation)
      return .rests
    case .refused:
      fail(slot, operation.pointee.reason)
      return .rests
    }
  }

  /// Lets the service of a token that has got its server begin; false when it takes no time at all.
  @inline(__always)
  private mutating func startService(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>,
    _ nanoseconds: Int64
  ) -> Bool {
    token.pointee.place = operation[1].place
    guard nanoseconds > 0 else { return false }
    spend(nanoseconds, column: operation.pointee.shareColumn, slot)
    events.schedule(UInt32(bitPattern: slot), at: now &+ nanoseconds)
    return true
  }

  /// Asks for a server; false when the token waits or has failed.
  @inline(__always)
  mutating func acquire(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Bool {
    let pool = poolIndex(token, operation)
    switch pools[pool].pointee.request(by: slot, now: now, links: links) {
    case .granted:
      if operation.pointee.holds { hold(pool, slot, token) }
      token.pointee.place = operation[1].place
      return true
    case .queued:
      wait(slot, token, in: pool, lane: operation.pointee.c)
      return false
    case .refused:
      fail(slot, operation.pointee.reason)
      return false
    }
  }

  /// Notes that a token stands in the line of a pool.
  @inline(__always)
  mutating func wait(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    in pool: Int32,
    lane: Int32
  ) {
    token.pointee.since = now
    token.pointee.line = pool
    if lane >= 0 { arm(lane, slot, epoch: token.pointee.waitEpoch) }
    if pools[pool].pointee.isWatched { joinLine(slot, token, pool) }
  }

  @inline(__always)
  mutating func hold(_ pool: Int32, _ slot: Int32, _ token: UnsafeMutablePointer<Token>) {
    precondition(token.pointee.heldCount < Token.held, "a request holds at most eight things")
    held[Int(slot) * Token.held + Int(token.pointee.heldCount)] = pool
    token.pointee.heldCount += 1
  }

  /// Gives a server back; the first in line goes on with it.
  @inline(__always)
  mutating func release(_ pool: Int32) {
    let next = pools[pool].pointee.release(now: now, links: links)
    if next >= 0 { handOver(pool, to: next) }
    if pools[pool].pointee.isWatched { settleLine(pool) }
  }

  /// Lets the first in line go on with the server that it has been given.
  @inline(__always)
  mutating func handOver(_ pool: Int32, to next: Int32) {
    let token = tokens + Int(next)
    let operation = operation(at: token.pointee.place)
    let waited = now &- token.pointee.since
    pools[pool].pointee.countWait(waited)
    spend(waited, column: operation.pointee.waitColumn, next)
    token.pointee.line = -1
    token.pointee.waitEpoch &+= 1
    if token.pointee.place.code == .serve {
      if !startService(next, token, operation, token.pointee.drawn) { makeReady(next) }
    } else {
      if operation.pointee.holds { hold(pool, next, token) }
      token.pointee.place = operation[1].place
      makeReady(next)
    }
  }
}
