import Statistics

/// The stored form of a measurement: every counter under a stable name, exactly.
///
/// Samples are stored by column, since their names would take more room than their numbers. Whatever
/// is decoded equals what was encoded in every field; `Shard` gives the form its version.
extension Measurement: StoredByField {
  static var fields: [StoredField<Measurement>] {
    [
      StoredField("endpoints", \.endpoints), StoredField("groups", \.groups),
      StoredField("providers", \.providers), StoredField("models", \.models),
      StoredField(added: "fleets", \.fleets), StoredField(added: "queues", \.queues),
      StoredField(added: "sessions", \.sessions), StoredField("caches", \.cacheCounts),
      StoredField(added: "sockets", \.sockets),
      StoredField(added: "replicas", \.replicas), StoredField(added: "paces", \.paces),
      StoredField("samples", \.columns),
      StoredField("measured_ns", \.measuredTime), StoredField("peak_in_flight", \.peakInFlight),
      StoredField("events", \.events), StoredField("was_truncated", \.wasTruncated),
    ]
  }

  /// Whether it has the endpoints, resources, providers, models and caches of a program.
  public func fits(_ program: Program) -> Bool {
    endpoints.count == program.endpointNames.count && groups.count == program.groups.count
      && providers.count == program.providerNames.count
      && models.count == program.modelNames.count && caches.count == program.cacheNames.count
      && fleets.count == program.fleetNames.count && queues.count == program.queueNames.count
      && sessions.count == program.sessionNames.count
      && replicas.count == program.replicaNames.count && paces.count == program.paceNames.count
      && sockets.count == (program.hasSockets ? 1 : 0)
      && samples.allSatisfy {
        $0.inUse.count == groups.count && $0.waiting.count == groups.count
          && $0.instances.count == fleets.count
      }
  }

  private var cacheCounts: [CacheCount] {
    get { caches.map { CacheCount(lookups: $0.lookups, hits: $0.hits) } }
    set { caches = newValue.map { ($0.lookups, $0.hits) } }
  }

  private var columns: SampleColumns {
    get { SampleColumns(samples) }
    set { samples = newValue.samples }
  }
}

extension Measurement.Endpoint: StoredByField {
  static var fields: [StoredField<Self>] {
    [
      StoredField("offered", \.offered), StoredField("completed", \.completed),
      StoredField("failed", \.failed), StoredField("response_time", \.responseTime),
      StoredField("without_model", \.withoutModel), StoredField("shares_ns", \.shares),
      StoredField(added: "attempts", \.attempts), StoredField(added: "starts", \.startsIfAny),
      StoredField(added: "edge_hits", \.edgeHits),
      StoredField(added: "at_service", \.atServiceIfAny),
    ]
  }

  /// The times at the service, where they are not the response times.
  private var atServiceIfAny: [Histogram] {
    get { atService.count > 0 ? [atService] : [] }
    set { atService = newValue.first ?? Histogram() }
  }

  /// The times until jobs were received, where there are any.
  private var startsIfAny: [Histogram] {
    get { starts.count > 0 ? [starts] : [] }
    set { starts = newValue.first ?? Histogram() }
  }

  var isWellFormed: Bool {
    failed.count == FailureReason.count && shares.count == TimeShare.count
  }
}

extension Measurement.Group: StoredByField {
  static var fields: [StoredField<Self>] {
    [
      StoredField("requests", \.requests), StoredField("waited", \.waited),
      StoredField("refused", \.refused), StoredField("reneged", \.reneged),
      StoredField("waiting_ns", \.waitingTime), StoredField(wide: "busy_ns", \.busyTime),
      StoredField(wide: "queue_ns", \.queueTime), StoredField("peak_in_use", \.peakInUse),
      StoredField("peak_waiting", \.peakWaiting),
    ]
  }
}

extension Measurement.Fleet: StoredByField {
  static var fields: [StoredField<Self>] {
    [
      StoredField(wide: "instance_ns", \.instanceTime), StoredField("peak", \.peak),
      StoredField("boots", \.boots), StoredField("crashes", \.crashes),
      StoredField("out_of_memory", \.outOfMemory),
    ]
  }
}

extension Measurement.Queue: StoredByField {
  static var fields: [StoredField<Self>] {
    [
      StoredField("receipts", \.receipts), StoredField("redeliveries", \.redeliveries),
      StoredField("dead_letters", \.deadLetters), StoredField("oldest_ns", \.oldest),
    ]
  }
}

extension Measurement.Session: StoredByField {
  static var fields: [StoredField<Self>] {
    [
      StoredField("iterations", \.counts.iterations), StoredField("dropped", \.counts.dropped),
      StoredField("interrupted", \.counts.interrupted),
      StoredField("peak_users", \.counts.peakUsers),
      StoredField("peak_running", \.counts.peakRunning), StoredField("spans", \.spans),
    ]
  }
}

extension Measurement.Provider: StoredByField {
  static var fields: [StoredField<Self>] {
    [
      StoredField("calls", \.calls), StoredField("throttled", \.throttled),
      StoredField(added: "refused_for_spend", \.refusedForSpend),
      StoredField("peak_calls_per_min", \.peakCallsPerMinute),
      StoredField("peak_tokens_per_min", \.peakTokensPerMinute),
      StoredField("peak_input_per_min", \.peakInputPerMinute),
      StoredField("peak_output_per_min", \.peakOutputPerMinute),
    ]
  }

  /// Peaks are whole numbers to the digest, which a number beyond all traffic would stop.
  var isWellFormed: Bool {
    [peakCallsPerMinute, peakTokensPerMinute, peakInputPerMinute, peakOutputPerMinute]
      .allSatisfy { (0...1e18).contains($0) }
  }
}

extension Measurement.Model: StoredByField {
  static var fields: [StoredField<Self>] {
    [
      StoredField("calls", \.calls), StoredField("attempts", \.attempts),
      StoredField(added: "stopped", \.stopped),
      StoredField(added: "hedges", \.hedges),
      StoredField("fallbacks", \.fallbacks), StoredField("throttled", \.throttled),
      StoredField("errors", \.errors), StoredField("timeouts", \.timeouts),
      StoredField("input_tokens", \.tokens.input), StoredField("cached_tokens", \.tokens.cached),
      StoredField("output_tokens", \.tokens.output),
      StoredField("wasted_input", \.tokens.wastedInput),
      StoredField(added: "wasted_cached", \.tokens.wastedCached),
      StoredField("wasted_output", \.tokens.wastedOutput),
      StoredField(added: "written_tokens", \.tokens.written),
      StoredField(added: "wasted_written", \.tokens.wastedWritten),
    ] + fields(of: "long", \.longContext) + fields(of: "peak", \.peakHours)
  }

  private static func fields(
    of kind: String,
    _ part: WritableKeyPath<Self, Measurement.BilledTokens>
  ) -> [StoredField<Self>] {
    [
      StoredField(added: "\(kind)_input", part.appending(path: \.input)),
      StoredField(added: "\(kind)_cached", part.appending(path: \.cached)),
      StoredField(added: "\(kind)_written", part.appending(path: \.written)),
      StoredField(added: "\(kind)_output", part.appending(path: \.output)),
      StoredField(added: "\(kind)_wasted_input", part.appending(path: \.wastedInput)),
      StoredField(added: "\(kind)_wasted_cached", part.appending(path: \.wastedCached)),
      StoredField(added: "\(kind)_wasted_written", part.appending(path: \.wastedWritten)),
      StoredField(added: "\(kind)_wasted_output", part.appending(path: \.wastedOutput)),
    ]
  }
}

/// Lookups and hits of a cache; a tuple cannot be stored.
private struct CacheCount: Codable {
  var lookups: Int64
  var hits: Int64
}

/// Samples by column: one list for each property, all of the same length.
private struct SampleColumns: StoredByField {
  var time: [Int64] = []
  var offered: [Int64] = []
  var completed: [Int64] = []
  var failed: [Int64] = []
  var responseTime: [Int64] = []
  var inFlight: [Int64] = []
  var inUse: [[Int32]] = []
  var waiting: [[Int32]] = []
  var instances: [[Int32]] = []
  var ages: [[Int64]] = []

  init() {}

  init(_ samples: [Measurement.Sample]) {
    time = samples.map(\.time)
    offered = samples.map(\.offered)
    completed = samples.map(\.completed)
    failed = samples.map(\.failed)
    responseTime = samples.map(\.responseTime)
    inFlight = samples.map(\.inFlight)
    inUse = samples.map(\.inUse)
    waiting = samples.map(\.waiting)
    if samples.contains(where: { !$0.instances.isEmpty }) { instances = samples.map(\.instances) }
    if samples.contains(where: { !$0.ages.isEmpty }) { ages = samples.map(\.ages) }
  }

  static var fields: [StoredField<Self>] {
    [
      StoredField("time_ns", \.time), StoredField("offered", \.offered),
      StoredField("completed", \.completed), StoredField("failed", \.failed),
      StoredField("response_ns", \.responseTime), StoredField("in_flight", \.inFlight),
      StoredField("in_use", \.inUse), StoredField("waiting", \.waiting),
      StoredField(added: "instances", \.instances), StoredField(added: "ages_ns", \.ages),
    ]
  }

  var isWellFormed: Bool {
    [offered, completed, failed, responseTime, inFlight].allSatisfy { $0.count == time.count }
      && inUse.count == time.count && waiting.count == time.count
      && (instances.isEmpty || instances.count == time.count)
      && (ages.isEmpty || ages.count == time.count)
  }

  var samples: [Measurement.Sample] {
    time.indices.map { i in
      Measurement.Sample(
        time: time[i],
        offered: offered[i],
        completed: completed[i],
        failed: failed[i],
        responseTime: responseTime[i],
        inFlight: inFlight[i],
        inUse: inUse[i],
        waiting: waiting[i],
        instances: instances.isEmpty ? [] : instances[i],
        ages: ages.isEmpty ? [] : ages[i]
      )
    }
  }
}
