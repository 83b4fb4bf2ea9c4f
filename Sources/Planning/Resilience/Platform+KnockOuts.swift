import Quantities
import Scenarios

extension Platform {
  /// The parts that requests use, each with what is done to take it out.
  var knockOutTrials: [KnockOutTrial] {
    var trials = providerTrials
    for database in databases where uses(database) {
      let primary = trials.count
      trials.append(trial(of: database))
      if let copies = database.replicas, readsReplicas(of: database.name) {
        trials.append(trial(ofReplicas: copies, database.name))
      }
      guard database.pooler != nil else { continue }
      trials.append(
        KnockOutTrial(
          part: "the pooler of \(database.name)",
          layer: .database,
          fault: "as without \(database.name): all of its queries pass through it",
          remedy: "run two poolers, or let the application connect past it",
          sameAs: primary
        )
      )
    }
    trials += cacheTrials + serviceTrials + queueTrials + stationTrials
    for edge in edges where endpoints.contains(where: { $0.edge == edge.name }) {
      trials.append(
        KnockOutTrial(
          part: edge.name,
          layer: .frontend,
          fault: "not modelled",
          remedy: "ask its vendor for the availability that is promised"
        )
      )
    }
    if let realtime {
      trials.append(
        KnockOutTrial(
          part: "real-time connections of \(realtime.service)",
          layer: .realtime,
          fault: "not modelled",
          remedy: "let clients poll while they cannot connect"
        )
      )
    }
    return trials
  }

  /// Accounts that calls go to, first or as a fallback.
  private var providerTrials: [KnockOutTrial] {
    let models = Set(
      actions.flatMap { action -> [String] in
        guard case .call(let call) = action else { return [] }
        return [call.model] + call.group + call.fallbacks
      }
    )
    let used = Set(self.models.filter { models.contains($0.name) }.map(\.provider))
    return providers.filter { used.contains($0.name) }.map { provider in
      KnockOutTrial(
        part: provider.name,
        layer: .model,
        fault: "every call fails",
        remedy: "fall back to models at another provider",
        makeFault: .outage(provider: provider.name, answers: .error)
      )
    }
  }

  private func uses(_ database: Database) -> Bool {
    actions.contains { action in
      switch action {
      case .query(let name, _, _, _), .transaction(let name, _): name == database.name
      default: false
      }
    }
  }

  private func trial(of database: Database) -> KnockOutTrial {
    KnockOutTrial(
      part: database.name,
      layer: .database,
      fault: "it has no primary, and refuses",
      remedy: "keep a standby that takes over by itself",
      makeFault: .failover(database: database.name, answers: .error)
    )
  }

  private func readsReplicas(of name: String) -> Bool {
    actions.contains { if case .query(name, _, _, .some) = $0 { true } else { false } }
  }

  /// The loss of one copy that answers reads; of the last one, reads go to the primary.
  private func trial(ofReplicas copies: Replicas, _ name: String) -> KnockOutTrial {
    KnockOutTrial(
      part: copies.count == 1 ? "the replica of \(name)" : "a replica of \(name)",
      layer: .database,
      fault: copies.count == 1
        ? "it is gone, and the primary answers its reads" : "1 of \(copies.count) is gone",
      remedy: "run one replica more than the reads need, or size the primary for them",
      change: { $0.withoutReplica(of: name) }
    )
  }

  /// Queues with jobs, each without one of its workers.
  private var queueTrials: [KnockOutTrial] {
    queues.filter { queue in endpoints.contains { $0.queue == queue.name } }.map { queue in
      KnockOutTrial(
        part: queue.workers == 1 ? "the worker of \(queue.name)" : "a worker of \(queue.name)",
        layer: .queue,
        fault: "1 of \(queue.workers) takes no jobs",
        remedy: "run one worker more than the jobs need",
        makeFault: .shrink(part: queue.name, to: (queue.workers - 1) * queue.concurrency)
      )
    }
  }

  private var cacheTrials: [KnockOutTrial] {
    caches.filter { cache in
      actions.contains { if case .cache(cache.name, _, _) = $0 { true } else { false } }
    }.map { cache in
      let name = cache.name
      return KnockOutTrial(
        part: name,
        layer: .cache,
        fault: "every lookup misses",
        remedy: "size what stands behind it for every miss, or let requests share a fetch",
        change: { $0.withoutHits(of: name) }
      )
    }
  }

  private var serviceTrials: [KnockOutTrial] {
    services.filter { service in endpoints.contains { $0.service == service.name } }.map {
      KnockOutTrial(
        part: $0.instances == 1 ? "the instance of \($0.name)" : "an instance of \($0.name)",
        layer: .api,
        fault: "1 of \($0.instances) crashes and stays away",
        remedy: "run one instance more than the load needs",
        makeFault: .crash(service: $0.name, instances: 1)
      )
    }
  }

  private var stationTrials: [KnockOutTrial] {
    stations.filter { station in
      actions.contains { action in
        switch action {
        case .serve(let name, _), .hold(let name, _): name == station.name
        default: false
        }
      }
    }.map {
      KnockOutTrial(
        part: $0.name,
        layer: .station,
        fault: "it serves nobody",
        remedy: "keep a second one",
        makeFault: .shrink(part: $0.name, to: 0)
      )
    }
  }

  /// Every action of every endpoint, however deep.
  private var actions: [Action] {
    func all(_ steps: [Step]) -> [Action] {
      steps.flatMap { [$0.action] + $0.action.inner.flatMap(all) }
    }
    return endpoints.flatMap { all($0.steps) }
  }
}

extension Scenario {
  /// The same scenario with one copy less of a database; without any, reads go to the primary.
  func withoutReplica(of name: String) -> Scenario {
    var scenario = self
    for index in scenario.platform.databases.indices
    where scenario.platform.databases[index].name == name {
      let left = (scenario.platform.databases[index].replicas?.count ?? 1) - 1
      scenario.platform.databases[index].replicas?.count = left
      if left == 0 { scenario.platform.databases[index].replicas = nil }
    }
    return scenario
  }

  /// The same scenario, where every lookup in a cache misses.
  func withoutHits(of name: String) -> Scenario {
    var scenario = mappingActions { action in
      guard case .cache(name, _, let miss) = action else { return action }
      return .cache(name: name, hitRatio: .zero, miss: miss)
    }
    for index in scenario.platform.caches.indices
    where scenario.platform.caches[index].name == name {
      scenario.platform.caches[index].keys = nil
    }
    return scenario
  }
}
