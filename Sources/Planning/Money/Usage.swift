public import Costing
import Quantities
public import Scenarios
import Simulating
import Statistics

extension MonthlyUsage {
  /// What a month at a tier uses, from what a test measured.
  ///
  /// What the test counted is brought to the load of a month, whatever stretch of the day and the week
  /// it covers: an ordinary day, a busiest hour, a weekend. Instances and stocks do not grow with it: a
  /// test at the busiest hour bills the instances of that hour. Peak connections are those of the tier,
  /// or the most requests at once if more.
  ///
  /// - Parameters:
  ///   - scenario: The scenario.
  ///   - tier: The tier; nil without tiers.
  ///   - day: What was measured.
  ///   - month: The month; nil for the mean one.
  public init(_ scenario: Scenario, tier: Tier?, day: TestResult, month: BillingMonth? = nil) {
    self.init()
    let month = month ?? BillingMonth(scenario)
    let months = day.months(scenario, month)
    func monthly(_ count: Int64) -> Int64 { Int64((Double(count) * months).rounded()) }
    users = tier?.users ?? 0
    activeUsers = tier?.monthlyActiveUsers
    hours = 24 * month.days
    requests = monthly(day.endpoints.reduce(0) { $0 + $1.offered })
    queries = tier.map { Int64(($0.queriesPerDay * month.loadDays).rounded()) } ?? requests
    peakConnections = max(
      tier.map { max($0.activeConnections, $0.concurrentUsers) } ?? 0,
      Int(day.peakInFlight)
    )
    if let clients = day.sockets {
      peakConnections = max(Int(clients.counts.peak), Int(day.peakInFlight))
      realtimeMessages = Int64((clients.messages * months).rounded())
      connectionHours = clients.meanOpen * hours
    }
    cacheOperations = monthly(day.caches.reduce(0) { $0 + $1.lookups })
    let traffic = Traffic(day, scenario.platform)
    func bytes(_ count: Double) -> ByteCount { ByteCount(Int64(count * months)) }
    egress = bytes(traffic.toClients)
    edgeEgress = bytes(traffic.fromEdge)
    originEgress = bytes(traffic.fromServices + traffic.onConnections)
    ingress = bytes(traffic.received)
    failed = monthly(day.endpoints.reduce(0) { $0 + $1.failures.reduce(0) { $0 + $1.count } })
    for service in scenario.platform.services {
      let fleet = day.fleets.first { $0.name == service.name }
      var instances = Instances(
        mean: fleet?.meanInstances ?? Double(service.instances),
        peak: fleet?.peakInstances ?? service.instances
      )
      instances.hours = fleet?.hours ?? []
      // One that nobody starts or stops takes requests all the time.
      instances.serving = fleet.map(\.servingInstances) ?? instances.mean
      instances.least = service.autoscale?.least
      instances.cores = service.coresPerInstance
      instances.memory = service.memory
      services[service.name] = instances
    }
    for database in scenario.platform.databases {
      databases[database.name] = tier?.databaseSize ?? .zero
    }
    if let operations = day.diskOperations(of: scenario.platform) {
      diskOperations = operations * months
      let seconds = 86_400 * max(month.loadDays, 1e-9)
      peakDiskRate = operations * months / seconds * scenario.platform.peakToMean
    }
    for (name, demand) in day.providers where demand.refusedForSpend > 0 {
      spendRefusals[name] = monthly(demand.refusedForSpend)
    }
    let cores = day.resources.filter { $0.group.kind == .cpu }.map(\.meanInUse)
    cpuHours = months * day.measuredSeconds / 3600 * cores.reduce(0, +)
    let open = day.endpoints.map { Double($0.completed) * ($0.mean.estimate?.value ?? 0) }
    openHours = months * open.reduce(0, +) / 3600
    for (name, use) in day.models where use.attempts > 0 {
      let model = scenario.platform.models.first { $0.name == name }
      models[name] = ModelUsage(use, months: months, isBatch: model?.isBatch ?? false)
    }
  }
}

extension TestResult {
  /// Operations of the databases' disks in all replications; nil where no query says how many it takes.
  func diskOperations(of platform: Platform) -> Double? {
    let databases = platform.databases.filter { $0.ioPerQuery > 0 }
    guard !databases.isEmpty else { return nil }
    return databases.reduce(0) { sum, database in
      let cores = resources.first {
        $0.group.kind == .databaseCPU && $0.group.part == database.name
      }
      return sum + Double(cores?.requests ?? 0) * database.ioPerQuery
    }
  }
}

extension ModelUsage {
  /// What the calls of a model use in a month, from counts of some simulated days.
  ///
  /// - Parameters:
  ///   - use: The counts.
  ///   - months: What they are multiplied by.
  ///   - isBatch: Whether all of them went through the batch interface.
  init(_ use: Measurement.Model, months: Double, isBatch: Bool) {
    var all = use.tokens
    let special: [Special: Measurement.BilledTokens] =
      isBatch ? [.batch: all] : [.longContext: use.longContext, .peakHours: use.peakHours]
    for part in special.values { all.subtract(part) }
    let ordinary = Share(all, months: months)
    let calls = Int64((Double(use.attempts - use.throttled) * months).rounded())
    self.init(calls: calls, tokens: ordinary.tokens, wasted: ordinary.wasted)
    self.special = special.filter { $0.value.input + $0.value.output > 0 }
      .mapValues { Share($0, months: months) }
  }
}

extension ModelUsage.Share {
  /// Simulated tokens, brought to a month.
  fileprivate init(_ tokens: Measurement.BilledTokens, months: Double) {
    func monthly(_ count: Int64) -> Int64 { Int64((Double(count) * months).rounded()) }
    // Plain, cached and written tokens are rounded by themselves, so that they add up to the prompt's.
    func kinds(_ input: Int64, _ cached: Int64, _ written: Int64, _ output: Int64)
      -> ModelUsage.Tokens
    {
      let parts = (monthly(input - cached - written), monthly(cached), monthly(written))
      return ModelUsage.Tokens(
        input: TokenCount(parts.0 + parts.1 + parts.2),
        cachedInput: TokenCount(parts.1),
        cacheWrites: TokenCount(parts.2),
        output: TokenCount(monthly(output))
      )
    }
    self.init(
      tokens: kinds(tokens.input, tokens.cached, tokens.written, tokens.output),
      wasted: kinds(
        tokens.wastedInput,
        tokens.wastedCached,
        tokens.wastedWritten,
        tokens.wastedOutput
      )
    )
  }
}

extension Measurement.BilledTokens {
  /// Takes off a part.
  fileprivate mutating func subtract(_ part: Measurement.BilledTokens) {
    input -= part.input
    cached -= part.cached
    written -= part.written
    output -= part.output
    wastedInput -= part.wastedInput
    wastedCached -= part.wastedCached
    wastedWritten -= part.wastedWritten
    wastedOutput -= part.wastedOutput
  }
}
