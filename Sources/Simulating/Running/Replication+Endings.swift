import Kernel
import Stations

extension Replication {
  /// Lets the timer of a lane go off whose event has come, and brings the next that counts forward.
  @inline(never)
  mutating func fireLane(_ lane: Int, sequence: UInt64) {
    let kind = laneKinds[Int32(truncatingIfNeeded: lane)].pointee.kind
    if let timer = lanes.fire(lane, sequence: sequence),
      Replication.isCurrent(timer, kind, tokens)
    {
      let slot = Int32(bitPattern: timer.slot)
      switch kind {
      case .wait: giveUpWaiting(slot)
      case .request: abandon(slot)
      case .attempt: giveUpAttempt(slot)
      case .delay: makeReady(slot)
      }
    }
    // Void timers leave in bulk, without an event of their own.
    while let next = lanes.head(of: lane), !Replication.isCurrent(next, kind, tokens) {
      lanes.dropHead(of: lane)
    }
    lanes.scheduleHead(of: lane, in: &events)
  }

  /// Whether somebody still waits for a timer.
  @inline(__always)
  private static func isCurrent(
    _ timer: LaneSet.Timer,
    _ kind: CompiledLane.Kind,
    _ tokens: UnsafeMutablePointer<Token>
  ) -> Bool {
    let token = tokens + Int(timer.slot)
    switch kind {
    case .wait: return token.pointee.waitEpoch == timer.epoch && token.pointee.line >= 0
    case .request: return token.pointee.generation == timer.epoch
    case .attempt: return token.pointee.waitEpoch == timer.epoch
    case .delay: return true
    }
  }

  /// Removes the timers of a lane that nobody waits for any more.
  @inline(never)
  mutating func removeVoidTimers(from lane: Int32) {
    let kind = laneKinds[lane].pointee.kind
    let tokens = tokens
    lanes.removeAll(from: Int(lane)) { !Replication.isCurrent($0, kind, tokens) }
  }

  /// A wait took too long, as the step sees it or for a reason of the line's own.
  mutating func giveUpWaiting(_ slot: Int32, _ reason: FailureReason? = nil) {
    let token = tokens + Int(slot)
    let operation = operation(at: token.pointee.place)
    // A branch may fail and its request go on: then the wait was part of its time.
    spend(now &- token.pointee.since, column: operation.pointee.waitColumn, slot)
    leaveLine(slot, token)
    fail(slot, reason ?? operation.pointee.reason)
  }

  mutating func leaveLine(_ slot: Int32, _ token: UnsafeMutablePointer<Token>) {
    let pool = token.pointee.line
    token.pointee.line = -1
    token.pointee.waitEpoch &+= 1
    guard pool < Int32(pools.count) else { return leaveFlight(slot, pool) }
    pools[pool].pointee.renege(slot, now: now, links: links)
    if pools[pool].pointee.isWatched { settleLine(pool) }
  }

  /// The caller is told 504, or has gone; the work goes on or stops, as the service does it.
  mutating func abandon(_ slot: Int32, _ reason: FailureReason = .timedOut) {
    let token = tokens + Int(slot)
    guard !token.pointee.flags.contains(.abandoned) else { return }
    token.pointee.flags.insert(.abandoned)
    tellCaller(of: slot, reason)
    let service = endpoints[token.pointee.endpoint].pointee.service
    if token.pointee.line >= 0, token.pointee.heldCount == 0 {
      // A request that no worker has accepted yet is dropped from the backlog.
      leaveLine(slot, token)
      endQuietly(slot)
    } else if isStoppable(token.pointee.place.code, service) {
      cancel(slot)
    }
  }

  /// Whether work stops for which nobody waits any more: as the service says, and always between the
  /// attempts of a caller who has gone.
  private mutating func isStoppable(_ code: OperationCode, _ service: Int32) -> Bool {
    code == .attempt || service >= 0 && !services[service].pointee.abandonedContinues
  }

  /// Stops a token and the branches that it waits for.
  ///
  /// Who waits, leaves at once. Service that has begun is not interrupted, and a provider finishes its
  /// answer; but a caller that sleeps or waits for a provider gives back at once what it holds.
  mutating func cancel(_ slot: Int32) {
    let token = tokens + Int(slot)
    // Who was cancelled before waits for the end of its step.
    guard token.pointee.place != stopPlace else { return }
    if token.pointee.line >= 0 {
      leaveLine(slot, token)
      endQuietly(slot)
    } else if token.pointee.flags.contains(.forked) {
      // From here on the branches belong to nobody.
      token.pointee.waitEpoch &+= 1
      var branch = details(token).pointee.firstBranch
      while branch >= 0 {
        let next = details[Int(branch)].nextBranch
        cancel(branch)
        branch = next
      }
      endQuietly(slot)
    } else {
      let operation = operation(at: token.pointee.place)
      let isServed =
        operation.pointee.code == .release && !operation.pointee.holds
        || (operation.pointee.code == .share || operation.pointee.code == .seize)
          && token.pointee.phase == SharePhase.running
      if operation.pointee.code == .call {
        stopCall(slot, calls.memory + Int(operation.pointee.a))
      }
      // Where it stands is kept in a field that nobody needs any more.
      token.pointee.drawn = token.pointee.place.number
      token.pointee.place = stopPlace
      if !isServed { letGo(slot) }
    }
  }

  /// Ends a token with a failure and gives back what it holds.
  @inline(never)
  mutating func fail(_ slot: Int32, _ reason: FailureReason) {
    let token = tokens + Int(slot)
    if token.pointee.flags.contains(.branch) {
      failBranch(slot, reason)
      return
    }
    if !token.pointee.flags.contains(.abandoned) { recordFailure(slot, reason) }
    endQuietly(slot)
  }

  /// Ends a token that was cancelled while a step of it was under way.
  @inline(never)
  mutating func stop(_ slot: Int32) {
    let token = tokens + Int(slot)
    let operation = operation(at: Place(number: token.pointee.drawn))
    switch operation.pointee.code {
    case .release where !operation.pointee.holds:
      release(poolIndex(token, operation))
    case .call:
      endUnread(slot, calls.memory + Int(operation.pointee.a))
    default:
      break
    }
    endQuietly(slot)
  }

  /// Ends a token without counting anything.
  @inline(__always)
  mutating func endQuietly(_ slot: Int32) {
    let token = tokens + Int(slot)
    // Whether the worker was entered, something is held or siblings know it: all rare together.
    let entangled = token.pointee.flags.rawValue & TokenFlags([.branch, .entered]).rawValue
    if entangled | token.pointee.heldCount != 0 { disentangle(slot) }
    freeToken(slot)
  }

  @inline(never)
  private mutating func disentangle(_ slot: Int32) {
    letGo(slot)
    if tokens[Int(slot)].flags.contains(.branch) { unlinkBranch(slot) }
  }

  /// Gives back everything that a token holds, last first.
  @inline(never)
  mutating func letGo(_ slot: Int32) {
    let token = tokens + Int(slot)
    while token.pointee.heldCount > 0 {
      token.pointee.heldCount -= 1
      let pool = held[Int(slot) * Token.held + Int(token.pointee.heldCount)]
      if pool < Int32(pools.count) { release(pool) } else { releaseFlight(pool) }
    }
    if token.pointee.flags.contains(.entered) {
      token.pointee.flags.remove(.entered)
      let service = endpoints[token.pointee.endpoint].pointee.service
      let inFlight = busy[busyStart[service].pointee + token.pointee.worker]
      if services[service].pointee.adaptiveLimit >= 0 {
        sampleLimit(token, services[service], inFlight: inFlight.pointee)
      }
      inFlight.pointee -= 1
      let fleet = services[service].pointee.fleet
      if fleet >= 0 { leaveInstance(fleet, token.pointee.instance) }
    }
  }

  /// Ends a request that was answered.
  @inline(__always)
  mutating func finishRequest(_ slot: Int32) {
    let token = tokens + Int(slot)
    if !token.pointee.flags.contains(.abandoned) {
      let responseTime = now &- token.pointee.arrivedAt
      tallies.totals.completed &+= 1
      tallies.totals.responseTime &+= responseTime
      if token.pointee.flags.contains(.measured) {
        openRequests &-= 1
        tallies.complete(
          token,
          responseTime: responseTime,
          shares: shares + Int(slot) &* tallies.shareCount
        )
      }
      if token.pointee.flags.contains(.asked) {
        tell(details[Int(slot)].user, succeeded: true)
      }
    }
    endQuietly(slot)
  }

  /// Counts a failure once and tells the caller.
  mutating func recordFailure(_ slot: Int32, _ reason: FailureReason) {
    let token = tokens + Int(slot)
    tallies.totals.failed += 1
    if token.pointee.flags.contains(.measured) {
      openRequests -= 1
      tallies.fail(endpoint: Int(token.pointee.endpoint), reason: reason)
    }
    if token.pointee.flags.contains(.asked) {
      tell(details[Int(slot)].user, succeeded: false)
      token.pointee.flags.remove(.asked)
    }
  }
}

extension Replication {
  /// Starts the branches of a fork; the request waits until enough of them are done.
  @inline(never)
  mutating func fork(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) {
    let fork = forks[operation.pointee.a].pointee
    openJoin(slot, branches: fork.branchCount, needed: fork.needed)
    var i = fork.branchCount - 1
    while i >= 0 {
      let place = operations[branches[fork.firstBranch + i].pointee].pointee.place
      startBranch(of: slot, at: place, entity: tokens[Int(slot)].entity)
      i -= 1
    }
  }

  /// Lets a request wait until some of the branches have succeeded that follow.
  mutating func openJoin(_ slot: Int32, branches: Int32, needed: Int32) {
    tokens[Int(slot)].flags.insert(.forked)
    let join = details + Int(slot)
    join.pointee.pending = branches
    join.pointee.succeeded = 0
    join.pointee.needed = needed
    join.pointee.firstBranch = -1
  }

  /// Makes a branch of a request, with the luck of an entity, and puts it before its siblings.
  mutating func startBranch(of slot: Int32, at place: Place, entity: UInt64) {
    let child = takeSlot()
    // Taking a slot may move all tokens: look at the parent only now.
    let parent = tokens[Int(slot)]
    let parentDetails = details[Int(slot)]
    var made = Token(at: place, after: tokens[Int(child)])
    made.endpoint = parent.endpoint
    made.worker = parent.worker
    made.instance = parent.instance
    made.entity = entity
    made.arrivedAt = parent.arrivedAt
    made.flags = parent.flags.intersection([.measured]).union(.branch)
    tokens[Int(child)] = made
    var more = TokenDetails()
    more.parent = slot
    more.parentEpoch = parent.waitEpoch
    more.rowInput = parentDetails.rowInput
    more.rowOutput = parentDetails.rowOutput
    more.nextBranch = parentDetails.firstBranch
    details[Int(child)] = more
    if more.nextBranch >= 0 { details[Int(more.nextBranch)].previousBranch = child }
    details[Int(slot)].firstBranch = child
    clearShares(child)
    drawAhead(child, tokens + Int(child))
    makeReady(child)
  }

  /// Forgets the time shares of a slot's last token.
  @inline(__always)
  mutating func clearShares(_ slot: Int32) {
    ShareBlock.clear(shares + Int(slot) &* tallies.shareCount, tallies.shareCount)
  }

  /// The request that a branch still belongs to; −1 when that went on without it.
  mutating func openParent(of slot: Int32) -> Int32 {
    let branch = details[Int(slot)]
    guard branch.parent >= 0, tokens[Int(branch.parent)].waitEpoch == branch.parentEpoch else {
      return -1
    }
    return branch.parent
  }

  /// Takes a branch out of the list of its siblings.
  @inline(never)
  mutating func unlinkBranch(_ slot: Int32) {
    let it = details[Int(slot)]
    if it.nextBranch >= 0 { details[Int(it.nextBranch)].previousBranch = it.previousBranch }
    if it.previousBranch >= 0 {
      details[Int(it.previousBranch)].nextBranch = it.nextBranch
    } else {
      let parent = openParent(of: slot)
      if parent >= 0 { details[Int(parent)].firstBranch = it.nextBranch }
    }
  }

  mutating func inheritShares(_ parent: Int32, from child: Int32) {
    let from = shares + Int(child) * tallies.shareCount
    let to = shares + Int(parent) * tallies.shareCount
    ShareBlock.add(from, to: to, tallies.shareCount)
  }
}
