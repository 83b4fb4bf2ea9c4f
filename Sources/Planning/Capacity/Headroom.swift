import Scenarios
public import Simulating

/// How far the demand on a resource is from its limit.
public struct Headroom: Sendable {
  /// Where the demand comes from.
  public enum Basis: String, Sendable {
    /// Measured in the simulation of the busiest hour.
    case simulated
    /// Extrapolated in proportion to the load from the lightest tier, since here the resource starves
    /// behind another one that is full.
    case extrapolated
    /// Computed from the model without simulation.
    case computed
  }

  /// What is limited.
  public var resource: String
  /// The layer of the platform that it belongs to.
  public var layer: Layer
  /// The demand in the busiest hour.
  public var demand: Double
  /// The limit; nil when the model gives none.
  public var limit: Double?
  /// What both are counted in.
  public var unit: String
  /// Where the demand comes from.
  public var basis: Basis
  /// The simulated resource behind it, if any.
  public var kind: PoolGroup.Kind?
  /// Whether the demand grows with the load.
  public var growsWithLoad = true
  /// The part of the demand that stays when the load grows, such as the memory of idle workers.
  public var fixedDemand = 0.0

  /// (limit − demand) / limit: 1 when idle, 0 when full, negative once saturated.
  public var headroom: Double? {
    guard let limit, limit > 0 else { return nil }
    return (limit - demand) / limit
  }

  /// How many times the present load fits: limit / demand, what is fixed taken off both.
  public var growthToLimit: Double? {
    guard let limit, demand > fixedDemand else { return nil }
    return max(0, limit - fixedDemand) / (demand - fixedDemand)
  }

  /// Whether demand has reached the limit.
  public var isSaturated: Bool {
    guard let headroom else { return false }
    return headroom <= 0
  }
}

/// A layer of the platform, as reports name it.
public enum Layer: String, Sendable, CaseIterable {
  /// Browsers and the edge.
  case frontend = "Frontend"
  /// API instances.
  case api = "API servers"
  /// Poolers and databases.
  case database = "Database"
  /// Caches.
  case cache = "Cache"
  /// Language-model providers.
  case model = "LLM API"
  /// Streams and sockets.
  case realtime = "Real time"
  /// Plain stations.
  case station = "Stations"
  /// Queues of jobs and their workers.
  case queue = "Job queues"

  /// The layer of a simulated resource.
  public init(_ kind: PoolGroup.Kind) {
    switch kind {
    case .workers, .cpu, .appPool, .bandwidth: self = .api
    case .edge: self = .frontend
    case .poolerClients, .poolerServers, .poolerCPU, .connections, .databaseCPU: self = .database
    case .streams: self = .realtime
    case .providerConcurrency: self = .model
    case .station: self = .station
    case .queueWorkers: self = .queue
    }
  }
}
