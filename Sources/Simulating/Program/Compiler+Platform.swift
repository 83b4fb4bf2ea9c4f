import Kernel
import Quantities
import Scenarios
import Stations

extension Compiler {
  /// Compiles every part that requests can wait for.
  mutating func compilePlatform() {
    for station in scenario.platform.stations { compile(station) }
    for (i, service) in scenario.platform.services.enumerated() {
      compile(service, index: Int32(i))
      compileProtection(of: service)
    }
    for queue in scenario.platform.queues { compile(queue) }
    for edge in scenario.platform.edges { compile(edge) }
    for database in scenario.platform.databases { compile(database) }
    for (i, cache) in scenario.platform.caches.enumerated() {
      program.cacheNames.append(cache.name)
      cacheIndex[cache.name] = Int32(i)
    }
    for (i, provider) in scenario.platform.providers.enumerated() {
      compile(provider, index: Int32(i))
    }
    for (i, model) in scenario.platform.models.enumerated() {
      program.modelNames.append(model.name)
      targetIndex[model.name] = Int32(i)
    }
  }

  private mutating func compile(_ service: Service, index: Int32) {
    let name = service.name
    let instances = instancesAtOnce(service)
    let (usual, workers) = (service.mostInstances, instances * service.workers)
    serviceIndex[name] = index
    let first = addGroup(
      .workers,
      name,
      label: "\(name) workers",
      capacity: Compiler.slots(of: service),
      queue: backlog(ofWorker: service),
      count: workers,
      counted: usual * service.workers,
      isRanked: service.scheduling == .priority
    )
    let sharesCores = service.workers > Int(service.coresPerInstance)
    // A part of a core is a slower core: steps on it take longer.
    let cores = sharesCores ? max(1, service.coresPerInstance) : 1
    let cpuPerInstance = sharesCores ? 1 : service.workers
    let cpu = addGroup(
      .cpu,
      name,
      label: "\(name) CPU",
      capacity: .atMost(Int(cores)),
      queue: .unbounded,
      count: instances * cpuPerInstance,
      counted: usual * cpuPerInstance,
      sharing: service.effectiveScheduling == .processor_sharing ? Sharing(cores: cores) : nil,
      isRanked: service.scheduling == .priority
    )
    _ = addGroup(
      .streams,
      name,
      label: "\(name) stream slots",
      capacity: service.streamSlots,
      queue: .atMost(0),
      count: instances,
      counted: usual
    )
    compileBandwidth(of: service, instances: instances)
    for pool in service.pools {
      _ = addGroup(
        .appPool,
        name,
        label: "\(name) pool to \(pool.database)",
        capacity: .atMost(pool.most),
        queue: .unbounded,
        count: workers,
        counted: usual * service.workers,
        detail: pool.database
      )
    }
    let fleet =
      isFleet(service)
      ? addFleet(service, index: index, cpu: cpu, cpuPerInstance: cpuPerInstance) : -1
    // Lanes come in the order of the parts.
    _ = lane(service.timeout, .request)
    program.services.append(
      CompiledService(
        workers: Int32(workers),
        workersPerInstance: Int32(service.workers),
        balancing: Balancer.Rule(service.balancing),
        slots: first,
        abandonedContinues: service.abandonedWorkContinues,
        fleet: fleet
      )
    )
  }

  /// The part of a service's backlog that waits for one of its workers.
  private func backlog(ofWorker service: Service) -> Limit {
    guard case .atMost(let places) = service.backlog else { return .unbounded }
    return .atMost((places + service.workers - 1) / service.workers)
  }

  private mutating func compile(_ database: Database) {
    let name = database.name
    let open = max(1, database.maxConnections - database.reservedConnections)
    if let pooler = database.pooler {
      _ = addGroup(
        .poolerClients,
        name,
        label: "\(name) pooler clients",
        capacity: .atMost(pooler.clients),
        queue: .atMost(0)
      )
      _ = addGroup(
        .poolerServers,
        name,
        label: "\(name) pooler connections",
        capacity: .atMost(min(pooler.size, open)),
        queue: pooler.overflow == .refuse ? .atMost(0) : .unbounded
      )
      _ = addGroup(
        .poolerCPU,
        name,
        label: "\(name) pooler CPU",
        capacity: .atMost(pooler.processes),
        queue: .unbounded
      )
    } else {
      _ = addGroup(
        .connections,
        name,
        label: "\(name) connections",
        capacity: .atMost(open),
        queue: .atMost(0)
      )
    }
    _ = addGroup(
      .databaseCPU,
      name,
      label: "\(name) CPU",
      capacity: .atMost(database.cores),
      queue: database.queue,
      sharing: database.scheduling == .processor_sharing
        ? Sharing(cores: Double(database.cores), contention: .init(database.contention)) : nil,
      isRanked: database.scheduling == .priority
    )
    compileExtras(of: database)
  }
}

extension Balancer.Rule {
  init(_ balancing: Service.Balancing) {
    switch balancing {
    case .round_robin: self = .roundRobin
    case .least_connections: self = .leastConnections
    case .random: self = .random
    case .two_choices: self = .twoChoices
    }
  }
}
