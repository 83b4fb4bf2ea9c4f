import Quantities
import Scenarios

extension AuditFacts {
  var redundantServiceChecks: [AuditCheck] {
    platform.services.map {
      AuditCheck($0.instances >= 2, "\($0.name): \(AuditFacts.count($0.instances, "instance"))")
    }
  }

  static func count(_ number: Int, _ noun: String) -> String {
    "\(AuditText.count(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  var serviceTimeoutChecks: [AuditCheck] {
    platform.services.map { service in
      guard let timeout = service.timeout else {
        return AuditCheck(false, "\(service.name) has no timeout")
      }
      return AuditCheck(true, "\(service.name): \(AuditText.seconds(timeout.seconds))")
    }
  }

  /// The requests in progress that a worker accepts; nil when nothing bounds them.
  static func acceptedByWorker(_ service: Service) -> Int? {
    let threads = service.concurrency == .threads ? service.threads : nil
    guard case .atMost(let limit) = service.limit else { return threads }
    return min(limit, threads ?? limit)
  }

  var boundedServiceChecks: [AuditCheck] {
    platform.services.map { service in
      guard let limit = AuditFacts.acceptedByWorker(service) else {
        return AuditCheck(false, "\(service.name): no limit on requests in progress")
      }
      guard case .atMost(let backlog) = service.backlog else {
        return AuditCheck(false, "\(service.name): backlog is unbounded")
      }
      return AuditCheck(
        true,
        "\(service.name): \(AuditText.count(limit)) in progress for each worker, backlog "
          + AuditText.count(backlog)
      )
    }
  }

  var instanceMemoryChecks: [AuditCheck] {
    platform.services.map { service in
      guard let memory = service.memory else {
        return AuditCheck(nil, "\(service.name): memory unknown")
      }
      guard let limit = AuditFacts.acceptedByWorker(service) else {
        return AuditCheck(
          false,
          "\(service.name): no limit on requests in progress, so none on their memory"
        )
      }
      let workers = Double(service.workers)
      let needed =
        workers
        * (service.memoryPerWorker.megabytes + Double(limit) * service.memoryPerRequest.megabytes)
      return AuditCheck(
        needed <= memory.megabytes,
        "\(service.name): \(service.workers) workers × ("
          + "\(AuditText.number(service.memoryPerWorker.megabytes)) MB + \(limit) requests × "
          + "\(AuditText.number(service.memoryPerRequest.megabytes)) MB) = "
          + "\(AuditText.number(needed)) MB of \(AuditText.number(memory.megabytes)) MB"
      )
    }
  }

  /// The endpoint of a service that typically takes longest, and its seconds.
  func longestAnswer(_ service: Service) -> (endpoint: Endpoint, seconds: Double)? {
    endpoints(of: service).map { ($0, typicalTime($0.steps)) }.max { $0.1 < $1.1 }
  }

  var drainChecks: [AuditCheck] {
    platform.services.map { service in
      guard let longest = longestAnswer(service) else {
        return AuditCheck(nil, "\(service.name) has no endpoint")
      }
      return AuditCheck(
        service.drain.seconds >= longest.seconds,
        "\(service.name): \(AuditText.seconds(service.drain.seconds)) to drain, "
          + "\(AuditFacts.route(longest.endpoint)) typically takes \(AuditText.seconds(longest.seconds))"
      )
    }
  }

  var cancellationChecks: [AuditCheck] {
    platform.services.filter { $0.timeout != nil }.map {
      AuditCheck(
        !$0.abandonedWorkContinues,
        "\($0.name): abandoned work \($0.abandonedWorkContinues ? "goes on" : "stops")"
      )
    }
  }

  var targetChecks: [AuditCheck] {
    platform.endpoints.map {
      let count = $0.targets.all.count
      return AuditCheck(
        count > 0,
        count > 0
          ? "\(AuditFacts.route($0)): \(AuditFacts.count(count, "target"))"
          : "\(AuditFacts.route($0)) has no targets"
      )
    }
  }

  var cachePresentChecks: [AuditCheck] {
    guard !platform.caches.isEmpty else { return [AuditCheck(false, "the model has no cache")] }
    return platform.caches.map { AuditCheck(true, $0.name) }
  }

  var cacheUsedChecks: [AuditCheck] {
    var users: [String] = []
    for endpoint in platform.endpoints {
      AuditFacts.walk(endpoint.steps) { step, _, _ in
        guard case .cache(let name, let ratio, _) = step.action else { return }
        users.append(
          "\(AuditFacts.route(endpoint)) asks \(name), \(AuditText.number(ratio.percent)) % hits"
        )
      }
    }
    guard !users.isEmpty else { return [AuditCheck(false, "no endpoint has a cache step")] }
    return users.map { AuditCheck(true, $0) }
  }

  var cacheConnectionChecks: [AuditCheck] {
    let workers = platform.services.reduce(0) { $0 + $1.instances * $1.workers }
    return platform.caches.map { cache in
      guard case .atMost(let limit) = cache.maxConnections else {
        return AuditCheck(nil, "\(cache.name): no limit written")
      }
      return AuditCheck(
        limit >= workers,
        "\(cache.name): \(AuditFacts.count(workers, "worker")) against "
          + "\(AuditText.count(limit)) connections"
      )
    }
  }
}
