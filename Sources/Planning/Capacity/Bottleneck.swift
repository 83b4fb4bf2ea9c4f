import Quantities
public import Scenarios
public import Simulating

/// A resource that requests wait for or fail at, and how much of it.
public struct Bottleneck: Sendable {
  /// The layer of the platform.
  public var layer: Layer
  /// The resource, in words.
  public var resource: String
  /// What kind of resource it is, for the choice of a remedy.
  public var cause: Cause
  /// Mean seconds that an answered request waits here.
  public var meanWait: Double
  /// That wait as a share of the mean response time.
  public var shareOfResponse: Double
  /// The share of all offered requests that failed here.
  public var failureShare: Double
  /// The busy share of the resource, when it has a limit.
  public var utilization: Double?
  /// What it does to the users at this load, as a sentence with numbers.
  public var impact: String
  /// The part of the platform that it belongs to, by name.
  var part: String?
  /// The kind of resource; nil for the rate limits of a provider.
  var kind: PoolGroup.Kind?
}

extension Cause {
  /// The cause behind a simulated resource.
  public init(_ kind: PoolGroup.Kind) {
    switch kind {
    case .workers: self = .workers
    case .cpu: self = .cpu
    case .appPool: self = .app_pool
    case .poolerClients, .poolerServers, .poolerCPU: self = .pooler
    case .connections: self = .connections
    case .databaseCPU: self = .database
    case .streams: self = .streams
    case .providerConcurrency: self = .provider_limit
    case .station: self = .station
    case .queueWorkers: self = .queue
    case .bandwidth, .edge: self = .bandwidth
    }
  }
}

/// Where requests wait and fail in a test, the worst first.
///
/// A resource is ranked by the share of the mean response time that is spent waiting for it, plus the
/// share of requests that fail at it; what takes less than a hundredth of both is left out. What is
/// waited for because those who hold it wait themselves, further in, counts for the resource that they
/// wait for (`Blame`): more connections do not help a database whose cores are busy.
///
/// - Parameters:
///   - result: The test.
///   - scenario: Its scenario, for the names of providers.
/// - Returns: The bottlenecks, worst first; empty when nothing waits.
public func bottlenecks(of result: TestResult, _ scenario: Scenario) -> [Bottleneck] {
  let finder = BottleneckFinder(result: result, scenario: scenario)
  let blame = Blame(result.resources)
  var rank: [String: Double] = [:]
  var found = finder.providerLimits()
  for resource in result.resources {
    guard let bottleneck = finder.bottleneck(resource) else { continue }
    found.append(bottleneck)
    rank[blame.label(for: resource), default: 0] += bottleneck.weight
  }
  for limit in finder.providerLimits() { rank[limit.resource, default: 0] += limit.weight }
  return found.filter { $0.weight >= 0.01 || rank[$0.resource, default: 0] >= 0.01 }
    .sorted { a, b in
      let (left, right) = (rank[a.resource, default: 0], rank[b.resource, default: 0])
      if left != right { return left > right }
      return a.weight != b.weight ? a.weight > b.weight : a.resource < b.resource
    }
}

extension Bottleneck {
  /// The share of time spent waiting here and of requests that fail here.
  fileprivate var weight: Double { shareOfResponse + failureShare }
}

private struct BottleneckFinder {
  let result: TestResult
  let scenario: Scenario
  private let completed: Double
  private let offered: Double
  private let responseTime: Double

  init(result: TestResult, scenario: Scenario) {
    self.result = result
    self.scenario = scenario
    completed = Double(result.endpoints.reduce(0) { $0 + $1.completed })
    offered = Double(result.endpoints.reduce(0) { $0 + $1.offered })
    responseTime = result.endpoints.reduce(0.0) { sum, endpoint in
      sum + endpoint.shares.reduce(0, +) * Double(endpoint.completed)
    }
  }

  /// Failures at a kind of resource, over all endpoints.
  private func failures(_ reasons: [FailureReason]) -> Double {
    Double(
      result.endpoints.flatMap(\.failures).filter { reasons.contains($0.reason) }
        .reduce(0) { $0 + $1.count }
    )
  }

  private func reasons(_ kind: PoolGroup.Kind) -> [FailureReason] {
    switch kind {
    case .workers: [.refused, .timedOut, .outOfMemory, .cutOff, .instanceCrashed]
    case .appPool: [.poolTimeout]
    case .poolerClients: [.poolerRefused]
    case .poolerServers: [.poolerTimeout]
    case .connections: [.connectionsExhausted]
    case .streams: [.streamRefused]
    case .station: [.stationFull, .leftLine]
    case .queueWorkers: [.queueFull, .deadLetter]
    case .cpu, .poolerCPU, .providerConcurrency, .bandwidth, .edge: []
    case .databaseCPU: [.databaseDown]
    }
  }

  func bottleneck(_ resource: ResourceResult) -> Bottleneck? {
    guard resource.requests > 0, offered > 0 else { return nil }
    // Requests in line on average, over requests answered per second: Little's law per request.
    let waiting = resource.meanQueue * result.measuredSeconds
    let failed = failures(reasons(resource.group.kind))
    // The wait is a part of the response time, but that of failed requests is not in it.
    let share = waiting / max(responseTime, waiting, 1e-9)
    let failureShare = failed / offered
    var words: [String] = []
    if let utilization = resource.utilization {
      words.append("\(percent(utilization)) busy")
    }
    if resource.meanWait > 0.0005 {
      words.append(
        "\(percent(resource.waitedShare)) of its requests wait, \(time(resource.meanWait)) on average"
      )
    }
    if failed > 0 { words.append("\(percent(failureShare)) of all requests fail here") }
    return Bottleneck(
      layer: Layer(resource.group.kind),
      resource: resource.group.label,
      cause: Cause(resource.group.kind),
      meanWait: completed > 0 ? waiting / completed : 0,
      shareOfResponse: share,
      failureShare: failureShare,
      utilization: resource.utilization,
      impact: words.joined(separator: "; "),
      part: resource.group.part,
      kind: resource.group.kind
    )
  }

  /// Backing off from rate limits counts as waiting at the provider.
  func providerLimits() -> [Bottleneck] {
    let backoff = result.endpoints.reduce(0.0) { sum, endpoint in
      sum + endpoint.shares[Int(TimeShare.backoff.rawValue)] * Double(endpoint.completed)
    }
    let failed = failures([.throttled, .modelError, .modelTimeout])
    let throttled = result.providers.reduce(0) { $0 + $1.demand.throttled }
    guard throttled > 0 || failed > 0, offered > 0,
      let busiest = result.providers.max(by: { $0.demand.throttled < $1.demand.throttled })
    else { return [] }
    let calls = max(busiest.demand.calls, 1)
    let rejected = Double(busiest.demand.throttled) / Double(calls)
    return [
      Bottleneck(
        layer: .model,
        resource: "\(busiest.name) rate limits",
        cause: .provider_limit,
        meanWait: completed > 0 ? backoff / completed : 0,
        shareOfResponse: backoff / max(responseTime, 1e-9),
        failureShare: failed / offered,
        utilization: nil,
        impact: "\(number(rejected)) refusals (429) for each call; "
          + "\(percent(failed / offered)) of all requests fail here",
        part: busiest.name
      )
    ]
  }
}
