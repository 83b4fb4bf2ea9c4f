import Quantities
import Scenarios

/// How many connections all workers together may open, against what the database side accepts.
struct PoolArithmetic {
  /// The most connections of all workers.
  var most: Int
  /// What accepts them.
  var limit: Int
  /// Both sides in words, with their numbers.
  var words: String

  var fits: Bool { most <= limit }
}

extension AuditFacts {
  /// The pools against their database; nil when no service has a pool of it.
  func poolArithmetic(_ database: Database) -> PoolArithmetic? {
    var terms: [String] = []
    var most = 0
    for service in platform.services {
      for pool in service.pools where pool.database == database.name {
        let instances = service.mostInstances
        let connections = instances * service.workers * pool.most
        most += connections
        terms.append(
          "\(service.name): \(instances) instances × \(service.workers) workers × "
            + "(\(pool.size) + \(pool.overflow)) = \(AuditText.count(connections))"
        )
      }
    }
    guard !terms.isEmpty else { return nil }
    let (limit, source) = acceptedConnections(database)
    return PoolArithmetic(
      most: most,
      limit: limit,
      words: "\(terms.joined(separator: ", ")) connections against \(source) of \(database.name)"
    )
  }

  private func acceptedConnections(_ database: Database) -> (limit: Int, words: String) {
    guard let pooler = database.pooler else {
      let free = database.maxConnections - database.reservedConnections
      return (
        free,
        "\(database.maxConnections) max_connections − \(database.reservedConnections) reserved = "
          + AuditText.count(free)
      )
    }
    // In session mode a client keeps its server connection until it leaves.
    guard pooler.mode == .session, pooler.size < pooler.clients else {
      return (pooler.clients, "\(AuditText.count(pooler.clients)) clients of the pooler")
    }
    return (pooler.size, "\(AuditText.count(pooler.size)) sessions of the pooler")
  }

  /// The pooler's own connections against those of its database.
  func poolerFits(_ database: Database) -> AuditCheck? {
    guard let pooler = database.pooler else { return nil }
    let free = database.maxConnections - database.reservedConnections
    return AuditCheck(
      pooler.size <= free,
      "pooler of \(database.name): \(pooler.size) server connections against "
        + "\(database.maxConnections) max_connections − \(database.reservedConnections) reserved = \(free)"
    )
  }

  var poolerChecks: [AuditCheck] {
    platform.databases.map { database in
      guard let pooler = database.pooler else {
        return AuditCheck(false, "\(database.name) has no pooler")
      }
      return AuditCheck(
        true,
        "\(database.name): pooler in \(pooler.mode.rawValue) mode, \(pooler.size) server connections, "
          + "\(AuditText.count(pooler.clients)) clients"
      )
    }
  }

  var poolsFitChecks: [AuditCheck] {
    platform.databases.flatMap { database in
      guard let arithmetic = poolArithmetic(database) else {
        return [AuditCheck(nil, "no service has a pool of \(database.name)")]
      }
      return [AuditCheck(arithmetic.fits, arithmetic.words), poolerFits(database)]
        .compactMap { $0 }
    }
  }

  var transactionModeChecks: [AuditCheck] {
    platform.databases.map { database in
      guard let mode = database.pooler?.mode else {
        return AuditCheck(false, "\(database.name) has no pooler: a connection serves one client")
      }
      return AuditCheck(mode != .session, "\(database.name): \(mode.rawValue) mode")
    }
  }

  var poolTimeoutChecks: [AuditCheck] {
    platform.services.flatMap { service in
      service.pools.map { pool in
        let name = "\(service.name): pool of \(pool.database)"
        guard let wait = pool.timeout else {
          return AuditCheck(false, "\(name) waits for ever")
        }
        let words = "\(name) waits \(AuditText.seconds(wait.seconds))"
        guard let timeout = service.timeout else { return AuditCheck(true, words) }
        return AuditCheck(
          wait < timeout,
          "\(words), the service answers within \(AuditText.seconds(timeout.seconds))"
        )
      }
    }
  }

  var diskHeadroomChecks: [AuditCheck] {
    guard let today = scenario.tiers.first?.databaseSize, today > .zero else { return [] }
    let wanted = today.gigabytes * 100
    return platform.databases.map { database in
      guard let size = database.recommendedSize else {
        return AuditCheck(nil, "\(database.name): no recommended size")
      }
      return AuditCheck(
        size.gigabytes >= wanted,
        "\(database.name): meant for \(AuditText.number(size.gigabytes)) GB, 100 × today is "
          + "\(AuditText.number(wanted)) GB"
      )
    }
  }
}
