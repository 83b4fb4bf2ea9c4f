import Kernel
import Stations

extension Replication {
  /// Schedules the samples, and the beginning and the end of the measurement.
  mutating func startMeasurement() {
    let others = program.specials + Int32(sources.count)
    events.schedule(UInt32(special(others + 2)), at: program.warmUp)
    events.schedule(UInt32(special(others + 3)), at: program.horizon)
    events.schedule(UInt32(special(others + 1)), at: 0)
  }

  /// Schedules everything that happens by itself.
  mutating func start() {
    let counter = program.specials
    let others = counter + Int32(sources.count)
    // First of all, so that they come before whatever else happens at the same moment.
    startMeasurement()
    scheduleFaults(from: others + 4)
    for index in 0..<Int32(sources.count) {
      scheduleArrival(special(counter + index), source: index, number: 0)
    }
    startProcessors()
    startPreemptive()
    startTimers()
    startResting()
    startSessions()
    startFleets()
    startSockets()
    for user in 0..<users.most {
      let slot = special(others)
      tokens[Int(slot)].entity = UInt64(user)
      scheduleUser(slot, from: 0)
    }
  }

  /// A token that starts at a special operation.
  mutating func special(_ counter: Int32) -> Int32 {
    let slot = takeSlot()
    let place = operations[counter].pointee.place
    tokens[Int(slot)] = Token(at: place, after: tokens[Int(slot)])
    details[Int(slot)] = TokenDetails()
    return slot
  }

  /// Schedules the next arrival of a source, or retires it.
  @inline(__always)
  private mutating func scheduleArrival(_ slot: Int32, source index: Int32, number: UInt64) {
    let place = Int(truncatingIfNeeded: number) & (RunningSource.batch &- 1)
    if place == 0 { makeArrivals(of: index) }
    let time = arrivals.memory[Int(index) &* RunningSource.batch &+ place]
    if time >= program.horizon { return freeToken(slot) }
    events.schedule(UInt32(bitPattern: slot), at: time)
  }

  /// Makes the times of the next arrivals of a source; the end of time where there are no more.
  ///
  /// They are made in batches, two exponential numbers from each block of the generator: the blocks
  /// of a batch do not depend on each other, so the processor works on several at once.
  @inline(never)
  mutating func makeArrivals(of index: Int32) {
    // A copy, so that its numbers stay in registers.
    var source = sources[index].pointee
    let batch = arrivals.memory + Int(index) * RunningSource.batch
    var number = source.made
    var i = 0
    while i < RunningSource.batch {
      var needs = (1.0, 1.0)
      if source.isPoisson {
        needs = ziggurat.exponentials(random, purpose: source.purpose, number: number)
      }
      if source.isBursty { needs = (gap(before: number, source), gap(before: number &+ 1, source)) }
      batch[i] = source.time(of: number, after: needs.0, trace: trace)
      batch[i &+ 1] = source.time(of: number &+ 1, after: needs.1, trace: trace)
      number &+= 2
      i &+= 2
    }
    sources[index].pointee = source
  }

  /// Makes the request that a source's token stands for, and schedules the next; returns the request.
  @inline(__always)
  mutating func arrive(_ slot: Int32, source index: Int32) -> Int32 {
    let source = sources[index]
    let number = source.pointee.made
    source.pointee.made = number &+ 1
    // First what the next event hangs on.
    scheduleArrival(slot, source: index, number: number &+ 1)
    let request = makeRequest(
      endpoint: source.pointee.endpoint,
      entity: source.pointee.entities | number
    )
    if source.pointee.fromTrace {
      details[Int(request)].rowInput = trace.memory[Int(number)].input
      details[Int(request)].rowOutput = trace.memory[Int(number)].output
    }
    return request
  }

  /// A new request at the start of its endpoint's steps.
  @inline(__always)
  mutating func makeRequest(endpoint: Int32, entity: UInt64) -> Int32 {
    let slot = takeSlot()
    let it = tokens + Int(slot)
    let compiled = endpoints[endpoint]
    var token = Token(at: operations[compiled.pointee.start].pointee.place, after: it.pointee)
    token.endpoint = endpoint
    token.entity = entity
    token.arrivedAt = now
    if compiled.pointee.needsDetails { details[Int(slot)] = TokenDetails() }
    clearShares(slot)
    tallies.totals.offered &+= 1
    let waiting = inFlight
    if waiting > tallies.peakInFlight { tallies.peakInFlight = waiting }
    if measuring {
      token.flags = .measured
      tallies.offer(endpoint: Int(endpoint))
    }
    it.pointee = token
    drawAhead(slot, it)
    return slot
  }
}

// Closed users: each asks, waits for the answer, thinks, and asks again while it is wanted.
extension Replication {
  /// How many users must be wanted for one to be among them, less what rounding may take.
  private mutating func wanted(_ user: UInt64) -> Double { Double(user) + 1 - 1e-9 }

  /// Schedules a user for the first moment at which that many users are wanted, or retires it.
  private mutating func scheduleUser(_ slot: Int32, from time: Int64) {
    let level = wanted(tokens[Int(slot)].entity)
    guard let at = users.curve.firstTime(atLeast: level, from: time), at < program.horizon else {
      return freeToken(slot)
    }
    events.schedule(UInt32(slot), at: at)
  }

  /// Lets a user ask, or think; false when it waits.
  @inline(never)
  mutating func ask(_ slot: Int32) -> Bool {
    let token = tokens + Int(slot)
    let entity =
      UInt64(1) << 56 | token.pointee.entity << 24 | UInt64(details(token).pointee.attempt)
    if token.pointee.phase == 1 {
      token.pointee.phase = 0
      details(token).pointee.attempt += 1
      let thought = users.think.value(
        random,
        ziggurat,
        purpose: users.thinkPurpose,
        entity: entity,
        index: 0
      )
      var nanoseconds = nearestNanosecond(thought)
      if nanoseconds == 0 {
        guard now == token.pointee.since else { return true }
        // Refused in no time and without a thought, it would ask for ever at one moment.
        nanoseconds = 1_000_000
      }
      sleep(slot, nanoseconds, lane: users.thinkLane)
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
    let request = makeRequest(endpoint: userEndpoints[pick].pointee, entity: entity)
    tokens[Int(request)].flags.insert(.asked)
    details[Int(request)] = TokenDetails()
    details[Int(request)].user = slot
    makeReady(request)
    return false
  }
}
