import Kernel
import Stations

/// A scenario compiled for one test at one tier: flat tables that a replication reads.
///
/// Nothing in it refers back to the scenario but names for the report.
public struct Program: Sendable {
  /// Endpoints, in the order of the scenario.
  public internal(set) var endpointNames: [String] = []
  /// Groups of pools: one for each limited resource.
  public internal(set) var groups: [PoolGroup] = []
  /// Provider accounts, in the order of the scenario.
  public internal(set) var providerNames: [String] = []
  /// Models, in the order of the scenario.
  public internal(set) var modelNames: [String] = []
  /// Caches, in the order of the scenario.
  public internal(set) var cacheNames: [String] = []
  /// Databases with copies that answer reads, in the order of the scenario.
  public internal(set) var replicaNames: [String] = []
  /// What passes at a rate, such as the operations of a disk.
  public internal(set) var paceNames: [String] = []
  /// Whether clients keep connections open that come and go.
  public var hasSockets: Bool { sockets != nil }
  /// Services whose instances come and go, in the order of the scenario.
  public internal(set) var fleetNames: [String] = []
  /// Queues of jobs, in the order of the scenario.
  public internal(set) var queueNames: [String] = []
  /// Sessions of the test, in its order.
  public internal(set) var sessionNames: [String] = []
  /// How long load is offered, in nanoseconds.
  public internal(set) var horizon: Int64 = 0
  /// Where the measurement starts, in nanoseconds.
  public internal(set) var warmUp: Int64 = 0
  /// How long requests in progress may finish after that, in nanoseconds.
  public internal(set) var grace: Int64 = 600_000_000_000
  /// The master seed.
  public internal(set) var seed: UInt64 = 1
  /// The most events of one replication.
  public internal(set) var maxEvents: Int64 = .max

  var operations: [Operation] = []
  /// Where the operations of the workload start: one for each source, then `ask`, `sample`, `begin`,
  /// `end`, `fault`, `stop`.
  var specials: Int32 = 0
  var endpoints: [CompiledEndpoint] = []
  var services: [CompiledService] = []
  var pools: [CompiledPool] = []
  var processors: [CompiledProcessor] = []
  /// Where the operations that wake the processors start.
  var alarms: Int32 = 0
  var preemptive: [CompiledPreemptive] = []
  var lines: [CompiledLine] = []
  var resting: [CompiledResting] = []
  /// The operation at which timers go off, −1 where nobody sets any.
  var ring: Int32 = -1
  var queues: [CompiledQueue] = []
  var jobs: [CompiledJob] = []
  var flows: [JobFlow] = []
  var fleets: [CompiledFleet] = []
  var connections: [CompiledConnection] = []
  var keyedCaches: [CompiledKeys] = []
  /// Keys that only one request at a time fetches, over all caches.
  var flights: Int32 = 0
  /// Counters of open connections that nobody uses: one for each worker and pool.
  var idleCounters: Int32 = 0
  /// Where the operations that wake instances and autoscalers start.
  var fleetOperations: Int32 = 0
  var calls: [CompiledCall] = []
  var targets: [CompiledTarget] = []
  /// Spans of the day in which models cost more, and the nanoseconds after midnight UTC at which it begins.
  var peakSpans: [PeakSpan] = []
  var startOfDay: Int64 = 0
  var providers: [CompiledProvider] = []
  var limiters: [CompiledLimiter] = []
  /// Retry policies of calls, those of a call in a row, the innermost first.
  var layers: [CompiledLayer] = []
  /// What limits the retries of client processes, one after the other.
  var budgets: [RetryBudget] = []
  /// Whether deployments rest, one for each client process, one after the other.
  var cooldowns: [Cooldown] = []
  /// What protects the workers of services, one for each worker, one after the other.
  var adaptiveLimits: [AdaptiveLimit] = []
  var delays: [ControlledDelay] = []
  /// Circuit breakers, one for each client process, one after the other.
  var breakers: [CircuitBreaker] = []
  /// Throttles of clients, one for each client process, one after the other.
  var throttles: [ClientThrottle] = []
  /// Prefixes of prompts that the caches of models may hold, over all models.
  var prefixCount = 0
  var forks: [CompiledFork] = []
  var callers: [CompiledCaller] = []
  var branches: [Int32] = []
  var lanes: [CompiledLane] = []
  var sources: [CompiledSource] = []
  var users: CompiledUsers?
  var sessions: [CompiledSessions] = []
  var stops: [CompiledStop] = []
  var ways: [CompiledWay] = []
  /// Where the operations start that start iterations and that users stand at.
  var conductors: Int32 = 0
  /// Whether the measurement ends with the last iteration.
  var endsEarly = false
  var sockets: CompiledSockets?
  /// How many clients want to be connected; apart, so that the rest is plain memory.
  var socketCurve = RateCurve(points: [])
  var replicas: [CompiledReplicas] = []
  var paces: [PacedQueue] = []
  /// Databases whose connections may have to log in again.
  var reloginCount: Int32 = 0
  var trace: [TraceArrival] = []
  var faults: [CompiledFault] = []
  var samples = 120
  /// What tokens draw when they begin, by plan, and the most numbers of one plan.
  var drawPlans: [DrawPlan] = []
  var plannedDraws: [PlannedDraw] = []
  var drawnColumns = 0
  /// The shares of response time that requests spend anything on, in order.
  var shareColumns: [TimeShare] = []

  init() {}

  /// Whether users wait for an answer before they ask again.
  var hasClosedUsers: Bool { users != nil || !sessions.isEmpty }

  /// Where a share stands among those that are used; 0 for one that is not.
  func column(of share: TimeShare) -> UInt8 {
    UInt8(shareColumns.firstIndex(of: share) ?? 0)
  }
}

/// One limited resource as reports name it, and where its pools stand in the program.
public struct PoolGroup: Sendable, Hashable {
  /// What kind of resource it is.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// Requests in progress at API workers.
    case workers
    /// Cores of API workers.
    case cpu
    /// Connections of the workers' pools.
    case appPool
    /// Clients of a pooler.
    case poolerClients
    /// Server connections of a pooler.
    case poolerServers
    /// The pooler's own cores.
    case poolerCPU
    /// Connections of a database.
    case connections
    /// Cores of a database.
    case databaseCPU
    /// Stream slots of API instances.
    case streams
    /// Calls at a provider at once.
    case providerConcurrency
    /// A plain station.
    case station
    /// Jobs that the workers of a queue work on.
    case queueWorkers
    /// What API instances send.
    case bandwidth
    /// What an edge sends.
    case edge
  }

  /// What kind of resource it is.
  public var kind: Kind
  /// The part of the platform that it belongs to.
  public var part: String
  /// The words that reports print.
  public var label: String
  /// Whether the platform sets a limit; false for slots that are only counted.
  public var isLimited: Bool
  /// Servers of all its pools together.
  public var capacity: Int
  var first: Int
  var count: Int
}

struct CompiledEndpoint {
  var start: Int32
  /// Index of the service, −1 for none.
  var service: Int32
  /// Its place in lines that go by urgency, the lowest first.
  var rank: Int32 = 0
  /// Whether any of its steps calls a model.
  var callsModels = false
  /// Lane of what ends its requests if they take too long, −1 for none.
  var timeoutLane: Int32 = -1
  /// Whether its requests need more than a token: for model calls, or branches.
  var needsDetails = false
  /// Whether it is a job of a queue.
  var isJob = false
}

struct CompiledService {
  var workers: Int32
  var workersPerInstance: Int32
  var balancing: Balancer.Rule
  /// First slot pool; one for each worker.
  var slots: Int32
  var abandonedContinues: Bool
  /// Its place among those whose instances come and go, −1 for none.
  var fleet: Int32 = -1
  /// First adaptive limit and first controlled delay, one for each worker; −1 for none.
  var adaptiveLimit: Int32 = -1
  var delay: Int32 = -1
  /// Lanes of a wait where a queue stands, and elsewhere.
  var targetLane: Int32 = -1
  var intervalLane: Int32 = -1
}

struct CompiledPool {
  var capacity: Int32
  var queueLimit: Int32
  /// The rules of its line, −1 for a plain one.
  var line: Int32 = -1

  /// It with all servers free.
  var idle: ServerPool {
    var pool = ServerPool(capacity: capacity, queueLimit: queueLimit)
    pool.isWatched = line >= 0
    return pool
  }
}

/// Cores that jobs share; what they count stands in a pool.
struct CompiledProcessor {
  var pool: Int32
  var cores: Double
  var contention: SharedProcessor.Contention

  /// It without any jobs.
  var idle: SharedProcessor { SharedProcessor(cores: cores, contention: contention) }
}

struct CompiledFork {
  var firstBranch: Int32
  var branchCount: Int32
  var needed: Int32
  /// Whether it waits for the others when enough have succeeded.
  var waitsForAll = false
  /// Whether branches that nobody waits for any more are cancelled.
  var cancelsLosers = false
}

struct CompiledLane {
  /// What a timer of the lane ends.
  enum Kind: UInt8 {
    /// A wait in line.
    case wait
    /// A request.
    case request
    /// An attempt of a request.
    case attempt
    /// A time that passes.
    case delay
  }

  var delay: Int64
  var kind: Kind
}

/// A stream of arrivals at one endpoint.
struct CompiledSource {
  var endpoint: Int32
  var curve: RateCurve
  var isPoisson: Bool
  var purpose: UInt32
  /// Whether arrivals come from the trace.
  var fromTrace = false
  /// The gaps between arrivals, where they are neither plain nor from the trace.
  var gaps: Gaps?
  /// Which of the sources of its endpoint it is.
  var number: UInt64 = 0
}

struct CompiledUsers {
  var curve: RateCurve
  var most: Int32
  var think: Draw
  /// Lane of the think time, −1 for none.
  var thinkLane: Int32
  /// Cumulative shares of the endpoints.
  var cumulative: [Double]
  var endpoints: [Int32]
  var thinkPurpose: UInt32
  var pickPurpose: UInt32
}

struct TraceArrival {
  var time: Int64
  var input: Int32
  var output: Int32
}
