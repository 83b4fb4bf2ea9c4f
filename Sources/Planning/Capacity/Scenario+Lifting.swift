import Quantities
import Scenarios
import Simulating

extension Scenario {
  /// The same scenario, with a bottleneck that limits nothing any more.
  ///
  /// Pools, slots, cores and servers get as many as anybody could want, and rate limits go; cores of a
  /// service get a thousand times as fast instead, since more of them would bring more workers, and
  /// with these more pools. So what breaks next is what would break next whoever mends the first.
  ///
  /// - Parameter bottleneck: The bottleneck, one of a test of this scenario.
  /// - Returns: The scenario; nil when nothing is known to lift.
  func lifting(_ bottleneck: Bottleneck) -> Scenario? {
    guard let part = bottleneck.part else { return nil }
    var lifted = self
    guard let kind = bottleneck.kind else {
      guard let index = platform.providers.firstIndex(where: { $0.name == part }) else {
        return nil
      }
      lifted.platform.providers[index].liftLimits()
      return lifted
    }
    switch kind {
    case .cpu:
      return mappingActions(of: part) { action in
        guard case .cpu(let time) = action else { return action }
        return .cpu(time: time.scaled(by: 0.001))
      }
    case .workers, .appPool, .streams, .bandwidth:
      guard let index = platform.services.firstIndex(where: { $0.name == part }) else {
        return nil
      }
      lifted.platform.services[index].lift(kind)
    case .poolerClients, .poolerServers, .poolerCPU, .connections, .databaseCPU:
      guard let index = platform.databases.firstIndex(where: { $0.name == part }) else {
        return nil
      }
      lifted.platform.databases[index].lift(kind)
    case .providerConcurrency:
      guard let index = platform.providers.firstIndex(where: { $0.name == part }) else {
        return nil
      }
      lifted.platform.providers[index].maxConcurrency = nil
    case .station:
      guard let index = platform.stations.firstIndex(where: { $0.name == part }) else {
        return nil
      }
      lifted.platform.stations[index].servers = Ample.servers
    case .queueWorkers:
      guard let index = platform.queues.firstIndex(where: { $0.name == part }) else { return nil }
      lifted.platform.queues[index].workers = Ample.servers
    case .edge:
      guard let index = platform.edges.firstIndex(where: { $0.name == part }) else { return nil }
      lifted.platform.edges[index].bandwidth = nil
    }
    return lifted
  }
}

/// As many as nobody could want.
private enum Ample {
  static let servers = 100_000
}

extension Provider {
  fileprivate mutating func liftLimits() {
    limits = []
    maxConcurrency = nil
    spent = nil
    ramp = nil
  }
}

extension Service {
  fileprivate mutating func lift(_ kind: PoolGroup.Kind) {
    switch kind {
    case .workers:
      limit = .unbounded
      threads = Ample.servers
      adaptiveLimit = nil
    case .appPool:
      for index in pools.indices { pools[index].size = Ample.servers }
    case .streams: streamSlots = .unbounded
    default: bandwidth = nil
    }
  }
}

extension Database {
  fileprivate mutating func lift(_ kind: PoolGroup.Kind) {
    switch kind {
    case .poolerClients: pooler?.clients = Ample.servers
    case .poolerServers:
      pooler?.size = Ample.servers
      maxConnections = reservedConnections + Ample.servers
    case .poolerCPU:
      pooler?.serviceTime = .constant(0)
      pooler?.processes = Ample.servers
    case .connections: maxConnections = reservedConnections + Ample.servers
    default:
      cores = Ample.servers
      contention = Contention()
      disk = nil
    }
  }
}
