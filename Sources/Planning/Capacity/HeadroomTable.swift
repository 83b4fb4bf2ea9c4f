import Quantities
public import Scenarios
import Simulating

/// Compares the demand of a tier's busiest hour with every limit that the model names.
///
/// - Parameters:
///   - scenario: The platform.
///   - tier: The tier; nil for tests with rates of their own.
///   - busy: The simulated busiest hour of the tier.
///   - light: The same test at the lightest tier, and that tier: what resources need when nothing
///     is full.
/// - Returns: One row for each limit, the scarcest first.
public func headroomTable(
  _ scenario: Scenario,
  at tier: Tier?,
  busy: TestResult,
  light: (tier: Tier?, result: TestResult)
) -> [Headroom] {
  let ratio: Double
  if let tier, let lightTier = light.tier, lightTier.queriesPerDay > 0 {
    ratio = tier.queriesPerDay / lightTier.queriesPerDay
  } else {
    ratio = 1
  }
  var rows = simulatedRows(busy: busy, light: light.result, ratio: ratio)
  rows += providerRows(scenario, busy: busy, light: light.result, ratio: ratio)
  rows += instanceRows(scenario, busy)
  rows += memoryRows(scenario, tier, busy)
  rows += connectionRows(scenario, tier, busy)
  rows += storageRows(scenario, tier, busy, light.result, ratio)
  return rows.scarcestFirst
}

private func simulatedRows(busy: TestResult, light: TestResult, ratio: Double) -> [Headroom] {
  zip(busy.resources, light.resources).compactMap { here, there in
    guard here.group.isLimited, there.requests > 0 else { return nil }
    let scaled = there.meanInUse * ratio
    // Behind a full resource the others starve; what they would get is in proportion to the load.
    let starves = scaled > here.meanInUse * 1.25
    let unit: String
    switch here.group.kind {
    case .cpu, .poolerCPU, .databaseCPU: unit = "busy cores"
    case .workers, .streams: unit = "requests at once"
    case .appPool, .poolerServers, .connections: unit = "connections in use"
    case .poolerClients: unit = "clients"
    case .providerConcurrency: unit = "calls at once"
    case .station: unit = "busy servers"
    case .queueWorkers: unit = "jobs at once"
    case .bandwidth, .edge: unit = "busy links"
    }
    return Headroom(
      resource: here.group.label,
      layer: Layer(here.group.kind),
      demand: starves ? scaled : here.meanInUse,
      limit: Double(here.group.capacity),
      unit: unit,
      basis: starves ? .extrapolated : .simulated,
      kind: here.group.kind
    )
  }
}

/// Requests and tokens per minute against the provider's limits.
private func providerRows(
  _ scenario: Scenario,
  busy: TestResult,
  light: TestResult,
  ratio: Double
) -> [Headroom] {
  var rows: [Headroom] = []
  for (index, provider) in scenario.platform.providers.enumerated() {
    let here = busy.providers[index].demand
    // What is spent is compared with its limits where the bill is: see `spendRows`.
    for limit in provider.limits {
      let perMinute = limit.perSecond * 60
      let (peak, name): (Double, String)
      switch limit.dimension {
      case .requests: (peak, name) = (here.peakCallsPerMinute, "calls")
      case .tokens: (peak, name) = (here.peakTokensPerMinute, "tokens")
      case .input_tokens: (peak, name) = (here.peakInputPerMinute, "prompt tokens")
      case .output_tokens: (peak, name) = (here.peakOutputPerMinute, "answer tokens")
      case .spend: continue
      }
      // A busy minute of the light tier is mostly chance; the mean scales, the peak does not.
      let scaled = meanPerMinute(limit.dimension, of: provider, scenario, light) * ratio
      rows.append(
        Headroom(
          resource: "\(provider.name) \(name) per minute",
          layer: .model,
          demand: max(peak, scaled),
          limit: perMinute,
          unit: "\(name)/min",
          basis: scaled > peak ? .extrapolated : .simulated,
          kind: nil
        )
      )
    }
  }
  return rows
}

/// The mean demand of the models that stand behind a provider now, wherever they stood before.
private func meanPerMinute(
  _ dimension: RateLimit.Dimension,
  of provider: Provider,
  _ scenario: Scenario,
  _ result: TestResult
) -> Double {
  let minutes = max(result.measuredSeconds / 60, 1e-9)
  let names = scenario.platform.models.filter { $0.provider == provider.name }.map(\.name)
  let all = result.models.filter { names.contains($0.name) }
    .reduce(into: (calls: 0.0, input: 0.0, output: 0.0)) {
      $0.calls += Double($1.use.calls)
      $0.input += Double($1.use.tokens.input)
      $0.output += Double($1.use.tokens.output)
    }
  switch dimension {
  case .requests: return all.calls / minutes
  case .input_tokens: return all.input / minutes
  case .output_tokens: return all.output / minutes
  case .tokens: return (all.input + all.output) / minutes
  case .spend: return 0
  }
}

/// Instances of services that scale by themselves.
private func instanceRows(_ scenario: Scenario, _ busy: TestResult) -> [Headroom] {
  busy.fleets.compactMap { fleet in
    guard let service = scenario.platform.services.first(where: { $0.name == fleet.name }),
      let rule = service.autoscale
    else { return nil }
    return Headroom(
      resource: "\(fleet.name) instances",
      layer: .api,
      demand: fleet.meanInstances,
      limit: Double(rule.most),
      unit: "instances",
      basis: .simulated,
      kind: nil
    )
  }
}

/// Memory of an instance: idle workers, requests in progress and open connections.
private func memoryRows(_ scenario: Scenario, _ tier: Tier?, _ busy: TestResult) -> [Headroom] {
  scenario.platform.services.compactMap { service in
    guard let memory = service.memory else { return nil }
    let inProgress = busy.resources.first {
      $0.group.kind == .workers && $0.group.part == service.name
    }
    let perWorker = Double(inProgress?.peakInUse ?? 0)
    let idle = Double(service.workers) * Double(service.memoryPerWorker.value)
    var bytes = idle
    bytes += perWorker * Double(service.workers) * Double(service.memoryPerRequest.value)
    let streams = busy.resources.first {
      $0.group.kind == .streams && $0.group.part == service.name
    }
    bytes += Double(streams?.peakInUse ?? 0) * Double(service.memoryPerStream.value)
    if let realtime = scenario.platform.realtime, realtime.service == service.name,
      let open = openConnections(tier, busy)
    {
      bytes += open / Double(service.instances) * Double(realtime.memoryPerConnection.value)
    }
    return Headroom(
      resource: "\(service.name) memory per instance",
      layer: .api,
      demand: bytes / 1_048_576,
      limit: Double(memory.value) / 1_048_576,
      unit: "MiB",
      basis: .simulated,
      kind: nil,
      fixedDemand: idle / 1_048_576
    )
  }
}

/// Connections that are open at once: those of the run where they come and go, else those of the tier.
private func openConnections(_ tier: Tier?, _ busy: TestResult) -> Double? {
  if let sockets = busy.sockets { return Double(sockets.counts.peak) }
  return tier.map { Double(max($0.activeConnections, $0.concurrentUsers)) }
}

/// Connections that stay open: users' sockets, and what the app pools could take from the database.
func connectionRows(
  _ scenario: Scenario,
  _ tier: Tier?,
  _ busy: TestResult
) -> [Headroom] {
  var rows: [Headroom] = []
  if let realtime = scenario.platform.realtime, let open = openConnections(tier, busy) {
    var row = Headroom(
      resource: "open connections",
      layer: .realtime,
      demand: open,
      limit: nil,
      unit: "connections",
      basis: .computed,
      kind: nil
    )
    if case .atMost(let most) = realtime.maxConnections { row.limit = Double(most) }
    rows.append(row)
  }
  for database in scenario.platform.databases {
    let pools = scenario.platform.services.reduce(0) { sum, service in
      let most = service.pools.filter { $0.database == database.name }.reduce(0) { $0 + $1.most }
      return sum + most * service.workers * service.mostInstances
    }
    guard pools > 0 else { continue }
    let open = database.maxConnections - database.reservedConnections
    rows.append(
      Headroom(
        resource: "\(database.name) connections that the app pools may open",
        layer: .database,
        demand: Double(pools),
        limit: Double(database.pooler?.clients ?? open),
        unit: "connections",
        basis: .computed,
        kind: .connections,
        growsWithLoad: false
      )
    )
    if let pooler = database.pooler {
      rows.append(
        Headroom(
          resource: "\(database.name) server connections of the pooler",
          layer: .database,
          demand: Double(pooler.size),
          limit: Double(open),
          unit: "connections",
          basis: .computed,
          kind: .connections,
          growsWithLoad: false
        )
      )
    }
  }
  return rows
}

func storageRows(
  _ scenario: Scenario,
  _ tier: Tier?,
  _ busy: TestResult,
  _ light: TestResult,
  _ ratio: Double
) -> [Headroom] {
  var rows: [Headroom] = []
  for database in scenario.platform.databases {
    if let tier, tier.databaseSize.value > 0 {
      rows.append(
        Headroom(
          resource: "\(database.name) size",
          layer: .database,
          demand: tier.databaseSize.gigabytes,
          limit: database.recommendedSize?.gigabytes,
          unit: "GB",
          basis: .computed,
          kind: nil
        )
      )
    }
    if database.ioPerQuery > 0 {
      let cpu = light.resources.first {
        $0.group.kind == .databaseCPU && $0.group.part == database.name
      }
      let statements = Double(cpu?.requests ?? 0) / max(light.measuredSeconds, 1e-9) * ratio
      rows.append(
        Headroom(
          resource: "\(database.name) IOPS",
          layer: .database,
          demand: statements * database.ioPerQuery,
          limit: database.maxIOPS,
          unit: "operations/s",
          basis: .extrapolated,
          kind: nil
        )
      )
    }
  }
  for (index, cache) in scenario.platform.caches.enumerated() {
    let lookups = Double(light.caches[index].lookups) / max(light.measuredSeconds, 1e-9) * ratio
    guard lookups > 0 else { continue }
    rows.append(
      Headroom(
        resource: "\(cache.name) operations per second",
        layer: .cache,
        demand: lookups,
        limit: cache.maxOperations?.perSecond,
        unit: "operations/s",
        basis: .extrapolated,
        kind: nil
      )
    )
  }
  return rows
}
