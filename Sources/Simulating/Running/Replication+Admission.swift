import Kernel
import Stations

/// Why and for how long a provider refuses an attempt.
struct Refusal {
  /// Nanoseconds until it would admit it; −1 when it cannot say.
  var wait: Int64
  /// Whether it is for want of money.
  var isForSpend: Bool
}

// What providers charge attempts with: at the admission, while the answer comes, and at the end.
extension Replication {
  /// What an attempt costs in one dimension when it is admitted.
  @inline(__always)
  mutating func admissionCost(
    _ dimension: LimitDimension,
    _ provider: UnsafeMutablePointer<CompiledProvider>,
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>,
    _ target: UnsafeMutablePointer<CompiledTarget>
  ) -> Double {
    switch dimension {
    case .requests: 1
    case .inputTokens: uncachedInput(token, target)
    // Answer tokens and money are charged as they come; admission only needs a level above zero.
    case .outputTokens, .spend: 0
    case .tokens where provider.pointee.charge == .actual:
      Double(details(token).pointee.input) + Double(details(token).pointee.output)
    case .tokens: estimatedTokens(provider, token, call, target)
    }
  }

  /// Prompt tokens that no cache serves.
  @inline(__always)
  private mutating func uncachedInput(
    _ token: UnsafeMutablePointer<Token>,
    _ target: UnsafeMutablePointer<CompiledTarget>
  ) -> Double {
    let input = Double(details(token).pointee.input)
    let cached = details(token).pointee.cached
    return cached >= 0 ? input - Double(cached) : input * (1 - target.pointee.cachedShare)
  }

  /// The tokens that an attempt is charged with before anybody knows them.
  @inline(never)
  private mutating func estimatedTokens(
    _ provider: UnsafeMutablePointer<CompiledProvider>,
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>,
    _ target: UnsafeMutablePointer<CompiledTarget>
  ) -> Double {
    let asked = call.pointee.maxTokens >= 0 ? call.pointee.maxTokens : target.pointee.maxOutput
    let most = asked >= 0 ? Double(asked) : Double(details(token).pointee.output)
    let estimate = Double(details(token).pointee.input) * estimateError(of: provider, token)
    switch provider.pointee.charge {
    case .actual: preconditionFailure("what is charged as it is needs no estimate")
    case .maxOfEstimate: return max(estimate, asked >= 0 ? most : 0)
    case .promptPlusMax, .reserveAndSettle: return estimate + most
    case .inputOnly: return estimate
    }
  }

  /// What a prompt is taken for before it is counted, over what it is; the same for all its attempts.
  @inline(__always)
  private mutating func estimateError(
    of provider: UnsafeMutablePointer<CompiledProvider>,
    _ token: UnsafeMutablePointer<Token>
  ) -> Double {
    guard let law = provider.pointee.estimate else { return 1 }
    return law.value(
      random,
      ziggurat,
      purpose: Luck.estimate,
      entity: token.pointee.entity,
      index: 0
    )
  }

  /// Why a provider refuses an attempt; nil when it admits it.
  ///
  /// All limits are asked, whichever fails: the longest wait counts, and want of money goes first.
  @inline(__always)
  mutating func refusal(
    _ provider: UnsafeMutablePointer<CompiledProvider>,
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>,
    _ target: UnsafeMutablePointer<CompiledTarget>
  ) -> Refusal? {
    var refusal = Refusal(wait: 0, isForSpend: false)
    for i in provider.pointee.limiters {
      let dimension = limitDimensions.memory[i]
      let cost = admissionCost(dimension, provider, token, call, target)
      let wait = limiters[i].wait(for: max(cost, 1), now: now)
      refusal.wait = max(refusal.wait, wait)
      if wait > 0, dimension == .spend { refusal.isForSpend = true }
    }
    if refusal.wait > 0 { return refusal }
    if provider.pointee.concurrency >= 0 {
      let pool = pools[provider.pointee.concurrency]
      if pool.pointee.inUse >= pool.pointee.capacity {
        pool.pointee.countRefused()
        return Refusal(wait: -1, isForSpend: false)
      }
    }
    return nil
  }

  /// Charges an attempt that is admitted.
  @inline(__always)
  mutating func charge(
    _ provider: UnsafeMutablePointer<CompiledProvider>,
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>,
    _ target: UnsafeMutablePointer<CompiledTarget>
  ) {
    for i in provider.pointee.limiters {
      let cost = admissionCost(limitDimensions.memory[i], provider, token, call, target)
      if cost > 0 { limiters[i].spend(cost, now: now) }
    }
  }

  /// Refused attempts count against the limits on attempts.
  mutating func chargeRejected(_ provider: UnsafeMutablePointer<CompiledProvider>) {
    for i in provider.pointee.limiters where limitDimensions.memory[i] == .requests {
      limiters[i].spendRefused(1, now: now)
    }
  }

  /// Lets answer tokens flow off the limits on them, or ends that.
  @inline(never)
  mutating func changeFlow(
    by parts: Int64,
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>
  ) {
    let target = targets[call.pointee.firstTarget + details(token).pointee.target]
    let provider = providers.memory + Int(target.pointee.provider)
    for i in provider.pointee.limiters where limitDimensions.memory[i] == .outputTokens {
      limiters[i].changeFlow(by: parts, now: now)
    }
  }

  /// Settles an attempt: answer tokens and money are charged, a reservation is set right.
  ///
  /// `used` are the answer tokens; nil for an attempt that failed and is not billed.
  @inline(__always)
  mutating func settle(
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>,
    _ target: UnsafeMutablePointer<CompiledTarget>,
    used: Double?
  ) {
    let provider = providers.memory + Int(target.pointee.provider)
    let it = details(token)
    let flow = it.pointee.flow
    if flow > 0 { changeFlow(by: -flow, token, call) }
    it.pointee.flow = 0
    for i in provider.pointee.limiters {
      let dimension = limitDimensions.memory[i]
      switch dimension {
      case .outputTokens:
        var due = used ?? 0
        if flow > 0 { due -= limiters[i].flowed(flow, over: now - it.pointee.answerFrom) }
        if due != 0 { limiters[i].spend(due, now: now) }
      case .spend:
        if let used { limiters[i].spend(price(token, target, output: used), now: now) }
      case .tokens where provider.pointee.charge == .reserveAndSettle:
        let reserved = admissionCost(dimension, provider, token, call, target)
        let billed = used.map { Double(it.pointee.input) + $0 * provider.pointee.burndown } ?? 0
        if reserved > billed {
          let admitted = token.pointee.since
          limiters[i].refund(reserved - billed, admitted: admitted, now: now)
        } else if billed > reserved {
          limiters[i].spend(billed - reserved, now: now)
        }
      case .tokens, .requests, .inputTokens:
        break
      }
    }
  }

  /// Prompt tokens that the cache serves, a whole number.
  @inline(__always)
  mutating func cachedInput(
    _ token: UnsafeMutablePointer<Token>,
    _ target: UnsafeMutablePointer<CompiledTarget>
  ) -> Double {
    let cached = details(token).pointee.cached
    if cached >= 0 { return Double(cached) }
    guard target.pointee.cachedShare > 0 else { return 0 }
    return Double(wholeTokens(Double(details(token).pointee.input) * target.pointee.cachedShare))
  }

  /// Looks for the prefix of a call in the prompt cache of the model that it goes to.
  @inline(__always)
  mutating func lookForPrefix(
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>,
    _ target: UnsafeMutablePointer<CompiledTarget>
  ) {
    details(token).pointee.cached = -1
    if target.pointee.prefix >= 0 { findPrefix(token, call, target) }
  }

  @inline(never)
  private mutating func findPrefix(
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>,
    _ target: UnsafeMutablePointer<CompiledTarget>
  ) {
    let it = details(token)
    let prefix = resilience.prefixes[target.pointee.prefix + conversation(token, call)]
    let isThere = prefix.pointee.isThere(now: now, lifetime: target.pointee.lifetime)
    it.pointee.cached = isThere ? min(call.pointee.prefixTokens, it.pointee.input) : 0
  }

  /// Uses or writes the prefix of an attempt that is admitted; its first token comes after a time.
  ///
  /// - Returns: The share of that time which remains.
  @inline(never)
  mutating func usePrefix(
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>,
    _ target: UnsafeMutablePointer<CompiledTarget>,
    until first: Double
  ) -> Double {
    let prefix = resilience.prefixes[target.pointee.prefix + conversation(token, call)]
    let cached = details(token).pointee.cached
    guard cached > 0 else {
      prefix.pointee.write(from: now + Int64(min(first, 1e17)), now: now)
      return 1
    }
    if target.pointee.refreshes { prefix.pointee.use(now: now) }
    return 1 - target.pointee.timeSaved * Double(cached)
      / Double(max(details(token).pointee.input, 1))
  }

  /// Which of the prefixes a request belongs to; the same for all its calls.
  private mutating func conversation(
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>
  ) -> Int32 {
    let count = call.pointee.prefixes
    guard count > 1 else { return 0 }
    let u = random.uniform(purpose: Luck.prefix, entity: token.pointee.entity, index: 0)
    return min(Int32(u * Double(count)), count - 1)
  }

  /// Which prices an attempt is billed by: its prompt decides, then the moment of its admission.
  @inline(__always)
  mutating func pricing(
    _ token: UnsafeMutablePointer<Token>,
    _ target: UnsafeMutablePointer<CompiledTarget>
  ) -> Pricing {
    if details(token).pointee.input > target.pointee.longAbove { return .longContext }
    guard target.pointee.peakCount > 0 else { return .ordinary }
    let first = Int(target.pointee.firstPeak)
    let time = (startOfDay &+ token.pointee.since) % 86_400_000_000_000
    for i in first..<first + Int(target.pointee.peakCount) {
      let span = peakSpans.memory[i]
      if time >= span.from, time < span.until { return .peakHours }
    }
    return .ordinary
  }

  /// What an attempt costs, in billionths of a dollar.
  private mutating func price(
    _ token: UnsafeMutablePointer<Token>,
    _ target: UnsafeMutablePointer<CompiledTarget>,
    output: Double
  ) -> Double {
    let input = Double(details(token).pointee.input)
    let cached = cachedInput(token, target)
    return (input - cached) * target.pointee.inputPrice + cached * target.pointee.cachedPrice
      + output * target.pointee.outputPrice
  }
}
