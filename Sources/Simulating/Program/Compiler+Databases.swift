import Kernel
import Quantities
import Scenarios
import Stations

/// A database with copies that answer reads.
struct CompiledReplicas {
  /// How far they lag behind, and how long reads stay at the primary after a write, in nanoseconds.
  var lag: Draw
  var pin: Double
  var lagPurpose: UInt32
}

extension Compiler {
  /// Adds the disk, the pace of logins and the copies of a database.
  mutating func compileExtras(of database: Database) {
    let name = database.name
    if let disk = database.disk {
      let most = disk.burst.map { $0.perSecond / 1e9 }
      let rate = disk.operations.perSecond / 1e9
      addPace("\(name) disk", PacedQueue(rate: rate, most: most ?? .infinity, credit: disk.credit))
    }
    if let logins = database.loginRate, logins.perSecond > 0 {
      addPace("\(name) logins", PacedQueue(rate: logins.perSecond / 1e9))
    }
    reloginIndex[name] = Int32(reloginIndex.count)
    program.reloginCount = Int32(reloginIndex.count)
    guard let replicas = database.replicas else { return }
    let open = max(1, database.maxConnections - database.reservedConnections)
    _ = addGroup(
      .connections,
      replicaPart(name),
      label: "\(name) replica connections",
      capacity: .atMost(open * replicas.count),
      queue: .atMost(0)
    )
    let cores = (replicas.cores ?? database.cores) * replicas.count
    _ = addGroup(
      .databaseCPU,
      replicaPart(name),
      label: "\(name) replica CPU",
      capacity: .atMost(cores),
      queue: database.queue,
      sharing: database.scheduling == .processor_sharing ? Sharing(cores: Double(cores)) : nil
    )
    program.replicaNames.append(name)
    program.replicas.append(
      CompiledReplicas(
        lag: Draw(replicas.lag, scale: 1e9),
        pin: Double(replicas.pin.nanoseconds),
        lagPurpose: RandomSource.purpose("\(name)/lag")
      )
    )
  }

  /// What the copies of a database are called among the parts; no part of a file has such a name.
  func replicaPart(_ database: String) -> String { "\(database)/replicas" }

  private mutating func addPace(_ name: String, _ queue: PacedQueue) {
    program.paceNames.append(name)
    program.paces.append(queue)
  }

  /// The queue of that name, −1 for none.
  private func pace(_ name: String) -> Int32 {
    Int32(program.paceNames.firstIndex(of: name) ?? -1)
  }

  /// Lets a statement wait for its operations on the disk.
  mutating func emitDisk(_ database: Database, _ path: String) {
    let index = pace("\(database.name) disk")
    guard index >= 0, database.ioPerQuery > 0 else { return }
    emitPace(index, database.ioPerQuery)
  }

  private mutating func emitPace(_ index: Int32, _ units: Double) {
    var operation = Operation(.pace)
    operation.a = index
    operation.draw = Draw(.constant, units)
    operation.wait = .waitDatabase
    program.operations.append(operation)
  }

  /// The work of a login: its turn among the logins, and its time on a core.
  mutating func emitLogin(_ database: Database, _ path: String) {
    let index = pace("\(database.name) logins")
    if index >= 0 { emitPace(index, 1) }
    guard database.loginTime != .constant(0) else { return }
    emitStatement(database, database.loginTime, path, onDisk: false)
  }

  /// Whether a login costs anything.
  func loginCosts(_ database: Database) -> Bool {
    database.loginTime != .constant(0) || database.loginRate != nil
  }

  /// Logs a pooler's server connection in again that was lost when the primary failed.
  mutating func emitRelogin(_ database: Database, _ path: String) {
    let fails = workload.test.faults.contains { fault in
      if case .failover(database.name, _) = fault.kind { return true }
      return false
    }
    guard fails, loginCosts(database), let index = reloginIndex[database.name] else { return }
    let skip = program.operations.count
    var operation = Operation(.relogin)
    operation.a = index
    program.operations.append(operation)
    emitLogin(database, "\(path)/relogin")
    program.operations[skip].b = Int32(program.operations.count)
  }

  /// Sends reads to a replica, if the database has one and it may answer; `primary` emits the others.
  mutating func emitReads(
    _ name: String,
    _ reads: ReplicaRead?,
    _ time: Law,
    _ count: Int,
    _ context: Context,
    _ path: String,
    primary: (inout Compiler) -> Void
  ) {
    guard let reads, let index = program.replicaNames.firstIndex(of: name),
      context.connected != name
    else { return primary(&self) }
    let choice = program.operations.count
    var operation = Operation(.replica)
    operation.a = Int32(index)
    operation.draw = Draw(reads.sinceWrite ?? .constant(1e9), scale: 1e9)
    operation.purpose = RandomSource.purpose("\(path)/since_write")
    program.operations.append(operation)
    let connections = pool(.connections, replicaPart(name))
    acquire(connections, .single, wait: .waitPooler, reason: .connectionsExhausted, holds: true)
    for i in 0..<count {
      serve(
        pool(.databaseCPU, replicaPart(name)),
        .single,
        time,
        wait: .waitDatabase,
        share: .database,
        reason: .connectionsExhausted,
        path: "\(path)/replica/\(i)"
      )
    }
    release(connections, .single, held: true)
    let end = program.operations.count
    program.operations.append(Operation(.jump))
    program.operations[choice].b = Int32(program.operations.count)
    primary(&self)
    program.operations[end].a = Int32(program.operations.count)
  }
}
