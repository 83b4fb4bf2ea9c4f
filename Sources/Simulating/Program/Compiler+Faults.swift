import Quantities
import Scenarios

extension Compiler {
  /// Compiles what goes wrong during the test.
  mutating func compileFaults() {
    for fault in workload.test.faults {
      guard let compiled = compiled(fault) else { continue }
      program.faults.append(compiled)
    }
    for provider in scenario.platform.providers {
      guard let ramp = provider.ramp else { continue }
      var made = CompiledFault(kind: .ramp, begin: 0, end: ramp.over.nanoseconds)
      made.factor = max(ramp.from.value, 1e-6)
      made.provider = Compiler.position(provider.name, in: providerIndex)
      program.faults.append(made)
    }
  }

  /// A fault with all that it hits; nil for one that is nowhere but in the load.
  private func compiled(_ fault: Fault) -> CompiledFault? {
    var made = CompiledFault(
      kind: .slow,
      begin: fault.at.nanoseconds,
      end: fault.end.nanoseconds
    )
    switch fault.kind {
    case .slow(let part, let factor):
      made.factor = factor
      made.pools = pools(of: part)
      made.steps = steps(servedBy: made.pools)
      made.targets = targets(of: part)
    case .brownOut(let provider, let factor, let errors):
      made.kind = .brownOut
      made.factor = factor
      made.errors = errors.value
      made.provider = Compiler.position(provider, in: providerIndex)
      made.targets = targets(of: provider)
    case .outage(let provider, .error):
      made.kind = .brownOut
      made.errors = 1
      made.provider = Compiler.position(provider, in: providerIndex)
    case .outage(let provider, .silence):
      made.kind = .silence
      made.provider = Compiler.position(provider, in: providerIndex)
    case .shrink(let part, let servers):
      made.kind = .shrink
      made.servers = Int32(clamping: servers)
      made.pools = pools(of: part)
      // A queue has no servers but its workers.
      if made.pools.isEmpty { made.pools = pools(of: part, [.queueWorkers]) }
    case .flush(let cache):
      made.kind = .flush
      made.steps = lookups(of: Compiler.position(cache, in: cacheIndex))
      made.cache = Compiler.position(cache, in: cacheIndex)
    case .crash(let service, let instances):
      made.kind = .crash
      made.servers = Int32(clamping: instances)
      made.fleet = fleet(of: service)
    case .deploy(let service, let surge, let unavailable):
      made.kind = .deploy
      made.end = made.begin
      made.servers = Int32(clamping: surge)
      made.missing = Int32(clamping: unavailable)
      made.fleet = fleet(of: service)
    case .failover(let database, let answers):
      setFailover(&made, of: database, answers)
    case .limitCut(let provider, let share):
      made.kind = .limitCut
      made.factor = max(share.value, 1e-6)
      made.provider = Compiler.position(provider, in: providerIndex)
    case .surge:
      return nil
    }
    return made
  }

  private func setFailover(_ made: inout CompiledFault, of name: String, _ answers: Fault.Answers) {
    guard let database = scenario.platform.databases.first(where: { $0.name == name }) else {
      preconditionFailure("a fault hits a database that exists")
    }
    made.kind = .failover
    made.refuses = answers == .error
    made.pools = pools(of: name)
    made.steps = program.operations.indices.filter {
      made.pools.contains(program.operations[$0].a)
        && [.serve, .share].contains(program.operations[$0].code)
    }.map(Int32.init)
    made.database = reloginIndex[name] ?? -1
    let open = max(1, database.maxConnections - database.reservedConnections)
    made.logins = Int32(clamping: database.pooler.map { min($0.size, open) } ?? 0)
    let held: [PoolGroup.Kind] = [.connections, .poolerClients]
    let first = program.groups.filter { $0.part == name && held.contains($0.kind) }.map(\.first)
    made.connections = program.connections.indices.filter {
      first.contains(Int(program.connections[$0].first))
    }.map(Int32.init)
  }

  /// The pools in which a part serves: its own servers or cores, not the places that are held there.
  private func pools(of part: String) -> [Int32] {
    pools(of: part, [.station, .cpu, .databaseCPU])
  }

  private func pools(of part: String, _ kinds: Set<PoolGroup.Kind>) -> [Int32] {
    program.groups.filter { $0.part == part && kinds.contains($0.kind) }
      .flatMap { $0.first..<$0.first + $0.count }.map(Int32.init)
  }

  /// The steps that are served by one of some pools; those of a group stand under its first.
  private func steps(servedBy pools: [Int32]) -> [Int32] {
    program.operations.indices.filter {
      program.operations[$0].code == .serve && pools.contains(program.operations[$0].a)
    }.map(Int32.init)
  }

  private func lookups(of cache: Int32) -> [Int32] {
    program.operations.indices.filter {
      program.operations[$0].code == .lookup && program.operations[$0].a == cache
    }.map(Int32.init)
  }

  private func fleet(of service: String) -> Int32 {
    program.services[Int(Compiler.position(service, in: serviceIndex))].fleet
  }

  private func targets(of provider: String) -> [Int32] {
    guard let index = providerIndex[provider] else { return [] }
    return program.targets.indices.filter { program.targets[$0].provider == index }.map(Int32.init)
  }
}

extension RateCurve {
  /// The same curve with the surges of a test in it.
  func surging(_ faults: [Fault]) -> RateCurve {
    faults.reduce(self) { curve, fault in
      guard case .surge(let factor) = fault.kind else { return curve }
      return curve.multiplied(
        by: factor,
        from: fault.at.nanoseconds,
        to: fault.end.nanoseconds
      )
    }
  }

  /// The same curve, multiplied between two times.
  func multiplied(by factor: Double, from start: Int64, to end: Int64) -> RateCurve {
    var result = self
    result.pieces = pieces.flatMap { piece -> [Piece] in
      let cuts = [start, end].filter { $0 > piece.start && $0 < piece.end }
      let edges = [piece.start] + cuts + [piece.end]
      return zip(edges, edges.dropFirst()).map { from, to in
        let scale = from >= start && to <= end ? factor : 1
        return Piece(
          start: from,
          end: to,
          from: scale * (from == piece.start ? piece.from : piece.value(at: from)),
          to: scale * (to == piece.end ? piece.to : piece.value(at: to))
        )
      }
    }
    return result
  }
}
