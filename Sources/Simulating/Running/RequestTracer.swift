/// An attempt of a model call that has just failed, while requests are followed.
struct TracedFailure {
  var slot: Int32
  var generation: UInt32
  var model: Int32
  var reason: FailureReason
}

/// What a token does between two events.
struct Activity: Equatable {
  /// Where it does it.
  enum Part: Equatable {
    /// A pool, or its line.
    case pool(Int32)
    /// A model.
    case model(Int32)
    /// A queue that lets things pass at a rate.
    case pace(Int32)
    /// The line of those who wait until another has fetched the same.
    case fetch
    /// Nowhere that has a name.
    case elsewhere
  }

  /// The position of the operation that it is in.
  var step: Int
  var share: TimeShare
  var part: Part
  /// Of a model call: the attempt at the present model.
  var attempt: Int32 = 0
  /// Of work on a processor that is shared: the nanoseconds that it would take alone, and what the rest
  /// of the time counts as; zero elsewhere.
  var work: Int64 = 0
  var wait = TimeShare.waitStation
}

/// Follows one request through a replication: what its tokens did, and since when.
struct RequestTracer {
  /// One token of the request: itself, or a branch.
  private struct Walker {
    var slot: Int32
    var generation: UInt32
    var branch: Int
    var activity: Activity?
    var since: Int64
    var refusals: [RequestTrace.Refusal] = []
  }

  let request: ChosenRequest
  let root: Int32
  let generation: UInt32
  private var walkers: [Walker] = []
  private var branches = 0
  private(set) var spans: [RequestTrace.Span] = []

  init(_ request: ChosenRequest, root: Int32, generation: UInt32) {
    self.request = request
    self.root = root
    self.generation = generation
  }

  /// Takes in what the tokens of the request do from now on.
  ///
  /// - Parameters:
  ///   - states: Each token that belongs to the request now; none when it has ended.
  ///   - failures: Attempts of model calls that have failed at this moment.
  ///   - now: The moment.
  ///   - program: Knows the names.
  mutating func look(
    _ states: [(slot: Int32, generation: UInt32, activity: Activity?)],
    _ failures: [TracedFailure],
    now: Int64,
    _ program: Program
  ) {
    var left = walkers
    walkers = []
    for state in states {
      let known = left.firstIndex {
        $0.slot == state.slot && $0.generation == state.generation
      }
      var walker: Walker
      if let known {
        walker = left.remove(at: known)
      } else {
        walker = Walker(
          slot: state.slot,
          generation: state.generation,
          branch: branches,
          activity: nil,
          since: now
        )
        branches += 1
      }
      if walker.activity != state.activity {
        let met = failures.of(state.slot, state.generation)
        end(walker, met, now, program)
        walker.activity = state.activity
        walker.since = now
        walker.refusals = met.filter { !$0.wasAdmitted }.map {
          RequestTrace.Refusal(model: program.modelNames[Int($0.model)], reason: $0.reason)
        }
      }
      walkers.append(walker)
    }
    for walker in left { end(walker, failures.of(walker.slot, walker.generation), now, program) }
  }

  /// Notes the span that ends for a token.
  private mutating func end(
    _ walker: Walker,
    _ failures: [TracedFailure],
    _ now: Int64,
    _ program: Program
  ) {
    guard let activity = walker.activity, now > walker.since else { return }
    var span = RequestTrace.Span(
      from: walker.since - request.arrivedAt,
      until: now - request.arrivedAt,
      share: activity.share,
      part: program.name(of: activity),
      branch: walker.branch,
      attempt: Int(activity.attempt),
      failure: activity.share == .model ? failures.first(where: \.wasAdmitted)?.reason : nil,
      refusals: walker.refusals
    )
    // A job that shares its processor advances all the time; what sharing adds is put first.
    if activity.work > 0, span.length > activity.work {
      var waited = span
      waited.share = activity.wait
      waited.until -= activity.work
      span.from = waited.until
      span.refusals = []
      spans.append(waited)
    }
    spans.append(span)
  }
}

extension TracedFailure {
  /// Whether the provider had begun to answer.
  var wasAdmitted: Bool { reason == .modelTimeout || reason == .modelError }
}

extension [TracedFailure] {
  /// Those of one token.
  fileprivate func of(_ slot: Int32, _ generation: UInt32) -> [TracedFailure] {
    filter { $0.slot == slot && $0.generation == generation }
  }
}

extension Program {
  /// The words that reports print for the place of an activity.
  fileprivate func name(of activity: Activity) -> String {
    switch activity.part {
    case .pool(let pool):
      groups.first { $0.first <= pool && Int(pool) < $0.first + $0.count }?.label
        ?? activity.share.label
    case .model(let index): modelNames[Int(index)]
    case .pace(let index): paceNames[Int(index)]
    case .fetch: "another request's fetch"
    case .elsewhere: activity.share.label
    }
  }
}
