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
      case .cache(_, _, let inner), .hold(_, let inner), .again(let inner, _, _):
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
}
