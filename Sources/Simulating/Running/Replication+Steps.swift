import Kernel
import Stations

extension Replication {
  /// Lets a token execute operations until it has to wait for something or has ended; a source hands
  /// over to the request that it makes.
  @inline(__always)
  mutating func walk(_ first: Int32) {
    var slot = first
    while true {
      let token = tokens + Int(slot)
      if token.pointee.flags.contains(.cancelled) { return stop(slot) }
      let operation = operations[token.pointee.counter]
      switch operation.pointee.code {
      case .acquire:
        if !acquire(slot, token, operation) { return }
      case .release:
        release(poolIndex(token, operation))
        if operation.pointee.holds { token.pointee.heldCount &-= 1 }
        token.pointee.counter &+= 1
      case .delay:
        if pass(slot, token, operation) { return }
      case .finish:
        return finishRequest(slot)
      case .arrive:
        slot = arrive(slot, source: operation.pointee.a)
      case .branch:
        let u = random.uniform(
          purpose: operation.pointee.purpose,
          entity: token.pointee.entity,
          index: 0
        )
        let skips = u < operation.pointee.draw.first
        token.pointee.counter = skips ? operation.pointee.a : token.pointee.counter &+ 1
      case .jump:
        token.pointee.counter = operation.pointee.a
      case .lookup:
        look(token, operation)
      case .call:
        if !runCall(slot, operation) { return }
      case .enter:
        if !enter(slot, token, operation) { return }
      case .fork:
        return fork(slot, token, operation)
      case .join:
        return finishBranch(slot)
      case .ask:
        if !ask(slot) { return }
      case .sample:
        return sample(slot)
      case .begin:
        return beginMeasurement(slot)
      case .end:
        endMeasurement()
        return freeToken(slot)
      }
    }
  }

  /// The pool that an operation means for the token that executes it.
  @inline(__always)
  func poolIndex(
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Int32 {
    switch operation.pointee.b {
    case PoolScope.worker.rawValue: operation.pointee.a + token.pointee.worker
    case PoolScope.instance.rawValue: operation.pointee.a + token.pointee.instance
    default: operation.pointee.a
    }
  }

  /// Adds time to a share of a token's response time.
  @inline(__always)
  func spend(_ nanoseconds: Int64, _ share: TimeShare, _ slot: Int32) {
    shares[Int(slot) * TimeShare.count + Int(share.rawValue)] &+= nanoseconds
  }

  /// Asks for a server; false when the token waits or has failed.
  @inline(__always)
  private mutating func acquire(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Bool {
    let pool = poolIndex(token, operation)
    switch pools[pool].pointee.request(by: slot, now: now, links: links) {
    case .granted:
      if operation.pointee.holds { hold(pool, slot, token) }
      token.pointee.counter &+= 1
      return true
    case .queued:
      wait(slot, token, in: pool, lane: operation.pointee.c)
      // Nothing hangs on the number yet: the processor makes it while it goes on.
      let next = operation + 1
      if next.pointee.code == .delay { token.pointee.drawn = drawTime(token, next) }
      return false
    case .refused:
      fail(slot, operation.pointee.reason)
      return false
    }
  }

  /// Notes that a token stands in the line of a pool.
  private mutating func wait(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    in pool: Int32,
    lane: Int32
  ) {
    token.pointee.since = now
    token.pointee.line = pool
    if lane >= 0 { arm(lane, slot, epoch: token.pointee.waitEpoch) }
  }

  /// Sets a timer in a lane.
  mutating func arm(_ lane: Int32, _ slot: Int32, epoch: UInt32) {
    let sequence = events.takeSequence()
    let isFirst = lanes.append(
      UInt32(slot),
      epoch: epoch,
      now: now,
      sequence: sequence,
      to: Int(lane)
    )
    if isFirst, let head = lanes.head(of: Int(lane)) {
      events.schedule(UInt32(lane), at: head.time, sequence: head.sequence)
    }
  }

  @inline(__always)
  private mutating func hold(_ pool: Int32, _ slot: Int32, _ token: UnsafeMutablePointer<Token>) {
    precondition(token.pointee.heldCount < Token.held, "a request holds at most eight things")
    held[Int(slot) * Token.held + Int(token.pointee.heldCount)] = pool
    token.pointee.heldCount += 1
  }

  /// Gives a server back; the first in line goes on with it.
  @inline(__always)
  mutating func release(_ pool: Int32) {
    guard let next = pools[pool].pointee.release(now: now, links: links) else { return }
    let token = tokens + Int(next)
    let operation = operations[token.pointee.counter]
    let waited = now - token.pointee.since
    pools[pool].pointee.tally.waitingTime &+= waited
    spend(waited, operation.pointee.share, next)
    token.pointee.line = -1
    token.pointee.waitEpoch &+= 1
    if operation.pointee.holds { hold(pool, next, token) }
    token.pointee.counter &+= 1
    makeReady(next)
  }

  /// Lets a drawn time pass; false when it is nothing at all.
  @inline(__always)
  private mutating func pass(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Bool {
    var nanoseconds = token.pointee.drawn
    if nanoseconds < 0 {
      nanoseconds = drawTime(token, operation)
    } else {
      token.pointee.drawn = -1
    }
    token.pointee.counter &+= 1
    guard nanoseconds > 0 else { return false }
    spend(nanoseconds, operation.pointee.share, slot)
    events.schedule(UInt32(bitPattern: slot), at: now &+ nanoseconds)
    return true
  }

  /// The nanoseconds that a delay takes a token.
  @inline(__always)
  private func drawTime(
    _ token: UnsafeMutablePointer<Token>,
    _ delay: UnsafeMutablePointer<Operation>
  ) -> Int64 {
    let drawn = delay.pointee.draw.value(
      random,
      ziggurat,
      purpose: delay.pointee.purpose,
      entity: token.pointee.entity,
      index: 0
    )
    return Int64(min(max(drawn, 0), 1e17))
  }

  private mutating func look(
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) {
    let u = random.uniform(
      purpose: operation.pointee.purpose,
      entity: token.pointee.entity,
      index: 0
    )
    let isHit = u < operation.pointee.draw.first
    tallies.count(lookupOf: Int(operation.pointee.a), hit: isHit, now: measuring)
    token.pointee.counter = isHit ? operation.pointee.b : token.pointee.counter + 1
  }

  /// Gives a request to a worker; false when it waits or was refused.
  private mutating func enter(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Bool {
    let index = operation.pointee.a
    let service = services[index]
    let words = random.words(
      purpose: operation.pointee.purpose,
      entity: token.pointee.entity,
      index: 0
    )
    let first = busyStart[index].pointee
    let worker = balancers[index].pointee.pick(
      busy[first],
      workers: Int(service.pointee.workers),
      u: (RandomSource.unit(words.0), RandomSource.unit(words.1))
    )
    token.pointee.worker = Int32(worker)
    token.pointee.instance = Int32(worker) / service.pointee.workersPerInstance
    token.pointee.flags.insert(.entered)
    busy[first + Int32(worker)].pointee += 1
    if service.pointee.timeoutLane >= 0 {
      arm(service.pointee.timeoutLane, slot, epoch: token.pointee.generation)
    }
    let pool = service.pointee.slots + Int32(worker)
    switch pools[pool].pointee.request(by: slot, now: now, links: links) {
    case .granted:
      hold(pool, slot, token)
      token.pointee.counter &+= 1
      return true
    case .queued:
      wait(slot, token, in: pool, lane: -1)
      return false
    case .refused:
      fail(slot, .refused)
      return false
    }
  }
}
