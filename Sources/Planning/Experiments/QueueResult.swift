import Simulating

/// A queue of jobs in one test, over all replications.
public struct QueueResult: Sendable {
  /// The queue.
  public var name: String
  /// The busy share of its workers.
  public var utilization: Double
  /// Jobs in line on average.
  public var meanBacklog: Double
  /// The longest line.
  public var peakBacklog: Int64
  /// The age of the oldest job in line at most, in seconds.
  public var oldest: Double
  /// Jobs that a worker received, each time that one did.
  public var receipts: Int64
  /// Receipts of jobs that had been received before.
  public var redeliveries: Int64
  /// Jobs that became dead letters.
  public var deadLetters: Int64
}

extension Summary {
  /// What became of a queue.
  func queue(_ index: Int) -> QueueResult {
    let name = program.queueNames[index]
    let parts = measurements.map { $0.queues[index] }
    let workers = program.groups.firstIndex { $0.kind == .queueWorkers && $0.part == name }
    let resource = workers.map(resource)
    return QueueResult(
      name: name,
      utilization: resource?.utilization ?? 0,
      meanBacklog: resource?.meanQueue ?? 0,
      peakBacklog: resource?.peakQueue ?? 0,
      oldest: Double(parts.map(\.oldest).max() ?? 0) / 1e9,
      receipts: parts.reduce(0) { $0 + $1.receipts },
      redeliveries: parts.reduce(0) { $0 + $1.redeliveries },
      deadLetters: parts.reduce(0) { $0 + $1.deadLetters }
    )
  }
}
