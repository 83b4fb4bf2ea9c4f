import Kernel
import Quantities
import Scenarios

/// Connections of the workers' pools that stay open while nobody uses them.
struct CompiledConnection {
  var service: Int32
  /// Where the counters of its workers start.
  var firstIdle: Int32
  /// How many a worker keeps open.
  var kept: Int32
  /// What an open connection holds on the side of the database: places of one or two pools, −1 for none.
  var first: Int32
  var second: Int32
}

extension Compiler {
  /// What a connection holds, first taken first, and the step that finds one open.
  private struct Connection {
    var held: [(pool: Int32, scope: PoolScope)] = []
    var kept: Int32 = -1
    var hasAppPool = false
  }

  mutating func emitQuery(
    _ name: String,
    _ time: Law,
    _ count: Int,
    _ context: Context,
    _ path: String
  ) {
    let database = database(name)
    if context.connected == name {
      for i in 0..<count { emitStatement(database, time, "\(path)/\(i)") }
      return
    }
    let connection = connect(database, context, path)
    for i in 0..<count {
      // In statement mode each statement takes a server connection of its own.
      if database.pooler?.mode == .statement, i > 0 { takeServer(database, "\(path)/\(i)") }
      emitStatement(database, time, "\(path)/\(i)")
      if database.pooler?.mode == .statement, i + 1 < count {
        release(pool(.poolerServers, name), .single, held: true)
      }
    }
    disconnect(connection)
  }

  /// Holds a connection through further steps, whatever they wait for.
  mutating func emitTransaction(
    _ name: String,
    _ steps: [Step],
    _ context: Context,
    _ path: String
  ) {
    if context.connected == name { return emit(steps, context) }
    let connection = connect(database(name), context, path)
    var inside = context
    inside.connected = name
    emit(steps, inside)
    disconnect(connection)
  }

  private func database(_ name: String) -> Database {
    guard let database = scenario.platform.databases.first(where: { $0.name == name }) else {
      preconditionFailure("a query names a database that exists")
    }
    return database
  }

  mutating func emitStatement(
    _ database: Database,
    _ time: Law,
    _ path: String,
    onDisk: Bool = true
  ) {
    if onDisk { emitDisk(database, path) }
    serve(
      pool(.databaseCPU, database.name),
      .single,
      time,
      wait: .waitDatabase,
      share: .database,
      reason: .connectionsExhausted,
      path: path
    )
  }

  /// Takes a connection of the worker's pool, and what that needs behind it.
  private mutating func connect(
    _ database: Database,
    _ context: Context,
    _ path: String
  ) -> Connection {
    var connection = Connection()
    let name = database.name
    let service = scenario.platform.services.first { $0.name == context.service }
    let appPool = service?.pools.first { $0.database == name }
    if let service, let appPool {
      let first = pool(.appPool, service.name, detail: name)
      acquire(
        first,
        .worker,
        wait: .waitPool,
        reason: .poolTimeout,
        holds: true,
        lane: lane(appPool.timeout, .wait)
      )
      connection.held.append((first, .worker))
      connection.hasAppPool = true
      connection.kept = keptConnection(service, appPool, database)
    }
    let found = program.operations.count
    if connection.kept >= 0 {
      var operation = Operation(.connect)
      operation.a = connection.kept
      program.operations.append(operation)
    }
    open(database, &connection, path)
    if connection.kept >= 0 { program.operations[found].c = Int32(program.operations.count) }
    if database.pooler != nil { passPooler(database, path) }
    return connection
  }

  /// Opens a connection to the pooler or to the database itself.
  private mutating func open(_ database: Database, _ connection: inout Connection, _ path: String) {
    let name = database.name
    if database.pooler != nil {
      let clients = pool(.poolerClients, name)
      acquire(clients, .single, wait: .waitPooler, reason: .poolerRefused, holds: true)
      connection.held.append((clients, .single))
      connection.held.append((acquireServer(database), .single))
    } else {
      let connections = pool(.connections, name)
      acquire(connections, .single, wait: .waitPooler, reason: .connectionsExhausted, holds: true)
      connection.held.append((connections, .single))
    }
    if let mode = database.pooler?.mode, mode != .session { emitRelogin(database, path) }
    guard loginCosts(database), connection.kept >= 0 || !connection.hasAppPool,
      database.pooler.map({ $0.mode == .session }) ?? true
    else { return }
    emitLogin(database, "\(path)/login")
  }

  private mutating func acquireServer(_ database: Database) -> Int32 {
    let servers = pool(.poolerServers, database.name)
    let overflow = database.pooler?.overflow ?? .wait
    acquire(
      servers,
      .single,
      wait: .waitPooler,
      reason: overflow == .refuse ? .poolerRefused : .poolerTimeout,
      holds: true,
      lane: overflow == .wait ? -1 : lane(database.pooler?.wait, .wait)
    )
    return servers
  }

  private mutating func takeServer(_ database: Database, _ path: String) {
    _ = acquireServer(database)
    passPooler(database, path)
  }

  /// The pooler's own work.
  private mutating func passPooler(_ database: Database, _ path: String) {
    guard let pooler = database.pooler, pooler.serviceTime != .constant(0) else { return }
    serve(
      pool(.poolerCPU, database.name),
      .single,
      pooler.serviceTime,
      wait: .waitPooler,
      share: .database,
      reason: .poolerRefused,
      path: "\(path)/pooler"
    )
  }

  private mutating func disconnect(_ connection: Connection) {
    let leave = program.operations.count
    if connection.kept >= 0 {
      var operation = Operation(.disconnect)
      operation.a = connection.kept
      program.operations.append(operation)
    }
    let own = connection.hasAppPool ? 1 : 0
    for (pool, scope) in connection.held.dropFirst(own).reversed() {
      release(pool, scope, held: true)
    }
    if connection.kept >= 0 { program.operations[leave].c = Int32(program.operations.count) }
    for (pool, scope) in connection.held.prefix(own) { release(pool, scope, held: true) }
  }

  /// The connections that a worker keeps open, where that matters: a session holds its server
  /// connection, and a login costs something.
  ///
  /// - Returns: Their place in the table; −1 where a connection is only counted while it is used.
  private mutating func keptConnection(
    _ service: Service,
    _ appPool: AppPool,
    _ database: Database
  ) -> Int32 {
    let isSession = database.pooler?.mode == .session
    let isCostly = database.pooler == nil && loginCosts(database)
    guard isSession || isCostly else { return -1 }
    let index = Compiler.position(service.name, in: serviceIndex)
    let key = "\(service.name)/\(database.name)"
    if let known = keptIndex[key] { return known }
    program.connections.append(
      CompiledConnection(
        service: index,
        firstIdle: program.idleCounters,
        kept: Int32(clamping: appPool.size),
        first: pool(isSession ? .poolerClients : .connections, database.name),
        second: isSession ? pool(.poolerServers, database.name) : -1
      )
    )
    program.idleCounters += program.services[Int(index)].workers
    keptIndex[key] = Int32(program.connections.count - 1)
    return Int32(program.connections.count - 1)
  }
}
