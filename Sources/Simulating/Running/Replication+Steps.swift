import Kernel
import Stations

/// What becomes of a token that has executed an operation.
enum Progress {
  /// It executes the next one at once.
  case goesOn
  /// It wakes when something else happens, or never again.
  case rests
  /// It wakes at a time.
  case sleeps(until: Int64)
}

extension Replication {
  /// Lets a token execute operations until it has to wait for something or has ended; a source hands
  /// over to the request that it makes.
  @inline(__always)
  mutating func walk(_ first: Int32) {
    var slot = first
    var token = tokens + Int(slot)
    var waking: Int64 = 0
    walking: while true {
      let operation = operation(at: token.pointee.place)
      switch token.pointee.place.code {
      case .serve:
        switch serve(slot, token, operation) {
        case .goesOn: break
        case .rests: return
        case .sleeps(let time):
          waking = time
          break walking
        }
      case .acquire:
        if !acquire(slot, token, operation) { return }
      case .release:
        release(poolIndex(token, operation))
        if operation.pointee.holds { token.pointee.heldCount &-= 1 }
        token.pointee.place = operation[1].place
      case .delay:
        switch pass(slot, token, operation) {
        case .goesOn: break
        case .rests: return
        case .sleeps(let time):
          waking = time
          break walking
        }
      case .finish:
        return finishRequest(slot)
      case .arrive:
        slot = arrive(slot, source: operation.pointee.a)
        token = tokens + Int(slot)
      case .branch:
        token.pointee.place =
          comesAbout(slot, token, operation)
          ? operations[operation.pointee.a].pointee.place : operation[1].place
      case .jump:
        token.pointee.place = operations[operation.pointee.a].pointee.place
      case .lookup:
        look(slot, token, operation)
      case .call:
        if !runCall(slot, operation) { return }
      case .enter:
        if !enter(slot, token, operation) { return }
      case .admit, .connect, .disconnect, .enqueue, .fill, .find, .receive, .seize, .share,
        .openStream, .edge, .leave, .replica, .pace, .relogin:
        if !takeRarerStep(slot, token, operation) { return }
        // It may have made a token, and all have moved to where there is room.
        token = tokens + Int(slot)
      case .begin, .conduct, .deliver, .end, .fault, .instance, .iterate, .relieve, .ring, .sample,
        .scale, .socket, .turn:
        return wake(slot, operation)
      case .fork:
        return fork(slot, token, operation)
      case .attempt:
        return startAttempt(slot, operation)
      case .join:
        return finishBranch(slot)
      case .ask:
        if !ask(slot) { return }
      case .stop:
        return stop(slot)
      }
    }
    events.schedule(UInt32(bitPattern: slot), at: waking)
  }

  /// The operation at a place.
  @inline(__always)
  mutating func operation(at place: Place) -> UnsafeMutablePointer<Operation> {
    operations.memory + place.index
  }

  /// Adds time to a share of a token's response time.
  @inline(__always)
  mutating func spend(_ nanoseconds: Int64, column: UInt8, _ slot: Int32) {
    shares[Int(slot) &* tallies.shareCount &+ Int(column)] &+= nanoseconds
  }

  /// Lets time pass for the token that walks, if its event would be the next of all: then it needs none.
  ///
  /// Nothing else happens in between, and whatever happens at the same moment was scheduled before and comes
  /// first. So it is the order of the event list, without its work.
  @inline(__always)
  mutating func passes(_ nanoseconds: Int64) -> Bool {
    let time = now &+ nanoseconds
    guard events.isNext(time), time <= unlistedUntil, readyCount == 0, eventsLeft > 0 else {
      return nanoseconds == 0
    }
    if nanoseconds > 0 { eventsLeft &-= 1 }
    now = time
    return true
  }

  /// Sets a timer in a lane.
  @inline(__always)
  mutating func arm(_ lane: Int32, _ slot: Int32, epoch: UInt32) {
    if lanes.isFull(Int(lane)) { removeVoidTimers(from: lane) }
    lanes.append(
      UInt32(bitPattern: slot),
      epoch: epoch,
      now: now,
      to: Int(lane),
      in: &events
    )
  }

  /// Lets a drawn time pass, with those of the delays that follow at once.
  ///
  /// Nothing can happen to a request between two delays, so it is woken after the last of them alone. A
  /// fault may change what a delay takes while the one before passes: then each is drawn in its turn.
  @inline(__always)
  private mutating func pass(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Progress {
    var nanoseconds = time(slot, token, operation)
    spend(nanoseconds, column: operation.pointee.shareColumn, slot)
    var next = operation + 1
    var lane = operation.pointee.c
    if next.pointee.code == .delay, mergesDelays, faultsOn.count == 0 {
      (nanoseconds, next) = passMore(slot, token, nanoseconds, next)
      lane = -1
    }
    token.pointee.place = next.pointee.place
    if passes(nanoseconds) { return .goesOn }
    guard lane >= 0 else { return .sleeps(until: now &+ nanoseconds) }
    arm(lane, slot, epoch: 0)
    return .rests
  }

  /// Adds the times of further delays in a row; returns the sum and what follows them.
  @inline(never)
  private mutating func passMore(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ begun: Int64,
    _ first: UnsafeMutablePointer<Operation>
  ) -> (Int64, UnsafeMutablePointer<Operation>) {
    var (sum, next) = (begun, first)
    while next.pointee.code == .delay {
      let nanoseconds = time(slot, token, next)
      spend(nanoseconds, column: next.pointee.shareColumn, slot)
      sum &+= nanoseconds
      next += 1
    }
    return (sum, next)
  }

  /// Wakes a token after a time, through the lane of that time if there is one.
  @inline(__always)
  mutating func sleep(_ slot: Int32, _ nanoseconds: Int64, lane: Int32) {
    if lane >= 0 {
      arm(lane, slot, epoch: 0)
    } else {
      events.schedule(UInt32(bitPattern: slot), at: now &+ nanoseconds)
    }
  }

  /// The nanoseconds that a delay or a service takes a token.
  @inline(never)
  mutating func drawTime(
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
    return nearestNanosecond(drawn)
  }

  /// Whether what an operation leaves to chance comes about for a token.
  @inline(__always)
  mutating func happens(
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Bool {
    let u = random.uniform(
      purpose: operation.pointee.purpose,
      entity: token.pointee.entity,
      index: 0
    )
    return u < operation.pointee.draw.first
  }

  private mutating func look(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) {
    let isHit = comesAbout(slot, token, operation)
    tallies.count(lookupOf: Int(operation.pointee.a), hit: isHit, now: measuring)
    token.pointee.place =
      isHit ? operations[operation.pointee.b].pointee.place : operation[1].place
  }

  /// Gives a request to a worker; false when it waits or was refused.
  private mutating func enter(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Bool {
    let index = operation.pointee.a
    let worker = balancers[index].pointee.pick(
      busy[busyStart[index].pointee],
      workers: Int(services[index].pointee.workers),
      u: chance(token, operation)
    )
    return enter(slot, token, operation, worker: Int32(worker))
  }

  /// What the balancer of a service leaves to chance for a request.
  @inline(__always)
  mutating func chance(
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> (Double, Double) {
    guard balancers[operation.pointee.a].pointee.needsChance else { return (0, 0) }
    let words = random.words(
      purpose: operation.pointee.purpose,
      entity: token.pointee.entity,
      index: 0
    )
    return (RandomSource.unit(words.0), RandomSource.unit(words.1))
  }

  /// Gives a request to the worker that was picked; false when it waits or was refused.
  @inline(__always)
  mutating func enter(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>,
    worker: Int32
  ) -> Bool {
    let index = operation.pointee.a
    let service = services[index]
    let inFlight = busy[busyStart[index].pointee + worker]
    token.pointee.worker = worker
    token.pointee.instance = worker / service.pointee.workersPerInstance
    if service.pointee.adaptiveLimit >= 0, !isAdmitted(worker, service, inFlight: inFlight.pointee)
    {
      fail(slot, .shed)
      return false
    }
    token.pointee.flags.insert(.entered)
    inFlight.pointee += 1
    let timeoutLane = endpoints[token.pointee.endpoint].pointee.timeoutLane
    if timeoutLane >= 0 { arm(timeoutLane, slot, epoch: token.pointee.generation) }
    let pool = service.pointee.slots + worker
    switch pools[pool].pointee.request(by: slot, now: now, links: links) {
    case .granted:
      hold(pool, slot, token)
      token.pointee.place = operation[1].place
      return true
    case .queued:
      wait(slot, token, in: pool, lane: waitingLane(worker, service, pool))
      return false
    case .refused:
      fail(slot, .refused)
      return false
    }
  }
}
