import Quantities
import Scenarios

extension AuditFacts {
  /// The shortest idle timer that usually lies between a client and a server.
  ///
  /// AWS application load balancer and nginx `proxy_read_timeout`: 60 s by default
  /// (vendors' documentation, read 2026-11).
  static let shortestIdleTimer = SimInterval.seconds(60)

  var streamingChecks: [AuditCheck] {
    platform.endpoints.filter { AuditFacts.callsModel($0.steps) }.map { endpoint in
      var streams = false
      AuditFacts.walk(endpoint.steps) { step, _, streaming in
        if case .call = step.action, streaming { streams = true }
      }
      return AuditCheck(
        streams,
        "\(AuditFacts.route(endpoint)) \(streams ? "streams its answer" : "answers in one piece")"
      )
    }
  }

  var connectionLimitChecks: [AuditCheck] {
    guard let realtime = platform.realtime else { return [] }
    guard case .atMost(let most) = realtime.maxConnections else {
      return [AuditCheck(false, "max_connections is unbounded, which no provider is")]
    }
    return [AuditCheck(true, "\(AuditText.count(most)) connections")]
  }

  /// The most connections that a tier or a goal asks for, and which of them asks.
  private var mostConnections: (count: Int, who: String)? {
    var candidates = scenario.tiers.map { (AuditFacts.connections($0), "tier \($0.name)") }
    if let goal = scenario.goals.activeConnections { candidates.append((goal, "the goal")) }
    return candidates.max { $0.0 < $1.0 }
  }

  var connectionsFitChecks: [AuditCheck] {
    guard let realtime = platform.realtime, let needed = mostConnections,
      case .atMost(let most) = realtime.maxConnections
    else { return [] }
    return [
      AuditCheck(
        needed.count <= most,
        "\(AuditText.count(needed.count)) connections (\(needed.who)) against "
          + AuditText.count(most)
      )
    ]
  }

  var streamSlotChecks: [AuditCheck] {
    let streaming = platform.services.filter { service in
      service.name == platform.realtime?.service
        || endpoints(of: service).contains { endpoint in
          var found = false
          AuditFacts.walk(endpoint.steps) { step, _, _ in
            if case .stream = step.action { found = true }
          }
          return found
        }
    }
    return streaming.map { service in
      guard case .atMost(let slots) = service.streamSlots else {
        return AuditCheck(false, "\(service.name): streams are unbounded")
      }
      return AuditCheck(
        true,
        "\(service.name): \(AuditText.count(slots)) streams for each instance"
      )
    }
  }

  var connectionMemoryChecks: [AuditCheck] {
    guard let realtime = platform.realtime, let tier = scenario.tiers.last,
      let service = service(realtime.service), let memory = service.memory
    else { return [] }
    let connections = AuditFacts.connections(tier)
    let needed = Double(connections) * realtime.memoryPerConnection.megabytes
    let workers = Double(service.workers) * service.memoryPerWorker.megabytes
    let free = Double(service.instances) * (memory.megabytes - workers)
    return [
      AuditCheck(
        needed <= free,
        "\(service.name): \(AuditText.count(connections)) connections take "
          + "\(AuditText.number(needed)) MB, its instances have \(AuditText.number(free)) MB "
          + "beside their workers"
      )
    ]
  }

  /// Whether clients that come back do so at random times; nothing where the model knows no clients.
  var reconnectChecks: [AuditCheck] {
    guard let policy = platform.realtime?.sessions?.reconnect else { return [] }
    let share = AuditText.number(policy.randomization.value * 100)
    return [
      AuditCheck(
        policy.randomization.value > 0,
        policy.randomization.value > 0
          ? "delays vary by \(share) %" : "every client waits the same time"
      )
    ]
  }

  /// Whether clients are told what they have missed.
  var resumeChecks: [AuditCheck] {
    guard let policy = platform.realtime?.sessions?.reconnect else { return [] }
    return [
      AuditCheck(
        policy.replays,
        policy.replays
          ? "clients are told on their return what they have missed" : "what is missed is lost"
      )
    ]
  }

  var heartbeatChecks: [AuditCheck] {
    guard let heartbeat = platform.realtime?.heartbeat else { return [] }
    let known = platform.realtime?.idleTimer
    let shortest = known ?? AuditFacts.shortestIdleTimer
    let limit = AuditText.seconds(shortest.seconds)
    let timers =
      known == nil ? "usual idle timers are \(limit)" : "the shortest idle timer is \(limit)"
    guard heartbeat > .zero else { return [AuditCheck(false, "no heartbeat")] }
    return [
      AuditCheck(
        heartbeat < shortest,
        "every \(AuditText.seconds(heartbeat.seconds)), \(timers)"
      )
    ]
  }
}
