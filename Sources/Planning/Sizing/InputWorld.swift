public import Scenarios

/// A possible state of what nobody knows exactly when a platform is sized.
public struct InputWorld: Sendable, Hashable {
  /// The load, against what the tier says.
  public var demand: Double
  /// The time of language-model answers, against what the model says.
  public var latency: Double

  /// A world.
  ///
  /// - Precondition: both factors are above zero.
  public init(demand: Double, latency: Double) {
    precondition(demand > 0 && latency > 0, "a world has some load, and answers take time")
    self.demand = demand
    self.latency = latency
  }

  /// What the scenario says.
  public static let asGiven = InputWorld(demand: 1, latency: 1)

  /// The worlds that a sizing is judged in: less, as much and more load than expected, with language
  /// models as fast as given, and slower by half.
  ///
  /// Less and more are the P10 and P90 of `money.usage` where the scenario gives them, else 70 % and
  /// 140 %. A platform without language models has no slow ones.
  public static func all(of scenario: Scenario) -> [InputWorld] {
    let usage = scenario.money.usage
    let spread = usage == .certain ? MoneyPlan.Factor(p10: 0.7, p90: 1.4) : usage
    let latencies = scenario.platform.models.isEmpty ? [1] : [1, 1.5]
    return latencies.flatMap { latency in
      [spread.p10, 1, spread.p90].map { InputWorld(demand: $0, latency: latency) }
    }
  }

  /// The tier with the world's load: users, connections and queries go with it, stored data stay.
  func tier(_ tier: Tier) -> Tier {
    func scaled(_ count: Int) -> Int { Int((Double(count) * demand).rounded()) }
    var tier = tier
    tier.users = scaled(tier.users)
    tier.concurrentUsers = scaled(tier.concurrentUsers)
    tier.activeConnections = scaled(tier.activeConnections)
    tier.queriesPerDay *= demand
    return tier
  }

  /// The scenario with the world's language models.
  func scenario(_ scenario: Scenario) -> Scenario {
    guard latency != 1 else { return scenario }
    var scenario = scenario
    for index in scenario.platform.models.indices {
      let model = scenario.platform.models[index]
      scenario.platform.models[index].timeToFirstToken = model.timeToFirstToken.scaled(by: latency)
      scenario.platform.models[index].timePerOutputToken =
        model.timePerOutputToken.scaled(by: latency)
    }
    return scenario
  }
}
