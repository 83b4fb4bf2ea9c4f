/// What must hold between an endpoint and its steps.
enum EndpointChecks {
  /// Reports steps that need a service, or a pool that the service does not have.
  static func check(_ endpoint: Endpoint, _ node: Located, _ diagnosis: Diagnosis) {
    guard endpoint.service == nil, node["service"] == nil else { return }
    guard let key = firstNeedingService(endpoint.steps) else { return }
    diagnosis.report(
      .missingKey,
      at: node.place,
      "\(diagnosis.whereInWords) has a \(key) step but no \"service\" to run it on",
      help: "service: name of a service"
    )
  }

  private static func firstNeedingService(_ steps: [Step]) -> String? {
    for step in steps {
      switch step.action {
      case .cpu: return "cpu"
      case .stream: return "stream"
      default:
        for inner in step.action.inner {
          if let key = firstNeedingService(inner) { return key }
        }
      }
    }
    return nil
  }

  /// The databases whose connections some steps hold through others.
  static func transactions(in steps: [Step]) -> Set<String> {
    names(in: steps) { if case .transaction(let database, _) = $0 { database } else { nil } }
  }

  /// The stations whose servers some steps hold through others.
  static func holds(in steps: [Step]) -> Set<String> {
    names(in: steps) { if case .hold(let station, _) = $0 { station } else { nil } }
  }

  /// What a function finds in some steps and those inside them.
  static func names(in steps: [Step], _ name: (Action) -> String?) -> Set<String> {
    var found: Set<String> = []
    for step in steps {
      if let name = name(step.action) { found.insert(name) }
      for inner in step.action.inner { found.formUnion(names(in: inner, name)) }
    }
    return found
  }
}
