import Kernel
import Quantities
import Scenarios
import Stations

/// A service whose instances come and go while the test runs.
struct CompiledFleet {
  var service: Int32
  /// Instances that there may be at once, and at the start.
  var most: Int32
  var first: Int32
  var boot: Int64
  var drain: Int64
  /// Memory of an instance, −1 where it never runs out.
  var memory: Int64
  var memoryPerWorker: Int64
  var memoryPerRequest: Int64
  var memoryPerStream: Int64
  /// First pool of stream slots; one for each instance.
  var streams: Int32
  /// Memory of all long-lived connections together; the ready instances share them.
  var memoryOfConnections: Int64
  /// The first pool of cores, how many each instance has, and the cores of one.
  var cpu: Int32
  var cpuPerInstance: Int32
  var coresPerPool: Int32
  var autoscale: CompiledAutoscale?
}

/// The autoscaler of a fleet; a target of 0 is none.
struct CompiledAutoscale {
  var settings: Autoscaler.Settings
  var sync: Int64
  var cpu: Double
  var memory: Double
  var concurrency: Double
}

extension Compiler {
  /// Whether instances of a service come and go: it scales by itself, may run out of memory, crashes
  /// or is deployed.
  func isFleet(_ service: Service) -> Bool {
    service.autoscale != nil || mayRunOutOfMemory(service) || hasSockets(service)
      || workload.test.faults.contains { fault in
        switch fault.kind {
        case .crash(service.name, _), .deploy(service.name, _, _): true
        default: false
        }
      }
  }

  /// How many instances of a service there may be at once, those beyond the usual in a deploy included.
  func instancesAtOnce(_ service: Service) -> Int {
    let surges = workload.test.faults.map { fault in
      if case .deploy(service.name, let surge, _) = fault.kind { surge } else { 0 }
    }
    return service.mostInstances + (surges.max() ?? 0)
  }

  /// Whether as many requests as the workers accept need more memory than an instance has.
  private func mayRunOutOfMemory(_ service: Service) -> Bool {
    guard let memory = service.memory else { return false }
    // Connections that come and go need not be spread evenly.
    if hasSockets(service) || service.memoryPerStream > .zero { return true }
    guard case .atMost(let limit) = Compiler.slots(of: service) else { return true }
    let workers = Double(service.workers)
    let requests = workers * Double(limit) * Double(service.memoryPerRequest.value)
    let idle = workers * Double(service.memoryPerWorker.value)
    let connections = Double(memoryOfConnections(service)) / Double(service.instances)
    return idle + requests + connections > Double(memory.value)
  }

  /// Memory that the users' long-lived connections take at a service.
  private func memoryOfConnections(_ service: Service) -> Int64 {
    guard let realtime = scenario.platform.realtime, realtime.service == service.name,
      realtime.sessions == nil, let tier = workload.tier
    else { return 0 }
    let open = Double(max(tier.activeConnections, tier.concurrentUsers)) * workload.factor
    return Int64(min(open * Double(realtime.memoryPerConnection.value), 1e18))
  }

  /// Requests that one worker takes at once.
  static func slots(of service: Service) -> Limit {
    switch (service.concurrency, service.limit) {
    case (.async, let limit): limit
    case (.threads, .unbounded): .atMost(service.threads)
    case (.threads, .atMost(let limit)): .atMost(min(limit, service.threads))
    }
  }

  /// Notes what a service needs so that its instances can come and go.
  ///
  /// - Returns: Its place among the fleets.
  mutating func addFleet(
    _ service: Service,
    index: Int32,
    cpu: Int32,
    cpuPerInstance: Int
  ) -> Int32 {
    let limit = service.memory?.value ?? -1
    program.fleets.append(
      CompiledFleet(
        service: index,
        most: Int32(instancesAtOnce(service)),
        first: Int32(service.instances),
        boot: service.boot.nanoseconds,
        drain: service.drain.nanoseconds,
        memory: mayRunOutOfMemory(service) || service.autoscale?.memory != nil ? limit : -1,
        memoryPerWorker: service.memoryPerWorker.value,
        memoryPerRequest: service.memoryPerRequest.value,
        memoryPerStream: service.memoryPerStream.value,
        streams: pool(.streams, service.name),
        memoryOfConnections: memoryOfConnections(service),
        cpu: cpu,
        cpuPerInstance: Int32(cpuPerInstance),
        coresPerPool: program.pools[Int(cpu)].capacity,
        autoscale: service.autoscale.map(CompiledAutoscale.init)
      )
    )
    program.fleetNames.append(service.name)
    return Int32(program.fleets.count - 1)
  }

  /// Compiles what wakes instances and autoscalers: two operations for each fleet.
  mutating func compileFleets() {
    program.fleetOperations = Int32(program.operations.count)
    for i in program.fleets.indices {
      for code in [OperationCode.instance, .scale] {
        var operation = Operation(code)
        operation.a = Int32(i)
        program.operations.append(operation)
      }
    }
  }
}

extension CompiledAutoscale {
  init(_ rule: Autoscale) {
    var settings = Autoscaler.Settings(
      least: Int32(clamping: rule.least),
      most: Int32(clamping: rule.most)
    )
    settings.tolerance = rule.tolerance.value
    settings.upWindow = rule.upWindow.nanoseconds
    settings.downWindow = rule.downWindow.nanoseconds
    settings.up = Autoscaler.Cap(rule.up)
    settings.down = Autoscaler.Cap(rule.down)
    settings.coolDown = rule.coolDown.nanoseconds
    self.init(
      settings: settings,
      sync: rule.sync.nanoseconds,
      cpu: rule.cpu?.value ?? 0,
      memory: rule.memory?.value ?? 0,
      concurrency: rule.concurrency ?? 0
    )
  }
}

extension Autoscaler.Cap {
  init(_ cap: Autoscale.Cap) {
    self.init(
      instances: cap.instances.map { Int32(clamping: $0) },
      share: cap.share,
      period: cap.period.nanoseconds
    )
  }
}
