import Kernel
import Stations

// Clients that keep a connection open: each is a token that sleeps until something happens to it. A
// heartbeat that is quick enough changes nothing, so it takes no event.
extension Replication {
  /// Makes the clients; those that are wanted from the start are connected.
  mutating func startSockets() {
    guard let plan = sockets?.plan else { return }
    for k in 0..<plan.most {
      let slot = special(plan.operation)
      tokens[Int(slot)].entity = UInt64(k)
      sockets?.tokens[k].pointee = slot
      permanent += 1
      if isWanted(k) {
        if take(k, instance: pickInstance(for: k)) == .taken {
          open(k, isFirst: true)
        } else {
          sleep(k, .waiting, until: now)
        }
      } else {
        awaitDemand(k)
      }
    }
  }

  /// A client's timer went off, or its request to be connected has ended.
  @inline(never)
  mutating func wakeSocket(_ slot: Int32) {
    let k = Int32(truncatingIfNeeded: tokens[Int(slot)].entity)
    guard let session = session(k) else { return }
    switch session.pointee.state {
    case .connecting: finishConnecting(k, session)
    case .away, .waiting:
      if session.pointee.wakeAt == now { connect(k, session) }
    case .open:
      if session.pointee.wakeAt == now { endConnection(k, session) }
    case .gone: break
    }
  }

  /// Wakes whoever waits for a request, which has ended.
  @inline(__always)
  mutating func tell(_ user: Int32, succeeded: Bool) {
    if sockets != nil { noteAnswer(user, succeeded: succeeded) }
    makeReady(user)
  }

  /// Notes what became of the request that connects a client.
  @inline(never)
  private mutating func noteAnswer(_ user: Int32, succeeded: Bool) {
    guard tokens[Int(user)].place.code == .socket else { return }
    let k = Int32(truncatingIfNeeded: tokens[Int(user)].entity)
    session(k)?.pointee.answer = succeeded ? .succeeded : .failed
  }

  private mutating func session(_ k: Int32) -> UnsafeMutablePointer<RunningSocket>? {
    sockets?.table[k]
  }

  /// Whether that many clients are wanted now, less what rounding may take.
  private mutating func isWanted(_ k: Int32) -> Bool {
    (sockets?.curve.value(at: now) ?? 0) >= Double(k) + 1 - 1e-9
  }

  private mutating func sleep(_ k: Int32, _ state: RunningSocket.State, until time: Int64) {
    guard let session = session(k), let slot = sockets?.tokens[k].pointee else { return }
    session.pointee.state = state
    session.pointee.wakeAt = time
    if time < program.horizon { events.schedule(UInt32(bitPattern: slot), at: time) }
  }

  private mutating func awaitDemand(_ k: Int32) {
    let level = Double(k) + 1 - 1e-9
    session(k)?.pointee.lostAt = -1
    sleep(k, .away, until: sockets?.curve.firstTime(atLeast: level, from: now) ?? .max)
  }

  /// Asks for a place at an instance and, where there is a request to be made, makes it.
  private mutating func connect(_ k: Int32, _ session: UnsafeMutablePointer<RunningSocket>) {
    guard now < program.horizon, let plan = sockets?.plan else { return }
    guard isWanted(k) else { return awaitDemand(k) }
    session.pointee.attempts &+= 1
    sockets?.ledger.attempt(at: now)
    switch take(k, instance: pickInstance(for: k)) {
    case .refused: return refuse(k, session)
    case .lost: return comeBack(k, session)
    case .taken: break
    }
    guard plan.endpoint >= 0 else { return open(k) }
    session.pointee.state = .connecting
    session.pointee.answer = .none
    let entity = UInt64(3) << 56 | UInt64(k) << 24 | UInt64(session.pointee.attempts)
    let request = makeRequest(endpoint: plan.endpoint, entity: entity)
    tokens[Int(request)].flags.insert(.asked)
    details[Int(request)] = TokenDetails()
    details[Int(request)].user = sockets?.tokens[k].pointee ?? -1
    makeReady(request)
  }

  private mutating func finishConnecting(
    _ k: Int32,
    _ session: UnsafeMutablePointer<RunningSocket>
  ) {
    guard session.pointee.answer != .none else { return }
    // Whose instance is gone meanwhile hears no refusal.
    guard session.pointee.instance >= 0 else { return comeBack(k, session) }
    if session.pointee.answer == .succeeded { return open(k) }
    drop(k, session)
    refuse(k, session)
  }

  private mutating func refuse(_ k: Int32, _ session: UnsafeMutablePointer<RunningSocket>) {
    sockets?.ledger.refuse()
    guard sockets?.plan.refusedIsFinal != true else {
      session.pointee.state = .gone
      sockets?.ledger.giveUp()
      return
    }
    comeBack(k, session)
  }

  /// Lets a client wait before its next attempt, as its law says.
  private mutating func comeBack(_ k: Int32, _ session: UnsafeMutablePointer<RunningSocket>) {
    let u = random.uniform(
      purpose: CompiledSockets.returnPurpose,
      entity: UInt64(k),
      index: session.pointee.attempts
    )
    let delay = sockets?.plan.law.delay(after: session.pointee.failures, u: u) ?? 0
    session.pointee.failures += 1
    // A delay of nothing would try again for ever at one moment.
    sleep(k, .waiting, until: now + max(delay, 1_000_000))
  }

  /// A client is connected: what ends that first is known from now on, but for its instance.
  private mutating func open(_ k: Int32, isFirst: Bool = false) {
    guard let session = session(k), let plan = sockets?.plan else { return }
    let isNew = session.pointee.lostAt < 0
    sockets?.ledger.open(at: now, lostAt: isNew ? nil : session.pointee.lostAt)
    session.pointee.state = .open
    session.pointee.failures = 0
    session.pointee.lostAt = -1
    if isNew { session.pointee.leavesAt = departure(k, plan, isFirst: isFirst) }
    var longest = plan.longest
    if isFirst, longest < .max {
      // Connections that exist already are of any age.
      longest = 1 + Int64(age(k) * Double(longest))
    }
    // A little lower than where it is wanted, so that rounding does not send it to and fro.
    let level = Double(k) + 1 - 1e-6
    let unwanted = sockets?.curve.firstTime(below: level, from: now) ?? .max
    let oldest = longest < .max - now ? now + longest : .max
    let latest = min(session.pointee.leavesAt, oldest, unwanted)
    let idle = silence(k, session.pointee.attempts, plan, until: min(latest, program.horizon))
    session.pointee.isUnwanted = false
    session.pointee.ending = .longest
    var end = latest
    if idle < latest {
      session.pointee.ending = .idle
      end = idle
    } else if session.pointee.leavesAt == latest || unwanted == latest {
      session.pointee.ending = .left
      session.pointee.isUnwanted = unwanted == latest
    }
    sleep(k, .open, until: end)
  }

  private mutating func age(_ k: Int32) -> Double {
    random.uniform(purpose: CompiledSockets.agePurpose, entity: UInt64(k), index: 0)
  }

  /// When a client leaves that has come just now; one that was there before has stayed for a while.
  private mutating func departure(_ k: Int32, _ plan: CompiledSockets, isFirst: Bool) -> Int64 {
    guard let stay = plan.stay, let session = session(k) else { return .max }
    var span = stay.value(
      random,
      ziggurat,
      purpose: CompiledSockets.stayPurpose,
      entity: UInt64(k) << 24 | UInt64(session.pointee.attempts),
      index: 0
    )
    if isFirst, stay.family != .exponential { span *= age(k) }
    return now + max(nearestNanosecond(min(span, 1e18)), 1_000_000)
  }

  /// When a connection has been silent for too long: from its last message or heartbeat on.
  private mutating func silence(
    _ k: Int32,
    _ opening: UInt32,
    _ plan: CompiledSockets,
    until latest: Int64
  ) -> Int64 {
    guard plan.idle < .max else { return .max }
    var last = now
    var message = now
    var beat = now + plan.heartbeat
    var drawn: UInt32 = 0
    message = nextMessage(after: now, k, opening, drawn, plan)
    while last < latest {
      let next = min(message, beat)
      if next - last > plan.idle { return last + plan.idle }
      last = next
      if next == beat { beat += plan.heartbeat }
      if next == message {
        drawn += 1
        message = nextMessage(after: next, k, opening, drawn, plan)
      }
    }
    return .max
  }

  private mutating func nextMessage(
    after time: Int64,
    _ k: Int32,
    _ opening: UInt32,
    _ drawn: UInt32,
    _ plan: CompiledSockets
  ) -> Int64 {
    guard plan.messageRate > 0 else { return .max }
    let gap = ziggurat.exponential(
      random,
      purpose: CompiledSockets.messagePurpose,
      entity: UInt64(k) << 32 | UInt64(opening),
      index: drawn
    )
    return time + 1 + nearestNanosecond(min(gap / plan.messageRate, 1e18))
  }

  /// A connection ends by itself.
  private mutating func endConnection(
    _ k: Int32,
    _ session: UnsafeMutablePointer<RunningSocket>
  ) {
    let ending = session.pointee.ending
    sockets?.ledger.end(ending, at: now)
    session.pointee.state = .away
    drop(k, session)
    guard now < program.horizon else { return }
    if ending != .left {
      session.pointee.lostAt = now
      comeBack(k, session)
    } else if session.pointee.isUnwanted {
      awaitDemand(k)
    } else {
      connect(k, session)
    }
  }
}

// Where connections are held.
extension Replication {
  /// The instance that takes the next connection; −1 when none does.
  private mutating func pickInstance(for k: Int32) -> Int32 {
    guard let plan = sockets?.plan, let ready = sockets?.ready, let load = sockets?.load,
      let held = sockets?.held, (sockets?.ledger.open ?? 0) < plan.maxConnections
    else {
      return -1
    }
    let fleet = fleets[plan.fleet]
    var count = 0
    for i in 0..<fleet.pointee.plan.most where fleet.pointee.fleet.state(of: i) == .ready {
      ready.memory[count] = i
      load.memory[count] = held[i].pointee
      count += 1
    }
    guard count > 0 else { return -1 }
    let attempts = session(k)?.pointee.attempts ?? 0
    let u = random.words(
      purpose: CompiledSockets.pickPurpose,
      entity: UInt64(k),
      index: attempts
    )
    let pick = sockets?.balancer.pick(
      load.memory,
      workers: count,
      u: (RandomSource.unit(u.0), RandomSource.unit(u.1))
    )
    return ready.memory[pick ?? 0]
  }

  /// What became of a wish for a place at an instance.
  private enum Taking {
    case taken
    case refused
    /// The instance has run out of memory by it.
    case lost
  }

  /// Takes a slot and memory at an instance.
  private mutating func take(_ k: Int32, instance: Int32) -> Taking {
    guard instance >= 0, let plan = sockets?.plan, let held = sockets?.held,
      let session = session(k)
    else { return .refused }
    let pool = plan.slots + instance
    guard pools[pool].pointee.request(by: -1, now: now, links: links) == .granted else {
      return .refused
    }
    session.pointee.instance = instance
    held[instance].pointee += 1
    let service = services[plan.service].pointee
    let limit = fleets[plan.fleet].pointee.plan.memory
    guard limit >= 0, memoryInUse(service, instance) > limit else { return .taken }
    fleets[plan.fleet].pointee.outOfMemory += 1
    drop(k, session)
    crash(plan.fleet, instance, outage: 0, reason: .outOfMemory)
    return .lost
  }

  /// Gives the slot back that a client holds, if it does.
  private mutating func drop(_ k: Int32, _ session: UnsafeMutablePointer<RunningSocket>) {
    // Part by part: a copy of the whole would count references.
    guard let held = sockets?.held, let plan = sockets?.plan, session.pointee.instance >= 0 else {
      return
    }
    let instance = session.pointee.instance
    session.pointee.instance = -1
    held[instance].pointee -= 1
    release(plan.slots + instance)
    leaveInstance(plan.fleet, instance)
  }

  /// Connections that an instance holds.
  mutating func connectionsHeld(_ f: Int32, _ instance: Int32) -> Int32 {
    guard let held = sockets?.held, sockets?.plan.fleet == f else { return 0 }
    return held[instance].pointee
  }

  /// Bytes that the connections of an instance take.
  mutating func memoryOfConnections(_ f: Int32, _ instance: Int32) -> Int64 {
    Int64(connectionsHeld(f, instance)) * (sockets?.plan.memory ?? 0)
  }

  /// Cuts all connections of an instance; their clients come back.
  mutating func cutSockets(_ f: Int32, _ instance: Int32) {
    guard connectionsHeld(f, instance) > 0, let table = sockets?.table, let plan = sockets?.plan
    else {
      return
    }
    for k in 0..<plan.most where table[k].pointee.instance == instance {
      let session = table[k]
      drop(k, session)
      // Who still asks hears from the request that it is not connected.
      guard session.pointee.state == .open else { continue }
      sockets?.ledger.end(.instance, at: now)
      session.pointee.lostAt = now
      comeBack(k, session)
    }
  }

  /// Closes every connection when nothing happens any more; true when there was one.
  mutating func closeAllSockets() -> Bool {
    guard let running = sockets, running.ledger.open > 0 else { return false }
    for k in 0..<running.plan.most where running.table[k].pointee.state == .open {
      sockets?.ledger.end(.left, at: now)
      running.table[k].pointee.state = .gone
      drop(k, running.table[k])
    }
    return true
  }
}
