import Stations

extension Measurement {
  /// Reads that copies of a database may answer.
  public struct Replicas: Sendable, Hashable {
    /// All of them.
    public var reads: Int64 = 0
    /// Those that went to the primary since their data was written too recently.
    public var pinned: Int64 = 0
    /// Those that a copy answered without the last write.
    public var stale: Int64 = 0

    /// Nothing counted.
    public init() {}

    /// The counters of several replications.
    public mutating func add(_ other: Replicas) {
      reads += other.reads
      pinned += other.pinned
      stale += other.stale
    }
  }

  /// What passes at a rate, such as the operations of a disk.
  public struct Pace: Sendable, Hashable {
    /// Requests.
    public var requests: Int64 = 0
    /// Nanoseconds until they had passed, in all.
    public var time: Int64 = 0
    /// The longest of these.
    public var longest: Int64 = 0

    /// Nothing counted.
    public init() {}

    init(_ tally: PacedQueue.Tally) {
      requests = tally.requests
      time = tally.time
      longest = tally.longest
    }

    /// The counters of several replications.
    public mutating func add(_ other: Pace) {
      requests += other.requests
      time += other.time
      longest = max(longest, other.longest)
    }
  }
}

extension Measurement.Replicas: StoredByField {
  static var fields: [StoredField<Self>] {
    [
      StoredField("reads", \.reads), StoredField("pinned", \.pinned),
      StoredField("stale", \.stale),
    ]
  }
}

extension Measurement.Pace: StoredByField {
  static var fields: [StoredField<Self>] {
    [
      StoredField("requests", \.requests), StoredField("time_ns", \.time),
      StoredField("longest_ns", \.longest),
    ]
  }
}
