import Kernel
import Quantities
import Scenarios
import Stations

extension Compiler {
  /// Compiles an account and its limits.
  mutating func compile(_ provider: Provider, index: Int32) {
    providerIndex[provider.name] = index
    program.providerNames.append(provider.name)
    var concurrency: Int32 = -1
    if let most = provider.maxConcurrency {
      concurrency = addGroup(
        .providerConcurrency,
        provider.name,
        label: "\(provider.name) calls at once",
        capacity: .atMost(most),
        queue: .atMost(0)
      )
    }
    let first = Int32(program.limiters.count)
    for limit in provider.limits { program.limiters.append(compiled(limit)) }
    if let cap = provider.spendCap, let spent = provider.spent {
      var limit = RateLimit(
        dimension: .spend,
        limit: max(cap.usd, 1e-9),
        window: SimInterval(seconds: 365.0 / 12 * 86_400),
        rule: .calendar_month
      )
      limit.timeZone = "UTC"
      var month = compiled(limit)
      month.spentBefore = spent.usd * 1e9
      program.limiters.append(month)
    }
    let limiters = program.limiters[Int(first)...]
    let counts = Set(limiters.map(\.dimension))
    program.providers.append(
      CompiledProvider(
        firstLimiter: first,
        limiterCount: Int32(limiters.count),
        charge: ChargeRule(provider.charge),
        countsRejected: provider.countsRejected,
        sendsRetryAfter: provider.sendsRetryAfter,
        retryAfterStep: provider.retryAfterStep.nanoseconds,
        burndown: provider.burndown,
        flows: provider.outputCharged == .as_produced && counts.contains(.outputTokens),
        stopsWhenAborted: provider.afterAbort == .stops,
        spendIsThrottle: provider.spendAnswer == .too_many_requests,
        errorRate: provider.errorRate.value,
        estimate: provider.estimate == .constant(1) ? nil : Draw(provider.estimate, scale: 1),
        concurrency: concurrency
      )
    )
  }

  private func compiled(_ limit: RateLimit) -> CompiledLimiter {
    // Money is counted in billionths of a dollar: the price of a cheap token is some dozens of them.
    let units = limit.limit * (limit.dimension == .spend ? 1e9 : 1)
    var compiled = CompiledLimiter(
      dimension: LimitDimension(limit.dimension),
      rule: RateLimiter.Rule(limit.rule),
      limit: units,
      window: limit.window.nanoseconds,
      depth: limit.burst ?? units
    )
    switch limit.rule {
    case .sub_window:
      compiled.window = limit.every.nanoseconds
      compiled.limit = units * limit.every.seconds / limit.window.seconds
      compiled.depth = compiled.limit
    case .calendar_day, .calendar_month:
      compiled.resets = workload.test.starts.midnights(
        in: limit.timeZone,
        within: length + program.grace,
        monthly: limit.rule == .calendar_month
      )
    case .bucket, .fixed_window, .sliding_log: break
    }
    return compiled
  }

  /// How long load is offered, in nanoseconds.
  private var length: Int64 {
    guard workload.test.driver == .trace else { return workload.test.duration.nanoseconds }
    return workload.trace.last?.time.nanoseconds ?? 0
  }
}

extension RateLimiter.Rule {
  init(_ rule: RateLimit.Rule) {
    switch rule {
    case .bucket: self = .bucket
    case .fixed_window, .sub_window: self = .fixedWindow
    case .sliding_log: self = .slidingLog
    case .calendar_day, .calendar_month: self = .calendar
    }
  }
}

extension LimitDimension {
  init(_ dimension: RateLimit.Dimension) {
    switch dimension {
    case .requests: self = .requests
    case .tokens: self = .tokens
    case .input_tokens: self = .inputTokens
    case .output_tokens: self = .outputTokens
    case .spend: self = .spend
    }
  }
}

extension ChargeRule {
  init(_ charge: Provider.Charge) {
    switch charge {
    case .actual: self = .actual
    case .max_of_estimate: self = .maxOfEstimate
    case .prompt_plus_max: self = .promptPlusMax
    case .reserve_and_settle: self = .reserveAndSettle
    case .input_only: self = .inputOnly
    }
  }
}
