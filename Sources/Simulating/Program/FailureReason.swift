/// Why a request failed.
///
/// A simulated failure is a value, counted by reason.
public enum FailureReason: UInt8, CaseIterable, Sendable, Codable {
  /// No worker took it and the backlog was full: 503.
  case refused
  /// It was not answered in time: 504.
  case timedOut
  /// It waited too long for a connection of the worker's pool.
  case poolTimeout
  /// The pooler accepted no more clients or refused to queue.
  case poolerRefused
  /// It waited too long for a server connection of the pooler.
  case poolerTimeout
  /// The database accepted no more connections.
  case connectionsExhausted
  /// A plain station's line was full.
  case stationFull
  /// No stream slot was free.
  case streamRefused
  /// The provider refused every attempt: 429.
  case throttled
  /// The provider failed in every attempt.
  case modelError
  /// Every attempt took longer than the client waits.
  case modelTimeout
  /// The provider refused for want of money: a spend cap.
  case spendCap
  /// Its instance ran out of memory and was killed.
  case outOfMemory
  /// Its instance stopped before it was answered.
  case cutOff
  /// Its instance crashed.
  case instanceCrashed
  /// A circuit breaker was open in front of every model.
  case breakerOpen
  /// The service's adaptive limit or controlled delay turned it away.
  case shed
  /// It lost its patience and left the line.
  case leftLine
  /// The queue had no room for the job.
  case queueFull
  /// The job was received too often without being done.
  case deadLetter
  /// The load generator has cut its iteration off.
  case interrupted
  /// The database had no primary.
  case databaseDown
  /// Its client stopped the call since too few were accepted.
  case clientThrottled

  static let count = allCases.count

  /// The words that reports print.
  public var label: String {
    switch self {
    case .refused: "refused, backlog full (503)"
    case .timedOut: "timed out (504)"
    case .poolTimeout: "app pool timeout"
    case .poolerRefused: "refused by the pooler"
    case .poolerTimeout: "pooler timeout"
    case .connectionsExhausted: "database connections exhausted"
    case .stationFull: "line full"
    case .streamRefused: "no stream slot"
    case .throttled: "rate limited (429)"
    case .modelError: "model provider error"
    case .modelTimeout: "model timeout"
    case .spendCap: "spend cap of a provider"
    case .outOfMemory: "instance out of memory"
    case .cutOff: "cut off by a stopping instance"
    case .instanceCrashed: "instance crashed"
    case .breakerOpen: "circuit breaker open"
    case .shed: "shed to protect the service (503)"
    case .leftLine: "left the line"
    case .queueFull: "job queue full"
    case .deadLetter: "dead letter"
    case .interrupted: "interrupted by the load generator"
    case .databaseDown: "database without a primary"
    case .clientThrottled: "stopped by its own client"
    }
  }
}
