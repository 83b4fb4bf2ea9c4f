import Kernel
import Quantities
import Scenarios
import Stations

extension Compiler {
  /// Compiles the steps of every endpoint.
  mutating func compileEndpoints() {
    for endpoint in scenario.platform.endpoints {
      let service = endpoint.service.map { Compiler.position($0, in: serviceIndex) } ?? -1
      program.endpointNames.append(endpoint.name)
      program.endpoints.append(
        CompiledEndpoint(
          start: Int32(program.operations.count),
          service: service,
          rank: Int32(endpoint.priority)
        )
      )
      if let client = endpoint.client { compileCaller(client, of: endpoint.name) }
      if let queue = endpoint.queue { compileJob(of: endpoint.name, queue) }
      let asked = emitEdge(endpoint)
      if service >= 0 {
        let isFleet = program.services[Int(service)].fleet >= 0
        var enter = Operation(isFleet ? .admit : .enter)
        enter.wait = .waitWorker
        // Who waits too long in line is shed; who finds the line full is refused.
        enter.reason = .shed
        enter.holds = true
        enter.a = service
        enter.purpose = RandomSource.purpose("\(endpoint.name)/balance")
        program.operations.append(enter)
      }
      let context = Context(service: endpoint.service)
      for step in endpoint.steps { emit(step, context) }
      emitAnswer(endpoint, asked: asked)
      program.endpoints[program.endpoints.count - 1].timeoutLane = timeoutLane(of: endpoint)
      noteNeeds()
      // A delivery gives its worker back when it ends: first the job is done, then the next is taken.
      let isWhole = endpoint.client == nil && endpoint.queue == nil
      program.operations.append(Operation(isWhole ? .finish : .join))
    }
  }

  /// Notes what the endpoint needs that was compiled last.
  private mutating func noteNeeds() {
    let last = program.endpoints.count - 1
    let codes = Set(program.operations[Int(program.endpoints[last].start)...].map(\.code))
    program.endpoints[last].callsModels = codes.contains(.call)
    program.endpoints[last].needsDetails = !codes.isDisjoint(with: [
      .call, .fork, .attempt, .deliver,
    ])
    program.endpoints[last].isJob = codes.contains(.deliver)
  }

  /// Where a step stands.
  struct Context {
    /// The service that runs it.
    var service: String?
    /// The rounds of the repetitions around it, so that each has its own luck.
    var round = ""
    /// The database whose connection is held around it.
    var connected: String?
  }

  private mutating func timeoutLane(of endpoint: Endpoint) -> Int32 {
    guard let service = scenario.platform.services.first(where: { $0.name == endpoint.service })
    else { return -1 }
    return lane(service.longestAnswer(streams: endpoint.streams), .request)
  }

  mutating func emit(_ steps: [Step], _ context: Context) {
    for step in steps { emit(step, context) }
  }

  private mutating func emit(_ step: Step, _ context: Context) {
    let path = step.path + context.round
    switch step.action {
    case .serve(let station, let time):
      serve(
        pool(.station, station),
        .single,
        time,
        wait: .waitStation,
        share: .service,
        reason: .stationFull,
        path: path
      )
    case .hold(let station, let steps):
      let pool = pool(.station, station)
      acquire(pool, .single, wait: .waitStation, reason: .stationFull, holds: true)
      emit(steps, context)
      release(pool, .single, held: true)
    case .delay(let time):
      delay(Draw(time, scale: 1e9), .network, path)
    case .cpu(let time):
      emitCPU(time, context, path)
    case .query(let database, let time, let count, let reads):
      emitReads(database, reads, time, count, context, path) {
        $0.emitQuery(database, time, count, context, path)
      }
    case .transaction(let database, let steps):
      emitTransaction(database, steps, context, path)
    case .cache(let name, let hitRatio, let miss):
      emitCache(name, hitRatio, miss, context, path)
    case .call(let call):
      emit(call, path, context)
    case .parallel(let branches, let join, let losers):
      let emitters = branches.map { branch in { (it: inout Compiler) in it.emit(branch, context) } }
      emitFork(emitters, join, losers)
    case .choose(let options):
      emitChoice(options, context, path)
    case .again(let steps, let probability, let most):
      emitRounds(steps, probability, most, context, path)
    case .stream(let steps):
      guard let service = context.service else {
        preconditionFailure("a stream belongs to an endpoint of a service")
      }
      let pool = pool(.streams, service)
      acquire(pool, .instance, wait: .waitStation, reason: .streamRefused, holds: true)
      let index = Int(Compiler.position(service, in: serviceIndex))
      let fleet = program.services[index].fleet
      if fleet >= 0, program.fleets[Int(fleet)].memoryPerStream > 0 {
        program.operations[program.operations.count - 1].code = .openStream
        program.operations[program.operations.count - 1].c = Int32(index)
      }
      emit(steps, context)
      release(pool, .instance, held: true)
    case .enqueue(let job):
      emitEnqueue(job, path)
    case .transfer(let size, let bytesPerSecond):
      delay(Draw(size, scale: 1e9 / bytesPerSecond), .transfer, path)
    }
  }

  mutating func acquire(
    _ pool: Int32,
    _ scope: PoolScope,
    wait: TimeShare,
    reason: FailureReason,
    holds: Bool,
    lane: Int32 = -1
  ) {
    var operation = Operation(.acquire)
    operation.wait = wait
    operation.reason = reason
    operation.holds = holds
    operation.a = pool
    operation.b = scope.rawValue
    operation.c = lane
    program.operations.append(operation)
  }

  mutating func release(_ pool: Int32, _ scope: PoolScope, held: Bool) {
    var operation = Operation(.release)
    operation.holds = held
    operation.a = pool
    operation.b = scope.rawValue
    program.operations.append(operation)
  }

  mutating func delay(_ nanoseconds: Draw, _ share: TimeShare, _ path: String) {
    var operation = Operation(.delay)
    operation.share = share
    operation.draw = nanoseconds
    operation.purpose = RandomSource.purpose(path)
    operation.c = delayLane(operation.draw)
    program.operations.append(operation)
  }

  mutating func serve(
    _ pool: Int32,
    _ scope: PoolScope,
    _ time: Law,
    wait: TimeShare,
    share: TimeShare,
    reason: FailureReason,
    path: String,
    factor: Double = 1
  ) {
    let offset = processorOffset[pool] ?? preemptiveOffset[pool]
    let shared = processorOffset[pool] == nil ? OperationCode.seize : .share
    var operation = Operation(offset == nil ? .serve : shared)
    operation.wait = wait
    operation.share = share
    operation.reason = reason
    operation.a = pool
    operation.b = scope.rawValue
    operation.draw = Draw(time, scale: 1e9 * factor)
    operation.purpose = RandomSource.purpose(path)
    operation.c = offset ?? -1
    program.operations.append(operation)
    if offset == nil { release(pool, scope, held: false) }
  }

  private mutating func emitCPU(_ time: Law, _ context: Context, _ path: String) {
    guard let name = context.service,
      let service = scenario.platform.services.first(where: { $0.name == name })
    else { preconditionFailure("a CPU step belongs to an endpoint of a service") }
    // More workers than cores share the cores of their instance; a part of a core is a slower one.
    let sharesCores = service.workers > Int(service.coresPerInstance)
    serve(
      pool(.cpu, name),
      sharesCores ? .instance : .worker,
      time,
      wait: .waitCPU,
      share: .cpu,
      reason: .refused,
      path: path,
      factor: max(1, 1 / service.coresPerInstance)
    )
  }

  private mutating func emitChoice(
    _ options: [(probability: Fraction, steps: [Step])],
    _ context: Context,
    _ path: String
  ) {
    var left = 1.0
    var ends: [Int] = []
    for (i, option) in options.enumerated() {
      // Given that no earlier option was taken, this one is taken with p / what is left.
      let skip = program.operations.count
      var branch = Operation(.branch)
      branch.draw = Draw(.constant, left > 0 ? max(0, 1 - option.probability.value / left) : 1)
      branch.purpose = RandomSource.purpose("\(path)/option\(i)")
      program.operations.append(branch)
      left -= option.probability.value
      emit(option.steps, context)
      ends.append(program.operations.count)
      program.operations.append(Operation(.jump))
      program.operations[skip].a = Int32(program.operations.count)
    }
    for end in ends { program.operations[end].a = Int32(program.operations.count) }
  }
}
