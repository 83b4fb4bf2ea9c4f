import Kernel
import Stations

extension Replication {
  /// Lets the timer at the head of a lane go off, and brings the next one that counts to the front.
  mutating func fireLane(_ lane: Int) {
    guard let timer = lanes.head(of: lane) else { return }
    lanes.dropHead(of: lane)
    let kind = laneKinds[Int32(lane)].pointee.kind
    let slot = Int32(bitPattern: timer.slot)
    if isCurrent(timer, kind) {
      switch kind {
      case .wait: giveUpWaiting(slot)
      case .request: abandon(slot)
      }
    }
    // Void timers leave in bulk, without an event of their own.
    while let next = lanes.head(of: lane) {
      if isCurrent(next, kind) {
        events.schedule(UInt32(lane), at: next.time, sequence: next.sequence)
        break
      }
      lanes.dropHead(of: lane)
    }
  }

  private func isCurrent(_ timer: LaneSet.Timer, _ kind: CompiledLane.Kind) -> Bool {
    let token = tokens + Int(timer.slot)
    switch kind {
    case .wait: return token.pointee.waitEpoch == timer.epoch && token.pointee.line >= 0
    case .request: return token.pointee.generation == timer.epoch
    }
  }

  /// A wait took too long.
  private mutating func giveUpWaiting(_ slot: Int32) {
    let token = tokens + Int(slot)
    leaveLine(slot, token)
    fail(slot, operations[token.pointee.counter].pointee.reason)
  }

  private mutating func leaveLine(_ slot: Int32, _ token: UnsafeMutablePointer<Token>) {
    pools[token.pointee.line].pointee.renege(slot, now: now, links: links)
    token.pointee.line = -1
    token.pointee.waitEpoch &+= 1
  }

  /// The caller is told 504; the work goes on or stops, as the service does it.
  private mutating func abandon(_ slot: Int32) {
    let token = tokens + Int(slot)
    guard !token.pointee.flags.contains(.abandoned) else { return }
    token.pointee.flags.insert(.abandoned)
    recordFailure(slot, .timedOut)
    let service = endpoints[token.pointee.endpoint].pointee.service
    if token.pointee.line >= 0, token.pointee.heldCount == 0 {
      // A request that no worker has accepted yet is dropped from the backlog.
      leaveLine(slot, token)
      endQuietly(slot)
    } else if !services[service].pointee.abandonedContinues {
      cancel(slot)
    }
  }

  /// Stops a token and the branches that it waits for.
  ///
  /// Who waits, leaves at once. Service that has begun is not interrupted, and a provider finishes its
  /// answer; but a caller that sleeps or waits for a provider gives back at once what it holds.
  private mutating func cancel(_ slot: Int32) {
    let token = tokens + Int(slot)
    if token.pointee.line >= 0 {
      leaveLine(slot, token)
      endQuietly(slot)
    } else if token.pointee.flags.contains(.forked) {
      // From here on the branches belong to nobody.
      token.pointee.waitEpoch &+= 1
      var branch = token.pointee.firstBranch
      while branch >= 0 {
        let next = tokens[Int(branch)].nextBranch
        cancel(branch)
        branch = next
      }
      endQuietly(slot)
    } else {
      token.pointee.flags.insert(.cancelled)
      let operation = operations[token.pointee.counter]
      let isServed = operation.pointee.code == .release && !operation.pointee.holds
      if !isServed { letGo(slot) }
    }
  }

  /// Ends a token with a failure and gives back what it holds.
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
  mutating func stop(_ slot: Int32) {
    let token = tokens + Int(slot)
    let operation = operations[token.pointee.counter]
    switch operation.pointee.code {
    case .release where !operation.pointee.holds:
      release(poolIndex(token, operation))
    case .delay where isService(operation):
      // It got the server at the very moment at which it was cancelled.
      release(poolIndex(token, operation + 1))
    case .call:
      endUnread(slot, calls[operation.pointee.a].pointee)
    default:
      break
    }
    endQuietly(slot)
  }

  /// Whether a delay is the service at a server that is given back right after it.
  private func isService(_ delay: UnsafeMutablePointer<Operation>) -> Bool {
    let next = delay + 1
    return next.pointee.code == .release && !next.pointee.holds
  }

  /// Ends a token without counting anything.
  @inline(__always)
  mutating func endQuietly(_ slot: Int32) {
    let token = tokens + Int(slot)
    if token.pointee.heldCount > 0 || token.pointee.flags.contains(.entered) { letGo(slot) }
    if token.pointee.flags.contains(.branch) { unlinkBranch(slot) }
    freeToken(slot)
  }

  /// Gives back everything that a token holds, last first.
  @inline(never)
  private mutating func letGo(_ slot: Int32) {
    let token = tokens + Int(slot)
    while token.pointee.heldCount > 0 {
      token.pointee.heldCount -= 1
      release(held[Int(slot) * Token.held + Int(token.pointee.heldCount)])
    }
    if token.pointee.flags.contains(.entered) {
      token.pointee.flags.remove(.entered)
      let service = endpoints[token.pointee.endpoint].pointee.service
      busy[busyStart[service].pointee + token.pointee.worker].pointee -= 1
    }
  }

  /// Ends a request that was answered.
  @inline(__always)
  mutating func finishRequest(_ slot: Int32) {
    let token = tokens + Int(slot)
    if !token.pointee.flags.contains(.abandoned) {
      inFlight &-= 1
      if token.pointee.flags.contains(.measured) {
        openRequests &-= 1
        tallies.complete(
          endpoint: Int(token.pointee.endpoint),
          responseTime: now - token.pointee.arrivedAt,
          shares: shares + Int(slot) * TimeShare.count
        )
      }
      tallies.window.completed &+= 1
      tallies.window.responseTime &+= now &- token.pointee.arrivedAt
      if token.pointee.user >= 0 { makeReady(token.pointee.user) }
    }
    endQuietly(slot)
  }

  /// Counts a failure once and tells the caller.
  private mutating func recordFailure(_ slot: Int32, _ reason: FailureReason) {
    let token = tokens + Int(slot)
    inFlight -= 1
    tallies.window.failed += 1
    if token.pointee.flags.contains(.measured) {
      openRequests -= 1
      tallies.fail(endpoint: Int(token.pointee.endpoint), reason: reason)
    }
    if token.pointee.user >= 0 {
      makeReady(token.pointee.user)
      token.pointee.user = -1
    }
  }
}

extension Replication {
  /// Starts the branches of a fork; the request waits until enough of them are done.
  mutating func fork(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) {
    let fork = forks[operation.pointee.a].pointee
    token.pointee.flags.insert(.forked)
    token.pointee.pending = fork.branchCount
    token.pointee.succeeded = 0
    token.pointee.needed = fork.needed
    token.pointee.firstBranch = -1
    var i = fork.branchCount - 1
    while i >= 0 {
      let child = takeSlot()
      // Taking a slot may move all tokens.
      let parent = tokens[Int(slot)]
      let it = tokens + Int(child)
      var made = Token()
      made.generation = it.pointee.generation
      made.waitEpoch = it.pointee.waitEpoch
      made.counter = branches[fork.firstBranch + i].pointee
      made.endpoint = parent.endpoint
      made.worker = parent.worker
      made.instance = parent.instance
      made.entity = parent.entity
      made.arrivedAt = parent.arrivedAt
      made.flags = parent.flags.intersection([.measured]).union(.branch)
      made.parent = slot
      made.parentEpoch = parent.waitEpoch
      made.rowInput = parent.rowInput
      made.rowOutput = parent.rowOutput
      made.nextBranch = parent.firstBranch
      if parent.firstBranch >= 0 { tokens[Int(parent.firstBranch)].previousBranch = child }
      tokens[Int(slot)].firstBranch = child
      it.pointee = made
      clearShares(child)
      makeReady(child)
      i -= 1
    }
  }

  /// Forgets the time shares of a slot's last token.
  @inline(__always)
  mutating func clearShares(_ slot: Int32) {
    (shares + Int(slot) * TimeShare.count).update(repeating: 0, count: TimeShare.count)
  }

  /// The request that a branch still belongs to; −1 when that went on without it.
  func openParent(of slot: Int32) -> Int32 {
    let branch = tokens[Int(slot)]
    guard branch.parent >= 0, tokens[Int(branch.parent)].waitEpoch == branch.parentEpoch else {
      return -1
    }
    return branch.parent
  }

  /// Takes a branch out of the list of its siblings.
  private func unlinkBranch(_ slot: Int32) {
    let it = tokens[Int(slot)]
    if it.nextBranch >= 0 { tokens[Int(it.nextBranch)].previousBranch = it.previousBranch }
    if it.previousBranch >= 0 {
      tokens[Int(it.previousBranch)].nextBranch = it.nextBranch
    } else {
      let parent = openParent(of: slot)
      if parent >= 0 { tokens[Int(parent)].firstBranch = it.nextBranch }
    }
  }

  /// Ends a branch that succeeded; the one that completes the join hands its time to the request.
  mutating func finishBranch(_ slot: Int32) {
    let parent = openParent(of: slot)
    if parent >= 0 {
      let token = tokens + Int(parent)
      token.pointee.pending -= 1
      token.pointee.succeeded += 1
      if token.pointee.succeeded == token.pointee.needed {
        inheritShares(parent, from: slot)
        token.pointee.flags.remove(.forked)
        token.pointee.waitEpoch &+= 1
        token.pointee.counter += 1
        makeReady(parent)
      }
    }
    endQuietly(slot)
  }

  /// Ends a branch that failed; the request fails when the join can no longer be reached.
  private mutating func failBranch(_ slot: Int32, _ reason: FailureReason) {
    let parent = openParent(of: slot)
    if parent >= 0 {
      let token = tokens + Int(parent)
      token.pointee.pending -= 1
      if token.pointee.succeeded + token.pointee.pending < token.pointee.needed {
        token.pointee.waitEpoch &+= 1
        fail(parent, reason)
      }
    }
    endQuietly(slot)
  }

  private mutating func inheritShares(_ parent: Int32, from child: Int32) {
    let from = shares + Int(child) * TimeShare.count
    let to = shares + Int(parent) * TimeShare.count
    for i in 0..<TimeShare.count { to[i] += from[i] }
  }
}
