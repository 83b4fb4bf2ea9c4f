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
      case .cache(_, _, let inner), .hold(_, let inner), .again(let inner, _, _),
        .transaction(_, let inner):
        if let key = firstNeedingService(inner) { return key }
      case .parallel(let branches, _, _):
        for branch in branches { if let key = firstNeedingService(branch) { return key } }
      case .choose(let alternatives):
        for (_, inner) in alternatives { if let key = firstNeedingService(inner) { return key } }
      case .serve, .delay, .query, .call, .transfer: continue
      }
    }
    return nil
  }

  /// The databases whose connections some steps hold through others.
  static func transactions(in steps: [Step]) -> Set<String> {
    var found: Set<String> = []
    for step in steps {
      switch step.action {
      case .transaction(let database, let inner):
        found.insert(database)
        found.formUnion(transactions(in: inner))
      case .cache(_, _, let inner), .hold(_, let inner), .stream(let inner),
        .again(let inner, _, _):
        found.formUnion(transactions(in: inner))
      case .parallel(let branches, _, _):
        for branch in branches { found.formUnion(transactions(in: branch)) }
      case .choose(let alternatives):
        for (_, inner) in alternatives { found.formUnion(transactions(in: inner)) }
      case .serve, .delay, .query, .call, .transfer, .cpu: continue
      }
    }
    return found
  }
}
