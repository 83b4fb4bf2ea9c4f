import Kernel
import Stations

// A request whose caller tries again: each attempt is a branch of it, of which it waits for one.
extension Replication {
  /// Starts an attempt of a request; the request waits until it ends or takes too long.
  @inline(never)
  mutating func startAttempt(_ slot: Int32, _ operation: UnsafeMutablePointer<Operation>) {
    let caller = callers[operation.pointee.a].pointee
    details[Int(slot)].attempt += 1
    openJoin(slot, branches: 1, needed: 1)
    tokens[Int(slot)].since = now
    var entity = tokens[Int(slot)].entity
    let number = UInt64(details[Int(slot)].attempt)
    if number > 1 {
      // An attempt has its own luck: what failed by chance need not fail again.
      entity ^= number << 56
      if number > 255 { entity = RandomSource.mix(entity) ^ number >> 8 }
      entity = RandomSource.mix(entity)
    }
    startBranch(of: slot, at: operations[caller.body].pointee.place, entity: entity)
    let token = tokens + Int(slot)
    if token.pointee.flags.contains(.measured) {
      tallies.countAttempt(endpoint: Int(token.pointee.endpoint))
    }
    if caller.timeoutLane >= 0 { arm(caller.timeoutLane, slot, epoch: token.pointee.waitEpoch) }
  }

  /// The caller has waited too long: it gives the attempt up, which goes on unless its service stops it.
  mutating func giveUpAttempt(_ slot: Int32) {
    let branch = details[Int(slot)].firstBranch
    endAttempt(of: slot, .timedOut)
    let service = endpoints[tokens[Int(branch)].endpoint].pointee.service
    if service >= 0, !services[service].pointee.abandonedContinues { cancel(branch) }
  }

  /// Ends the attempt that a request waits for with a failure: another follows, or the request fails.
  mutating func endAttempt(of slot: Int32, _ reason: FailureReason) {
    let token = tokens + Int(slot)
    let operation = operation(at: token.pointee.place)
    let caller = callers[operation.pointee.a].pointee
    // From here on the attempt belongs to nobody.
    token.pointee.waitEpoch &+= 1
    token.pointee.flags.remove(.forked)
    spend(now &- token.pointee.since, column: operation.pointee.shareColumn, slot)
    let attempt = details[Int(slot)].attempt
    let u = random.uniform(
      purpose: caller.purpose,
      entity: token.pointee.entity,
      index: UInt32(bitPattern: attempt)
    )
    guard
      let delay = caller.backoff.delay(
        after: attempt,
        throttled: reason == .throttled,
        retryAfter: nil,
        u: u
      )
    else { return fail(slot, reason) }
    spend(delay, column: operation.pointee.shareColumn, slot)
    if delay > 0 {
      events.schedule(UInt32(bitPattern: slot), at: now &+ delay)
    } else {
      makeReady(slot)
    }
  }

  /// Tells whoever waits for a request, or for an attempt of one, why it will not be answered.
  mutating func tellCaller(of slot: Int32, _ reason: FailureReason) {
    guard tokens[Int(slot)].flags.contains(.branch) else { return recordFailure(slot, reason) }
    let parent = openParent(of: slot)
    guard parent >= 0 else { return }
    guard tokens[Int(parent)].place.code == .deliver else { return endAttempt(of: parent, reason) }
    // The worker has heard of a failure: what still goes on is no delivery of the job any more.
    unlinkBranch(slot)
    details[Int(slot)].parent = -1
    details[Int(slot)].nextBranch = -1
    details[Int(slot)].previousBranch = -1
    details[Int(parent)].pending -= 1
    failDelivery(of: parent, reason)
  }
}
