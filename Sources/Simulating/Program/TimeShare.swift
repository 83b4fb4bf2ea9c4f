/// What a request spends its time on; the parts of a response time add up to it exactly.
public enum TimeShare: UInt8, CaseIterable, Sendable, Codable {
  /// Travelling, or waiting at the client's side.
  case network
  /// Computing on an API worker.
  case cpu
  /// Running in the database.
  case database
  /// Looking into a cache.
  case cache
  /// Being answered by a language model.
  case model
  /// Moving bytes.
  case transfer
  /// Being served by a plain station.
  case service
  /// Waiting for a worker to accept the request.
  case waitWorker
  /// Waiting for a worker's core.
  case waitCPU
  /// Waiting for a connection of the worker's pool.
  case waitPool
  /// Waiting for a server connection of the pooler, or for the pooler itself.
  case waitPooler
  /// Waiting for a core of the database.
  case waitDatabase
  /// Waiting in line at a plain station.
  case waitStation
  /// Waiting between attempts because a provider refused or failed.
  case backoff
  /// Waiting for attempts of the caller that failed, and between them; of a job, for earlier deliveries.
  case earlierAttempts
  /// Waiting in a queue of jobs.
  case waitQueue

  /// How many there are.
  static let count = allCases.count

  /// Whether it is time in line rather than in service.
  public var isWaiting: Bool { rawValue >= TimeShare.waitWorker.rawValue }

  /// Whether it passes outside of the platform, where no histogram of the service sees it.
  public var isOutside: Bool { self == .network || self == .earlierAttempts }

  /// Whether it belongs to a language-model call.
  public var isModel: Bool { self == .model || self == .backoff }

  /// The words that reports print.
  public var label: String {
    switch self {
    case .network: "network"
    case .cpu: "API CPU"
    case .database: "database"
    case .cache: "cache"
    case .model: "language model"
    case .transfer: "transfer"
    case .service: "service"
    case .waitWorker: "waiting for a worker"
    case .waitCPU: "waiting for API CPU"
    case .waitPool: "waiting for the app pool"
    case .waitPooler: "waiting for the pooler"
    case .waitDatabase: "waiting for the database"
    case .waitStation: "waiting in line"
    case .backoff: "backing off from rate limits"
    case .earlierAttempts: "earlier attempts of the caller"
    case .waitQueue: "waiting in the job queue"
    }
  }
}
