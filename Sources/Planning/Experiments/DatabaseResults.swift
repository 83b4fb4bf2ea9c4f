public import Simulating

/// Reads that copies of a database may answer, over all replications.
public struct ReplicaResult: Sendable {
  /// The database.
  public var name: String
  /// What was counted.
  public var counts: Measurement.Replicas

  /// The share of all these reads that misses the last write; nil without any read.
  public var staleShare: Double? {
    counts.reads > 0 ? Double(counts.stale) / Double(counts.reads) : nil
  }

  /// The share that goes to the primary since it was written too recently; nil without any read.
  public var pinnedShare: Double? {
    counts.reads > 0 ? Double(counts.pinned) / Double(counts.reads) : nil
  }
}

/// What passes at a rate, over all replications.
public struct PaceResult: Sendable {
  /// What passes: the operations of a disk, logins.
  public var name: String
  /// What was counted.
  public var counts: Measurement.Pace

  /// Seconds until a request has passed, on average; nil without any.
  public var meanTime: Double? {
    counts.requests > 0 ? Double(counts.time) / 1e9 / Double(counts.requests) : nil
  }
}
