import Kernel

// What starts the iterations of users: steps, arrivals, a number of them; and what ends them.
extension Replication {
  /// Makes the tokens of all users and of what starts their iterations.
  mutating func startSessions() {
    for session in 0..<Int32(sessions.conductors.count) {
      let plan = sessions.conductors[session].pointee.plan
      let first = sessions.conductors[session].pointee.firstUser
      for index in first..<first + plan.most {
        let slot = special(program.conductors + 2 * session + 1)
        tokens[Int(slot)].entity = UInt64(index)
        sessions.users[index].pointee.slot = slot
      }
      let slot = special(program.conductors + 2 * session)
      events.schedule(UInt32(bitPattern: slot), at: plan.start)
    }
  }

  /// Does what is due for some users, and sleeps until something is due again.
  @inline(never)
  mutating func conduct(_ slot: Int32, _ session: Int32) {
    let plan = sessions.conductors[session].pointee.plan
    let conductor = sessions.conductors[session]
    var next = Int64.max
    if !conductor.pointee.hasEnded {
      switch plan.kind {
      case .looping: next = followSteps(session, plan)
      case .arriving: next = startArrivals(session, plan)
      case .each, .shared:
        let first = conductor.pointee.firstUser
        if conductor.pointee.started == 0 {
          tallies.countUsers(session: Int(session), plan.most)
          for index in first..<first + plan.most { startIteration(index) }
        }
      }
      // An iteration that is due at the very end has started by now.
      if now >= plan.end { endStarting(session, plan) }
      next = min(next, plan.end)
    }
    if conductor.pointee.hasEnded {
      next = plan.stop
      if now >= plan.stop {
        let first = conductor.pointee.firstUser
        for index in first..<first + plan.most { interrupt(index) }
        next = .max
      }
    }
    guard next < .max else { return freeToken(slot) }
    events.schedule(UInt32(bitPattern: slot), at: next)
  }

  /// Wants as many users as the steps say; returns when the next step is due.
  private mutating func followSteps(_ session: Int32, _ plan: CompiledSessions.Plan) -> Int64 {
    let conductor = sessions.conductors[session]
    while conductor.pointee.step < conductor.pointee.lastStep,
      sessions.steps[conductor.pointee.step].pointee.time <= now
    {
      want(sessions.steps[conductor.pointee.step].pointee.users, session, plan)
      conductor.pointee.step += 1
    }
    let step = conductor.pointee.step
    return step < conductor.pointee.lastStep ? sessions.steps[step].pointee.time : .max
  }

  private mutating func want(_ count: Int32, _ session: Int32, _ plan: CompiledSessions.Plan) {
    let conductor = sessions.conductors[session]
    let before = conductor.pointee.wanted
    conductor.pointee.wanted = count
    tallies.countUsers(session: Int(session), count)
    let first = conductor.pointee.firstUser
    for index in stride(from: first + before, to: first + count, by: 1) {
      let user = sessions.users[index]
      user.pointee.isWanted = true
      user.pointee.notice &+= 1
      // One who is about to finish goes on as if nothing had been said.
      if user.pointee.state == .idle, now < plan.end { startIteration(index) }
    }
    for index in stride(from: first + count, to: first + before, by: 1) {
      let user = sessions.users[index]
      user.pointee.isWanted = false
      user.pointee.notice &+= 1
      guard plan.rampDown < .max, user.pointee.state != .idle else { continue }
      setTimer(index, TimerKind.notice, epoch: user.pointee.notice, after: plan.rampDown)
    }
  }

  /// Starts the iterations that are due, or drops those for which nobody is free.
  private mutating func startArrivals(_ session: Int32, _ plan: CompiledSessions.Plan) -> Int64 {
    let conductor = sessions.conductors[session]
    if conductor.pointee.next < 0 { moveOn(session) }
    while conductor.pointee.next <= now {
      startArrival(session, plan)
      moveOn(session)
    }
    return conductor.pointee.next
  }

  private mutating func startArrival(_ session: Int32, _ plan: CompiledSessions.Plan) {
    let conductor = sessions.conductors[session]
    guard conductor.pointee.free > 0 else {
      tallies.countDropped(session: Int(session), 1)
      // The iteration is lost; but a further user is there from now on.
      if conductor.pointee.allocated < plan.most {
        let index = conductor.pointee.firstUser + conductor.pointee.allocated
        conductor.pointee.allocated += 1
        freeUser(index)
      }
      return
    }
    conductor.pointee.free -= 1
    tallies.countUsers(session: Int(session), conductor.pointee.allocated)
    startIteration(
      sessions.free[conductor.pointee.firstUser + conductor.pointee.free].pointee
    )
  }

  private mutating func moveOn(_ session: Int32) {
    let conductor = sessions.conductors[session]
    let isThere = conductor.pointee.cursor.advance(by: 1, on: conductor.pointee.curve)
    conductor.pointee.next = isThere ? conductor.pointee.cursor.time : .max
  }

  /// Nothing is started any more: what was not started is dropped, who is idle goes.
  private mutating func endStarting(_ session: Int32, _ plan: CompiledSessions.Plan) {
    let conductor = sessions.conductors[session]
    conductor.pointee.hasEnded = true
    let first = conductor.pointee.firstUser
    var wanted: Int64 = 0
    switch plan.kind {
    case .looping, .arriving: break
    case .each: wanted = plan.iterations * Int64(plan.most)
    case .shared: wanted = plan.iterations
    }
    if wanted > conductor.pointee.started {
      tallies.countDropped(session: Int(session), wanted - conductor.pointee.started)
    }
    for index in first..<first + plan.most {
      let user = sessions.users[index]
      if user.pointee.state == .pausing {
        user.pointee.epoch &+= 1
        user.pointee.state = .idle
      }
      retire(index)
    }
    endEarly()
  }

  /// Ends the measurement as soon as no iteration runs any more and none will be started, as k6 does.
  mutating func endEarly() {
    guard program.endsEarly, !isOver else { return }
    for session in 0..<Int32(sessions.conductors.count) {
      let conductor = sessions.conductors[session].pointee
      guard conductor.running == 0 else { return }
      let plan = sessions.conductors[session].pointee.plan
      let isDone =
        switch plan.kind {
        case .looping, .arriving: conductor.hasEnded
        case .each: conductor.hasEnded || conductor.started == plan.iterations * Int64(plan.most)
        case .shared: conductor.hasEnded || conductor.started == plan.iterations
        }
      guard isDone else { return }
    }
    endMeasurement()
  }

  /// The user of a request has gone: nobody waits for the answer any more.
  mutating func giveUpRequest(_ slot: Int32) {
    tokens[Int(slot)].flags.remove(.asked)
    abandon(slot, .interrupted)
  }
}
