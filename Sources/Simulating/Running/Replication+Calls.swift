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
  /// The provider begins its answer, whose tokens count as they come.
  static let producing: UInt8 = 5
}

/// Why an attempt has failed.
struct AttemptFailure {
  var reason: FailureReason
  /// When the provider said to come back, in nanoseconds from now.
  var hint: Int64?
  /// Whether no client retries it.
  var isFinal = false

  var isThrottle: Bool { reason == .throttled || reason == .spendCap }
}

extension Replication {
  /// Carries a model call on; true when it has succeeded and the next operation may run.
  mutating func runCall(_ slot: Int32, _ operation: UnsafeMutablePointer<Operation>) -> Bool {
    let token = tokens + Int(slot)
    let call = calls.memory + Int(operation.pointee.a)
    var asks = false
    switch token.pointee.phase {
    case CallPhase.answered:
      endAttempt(slot, call, wasted: isUnread(slot))
      succeed(token, call)
      token.pointee.phase = CallPhase.new
      token.pointee.place = operation[1].place
      return true
    case CallPhase.impatient:
      abortAttempt(slot, call)
      tallies.countTimeout(model: model(of: token, call), counts(token))
      asks = retry(slot, call, operation, AttemptFailure(reason: .modelTimeout))
    case CallPhase.failed:
      endFailedAttempt(slot, call)
      tallies.countError(model: model(of: token, call), counts(token))
      asks = retry(slot, call, operation, AttemptFailure(reason: .modelError))
    case CallPhase.producing:
      beginAnswer(slot, call)
    case let phase:
      if phase != CallPhase.retry { begin(slot, call) }
      asks = true
    }
    while asks { asks = attempt(slot, call, operation) }
    return false
  }

  /// Draws the lengths of a call and notes the demand that it makes.
  @inline(__always)
  private mutating func begin(_ slot: Int32, _ call: UnsafeMutablePointer<CompiledCall>) {
    let token = tokens + Int(slot)
    let it = details(token)
    if call.pointee.fromTrace {
      it.pointee.input = it.pointee.rowInput
      it.pointee.output = it.pointee.rowOutput
    } else {
      it.pointee.input = length(
        slot,
        call.pointee.usualInput,
        call.pointee.inputColumn,
        call.pointee.input,
        call.pointee.inputPurpose
      )
      it.pointee.output = length(
        slot,
        call.pointee.usualOutput,
        call.pointee.outputColumn,
        call.pointee.output,
        call.pointee.outputPurpose
      )
    }
    if call.pointee.maxTokens >= 0, call.pointee.cutsAnswers {
      it.pointee.output = min(it.pointee.output, call.pointee.maxTokens)
    }
    it.pointee.target = 0
    it.pointee.attempt = 0
    it.pointee.made = 0
    it.pointee.lastDelay = 0
    it.pointee.paid = -1
    it.pointee.begun = now
    it.pointee.flow = 0
    it.pointee.ticket = -1
    if let budget = budget(of: token, call) { budget.pointee.begin() }
    let target = targets[call.pointee.firstTarget]
    let provider = providers.memory + Int(target.pointee.provider)
    lookForPrefix(token, call, target)
    tallies.countDemand(
      provider: Int(target.pointee.provider),
      now: now,
      tokens: admissionCost(.tokens, provider, token, call, target),
      input: admissionCost(.inputTokens, provider, token, call, target),
      output: Double(it.pointee.output),
      counts(token)
    )
    if call.pointee.isHedge {
      tallies.countHedge(model: Int(target.pointee.model), counts(token))
    } else {
      tallies.countCall(model: Int(target.pointee.model), counts(token))
    }
  }

  /// Asks the provider for admission and starts the answer, or backs off; true when the next target is to
  /// be asked at once.
  @inline(__always)
  private mutating func attempt(
    _ slot: Int32,
    _ call: UnsafeMutablePointer<CompiledCall>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Bool {
    let token = tokens + Int(slot)
    if details(token).pointee.target < call.pointee.groupCount, call.pointee.groupCount > 1,
      !pickDeployment(token, call, operation.pointee.purpose)
    {
      // All rest: the router does not even try, and no retry would find another.
      let failure = AttemptFailure(reason: .throttled, isFinal: true)
      return retry(slot, call, operation, failure)
    }
    let target = targets[call.pointee.firstTarget + details(token).pointee.target]
    guard target.pointee.throttle < 0 || passesThrottle(token, target, operation.pointee.purpose)
    else {
      tallies.countStopped(model: Int(target.pointee.model), counts(token))
      return retry(slot, call, operation, AttemptFailure(reason: .clientThrottled, isFinal: true))
    }
    guard target.pointee.breaker < 0 || passesBreaker(token, target) else {
      tallies.countStopped(model: Int(target.pointee.model), counts(token))
      return retry(slot, call, operation, AttemptFailure(reason: .breakerOpen, isFinal: true))
    }
    let provider = providers.memory + Int(target.pointee.provider)
    details(token).pointee.attempt += 1
    tallies.countAttempt(
      model: Int(target.pointee.model),
      isFallback: details(token).pointee.target >= call.pointee.groupCount,
      counts(token)
    )
    lookForPrefix(token, call, target)
    if let refusal = refusal(provider, token, call, target) {
      return refuse(slot, call, operation, refusal, target)
    }
    token.pointee.since = now
    charge(provider, token, call, target)
    if provider.pointee.concurrency >= 0 {
      // Admission has seen that a place is free.
      _ = pools[provider.pointee.concurrency].pointee.request(by: slot, now: now, links: links)
    }
    tallies.attempts.admitted &+= 1
    start(slot, call, operation, target, provider)
    return false
  }

  /// Counts a refusal and lets the client react to it; true when the next target is to be asked at once.
  @inline(never)
  private mutating func refuse(
    _ slot: Int32,
    _ call: UnsafeMutablePointer<CompiledCall>,
    _ operation: UnsafeMutablePointer<Operation>,
    _ refusal: Refusal,
    _ target: UnsafeMutablePointer<CompiledTarget>
  ) -> Bool {
    let token = tokens + Int(slot)
    let provider = providers.memory + Int(target.pointee.provider)
    tallies.countRefused(
      provider: Int(target.pointee.provider),
      model: Int(target.pointee.model),
      forSpend: refusal.isForSpend,
      counts(token)
    )
    if provider.pointee.countsRejected { chargeRejected(provider) }
    var failure = AttemptFailure(reason: .throttled)
    if refusal.isForSpend {
      failure = AttemptFailure(reason: .spendCap, isFinal: !provider.pointee.spendIsThrottle)
    } else if provider.pointee.sendsRetryAfter, refusal.wait > 0 {
      let step = provider.pointee.retryAfterStep
      failure.hint = (refusal.wait + step - 1) / step * step
    }
    return retry(slot, call, operation, failure)
  }

  /// Draws how long the answer takes and schedules what comes first: answer, failure or impatience.
  @inline(__always)
  private mutating func start(
    _ slot: Int32,
    _ call: UnsafeMutablePointer<CompiledCall>,
    _ operation: UnsafeMutablePointer<Operation>,
    _ target: UnsafeMutablePointer<CompiledTarget>,
    _ provider: UnsafeMutablePointer<CompiledProvider>
  ) {
    let token = tokens + Int(slot)
    let it = details(token)
    let index = luck(of: token)
    let purpose = operation.pointee.purpose
    var first = time(
      slot,
      call.pointee.firstTokenColumn,
      target.pointee.timeToFirstToken,
      purpose ^ Luck.firstToken,
      index
    )
    if target.pointee.prefix >= 0 { first *= usePrefix(token, call, target, until: first) }
    let each = time(
      slot,
      call.pointee.otherTokensColumn,
      target.pointee.timePerOutputToken,
      purpose ^ Luck.otherTokens,
      index
    )
    var duration = Int64(min(first + each * Double(max(it.pointee.output - 1, 0)), 1e17))
    var phase = CallPhase.answered
    var untilFirst = Int64(min(first, 1e17))
    let silence = max(provider.pointee.silentUntil - now, 0)
    duration += silence
    untilFirst += silence
    it.pointee.answerFrom = now &+ untilFirst
    it.pointee.answerSpan = duration &- untilFirst
    if provider.pointee.errorRate > 0 {
      let entity = token.pointee.entity
      let u = random.uniform(purpose: purpose ^ Luck.failure, entity: entity, index: index)
      if u < provider.pointee.errorRate {
        phase = CallPhase.failed
        duration = untilFirst
      }
    }
    if call.pointee.timeout >= 0, duration > call.pointee.timeout {
      phase = CallPhase.impatient
      duration = call.pointee.timeout
    }
    spend(duration, column: tallies.modelColumn, slot)
    token.pointee.phase = phase
    if provider.pointee.flows, duration > untilFirst, it.pointee.answerSpan > 0 {
      it.pointee.flow = duration - untilFirst
      it.pointee.nextPhase = phase
      token.pointee.phase = CallPhase.producing
      duration = untilFirst
    }
    events.schedule(UInt32(slot), at: now + duration)
  }

  /// The first token is there: from now on tokens count as they come.
  private mutating func beginAnswer(_ slot: Int32, _ call: UnsafeMutablePointer<CompiledCall>) {
    let token = tokens + Int(slot)
    let it = details(token)
    let rest = it.pointee.flow
    let parts = Double(it.pointee.output) / Double(it.pointee.answerSpan) / RateLimiter.flowUnit
    it.pointee.flow = Int64(min(parts, 0x1p62).rounded())
    changeFlow(by: it.pointee.flow, token, call)
    token.pointee.phase = it.pointee.nextPhase
    events.schedule(UInt32(slot), at: now + rest)
  }

  /// The number that sets the luck of an attempt apart from that of others.
  mutating func luck(of token: UnsafeMutablePointer<Token>) -> UInt32 {
    UInt32(
      bitPattern: details(token).pointee.target << 8 | min(details(token).pointee.attempt, 255)
    )
  }

  /// The model that a call has gone to.
  @inline(__always)
  mutating func model(
    of token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>
  ) -> Int {
    Int(targets[call.pointee.firstTarget + details(token).pointee.target].pointee.model)
  }

  /// Whether a token arrived while the measurement ran.
  @inline(__always)
  mutating func counts(_ token: UnsafeMutablePointer<Token>) -> Bool {
    token.pointee.flags.contains(.measured)
  }

  /// Whether nobody will read the answer: the caller has gone, or a join went on without it.
  @inline(__always)
  mutating func isUnread(_ slot: Int32) -> Bool {
    var at = slot
    while tokens[Int(at)].flags.contains(.branch) {
      at = openParent(of: at)
      if at < 0 { return true }
    }
    return tokens[Int(at)].flags.contains(.abandoned)
  }
}
