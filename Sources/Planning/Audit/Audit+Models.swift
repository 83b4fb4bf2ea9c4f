import Quantities
import Scenarios

extension AuditFacts {
  /// The longest time that all attempts at one model may take, in seconds; nil when an attempt has no end.
  static func worstTime(_ client: RetryPolicy) -> Double? {
    guard let timeout = client.timeout, !client.isEndless else { return nil }
    var total = timeout.seconds * Double(max(client.attempts, 1))
    var delay = client.base.seconds
    for _ in 1..<max(client.attempts, 1) {
      total += min(delay, client.cap.seconds) + (client.jitter == .add ? client.jitterAmount : 0)
      delay *= client.multiplier
    }
    return total
  }

  /// The longest time of a call, fallbacks included, with its arithmetic.
  static func worstTime(_ call: ModelCall) -> (seconds: Double, words: String)? {
    guard let each = worstTime(call.client), let timeout = call.client.timeout else { return nil }
    let models = 1 + call.fallbacks.count
    let attempts = max(call.client.attempts, 1)
    var words = "\(count(attempts, "attempt")) × \(AuditText.seconds(timeout.seconds))"
    if attempts > 1 { words += " and the delays between" }
    if models > 1 { words += ", at \(models) models" }
    return (each * Double(models), "\(words) = \(AuditText.seconds(each * Double(models)))")
  }

  var backoffChecks: [AuditCheck] {
    calls.map { site in
      let client = site.call.client
      if client.isEndless { return AuditCheck(false, "\(site.path) tries again for ever") }
      if client.attempts < 2 { return AuditCheck(false, "\(site.path) tries once") }
      let grows = client.base > .zero && client.multiplier > 1
      let spread = client.jitter == .full || (client.jitter != .none && client.jitterAmount > 0)
      if !grows { return AuditCheck(false, "\(site.path): delays do not grow (\(client.name))") }
      if !spread { return AuditCheck(false, "\(site.path): no jitter (\(client.name))") }
      return AuditCheck(
        true,
        "\(client.name): \(client.attempts) attempts from \(AuditText.seconds(client.base.seconds)), "
          + "× \(AuditText.number(client.multiplier)), \(client.jitter.rawValue) jitter"
      )
    }
  }

  var callTimeoutChecks: [AuditCheck] {
    calls.map { site in
      guard let worst = AuditFacts.worstTime(site.call) else {
        let why = site.call.client.isEndless ? "it tries for ever" : "an attempt has no timeout"
        return AuditCheck(false, "\(site.path): \(why)")
      }
      guard let timeout = service(site.endpoint.service)?.timeout else {
        return AuditCheck(nil, "\(site.path): its service has no timeout")
      }
      return AuditCheck(
        worst.seconds < timeout.seconds,
        "\(site.path): \(worst.words); the service gives up after "
          + AuditText.seconds(timeout.seconds)
      )
    }
  }

  /// Whether a call has a fallback behind another account than its first model.
  func fallback(_ site: AuditCall) -> AuditCheck {
    guard let first = model(site.call.model) else {
      return AuditCheck(nil, "\(site.path): no model \(site.call.model)")
    }
    guard !site.call.fallbacks.isEmpty else {
      return AuditCheck(false, "\(site.path) has no fallback (provider \(first.provider))")
    }
    let others = site.call.fallbacks.compactMap { model($0)?.provider }
      .filter { $0 != first.provider }
    guard let other = others.first else {
      return AuditCheck(
        false,
        "\(site.path): every fallback shares the account \(first.provider)"
      )
    }
    return AuditCheck(true, "\(site.path): \(first.provider), then \(other)")
  }

  var fallbackChecks: [AuditCheck] { calls.map(fallback) }

  var maxTokensChecks: [AuditCheck] {
    calls.map { site in
      guard let most = site.call.maxTokens else {
        return AuditCheck(false, "\(site.path) sets no max_tokens")
      }
      return AuditCheck(true, "\(site.path): \(AuditText.count(most))")
    }
  }

  /// The limits of an account against a tier: its busiest hour, or its mean for windows of a day.
  func rateLimits(_ provider: Provider, at tier: Tier) -> [AuditCheck] {
    let demand = demand(of: tier, on: provider)
    var checks = provider.limits.map { limit in
      let window = limit.window.seconds
      let needed = demand.of(limit.dimension) * window * (window >= 86_400 ? 1 : peakToMean)
      return AuditCheck(
        needed <= limit.limit,
        "\(provider.name) at \(tier.name): \(AuditText.number(needed)) of "
          + "\(AuditText.number(limit.limit)) \(limit.dimension.rawValue) in "
          + "\(AuditText.seconds(window)), before retries"
      )
    }
    if let most = provider.maxConcurrency {
      let needed = demand.inProgress * peakToMean
      checks.append(
        AuditCheck(
          needed <= Double(most),
          "\(provider.name) at \(tier.name): \(AuditText.number(needed)) calls in progress of "
            + AuditText.count(most)
        )
      )
    }
    return checks
  }

  var rateLimitChecks: [AuditCheck] {
    guard let tier = scenario.tiers.last else { return [] }
    return calledProviders.flatMap { provider in
      let checks = rateLimits(provider, at: tier)
      return checks.isEmpty ? [AuditCheck(nil, "\(provider.name): no limits written")] : checks
    }
  }

  /// The bill of an account at a tier against its spend cap.
  func spendCap(_ provider: Provider, at tier: Tier) -> AuditCheck {
    guard let cap = provider.spendCap else {
      return AuditCheck(nil, "\(provider.name): spend cap not known")
    }
    guard let bill = monthlyBill(of: tier, at: provider) else {
      return AuditCheck(nil, "\(provider.name): a model without a token price")
    }
    return AuditCheck(
      bill <= cap,
      "\(provider.name) at \(tier.name): \(AuditText.number(bill.usd)) USD of tokens a month, cap "
        + "\(AuditText.number(cap.usd)) USD"
    )
  }

  var spendCapChecks: [AuditCheck] {
    guard let tier = scenario.tiers.last else { return [] }
    return calledProviders.map { spendCap($0, at: tier) }
  }

  var promptCacheChecks: [AuditCheck] {
    calledModels.map {
      AuditCheck(
        $0.cachedShare > .zero || $0.promptCache != nil,
        "\($0.name): \(AuditText.number($0.cachedShare.percent)) % of prompt tokens cached"
      )
    }
  }

  var partialChecks: [AuditCheck] {
    var checks: [AuditCheck] = []
    for endpoint in platform.endpoints {
      AuditFacts.walk(endpoint.steps) { step, _, _ in
        guard case .parallel(let branches, let join, _) = step.action else { return }
        let asking = branches.count { AuditFacts.callsModel($0) }
        guard asking > 1 else { return }
        let needed =
          switch join {
          case .all: branches.count
          case .quorum(let count), .settled(let count): count
          case .first: 1
          }
        checks.append(
          AuditCheck(
            needed < branches.count,
            "\(step.path): \(needed) of \(branches.count) branches must succeed"
          )
        )
      }
    }
    return checks
  }

  static func callsModel(_ steps: [Step]) -> Bool {
    var found = false
    walk(steps) { step, _, _ in
      if case .call = step.action { found = true }
    }
    return found
  }
}
