import Quantities
import Scenarios

/// What a tier asks of a provider account each second, before retries and fallbacks.
struct ProviderDemand {
  var calls = 0.0
  var inputTokens = 0.0
  var outputTokens = 0.0
  /// Tokens as the account's charging rule counts them.
  var chargedTokens = 0.0
  /// US dollars; nothing where a model has no token price.
  var spend = 0.0
  /// Calls in progress: arrival rate × time (Little's law).
  var inProgress = 0.0

  /// The demand on one kind of limit.
  func of(_ dimension: RateLimit.Dimension) -> Double {
    switch dimension {
    case .requests: calls
    case .tokens: chargedTokens
    case .input_tokens: inputTokens
    case .output_tokens: outputTokens
    case .spend: spend
    }
  }
}

extension AuditFacts {
  /// The busiest hour over the mean hour.
  var peakToMean: Double { platform.peakToMean }

  /// Requests for each query, over all endpoints.
  var requestsPerQuery: Double { platform.endpoints.reduce(0) { $0 + $1.perQuery } }

  /// The mean demand of a tier on an account.
  func demand(of tier: Tier, on provider: Provider) -> ProviderDemand {
    var demand = ProviderDemand()
    for site in calls {
      guard let model = model(site.call.model), model.provider == provider.name else { continue }
      let rate = tier.queriesPerDay / 86_400 * site.endpoint.perQuery * site.perRequest
      let input = AuditFacts.mean(site.call.inputTokens)
      let output = answerTokens(site.call)
      demand.calls += rate
      demand.inputTokens += rate * input
      demand.outputTokens += rate * output
      demand.chargedTokens += rate * charged(provider.charge, site.call, input, output)
      let time =
        AuditFacts.mean(model.timeToFirstToken) + output * AuditFacts.mean(model.timePerOutputToken)
      demand.inProgress += rate * time
    }
    let month = scenario.daysPerMonth * 86_400
    demand.spend = (monthlyBill(of: tier, at: provider)?.usd ?? 0) / month
    return demand
  }

  private func answerTokens(_ call: ModelCall) -> Double {
    let mean = AuditFacts.mean(call.outputTokens)
    return min(mean, call.maxTokens.map(Double.init) ?? mean)
  }

  private func charged(
    _ rule: Provider.Charge,
    _ call: ModelCall,
    _ input: Double,
    _ output: Double
  ) -> Double {
    let reserved = call.maxTokens.map(Double.init) ?? output
    switch rule {
    case .actual, .reserve_and_settle: return input + output
    case .max_of_estimate: return max(input, reserved)
    case .prompt_plus_max: return input + reserved
    case .input_only: return input
    }
  }

  /// A month of an account's tokens at a tier; nil when a model has no token price.
  func monthlyBill(of tier: Tier, at provider: Provider) -> Money? {
    var bill = Money.zero
    for site in calls {
      guard let model = model(site.call.model), model.provider == provider.name else { continue }
      guard let prices = scenario.price(model.price, for: model.region)?.tokens else { return nil }
      let times =
        tier.queriesPerDay * scenario.daysPerMonth * site.endpoint.perQuery * site.perRequest
      let input = AuditFacts.mean(site.call.inputTokens) * times
      let cached = input * model.cachedShare.value
      bill += AuditFacts.cost(input - cached, prices.input)
      bill += AuditFacts.cost(cached, prices.cachedInput ?? prices.input)
      bill += AuditFacts.cost(answerTokens(site.call) * times, prices.output)
    }
    return bill
  }

  private static func cost(_ tokens: Double, _ price: TokenPrice) -> Money {
    Money(usd: tokens * Double(price.microUSDPerMillion) / 1e12)
  }

  /// Connections that are open at once at a tier.
  static func connections(_ tier: Tier) -> Int {
    tier.activeConnections > 0 ? tier.activeConnections : tier.concurrentUsers
  }

  /// The most users of a closed test at once.
  ///
  /// Stages count in multiples of `users`, or in users when the test gives no number of its own.
  static func mostUsers(_ test: LoadTest) -> Double {
    let unit = test.users > 0 ? Double(test.users) : 1
    guard !test.stages.isEmpty else { return unit * test.from }
    return unit * (test.stages.map(\.to).max() ?? test.from)
  }

  /// The typical response time of a closed test's mix without any waiting, in seconds.
  func typicalResponse(_ test: LoadTest) -> Double {
    var shares: [String: Double] = [:]
    for (endpoint, share) in test.mix { shares[endpoint, default: 0] += share.value }
    if shares.isEmpty {
      for endpoint in platform.endpoints { shares[endpoint.name] = endpoint.perQuery }
    }
    let whole = shares.values.reduce(0, +)
    guard whole > 0 else { return 0 }
    return platform.endpoints.reduce(0) {
      $0 + typicalTime($1.steps) * shares[$1.name, default: 0] / whole
    }
  }

  /// The highest request rate that a test can offer, per second; nil for traces and unknown sizes.
  func highestRate(_ test: LoadTest) -> Double? {
    switch test.driver {
    case .trace: return nil
    case .closed where !test.sessions.isEmpty: return nil
    case .closed:
      let cycle = AuditFacts.mean(test.thinkTime) + typicalResponse(test)
      return cycle > 0 ? AuditFacts.mostUsers(test) / cycle : nil
    case .open:
      let factor = max(test.from, test.stages.map(\.to).max() ?? test.from)
      if test.level == .own { return factor * test.rates.reduce(0) { $0 + $1.rate.perSecond } }
      guard let tier = scenario.tiers.last else { return nil }
      let mean = tier.queriesPerDay / 86_400 * requestsPerQuery
      return mean * factor * (test.level == .peak || test.followsDay ? peakToMean : 1)
    }
  }
}
