import Quantities
import Scenarios

extension Step {
  /// The step with every action of it replaced, the innermost first.
  func mapping(_ replace: (Action) -> Action) -> Step {
    func all(_ steps: [Step]) -> [Step] { steps.map { $0.mapping(replace) } }
    var step = self
    let inner: Action =
      switch action {
      case .hold(let station, let steps): .hold(station: station, steps: all(steps))
      case .transaction(let database, let steps):
        .transaction(database: database, steps: all(steps))
      case .cache(let name, let hitRatio, let miss):
        .cache(name: name, hitRatio: hitRatio, miss: all(miss))
      case .parallel(let branches, let join, let losers):
        .parallel(branches: branches.map(all), join: join, losers: losers)
      case .choose(let choices):
        .choose(choices.map { (probability: $0.probability, steps: all($0.steps)) })
      case .again(let steps, let probability, let most):
        .again(steps: all(steps), probability: probability, most: most)
      case .stream(let steps): .stream(steps: all(steps))
      case .serve, .delay, .cpu, .query, .call, .enqueue, .transfer: action
      }
    step.action = replace(inner)
    return step
  }
}

extension Scenario {
  /// The same scenario, its actions replaced at the endpoints of a service; at all for nil.
  func mappingActions(of service: String? = nil, _ replace: (Action) -> Action) -> Scenario {
    var scenario = self
    for index in scenario.platform.endpoints.indices {
      let endpoint = scenario.platform.endpoints[index]
      guard service == nil || endpoint.service == service else { continue }
      scenario.platform.endpoints[index].steps = endpoint.steps.map { $0.mapping(replace) }
    }
    return scenario
  }
}

extension Law {
  /// The same law, every value of it `factor` times as large.
  func scaled(by factor: Double) -> Law {
    switch family {
    case .constant, .exponential, .lognormal, .gamma: Law(family, first * factor, second)
    case .uniform: Law(family, first * factor, second * factor)
    }
  }
}
