import Kernel
import Stations

extension Replication {
  /// Schedules everything that happens by itself.
  mutating func start() {
    let counter = program.specials
    let others = counter + Int32(sources.count)
    // First of all, so that they come before whatever else happens at the same moment.
    events.schedule(UInt32(special(others + 2)), at: program.warmUp)
    events.schedule(UInt32(special(others + 3)), at: program.horizon)
    events.schedule(UInt32(special(others + 1)), at: 0)
    for index in 0..<Int32(sources.count) {
      scheduleArrival(special(counter + index), source: index)
    }
    for user in 0..<users.most {
      let slot = special(others)
      tokens[Int(slot)].entity = UInt64(user)
      scheduleUser(slot, from: 0)
    }
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
  @inline(__always)
  private mutating func scheduleArrival(_ slot: Int32, source index: Int32) {
    let source = sources[index]
    if source.pointee.fromTrace {
      let next = Int(source.pointee.made)
      guard next < trace.count else { return freeToken(slot) }
      events.schedule(UInt32(slot), at: trace.memory[next].time)
      return
    }
    let need = source.pointee.isPoisson ? nextExponential(of: index) : 1
    guard source.pointee.cursor.advance(by: need, on: source.pointee.curve),
      source.pointee.cursor.time < program.horizon
    else { return freeToken(slot) }
    events.schedule(UInt32(bitPattern: slot), at: source.pointee.cursor.time)
  }

  /// The exponential number that spaces a source's next arrival.
  ///
  /// Numbers are made in batches, two from each block of the generator: the blocks of a batch do not
  /// depend on each other, so the processor works on several at once.
  @inline(__always)
  private mutating func nextExponential(of index: Int32) -> Double {
    let source = sources[index]
    let place = Int(truncatingIfNeeded: source.pointee.made) & (RunningSource.batch - 1)
    let batch = exponentials.memory + Int(index) * RunningSource.batch
    if place == 0 {
      var i = 0
      while i < RunningSource.batch {
        let number = source.pointee.made &+ UInt64(truncatingIfNeeded: i)
        let purpose = source.pointee.purpose
        let words = random.words(purpose: purpose, entity: number &>> 1, index: 0)
        batch[i] = ziggurat.exponential(
          words.0,
          random,
          purpose: purpose,
          entity: number,
          index: 0
        )
        batch[i &+ 1] = ziggurat.exponential(
          words.1,
          random,
          purpose: purpose,
          entity: number &+ 1,
          index: 0
        )
        i &+= 2
      }
    }
    return batch[place]
  }

  /// Makes the request that a source's token stands for, and schedules the next; returns the request.
  @inline(__always)
  mutating func arrive(_ slot: Int32, source index: Int32) -> Int32 {
    let source = sources[index]
    let number = source.pointee.made
    source.pointee.made &+= 1
    let request = makeRequest(
      endpoint: source.pointee.endpoint,
      entity: UInt64(truncatingIfNeeded: source.pointee.endpoint) &<< 48 | number,
      user: -1
    )
    if source.pointee.fromTrace {
      tokens[Int(request)].rowInput = trace.memory[Int(number)].input
      tokens[Int(request)].rowOutput = trace.memory[Int(number)].output
    }
    scheduleArrival(slot, source: index)
    return request
  }

  /// A new request at the start of its endpoint's steps.
  @inline(__always)
  private mutating func makeRequest(endpoint: Int32, entity: UInt64, user: Int32) -> Int32 {
    let slot = takeSlot()
    let it = tokens + Int(slot)
    var token = Token()
    token.generation = it.pointee.generation
    token.waitEpoch = it.pointee.waitEpoch
    token.counter = endpoints[endpoint].pointee.start
    token.endpoint = endpoint
    token.entity = entity
    token.arrivedAt = now
    token.user = user
    clearShares(slot)
    inFlight &+= 1
    if inFlight > tallies.peakInFlight { tallies.peakInFlight = inFlight }
    tallies.window.offered &+= 1
    if measuring {
      token.flags = .measured
      openRequests &+= 1
      tallies.offer(endpoint: Int(endpoint))
    }
    it.pointee = token
    return slot
  }
}

// Closed users: each asks, waits for the answer, thinks, and asks again while it is wanted.
extension Replication {
  /// How many users must be wanted for one to be among them, less what rounding may take.
  private func wanted(_ user: UInt64) -> Double { Double(user) + 1 - 1e-9 }

  /// Schedules a user for the first moment at which that many users are wanted, or retires it.
  private mutating func scheduleUser(_ slot: Int32, from time: Int64) {
    let level = wanted(tokens[Int(slot)].entity)
    guard let at = users.curve.firstTime(atLeast: level, from: time), at < program.horizon else {
      return freeToken(slot)
    }
    events.schedule(UInt32(slot), at: at)
  }

  /// Lets a user ask, or think; false when it waits.
  mutating func ask(_ slot: Int32) -> Bool {
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
      var nanoseconds = Int64(min(max(thought, 0), 1e17))
      if nanoseconds == 0 {
        guard now == token.pointee.since else { return true }
        // Refused in no time and without a thought, it would ask for ever at one moment.
        nanoseconds = 1_000_000
      }
      events.schedule(UInt32(slot), at: now + nanoseconds)
      return false
    }
    if now >= program.horizon {
      freeToken(slot)
      return false
    }
    if users.curve.value(at: now) < wanted(token.pointee.entity) - 1e-9 {
      scheduleUser(slot, from: now)
      return false
    }
    token.pointee.phase = 1
    token.pointee.since = now
    let u = random.uniform(purpose: users.pickPurpose, entity: entity, index: 0)
    var pick: Int32 = 0
    while Int(pick) + 1 < userShares.count, u >= userShares[pick].pointee { pick += 1 }
    let request = makeRequest(endpoint: userEndpoints[pick].pointee, entity: entity, user: slot)
    makeReady(request)
    return false
  }
}
