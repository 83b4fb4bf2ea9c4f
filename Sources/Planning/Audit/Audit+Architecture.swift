import Quantities
import Scenarios

extension AuditFacts {
  /// Services that run on one instance.
  var singleServices: [Service] { platform.services.filter { $0.instances == 1 } }

  /// Accounts that at least one call cannot do without, each with the paths of those calls.
  var singleProviders: [(provider: String, paths: [String])] {
    let alone = calls.filter { fallback($0).holds == false }
    let names = AuditText.distinct(alone.compactMap { model($0.call.model)?.provider })
    return names.map { name in
      (name, alone.filter { model($0.call.model)?.provider == name }.map(\.path))
    }
  }

  /// No where the model shows a single point of failure; what it does not show it cannot rule out.
  var redundancy: AuditDerivation? {
    let parts =
      singleServices.map { "\($0.name) runs on one instance" }
      + singleProviders.map { provider, paths in
        "\(AuditFacts.count(paths.count, "call")) depend on the account \(provider) alone"
      }
    return parts.isEmpty ? nil : AuditDerivation(false, AuditText.list(parts))
  }

  /// Queues without a bound and waits without an end, in words.
  var unboundedQueues: [String] {
    var found: [String] = []
    for station in platform.stations where station.queue == .unbounded {
      found.append("queue of \(station.name)")
    }
    for service in platform.services {
      if AuditFacts.acceptedByWorker(service) == nil {
        found.append("requests in progress of \(service.name)")
      }
      if service.backlog == .unbounded { found.append("backlog of \(service.name)") }
      for pool in service.pools where pool.timeout == nil {
        found.append("wait for the pool of \(pool.database) in \(service.name)")
      }
    }
    for database in platform.databases {
      if database.queue == .unbounded { found.append("queue for the cores of \(database.name)") }
      if database.pooler?.overflow == .wait {
        found.append("wait for the pooler of \(database.name)")
      }
    }
    return found
  }

  var boundedQueueChecks: [AuditCheck] {
    let parts = platform.stations.count + platform.services.count + platform.databases.count
    guard parts > 0 else { return [] }
    let found = unboundedQueues
    guard found.isEmpty else { return found.map { AuditCheck(false, "unbounded: \($0)") } }
    return [AuditCheck(true, "every queue of \(AuditFacts.count(parts, "part")) has a bound")]
  }
}
