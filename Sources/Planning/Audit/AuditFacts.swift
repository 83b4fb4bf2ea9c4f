import Quantities
import Scenarios

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A place where an endpoint calls a language model.
struct AuditCall {
  var endpoint: Endpoint
  var path: String
  var call: ModelCall
  /// Calls for each request of the endpoint, on average: branches and cache hits counted in.
  var perRequest: Double
}

/// What the checks need to know of a scenario, worked out once.
struct AuditFacts {
  let scenario: Scenario
  let calls: [AuditCall]
  private let modelsByName: [String: LanguageModel]

  init(_ scenario: Scenario) {
    self.scenario = scenario
    modelsByName = Dictionary(
      scenario.platform.models.map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    var calls: [AuditCall] = []
    for endpoint in scenario.platform.endpoints {
      AuditFacts.walk(endpoint.steps) { step, share, _ in
        guard case .call(let call) = step.action else { return }
        calls.append(
          AuditCall(endpoint: endpoint, path: step.path, call: call, perRequest: share)
        )
      }
    }
    self.calls = calls
  }

  var platform: Platform { scenario.platform }

  func model(_ name: String) -> LanguageModel? { modelsByName[name] }

  func service(_ name: String?) -> Service? {
    name.flatMap { name in platform.services.first { $0.name == name } }
  }

  func endpoints(of service: Service) -> [Endpoint] {
    platform.endpoints.filter { $0.service == service.name }
  }

  /// The models that are called first, each once.
  var calledModels: [LanguageModel] {
    AuditText.distinct(calls.map(\.call.model)).compactMap(model)
  }

  /// The provider accounts behind them, each once.
  var calledProviders: [Provider] {
    AuditText.distinct(calledModels.map(\.provider)).compactMap { name in
      platform.providers.first { $0.name == name }
    }
  }

  static func route(_ endpoint: Endpoint) -> String {
    endpoint.route.isEmpty ? endpoint.name : endpoint.route
  }

  /// The step lists inside a step, each with the share of times that it is run.
  static func inner(_ action: Action) -> [(share: Double, steps: [Step])] {
    switch action {
    case .hold(_, let steps), .stream(let steps), .transaction(_, let steps): [(1, steps)]
    case .cache(_, let hitRatio, let miss): [(1 - hitRatio.value, miss)]
    case .parallel(let branches, _, _): branches.map { (1, $0) }
    case .again(let steps, let probability, let most):
      [(Action.expectedRounds(probability, most: most), steps)]
    case .choose(let choices): choices.map { ($0.probability.value, $0.steps) }
    case .serve, .delay, .cpu, .query, .call, .transfer, .enqueue: []
    }
  }

  /// Visits every step with the mean number of times that a request runs it, and whether it streams.
  static func walk(
    _ steps: [Step],
    share: Double = 1,
    streaming: Bool = false,
    visit: (_ step: Step, _ share: Double, _ streaming: Bool) -> Void
  ) {
    for step in steps {
      visit(step, share, streaming)
      var inside = streaming
      if case .stream = step.action { inside = true }
      for part in inner(step.action) {
        walk(part.steps, share: share * part.share, streaming: inside, visit: visit)
      }
    }
  }
}

extension AuditFacts {
  /// The mean of a law.
  static func mean(_ law: Law) -> Double {
    switch law.family {
    case .constant, .exponential, .gamma: law.first
    case .lognormal: law.first * exp(law.second * law.second / 2)
    case .uniform: (law.first + law.second) / 2
    }
  }

  /// What a law mostly gives: the median of a log-normal, else the mean.
  static func typical(_ law: Law) -> Double {
    law.family == .lognormal ? law.first : mean(law)
  }

  /// The typical time of a call that is admitted at once, in seconds.
  func typicalTime(_ call: ModelCall) -> Double {
    guard let model = model(call.model) else { return 0 }
    let tokens = AuditFacts.typical(call.outputTokens)
    return AuditFacts.typical(model.timeToFirstToken)
      + min(tokens, call.maxTokens.map(Double.init) ?? tokens)
      * AuditFacts.typical(model.timePerOutputToken)
  }

  /// The typical time of steps that never wait, in seconds, on their longest branch.
  func typicalTime(_ steps: [Step]) -> Double {
    steps.reduce(0) { $0 + typicalTime($1.action) }
  }

  private func typicalTime(_ action: Action) -> Double {
    let inside = AuditFacts.inner(action).map { typicalTime($0.steps) }.max() ?? 0
    switch action {
    case .serve(_, let time), .delay(let time), .cpu(let time): return AuditFacts.typical(time)
    case .query(_, let time, let count, _): return AuditFacts.typical(time) * Double(count)
    case .transfer(let size, let speed): return speed > 0 ? AuditFacts.typical(size) / speed : 0
    case .cache(let name, _, _):
      let lookup = platform.caches.first { $0.name == name }?.lookupTime
      return inside + (lookup.map(AuditFacts.typical) ?? 0)
    case .call(let call): return typicalTime(call)
    case .hold, .parallel, .choose, .again, .stream, .transaction: return inside
    case .enqueue: return 0
    }
  }
}
