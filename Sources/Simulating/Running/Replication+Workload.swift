import Kernel
import Stations

extension Replication {
  /// Schedules everything that happens by itself.
  mutating func start() {
    var counter = program.specials
    for index in program.sources.indices {
      let slot = special(counter)
      scheduleArrival(slot, source: Int32(index))
      counter += 1
    }
    if let users = program.users {
      for user in 0..<users.most {
        let slot = special(counter)
        tokens[Int(slot)].entity = UInt64(user)
        scheduleUser(slot, from: 0)
      }
    }
    events.schedule(UInt32(special(counter + 1)), at: 0)
    events.schedule(UInt32(special(counter + 2)), at: program.warmUp)
    events.schedule(UInt32(special(counter + 3)), at: program.horizon)
  }

  /// A token that starts at a special operation.
  private mutating func special(_ counter: Int32) -> Int32 {
    let slot = takeSlot()
    var token = Token()
    token.generation = tokens[Int(slot)].generation
    token.waitEpoch = tokens[Int(slot)].waitEpoch
    token.counter = counter
    tokens[Int(slot)] = token
    return slot
  }

  /// Schedules the next arrival of a source, or retires it.
  private mutating func scheduleArrival(_ slot: Int32, source index: Int32) {
    let source = program.sources[Int(index)]
    let state = sources[index]
    if source.fromTrace {
      let next = Int(state.pointee.made)
      guard next < program.trace.count else { return freeToken(slot) }
      events.schedule(UInt32(slot), at: program.trace[next].time)
      return
    }
    let need =
      source.isPoisson
      ? ziggurat.exponential(
        random,
        purpose: source.purpose,
        entity: state.pointee.made,
        index: 0
      ) : 1
    guard state.pointee.cursor.advance(by: need, on: source.curve) else { return freeToken(slot) }
    events.schedule(UInt32(slot), at: state.pointee.cursor.time)
  }

  /// Makes the request that a source's token stands for, and schedules the next.
  mutating func arrive(_ slot: Int32, source index: Int32) {
    let state = sources[index]
    let source = program.sources[Int(index)]
    let number = state.pointee.made
    state.pointee.made += 1
    let request = makeRequest(
      endpoint: source.endpoint,
      entity: UInt64(source.endpoint) << 48 | number,
      user: -1
    )
    if source.fromTrace {
      tokens[Int(request)].rowInput = program.trace[Int(number)].input
      tokens[Int(request)].rowOutput = program.trace[Int(number)].output
    }
    scheduleArrival(slot, source: index)
    makeReady(request)
  }

  /// A new request at the start of its endpoint's steps.
  private mutating func makeRequest(endpoint: Int32, entity: UInt64, user: Int32) -> Int32 {
    let slot = takeSlot()
    let it = tokens + Int(slot)
    var token = Token()
    token.generation = it.pointee.generation
    token.waitEpoch = it.pointee.waitEpoch
    token.counter = program.endpoints[Int(endpoint)].start
    token.endpoint = endpoint
    token.entity = entity
    token.arrivedAt = now
    token.user = user
    clearShares(slot)
    inFlight += 1
    if inFlight > tallies.peakInFlight { tallies.peakInFlight = inFlight }
    tallies.window.offered += 1
    if measuring {
      token.flags = .measured
      openRequests += 1
      tallies.offer(endpoint: Int(endpoint))
    }
    it.pointee = token
    return slot
  }

  /// Schedules a user for the first moment at which that many users are wanted, or retires it.
  private mutating func scheduleUser(_ slot: Int32, from time: Int64) {
    guard let users = program.users,
      let at = users.curve.firstTime(
        atLeast: Double(tokens[Int(slot)].entity) + 1 - 1e-9,
        from: time
      ), at < program.horizon
    else { return freeToken(slot) }
    events.schedule(UInt32(slot), at: at)
  }

  /// Lets a user ask, or think; false when it waits.
  mutating func ask(_ slot: Int32) -> Bool {
    guard let users = program.users else { return false }
    let token = tokens + Int(slot)
    let entity = UInt64(1) << 56 | token.pointee.entity << 24 | UInt64(token.pointee.attempt)
    if token.pointee.phase == 1 {
      token.pointee.phase = 0
      token.pointee.attempt += 1
      let thought = users.think.value(
        random,
        ziggurat,
        purpose: users.thinkPurpose,
        entity: entity,
        index: 0
      )
      let nanoseconds = Int64(min(max(thought, 0), 1e17))
      if nanoseconds == 0 { return true }
      events.schedule(UInt32(slot), at: now + nanoseconds)
      return false
    }
    if now >= program.horizon {
      freeToken(slot)
      return false
    }
    if users.curve.value(at: now) < Double(token.pointee.entity) + 1 - 1e-9 {
      scheduleUser(slot, from: now)
      return false
    }
    token.pointee.phase = 1
    let u = random.uniform(purpose: users.pickPurpose, entity: entity, index: 0)
    var pick = 0
    while pick + 1 < users.cumulative.count, u >= users.cumulative[pick] { pick += 1 }
    let request = makeRequest(endpoint: users.endpoints[pick], entity: entity, user: slot)
    makeReady(request)
    return false
  }
}
