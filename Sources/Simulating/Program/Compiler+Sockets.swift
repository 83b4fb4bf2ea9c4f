import Kernel
import Quantities
import Scenarios
import Stations

extension Compiler {
  /// The most clients of one run: each takes a few hundred bytes.
  private static let mostSockets = 1_000_000.0

  /// Compiles the clients that keep connections open.
  mutating func compileSockets() {
    guard let realtime = scenario.platform.realtime, let sessions = realtime.sessions else {
      return
    }
    let curve = socketCurve(sessions)
    let most = curve.peak.rounded(.up)
    guard most >= 1 else { return }
    let service = Compiler.position(realtime.service, in: serviceIndex)
    let policy = sessions.reconnect
    program.socketCurve = curve
    program.sockets = CompiledSockets(
      service: service,
      fleet: program.services[Int(service)].fleet,
      slots: pool(.streams, realtime.service),
      endpoint: sessions.connect.map { name in
        Int32(program.endpointNames.firstIndex(of: name) ?? -1)
      } ?? -1,
      most: Int32(min(most, Compiler.mostSockets)),
      maxConnections: Int64(Compiler.servers(realtime.maxConnections)),
      memory: realtime.memoryPerConnection.value,
      stay: sessions.stay.map { Draw($0, scale: 1e9) },
      idle: realtime.heartbeatSuffices ? .max : realtime.idleTimer?.nanoseconds ?? .max,
      heartbeat: realtime.heartbeat.nanoseconds,
      messageRate: sessions.messages.perSecond / 1e9,
      longest: realtime.longestLife?.nanoseconds ?? .max,
      law: ReconnectLaw(
        base: policy.delay.milliseconds,
        multiplier: policy.multiplier,
        cap: policy.most.milliseconds,
        randomization: policy.randomization.value
      ),
      refusedIsFinal: policy.refusedIsFinal,
      operation: Int32(program.operations.count)
    )
    program.operations.append(Operation(.socket))
  }

  /// How many clients want to be connected, over the time of the test.
  ///
  /// The tier's connections are those of its busiest hour, so a test that follows the day has them at
  /// the highest hour of the profile. A surge of requests brings no further connections.
  private func socketCurve(_ sessions: Sessions) -> RateCurve {
    let test = workload.test
    let clients = Double(sessions.clients ?? workload.tier?.activeConnections ?? 0)
    var shape: RateCurve
    switch test.driver {
    case .trace:
      // As long as any trace: requests say when it is over.
      shape = RateCurve(points: [(0, 1), (.max / 4, 1)])
    case .open where test.followsDay:
      shape = dayCurve(test)
      shape = shape.scaled(by: 1 / max(shape.peak, 1e-9))
    case .open: shape = stageCurve(test, constant: test.from)
    case .closed:
      shape = stageCurve(test, constant: test.stages.isEmpty ? Double(test.users) : test.from)
      shape = shape.scaled(by: 1 / max(shape.peak, 1e-9))
    }
    return shape.scaled(by: clients * workload.factor)
  }

  /// Whether clients keep connections to a service open in the run.
  func hasSockets(_ service: Service) -> Bool {
    guard let realtime = scenario.platform.realtime, realtime.sessions != nil else { return false }
    return realtime.service == service.name
  }
}
