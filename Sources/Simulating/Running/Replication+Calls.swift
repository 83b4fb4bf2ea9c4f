import Kernel
import Stations

/// Where a model call stands when its token wakes.
enum CallPhase {
  /// It has not begun.
  static let new: UInt8 = 0
  /// It waited for its next attempt.
  static let retry: UInt8 = 1
  /// The provider has answered.
  static let answered: UInt8 = 2
  /// The client has lost its patience.
  static let impatient: UInt8 = 3
  /// The provider has failed.
  static let failed: UInt8 = 4
}

extension Replication {
  /// Carries a model call on; true when it has succeeded and the next operation may run.
  mutating func runCall(_ slot: Int32, _ operation: UnsafeMutablePointer<Operation>) -> Bool {
    let token = tokens + Int(slot)
    let call = calls[operation.pointee.a].pointee
    switch token.pointee.phase {
    case CallPhase.answered:
      endAttempt(slot, call, wasted: isWasted(slot))
      token.pointee.phase = CallPhase.new
      token.pointee.place = operation[1].place
      return true
    case CallPhase.impatient:
      endAttempt(slot, call, wasted: true)
      tallies.countTimeout(model: model(of: token, call), counts(token))
      retry(slot, call, operation, reason: .modelTimeout, hint: nil)
    case CallPhase.failed:
      endFailedAttempt(slot, call)
      tallies.countError(model: model(of: token, call), counts(token))
      retry(slot, call, operation, reason: .modelError, hint: nil)
    case CallPhase.retry:
      attempt(slot, call, operation)
    default:
      begin(token, call)
      attempt(slot, call, operation)
    }
    return false
  }

  /// Draws the lengths of a call and notes the demand that it makes.
  private mutating func begin(_ token: UnsafeMutablePointer<Token>, _ call: CompiledCall) {
    if call.fromTrace {
      details(token).pointee.input = details(token).pointee.rowInput
      details(token).pointee.output = details(token).pointee.rowOutput
    } else {
      let entity = token.pointee.entity
      let input = call.input.value(
        random,
        ziggurat,
        purpose: call.inputPurpose,
        entity: entity,
        index: 0
      )
      let output = call.output.value(
        random,
        ziggurat,
        purpose: call.outputPurpose,
        entity: entity,
        index: 0
      )
      details(token).pointee.input = Int32(min(max(input, 0), 1e8).rounded())
      details(token).pointee.output = Int32(min(max(output, 0), 1e8).rounded())
    }
    if call.maxTokens >= 0 {
      details(token).pointee.output = min(details(token).pointee.output, call.maxTokens)
    }
    details(token).pointee.target = 0
    details(token).pointee.attempt = 0
    let target = targets[call.firstTarget].pointee
    let provider = providers[target.provider].pointee
    tallies.countDemand(
      provider: Int(target.provider),
      now: now,
      tokens: admissionCost(.tokens, provider.charge, token, call, target),
      input: admissionCost(.inputTokens, provider.charge, token, call, target),
      output: Double(details(token).pointee.output),
      counts(token)
    )
    tallies.countCall(model: Int(target.model), counts(token))
  }

  /// Asks the provider for admission and starts the answer, or backs off.
  private mutating func attempt(
    _ slot: Int32,
    _ call: CompiledCall,
    _ operation: UnsafeMutablePointer<Operation>
  ) {
    let token = tokens + Int(slot)
    let target = targets[call.firstTarget + details(token).pointee.target].pointee
    let provider = providers[target.provider].pointee
    details(token).pointee.attempt += 1
    tallies.countAttempt(
      model: Int(target.model),
      isFallback: details(token).pointee.target > 0,
      counts(token)
    )
    let wait = admissionWait(provider, token, call, target)
    if wait != 0 {
      tallies.countThrottled(
        provider: Int(target.provider),
        model: Int(target.model),
        counts(token)
      )
      if provider.countsRejected { chargeRejected(provider) }
      let hint = provider.sendsRetryAfter && wait > 0 ? wholeSeconds(wait) : nil
      retry(slot, call, operation, reason: .throttled, hint: hint)
      return
    }
    token.pointee.since = now
    charge(provider, token, call, target)
    if provider.concurrency >= 0 {
      // Admission has seen that a place is free.
      _ = pools[provider.concurrency].pointee.request(by: slot, now: now, links: links)
    }
    start(slot, call, operation, target, provider)
  }

  /// Draws how long the answer takes and schedules what comes first: answer, failure or impatience.
  private mutating func start(
    _ slot: Int32,
    _ call: CompiledCall,
    _ operation: UnsafeMutablePointer<Operation>,
    _ target: CompiledTarget,
    _ provider: CompiledProvider
  ) {
    let token = tokens + Int(slot)
    let entity = token.pointee.entity
    let index = UInt32(
      bitPattern: details(token).pointee.target << 8 | min(details(token).pointee.attempt, 255)
    )
    let purpose = operation.pointee.purpose
    let first = target.timeToFirstToken.value(
      random,
      ziggurat,
      purpose: purpose ^ 0x5151_0001,
      entity: entity,
      index: index
    )
    let each = target.timePerOutputToken.value(
      random,
      ziggurat,
      purpose: purpose ^ 0x5151_0002,
      entity: entity,
      index: index
    )
    var duration = Int64(
      min(first + each * Double(max(details(token).pointee.output - 1, 0)), 1e17)
    )
    var phase = CallPhase.answered
    if provider.errorRate > 0 {
      let u = random.uniform(purpose: purpose ^ 0x5151_0003, entity: entity, index: index)
      if u < provider.errorRate {
        phase = CallPhase.failed
        duration = Int64(min(first, 1e17))
      }
    }
    if provider.silentUntil > now { duration += provider.silentUntil - now }
    if call.backoff.timeout >= 0, duration > call.backoff.timeout {
      phase = CallPhase.impatient
      duration = call.backoff.timeout
    }
    token.pointee.phase = phase
    spend(duration, column: tallies.modelColumn, slot)
    events.schedule(UInt32(slot), at: now + duration)
  }

  /// Waits for the next attempt, goes to the next target, or fails.
  private mutating func retry(
    _ slot: Int32,
    _ call: CompiledCall,
    _ operation: UnsafeMutablePointer<Operation>,
    reason: FailureReason,
    hint: Int64?
  ) {
    let token = tokens + Int(slot)
    let index = UInt32(
      bitPattern: details(token).pointee.target << 8 | min(details(token).pointee.attempt, 255)
    )
    let u = random.uniform(
      purpose: operation.pointee.purpose ^ 0x5151_0004,
      entity: token.pointee.entity,
      index: index
    )
    if let delay = call.backoff.delay(
      after: details(token).pointee.attempt,
      throttled: reason == .throttled,
      retryAfter: hint,
      u: u
    ) {
      token.pointee.phase = CallPhase.retry
      spend(delay, column: tallies.backoffColumn, slot)
      events.schedule(UInt32(slot), at: now + delay)
    } else if details(token).pointee.target + 1 < call.targetCount {
      details(token).pointee.target += 1
      details(token).pointee.attempt = 0
      attempt(slot, call, operation)
    } else {
      token.pointee.phase = CallPhase.new
      fail(slot, reason)
    }
  }

  /// Gives the provider's place back and bills the tokens of an attempt that was admitted.
  mutating func endAttempt(_ slot: Int32, _ call: CompiledCall, wasted: Bool) {
    let token = tokens + Int(slot)
    let target = targets[call.firstTarget + details(token).pointee.target].pointee
    let provider = providers[target.provider].pointee
    release(call, token)
    settle(provider, token, call, target, used: Double(details(token).pointee.output))
    let input = Int64(details(token).pointee.input)
    tallies.bill(
      model: Int(target.model),
      input: input,
      cached: Int64((Double(input) * target.cachedShare).rounded()),
      output: Int64(details(token).pointee.output),
      wasted: wasted,
      counts(token)
    )
  }

  /// Gives back the place and the reservation of an attempt that the provider failed.
  private mutating func endFailedAttempt(_ slot: Int32, _ call: CompiledCall) {
    let token = tokens + Int(slot)
    let target = targets[call.firstTarget + details(token).pointee.target].pointee
    release(call, token)
    settle(providers[target.provider].pointee, token, call, target, used: nil)
  }

  /// Ends what a cancelled call has under way at the provider; nobody reads the answer.
  mutating func endUnread(_ slot: Int32, _ call: CompiledCall) {
    switch tokens[Int(slot)].phase {
    case CallPhase.answered, CallPhase.impatient: endAttempt(slot, call, wasted: true)
    case CallPhase.failed: endFailedAttempt(slot, call)
    default: break
    }
  }

  private mutating func release(_ call: CompiledCall, _ token: UnsafeMutablePointer<Token>) {
    let target = targets[call.firstTarget + details(token).pointee.target].pointee
    let concurrency = providers[target.provider].pointee.concurrency
    if concurrency >= 0 { release(concurrency) }
  }

  private func model(of token: UnsafeMutablePointer<Token>, _ call: CompiledCall) -> Int {
    Int(targets[call.firstTarget + details(token).pointee.target].pointee.model)
  }

  @inline(__always)
  private func counts(_ token: UnsafeMutablePointer<Token>) -> Bool {
    token.pointee.flags.contains(.measured)
  }

  /// Whether nobody will read the answer: the caller has gone, or a join went on without it.
  private func isWasted(_ slot: Int32) -> Bool {
    var at = slot
    while tokens[Int(at)].flags.contains(.branch) {
      at = openParent(of: at)
      if at < 0 { return true }
    }
    return tokens[Int(at)].flags.contains(.abandoned)
  }

  private func wholeSeconds(_ nanoseconds: Int64) -> Int64 {
    (nanoseconds + 999_999_999) / 1_000_000_000 * 1_000_000_000
  }
}

extension Replication {
  /// What an attempt costs in one dimension when it is admitted.
  private func admissionCost(
    _ dimension: LimitDimension,
    _ charge: ChargeRule,
    _ token: UnsafeMutablePointer<Token>,
    _ call: CompiledCall,
    _ target: CompiledTarget
  ) -> Double {
    let input = Double(details(token).pointee.input)
    let output = Double(details(token).pointee.output)
    let most = call.maxTokens >= 0 ? Double(call.maxTokens) : output
    switch dimension {
    case .requests: return 1
    case .inputTokens: return input * (1 - target.cachedShare)
    // Answer tokens are charged as they come; admission only needs a level above zero.
    case .outputTokens: return 0
    case .tokens:
      switch charge {
      case .actual: return input + output
      case .maxOfEstimate: return max(input, call.maxTokens >= 0 ? most : 0)
      case .promptPlusMax, .reserveAndSettle: return input + most
      case .inputOnly: return input
      }
    }
  }

  /// Nanoseconds until the provider would admit an attempt; 0 for now, −1 when it cannot say.
  private mutating func admissionWait(
    _ provider: CompiledProvider,
    _ token: UnsafeMutablePointer<Token>,
    _ call: CompiledCall,
    _ target: CompiledTarget
  ) -> Int64 {
    var wait: Int64 = 0
    for i in provider.firstLimiter..<provider.firstLimiter + provider.limiterCount {
      let cost = admissionCost(
        limiterTable[i].pointee.dimension,
        provider.charge,
        token,
        call,
        target
      )
      wait = max(wait, limiters[Int(i)].wait(for: max(cost, 1), now: now))
    }
    if wait == 0, provider.concurrency >= 0 {
      let pool = pools[provider.concurrency]
      if pool.pointee.inUse >= pool.pointee.capacity {
        pool.pointee.countRefused()
        return -1
      }
    }
    return wait
  }

  private mutating func charge(
    _ provider: CompiledProvider,
    _ token: UnsafeMutablePointer<Token>,
    _ call: CompiledCall,
    _ target: CompiledTarget
  ) {
    for i in provider.firstLimiter..<provider.firstLimiter + provider.limiterCount {
      let cost = admissionCost(
        limiterTable[i].pointee.dimension,
        provider.charge,
        token,
        call,
        target
      )
      if cost > 0 { limiters[Int(i)].spend(cost, now: now) }
    }
  }

  /// Refused attempts count against the limits on attempts.
  private mutating func chargeRejected(_ provider: CompiledProvider) {
    for i in provider.firstLimiter..<provider.firstLimiter + provider.limiterCount
    where limiterTable[i].pointee.dimension == .requests {
      limiters[Int(i)].spendRefused(1, now: now)
    }
  }

  /// Settles an attempt: answer tokens are charged, a reservation beyond the use is given back.
  ///
  /// `used` are the answer tokens; nil for an attempt that failed and is not billed.
  private mutating func settle(
    _ provider: CompiledProvider,
    _ token: UnsafeMutablePointer<Token>,
    _ call: CompiledCall,
    _ target: CompiledTarget,
    used: Double?
  ) {
    for i in provider.firstLimiter..<provider.firstLimiter + provider.limiterCount {
      switch limiterTable[i].pointee.dimension {
      case .outputTokens:
        if let used, used > 0 { limiters[Int(i)].spend(used, now: now) }
      case .tokens where provider.charge == .reserveAndSettle:
        let reserved = admissionCost(.tokens, provider.charge, token, call, target)
        let billed = used.map { Double(details(token).pointee.input) + $0 } ?? 0
        if reserved > billed {
          let admitted = token.pointee.since
          limiters[Int(i)].refund(reserved - billed, admitted: admitted, now: now)
        }
      case .tokens, .requests, .inputTokens:
        break
      }
    }
  }
}
