import Kernel

// A user in a session: it asks, waits for the answer, thinks, and goes on to the next stop.
extension Replication {
  /// Starts an iteration of a user.
  mutating func startIteration(_ index: Int32) {
    let user = sessions.users[index]
    user.pointee.started += 1
    user.pointee.iterationStart = now
    user.pointee.stop = sessions.conductors[user.pointee.session].pointee.plan.firstStop
    let conductor = sessions.conductors[user.pointee.session]
    conductor.pointee.started += 1
    conductor.pointee.running += 1
    tallies.countRunning(session: Int(user.pointee.session), conductor.pointee.running)
    askNext(index)
  }

  /// Lets a user ask for what its stop wants.
  private mutating func askNext(_ index: Int32) {
    let user = sessions.users[index]
    let entity =
      UInt64(2) << 56 | UInt64(UInt32(bitPattern: index)) << 28
      | user.pointee.asked & 0xFFF_FFFF
    user.pointee.asked &+= 1
    user.pointee.state = .waiting
    let stop = sessions.stops[user.pointee.stop].pointee
    let request = makeRequest(endpoint: stop.endpoint, entity: entity)
    details[Int(request)] = TokenDetails()
    details[Int(request)].user = user.pointee.slot
    tokens[Int(request)].flags.insert(.asked)
    user.pointee.request = request
    user.pointee.generation = tokens[Int(request)].generation
    makeReady(request)
  }

  /// A user has heard of its request; an answer to one that it has given up wakes it for nothing.
  @inline(never)
  mutating func iterate(_ slot: Int32) {
    let index = Int32(truncatingIfNeeded: tokens[Int(slot)].entity)
    let user = sessions.users[index]
    guard user.pointee.state == .waiting, !isAsking(user) else { return }
    let stop = sessions.stops[user.pointee.stop].pointee
    user.pointee.state = .thinking
    let think = stop.think.value(
      random,
      ziggurat,
      purpose: stop.thinkPurpose,
      entity: draw(of: index),
      index: 0
    )
    let nanoseconds = nearestNanosecond(think)
    guard nanoseconds > 0 else { return goOn(index) }
    setTimer(index, TimerKind.user, epoch: user.pointee.epoch, after: nanoseconds)
  }

  /// What the draws of a user's present stop hang on.
  private mutating func draw(of index: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: index)) << 32 | sessions.users[index].pointee.asked & 0xFFFF_FFFF
  }

  /// Whether the request of a user is still under way for it.
  private mutating func isAsking(_ user: UnsafeMutablePointer<SessionTables.User>) -> Bool {
    let token = tokens + Int(user.pointee.request)
    return token.pointee.generation == user.pointee.generation
      && token.pointee.flags.contains(.asked)
  }

  /// A user has thought, or waited between iterations.
  mutating func wakeUser(_ index: Int32) {
    if sessions.users[index].pointee.state == .pausing {
      sessions.users[index].pointee.state = .idle
      return mayStart(index) ? startIteration(index) : rest(index)
    }
    goOn(index)
  }

  /// Lets a user go to the next stop, or end its iteration.
  private mutating func goOn(_ index: Int32) {
    let user = sessions.users[index]
    let stop = sessions.stops[user.pointee.stop].pointee
    if stop.ways > 0 {
      let u = random.uniform(purpose: stop.wayPurpose, entity: draw(of: index), index: 0)
      for way in stop.firstWay..<stop.firstWay + stop.ways
      where u < sessions.ways[way].pointee.below {
        let first = sessions.conductors[user.pointee.session].pointee.plan.firstStop
        user.pointee.stop = first + sessions.ways[way].pointee.stop
        return askNext(index)
      }
    } else if !stop.isLast {
      user.pointee.stop += 1
      return askNext(index)
    }
    tallies.countIteration(
      session: Int(user.pointee.session),
      span: now &- user.pointee.iterationStart
    )
    endIteration(index)
  }

  /// Ends the iteration of a user; another may follow.
  private mutating func endIteration(_ index: Int32) {
    let user = sessions.users[index]
    let plan = sessions.conductors[user.pointee.session].pointee.plan
    sessions.conductors[user.pointee.session].pointee.running -= 1
    user.pointee.state = .idle
    guard mayStart(index) else { return rest(index) }
    let pause = plan.pause.value(
      random,
      ziggurat,
      purpose: plan.pausePurpose,
      entity: draw(of: index),
      index: 0
    )
    var nanoseconds = nearestNanosecond(pause)
    // Answered in no time and without a thought, it would ask for ever at one moment.
    if nanoseconds == 0, now == user.pointee.iterationStart { nanoseconds = 1_000_000 }
    guard nanoseconds > 0 else { return startIteration(index) }
    user.pointee.state = .pausing
    setTimer(index, TimerKind.user, epoch: user.pointee.epoch, after: nanoseconds)
  }

  /// Whether a user starts another iteration by itself.
  private mutating func mayStart(_ index: Int32) -> Bool {
    let user = sessions.users[index].pointee
    let conductor = sessions.conductors[user.session].pointee
    let plan = conductor.plan
    guard !conductor.hasEnded, now < plan.end else { return false }
    switch plan.kind {
    case .looping: return user.isWanted
    case .arriving: return false
    case .each: return user.started < plan.iterations
    case .shared: return conductor.started < plan.iterations
    }
  }

  /// Puts a user among those that are free for the next arrival.
  mutating func freeUser(_ index: Int32) {
    let session = sessions.users[index].pointee.session
    let conductor = sessions.conductors[session]
    sessions.free[conductor.pointee.firstUser + conductor.pointee.free].pointee = index
    conductor.pointee.free += 1
  }

  /// A user has nothing to do: it waits for an iteration, or goes for good.
  private mutating func rest(_ index: Int32) {
    let session = sessions.users[index].pointee.session
    let plan = sessions.conductors[session].pointee.plan
    if plan.kind == .arriving { freeUser(index) }
    // At the very end an arrival may still want a user that has just come free.
    let hasEnded = sessions.conductors[session].pointee.hasEnded
    let isDone = plan.kind == .each || plan.kind == .shared || hasEnded
    if isDone { retire(index) }
    endEarly()
  }

  /// Lets a user go for good.
  mutating func retire(_ index: Int32) {
    let user = sessions.users[index]
    guard user.pointee.slot >= 0, user.pointee.state == .idle else { return }
    freeToken(user.pointee.slot)
    user.pointee.slot = -1
  }

  /// Cuts an iteration off that has taken too long; its request is given up.
  mutating func interrupt(_ index: Int32) {
    let user = sessions.users[index]
    guard user.pointee.state != .idle else { return }
    let isBetween = user.pointee.state == .pausing
    if user.pointee.state == .waiting, isAsking(user) { giveUpRequest(user.pointee.request) }
    user.pointee.epoch &+= 1
    user.pointee.state = .idle
    guard !isBetween else { return rest(index) }
    tallies.countInterrupted(session: Int(user.pointee.session))
    sessions.conductors[user.pointee.session].pointee.running -= 1
    rest(index)
  }
}
