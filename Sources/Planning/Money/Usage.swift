public import Costing
import Quantities
public import Scenarios
import Simulating

extension MonthlyUsage {
  /// What a month at a tier uses, from its simulated ordinary day.
  ///
  /// Counts of the simulated days are brought to one month; instances and stocks do not grow with
  /// its length. Peak connections are those of the tier, or the most requests at once if more.
  public init(_ scenario: Scenario, tier: Tier?, day: TestResult) {
    self.init()
    let simulatedDays = max(day.measuredSeconds / 86_400, 1e-12)
    let months = scenario.daysPerMonth / simulatedDays
    func monthly(_ count: Int64) -> Int64 { Int64((Double(count) * months).rounded()) }
    users = tier?.users ?? 0
    requests = monthly(day.endpoints.reduce(0) { $0 + $1.offered })
    queries = tier.map { Int64(($0.queriesPerDay * scenario.daysPerMonth).rounded()) } ?? requests
    peakConnections = max(
      tier.map { max($0.activeConnections, $0.concurrentUsers) } ?? 0,
      Int(day.peakInFlight)
    )
    cacheOperations = monthly(day.caches.reduce(0) { $0 + $1.lookups })
    var bytes = 0.0
    for (endpoint, definition) in zip(day.endpoints, scenario.platform.endpoints) {
      bytes += Double(endpoint.completed) * Double(definition.responseSize.value) * months
    }
    egress = ByteCount(Int64(bytes))
    for service in scenario.platform.services {
      let fleet = day.fleets.first { $0.name == service.name }
      services[service.name] = Instances(
        mean: fleet?.meanInstances ?? Double(service.instances),
        peak: fleet?.peakInstances ?? service.instances
      )
    }
    for database in scenario.platform.databases {
      databases[database.name] = tier?.databaseSize ?? .zero
    }
    for (name, use) in day.models where use.attempts > 0 {
      models[name] = ModelUsage(
        calls: monthly(use.attempts - use.throttled),
        tokens: .init(
          input: TokenCount(monthly(use.inputTokens)),
          cachedInput: TokenCount(monthly(use.cachedTokens)),
          output: TokenCount(monthly(use.outputTokens))
        ),
        wasted: .init(
          input: TokenCount(monthly(use.wastedInput)),
          cachedInput: TokenCount(monthly(use.wastedCached)),
          output: TokenCount(monthly(use.wastedOutput))
        )
      )
    }
  }
}
