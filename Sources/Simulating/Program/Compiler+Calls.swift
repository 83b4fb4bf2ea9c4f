import Kernel
import Quantities
import Scenarios
import Stations

extension Compiler {
  /// Compiles a call of a model.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - path: Where it stands; names the lengths that it draws.
  ///   - luck: Names everything else that it draws.
  ///   - context: Where it stands in the platform.
  ///   - isHedge: Whether it is the second of two that ask the same.
  mutating func emitCall(
    _ call: ModelCall,
    _ path: String,
    luck: String,
    _ context: Context,
    isHedge: Bool = false
  ) {
    let first = Int32(program.targets.count)
    let group = [call.model] + call.group
    for name in group + call.fallbacks {
      let rests = call.group.isEmpty || !group.contains(name) ? nil : call.client.router
      program.targets.append(target(name, rests, of: call.client.name, context))
      setPrefix(call.prefix, of: name)
      setBreaker(call.breaker, of: name, context)
      setThrottle(call.throttle, of: name, context)
    }
    let layers = call.client.inner + [call.client]
    let firstLayer = Int32(program.layers.count)
    for policy in layers { program.layers.append(layer(policy, context)) }
    program.calls.append(
      CompiledCall(
        input: Draw(call.inputTokens, scale: 1),
        output: Draw(call.outputTokens, scale: 1),
        fromTrace: call.fromTrace,
        maxTokens: Int32(clamping: call.maxTokens ?? -1),
        cutsAnswers: call.cutsAnswers,
        firstTarget: first,
        targetCount: Int32(group.count + call.fallbacks.count),
        groupCount: Int32(group.count),
        firstLayer: firstLayer,
        layerCount: Int32(layers.count),
        budgetLayer: Int32(layers.firstIndex { $0.budget != nil } ?? -1),
        prefixTokens: Int32(clamping: call.prefix?.tokens ?? 0),
        prefixes: Int32(clamping: call.prefix?.conversations ?? 0),
        isHedge: isHedge,
        retriesAtOnce: call.client.router?.retriesAtOnce ?? false,
        timeout: layers[0].timeout?.nanoseconds ?? -1,
        inputPurpose: RandomSource.purpose("\(path)/input"),
        outputPurpose: RandomSource.purpose("\(path)/output"),
        usualInput: Compiler.usualLength(call.inputTokens),
        usualOutput: Compiler.usualLength(call.outputTokens)
      )
    )
    var operation = Operation(.call)
    operation.a = Int32(program.calls.count - 1)
    operation.share = .model
    operation.purpose = RandomSource.purpose(luck)
    program.operations.append(operation)
  }

  /// The tokens of a law that always gives the same, −1 for others.
  private static func usualLength(_ law: Law) -> Int32 {
    let draw = Draw(law, scale: 1)
    return draw.family == .constant ? wholeTokens(draw.first) : -1
  }

  /// Puts a breaker in front of the target that was compiled last; calls of a process share it.
  private mutating func setBreaker(_ policy: BreakerPolicy?, of name: String, _ context: Context) {
    guard let policy else { return }
    let key = "\(policy.name)/\(context.service ?? "")/\(name)"
    let first = breakerIndex[key] ?? Int32(program.breakers.count)
    if breakerIndex[key] == nil {
      let closed = CircuitBreaker(CircuitBreaker.Rule(policy))
      program.breakers += Array(repeating: closed, count: processes(context))
    }
    breakerIndex[key] = first
    program.targets[program.targets.count - 1].breaker = first
  }

  /// Puts a throttle in front of the target that was compiled last; calls of a process share it.
  private mutating func setThrottle(_ policy: ThrottlePolicy?, of name: String, _ context: Context)
  {
    guard let policy else { return }
    let key = "\(policy)/\(context.service ?? "")/\(name)"
    let first = throttleIndex[key] ?? Int32(program.throttles.count)
    if throttleIndex[key] == nil {
      let fresh = ClientThrottle(factor: policy.factor, window: policy.window.nanoseconds)
      program.throttles += Array(repeating: fresh, count: processes(context))
    }
    throttleIndex[key] = first
    program.targets[program.targets.count - 1].throttle = first
  }

  /// Gives the target that was compiled last its place in the model's prompt cache.
  private mutating func setPrefix(_ prefix: PromptPrefix?, of name: String) {
    let index = Int(Compiler.position(name, in: targetIndex))
    guard let prefix, let cache = scenario.platform.models[index].promptCache,
      prefix.tokens >= cache.minimum
    else { return }
    // Calls with equal prefixes meet in the cache, wherever they stand.
    let key = "\(name)/\(prefix.tokens)/\(prefix.conversations)"
    let first = prefixIndex[key] ?? Int32(program.prefixCount)
    if prefixIndex[key] == nil { program.prefixCount += prefix.conversations }
    prefixIndex[key] = first
    let last = program.targets.count - 1
    program.targets[last].prefix = first
    program.targets[last].lifetime = cache.lifetime.nanoseconds
    program.targets[last].refreshes = cache.refreshed
    program.targets[last].timeSaved = cache.timeSaved.value
  }

  private mutating func target(
    _ name: String,
    _ router: RouterPolicy?,
    of client: String,
    _ context: Context
  ) -> CompiledTarget {
    let index = Compiler.position(name, in: targetIndex)
    let model = scenario.platform.models[Int(index)]
    let price = scenario.price(model.price, for: model.region)?.tokens
    var cooldown: Int32 = -1
    if let router {
      let key = "\(client)/\(context.service ?? "")/\(name)"
      cooldown = cooldownIndex[key] ?? Int32(program.cooldowns.count)
      if cooldownIndex[key] == nil {
        let rule = Cooldown(
          span: router.cooldown.nanoseconds,
          failureShare: router.failureShare.value,
          leastAttempts: Int32(clamping: router.leastAttempts)
        )
        program.cooldowns += Array(repeating: rule, count: processes(context))
        cooldownIndex[key] = cooldown
      }
    }
    let share = model.isBatch ? 1 - (price?.batchDiscount?.value ?? 0) : 1
    var target = CompiledTarget(
      model: index,
      provider: Compiler.position(model.provider, in: providerIndex),
      timeToFirstToken: Draw(model.timeToFirstToken, scale: 1e9),
      timePerOutputToken: Draw(model.timePerOutputToken, scale: 1e9),
      cachedShare: model.cachedShare.value,
      maxOutput: Int32(clamping: model.maxOutput ?? -1),
      cooldown: cooldown,
      inputPrice: Compiler.nanodollars(price?.input) * share,
      cachedPrice: Compiler.nanodollars(price?.cachedInput ?? price?.input) * share,
      outputPrice: Compiler.nanodollars(price?.output) * share
    )
    if let price, !model.isBatch { setPricing(of: &target, price) }
    return target
  }

  /// Notes which attempts have prices of their own.
  private mutating func setPricing(of target: inout CompiledTarget, _ price: Price.Tokens) {
    if let long = price.longContext { target.longAbove = Int32(clamping: long.above) }
    guard let peak = price.peakHours else { return }
    target.firstPeak = Int32(program.peakSpans.count)
    for span in peak.spans {
      let (from, until) = (Int64(span.from) * 60_000_000_000, Int64(span.until) * 60_000_000_000)
      // What runs past midnight is two spans.
      if from < until {
        program.peakSpans.append(PeakSpan(from: from, until: until))
      } else {
        program.peakSpans.append(PeakSpan(from: from, until: 86_400_000_000_000))
        if until > 0 { program.peakSpans.append(PeakSpan(from: 0, until: until)) }
      }
    }
    target.peakCount = Int32(program.peakSpans.count) - target.firstPeak
  }

  /// Billionths of a dollar for one token.
  private static func nanodollars(_ price: TokenPrice?) -> Double {
    Double(price?.microUSDPerMillion ?? 0) / 1000
  }

  private mutating func layer(_ policy: RetryPolicy, _ context: Context) -> CompiledLayer {
    var budget: Int32 = -1
    if let allowance = policy.budget {
      let key = "\(policy.name)/\(context.service ?? "")"
      budget = budgetIndex[key] ?? Int32(program.budgets.count)
      if budgetIndex[key] == nil {
        let full = RetryBudget(RetryBudget.Rule(allowance))
        program.budgets += Array(repeating: full, count: processes(context))
        budgetIndex[key] = budget
      }
    }
    return CompiledLayer(
      backoff: Backoff(policy),
      deadline: policy.deadline?.nanoseconds ?? .max,
      budget: budget
    )
  }

  /// Client processes of the service that runs a step; one where there is no service.
  private func processes(_ context: Context) -> Int {
    guard let service = context.service else { return 1 }
    return Int(program.services[Int(Compiler.position(service, in: serviceIndex))].workers)
  }
}

extension CircuitBreaker.Rule {
  init(_ policy: BreakerPolicy) {
    self.init()
    calls = Int32(clamping: policy.windowCalls ?? 0)
    window = policy.window.nanoseconds
    leastCalls = Int32(clamping: policy.leastCalls)
    failureShare = policy.failureShare?.value ?? 2
    slowFrom = policy.slowFrom?.nanoseconds ?? .max
    slowShare = policy.slowFrom == nil ? 2 : policy.slowShare.value
    inARow = Int32(clamping: policy.failuresInARow ?? 0)
    openFor = policy.openFor.nanoseconds
    openAtMost = policy.openAtMost?.nanoseconds ?? openFor
    probes = Int32(clamping: policy.probes)
  }
}

extension RetryBudget.Rule {
  init(_ allowance: RetryAllowance) {
    self.init(capacity: allowance.capacity)
    floor = allowance.floor
    throttledCost = allowance.throttledCost
    errorCost = allowance.errorCost
    failureCost = allowance.failureCost
    successGain = allowance.successGain
    refunds = allowance.refunds
    callGain = allowance.callGain
  }
}

extension Backoff {
  init(_ policy: RetryPolicy) {
    self.init()
    attempts = policy.isEndless ? .max : Int32(clamping: policy.attempts)
    base = Double(policy.base.nanoseconds)
    errorBase = policy.errorBase.map { Double($0.nanoseconds) } ?? -1
    multiplier = policy.multiplier
    cap = Double(policy.cap.nanoseconds)
    jitter = Jitter(policy.jitter)
    switch policy.jitter {
    case .add, .add_above, .from: amount = policy.jitterAmount * 1e9
    default: amount = policy.jitterAmount
    }
    jittersHint = policy.jittersRetryAfter
    obeysUpTo = policy.obeysRetryAfterUpTo?.nanoseconds ?? -1
    longerFails = policy.longerRetryAfterFails
    retriesThrottled = policy.retriesThrottled
    retriesErrors = policy.retriesServerErrors
  }
}

extension Backoff.Jitter {
  init(_ jitter: RetryPolicy.Jitter) {
    switch jitter {
    case .none: self = .none
    case .shorten: self = .shorten
    case .add: self = .add
    case .add_above: self = .addAbove
    case .full: self = .full
    case .equal: self = .equal
    case .decorrelated: self = .decorrelated
    case .around: self = .around
    case .from: self = .from
    case .growing: self = .growing
    case .exponential: self = .exponential
    }
  }
}
