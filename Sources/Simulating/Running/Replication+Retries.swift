import Kernel
import Stations

// What a client does about an attempt that has failed: retries in layers, budgets, routers, fallbacks.
extension Replication {
  /// Waits for the next attempt, goes to the next target, or fails.
  ///
  /// The innermost layer retries first. When it gives up, the layer around it makes a new attempt, and
  /// the inner ones begin anew: attempts multiply.
  ///
  /// - Returns: Whether the next target is to be asked at once.
  @inline(never)
  mutating func retry(
    _ slot: Int32,
    _ call: UnsafeMutablePointer<CompiledCall>,
    _ operation: UnsafeMutablePointer<Operation>,
    _ failure: AttemptFailure
  ) -> Bool {
    let token = tokens + Int(slot)
    if isTraced { noteFailure(slot, call, failure) }
    recordBreaker(
      token,
      call,
      failed: true,
      span: failure.isThrottle ? 0 : now - token.pointee.since
    )
    if let cooldown = cooldown(of: token, call) {
      cooldown.pointee.note(
        failed: true,
        throttled: failure.isThrottle,
        retryAfter: failure.hint,
        now: now
      )
    }
    if !failure.isFinal, let delay = delay(token, call, operation, failure) {
      details(token).pointee.lastDelay = delay
      token.pointee.phase = CallPhase.retry
      spend(delay, column: tallies.backoffColumn, slot)
      events.schedule(UInt32(slot), at: now + delay)
      return false
    }
    let next = max(details(token).pointee.target + 1, call.pointee.groupCount)
    guard next < call.pointee.targetCount else {
      token.pointee.phase = CallPhase.new
      fail(slot, failure.reason)
      return false
    }
    details(token).pointee.target = next
    details(token).pointee.attempt = 0
    details(token).pointee.made = 0
    details(token).pointee.lastDelay = 0
    return true
  }

  /// Nanoseconds until the next attempt at the present target; nil when all layers give up.
  private mutating func delay(
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>,
    _ operation: UnsafeMutablePointer<Operation>,
    _ failure: AttemptFailure
  ) -> Int64? {
    let it = details(token)
    var i: Int32 = 0
    while i < call.pointee.layerCount {
      let layer = layers.memory + Int(call.pointee.firstLayer + i)
      let made = it.pointee.made(by: i) + 1
      it.pointee.setMade(made, by: i)
      let u = random.uniform(
        purpose: operation.pointee.purpose ^ Luck.backoff ^ UInt32(bitPattern: i) << 20,
        entity: token.pointee.entity,
        index: luck(of: token)
      )
      var delay = layer.pointee.backoff.delay(
        after: made,
        throttled: failure.isThrottle,
        retryAfter: failure.hint,
        last: it.pointee.lastDelay,
        u: u
      )
      if delay != nil, i == call.pointee.layerCount - 1, call.pointee.retriesAtOnce,
        call.pointee.groupCount > 1, deployments(token, call) > 0
      {
        delay = 0
      }
      // In two steps: the difference of two moments cannot overflow, a sum with no deadline could.
      if let wait = delay, now - it.pointee.begun > layer.pointee.deadline - wait { delay = nil }
      if call.pointee.budgetLayer == i, let budget = budget(of: token, call) {
        let paid = budget.pointee.retry(throttled: failure.isThrottle, wanted: delay != nil)
        if let paid { it.pointee.paid = Float(paid) } else { delay = nil }
      }
      if let delay {
        for inner in 0..<i { it.pointee.setMade(0, by: inner) }
        return delay
      }
      i += 1
    }
    return nil
  }

  /// A call has succeeded: budgets and routers hear of it.
  @inline(__always)
  mutating func succeed(
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>
  ) {
    recordBreaker(token, call, failed: false, span: now - token.pointee.since)
    if let cooldown = cooldown(of: token, call) {
      cooldown.pointee.note(failed: false, throttled: false, retryAfter: nil, now: now)
    }
    if let budget = budget(of: token, call) {
      let paid = details(token).pointee.paid
      budget.pointee.succeed(paid: paid < 0 ? nil : Double(paid))
    }
  }

  /// Sends an attempt to one of the deployments that do not rest; false when all do.
  mutating func pickDeployment(
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>,
    _ purpose: UInt32
  ) -> Bool {
    let awake = deployments(token, call)
    guard awake > 0 else { return false }
    let u = random.uniform(
      purpose: purpose ^ Luck.deployment,
      entity: token.pointee.entity,
      index: UInt32(bitPattern: details(token).pointee.attempt)
    )
    var left = min(Int32(u * Double(awake)), awake - 1)
    for member in 0..<call.pointee.groupCount where isAwake(member, token, call) {
      if left == 0 {
        details(token).pointee.target = member
        return true
      }
      left -= 1
    }
    return false
  }

  /// Deployments of the group that do not rest.
  private mutating func deployments(
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>
  ) -> Int32 {
    var awake: Int32 = 0
    for member in 0..<call.pointee.groupCount where isAwake(member, token, call) { awake += 1 }
    return awake
  }

  private mutating func isAwake(
    _ member: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>
  ) -> Bool {
    let first = targets[call.pointee.firstTarget + member].pointee.cooldown
    return first < 0 || !resilience.cooldowns[first + token.pointee.worker].pointee.rests(now: now)
  }

  /// The cooldown of the deployment that a call has gone to, in the client's process.
  @inline(__always)
  private mutating func cooldown(
    of token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>
  ) -> UnsafeMutablePointer<Cooldown>? {
    guard call.pointee.groupCount > 1 else { return nil }
    let target = targets[call.pointee.firstTarget + details(token).pointee.target]
    let first = target.pointee.cooldown
    return first < 0 ? nil : resilience.cooldowns[first + token.pointee.worker]
  }

  /// The retry budget of the client's process, if it has one.
  @inline(__always)
  mutating func budget(
    of token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>
  ) -> UnsafeMutablePointer<RetryBudget>? {
    guard call.pointee.budgetLayer >= 0 else { return nil }
    let layer = layers[call.pointee.firstLayer + call.pointee.budgetLayer]
    return resilience.budgets[layer.pointee.budget + token.pointee.worker]
  }
}
