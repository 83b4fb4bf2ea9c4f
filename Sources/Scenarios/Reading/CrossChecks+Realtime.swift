import Quantities

extension CrossChecks {
  /// Clients that stay connected need to be counted, and signs of life to be in time.
  func checkRealtime() {
    if let sessions = scenario.platform.realtime?.sessions, sessions.clients == nil,
      scenario.tiers.isEmpty
    {
      diagnosis.report(
        .missingKey,
        at: tree["realtime"]?["sessions"]?.place ?? tree.place,
        "the sessions of realtime do not say how many clients there are, and there are no tiers",
        help: "clients: 1000"
      )
    }
    for service in scenario.platform.services {
      guard let idle = service.idleTimer, service.streamHeartbeat >= idle,
        scenario.platform.endpoints.contains(where: { $0.service == service.name && $0.streams })
      else { continue }
      let node = tree["services"]?[service.name]
      diagnosis.report(
        .notAllowed,
        at: node?["stream_heartbeat"]?.place ?? node?["through"]?.place ?? tree.place,
        "answers of service \"\(service.name.escapedForTerminal(limit: 60))\" are streamed with a sign "
          + "of life every \(Written.duration(service.streamHeartbeat)), but what lies on the way cuts "
          + "after \(Written.duration(idle)) of silence",
        help: "stream_heartbeat below \(Written.duration(idle))"
      )
    }
  }
}
