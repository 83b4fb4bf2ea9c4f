/// What one request did from its arrival to its answer, moment by moment.
public struct RequestTrace: Sendable {
  /// A part of its time that was spent on one thing at one place.
  public struct Span: Sendable, Hashable {
    /// When it began, in nanoseconds after the arrival of the request.
    public var from: Int64
    /// When it ended.
    public var until: Int64
    /// What the time went to.
    public var share: TimeShare
    /// The resource or the model, as reports name it.
    public var part: String
    /// Which of the things that the request did at once: 0 is the request itself, others are its branches
    /// in the order of their starts.
    public var branch: Int
    /// Of a model call or the wait after one: the number of the attempt, 1 for the first.
    public var attempt: Int = 0
    /// Of an attempt of a model call: why it failed; nil when it did not.
    public var failure: FailureReason?
    /// Attempts that were refused at its beginning, before it could begin.
    public var refusals: [Refusal] = []

    /// How long it lasted, in nanoseconds.
    public var length: Int64 { until - from }
  }

  /// An attempt of a model call that was not admitted.
  public struct Refusal: Sendable, Hashable {
    /// The model that was asked.
    public var model: String
    /// Why it was refused.
    public var reason: FailureReason
  }

  /// The request.
  public var request: ChosenRequest
  /// Its spans, in the order of their beginnings.
  public var spans: [Span]
}

/// Runs replications once more and follows some of their requests.
///
/// Nothing in the run is different: the same events happen at the same times, and between them it is
/// looked at where the requests stand. A run ends with the last of its requests.
///
/// - Parameters:
///   - program: What to run.
///   - requests: The requests, as `timeSplits` has found them in the same program.
///   - threads: How many replications run at once, at least one.
/// - Returns: Their traces, in the same order.
public func traces(
  _ program: Program,
  of requests: [ChosenRequest],
  threads: Int
) async -> [RequestTrace] {
  let numbers = Set(requests.map(\.replication)).sorted()
  var found: [ChosenRequest: RequestTrace] = [:]
  await inParallel(0..<numbers.count, threads: threads) { place in
    var replication = Replication(program, replication: numbers[place])
    return replication.trace(Set(requests).filter { $0.replication == numbers[place] })
  } take: { _, traces in
    for trace in traces { found[trace.request] = trace }
  }
  return requests.compactMap { found[$0] }
}
