public import Quantities

/// Something that callers ask for: a route, its share of the load, its targets and its steps.
public struct Endpoint: Sendable {
  /// Its key in the file.
  public var name = ""
  /// The route that reports print, such as `POST /council`; the key when the file gives none.
  public var route = ""
  /// The service that answers, by name; nil for plain queueing models.
  public var service: String?
  /// The queue whose workers do it, by name: then it is a job, which takes from its being enqueued to
  /// its end; nil for what callers wait for.
  public var queue: String?
  /// Requests of this endpoint for each query of the workload.
  public var perQuery = 0.0
  /// The latency targets.
  public var targets = LatencyTargets()
  /// Bytes that the caller sends with each request.
  public var requestSize = ByteCount.zero
  /// The edge in front of its service, by name; nil for none.
  public var edge: String?
  /// The share of requests that the edge answers by itself.
  public var edgeHits = Fraction.zero
  /// Bytes sent to the caller for each request.
  public var responseSize = ByteCount.zero
  /// What a request does, in order.
  public var steps: [Step] = []
  /// Where its requests stand in lines that go by urgency: 1 goes before 2.
  public var priority = 1
  /// How its callers try again and how long they wait; nil for callers who ask once and wait.
  public var client: RetryPolicy?

  /// An endpoint that does nothing.
  public init() {}
}

extension Endpoint {
  /// Whether it streams its answer: whether a stream is among its steps, however deep.
  public var streams: Bool { steps.contains(where: \.streams) }
}

extension Step {
  fileprivate var streams: Bool {
    switch action {
    case .stream: true
    case .hold(_, let steps), .transaction(_, let steps), .cache(_, _, let steps),
      .again(let steps, _, _):
      steps.contains(where: \.streams)
    case .parallel(let branches, _, _): branches.joined().contains(where: \.streams)
    case .choose(let options): options.contains { $0.steps.contains(where: \.streams) }
    case .serve, .delay, .cpu, .query, .call, .enqueue, .transfer: false
    }
  }
}

/// The response times that an endpoint must not pass.
public struct LatencyTargets: Hashable, Sendable {
  /// What is measured against the targets.
  public enum Scope: String, Hashable, Sendable, CaseIterable {
    /// From arrival to the last byte.
    case total
    /// The same, less the time spent in language-model calls and their retries.
    case without_llm
    /// Of a job: from its being enqueued until a worker receives it first.
    case start
  }

  /// Half of all requests are faster.
  public var p50: SimInterval?
  /// 95 of 100 are faster.
  public var p95: SimInterval?
  /// 99 of 100 are faster.
  public var p99: SimInterval?
  /// What is measured.
  public var scope: Scope = .total
  /// The largest share of requests that may fail.
  public var maxFailures = Fraction(0.01)

  /// No targets.
  public init() {}

  /// Percentile and limit of each target that is set, in rising order.
  public var all: [(percentile: Double, limit: SimInterval)] {
    [(0.5, p50), (0.95, p95), (0.99, p99)].compactMap { p, limit in limit.map { (p, $0) } }
  }
}

/// One step of a request.
///
/// `path` is the step's place in the file (`endpoints.council.steps[2]`): it names the step in
/// reports and its stream of random numbers, so that adding a step elsewhere changes nobody's luck.
public struct Step: Sendable {
  /// What the step does.
  public var action: Action
  /// Its place in the file.
  public var path: String
  /// What reports call it; nil for a name made from the action.
  public var label: String?

  /// A step.
  public init(_ action: Action, path: String, label: String? = nil) {
    self.action = action
    self.path = path
    self.label = label
  }
}

/// What a step can do.
public indirect enum Action: Sendable {
  /// Waits for a server of a station and holds it for a time (seconds).
  case serve(station: String, time: Law)
  /// Waits for a server of a station and holds it through further steps.
  case hold(station: String, steps: [Step])
  /// Lets time pass (seconds) without occupying anything: a network, a client.
  case delay(time: Law)
  /// Runs on a core of the endpoint's service (seconds).
  case cpu(time: Law)
  /// Takes a pooled connection, runs `count` statements of that time (seconds) each, gives it back.
  case query(database: String, time: Law, count: Int, reads: ReplicaRead? = nil)
  /// Holds a pooled connection through further steps, whatever these wait for.
  case transaction(database: String, steps: [Step])
  /// Looks into a cache; the misses run further steps.
  case cache(name: String, hitRatio: Fraction, miss: [Step])
  /// Calls a language model, with retries and fallbacks.
  case call(ModelCall)
  /// Runs branches side by side and goes on when enough of them are done.
  case parallel(branches: [[Step]], join: Join, losers: Losers = .finish)
  /// Runs one of several step lists, drawn by probability.
  case choose([(probability: Fraction, steps: [Step])])
  /// Runs steps, and after each round another with that probability, up to a number of rounds.
  case again(steps: [Step], probability: Fraction, most: Int)
  /// Holds a stream slot of the service through further steps.
  case stream(steps: [Step])
  /// Leaves a job behind, an endpoint of a queue, and goes on at once.
  case enqueue(job: String)
  /// Moves bytes at a number of bytes per second.
  case transfer(size: Law, bytesPerSecond: Double)
}

extension Action {
  /// The lists of steps inside it.
  public var inner: [[Step]] {
    switch self {
    case .cache(_, _, let steps), .hold(_, let steps), .again(let steps, _, _),
      .transaction(_, let steps), .stream(let steps):
      [steps]
    case .parallel(let branches, _, _): branches
    case .choose(let alternatives): alternatives.map(\.steps)
    case .serve, .delay, .query, .call, .transfer, .cpu, .enqueue: []
    }
  }

  /// The rounds that steps are expected to run when another follows with a probability.
  public static func expectedRounds(_ probability: Fraction, most: Int) -> Double {
    var rounds = 0.0
    var reached = 1.0
    for _ in 0..<most {
      rounds += reached
      reached *= probability.value
    }
    return rounds
  }
}

/// When parallel branches count as done.
public enum Join: Hashable, Sendable {
  /// When all are done; one failure fails the step.
  case all
  /// When that many succeeded; fails when that can no longer happen.
  case quorum(Int)
  /// When the first succeeded.
  case first
  /// When all have ended, one way or the other; fails unless that many succeeded.
  case settled(Int)
}

/// What becomes of branches that nobody waits for any more.
public enum Losers: String, Hashable, Sendable, CaseIterable {
  /// They run to their end, and what they use is used.
  case finish
  /// They are cancelled, like work whose caller has gone.
  case cancelled
}

/// The part of a prompt that calls have in common.
public struct PromptPrefix: Hashable, Sendable {
  /// How long it is.
  public var tokens = 1
  /// How many different ones there are; each call belongs to one of them, all equally often.
  public var conversations = 1

  /// One that all calls share.
  public init() {}
}

/// When a client stops its own calls: client-side throttling.
///
/// Beyer, Jones, Petoff, Murphy, "Site Reliability Engineering", 2016, chapter 21.
public struct ThrottlePolicy: Hashable, Sendable {
  /// How many times as many calls may be wanted as are accepted.
  public var factor = 2.0
  /// The time over which both are counted.
  public var window = SimInterval.seconds(120)

  /// Twice as many, over two minutes.
  public init() {}
}

/// A call of a language model.
public struct ModelCall: Sendable {
  /// The model, by name.
  public var model: String
  /// Further deployments of the same group, over which a router spreads calls, by name.
  public var group: [String] = []
  /// Models tried in turn after a final failure, by name.
  public var fallbacks: [String] = []
  /// Prompt tokens.
  public var inputTokens = Law.constant(0)
  /// Answer tokens.
  public var outputTokens = Law.constant(0)
  /// The circuit breaker in front of each of its models; nil for none.
  public var breaker: BreakerPolicy?
  /// How the client stops its own calls when too few are accepted; nil for never.
  public var throttle: ThrottlePolicy?
  /// The part of the prompt that calls have in common, for prompt caches; nil for none.
  public var prefix: PromptPrefix?
  /// Whether prompt and answer lengths come from the trace row that made the request.
  public var fromTrace = false
  /// The most answer tokens asked for; nil when not set.
  public var maxTokens: Int?
  /// Whether an answer ends at `maxTokens`; else its length is as drawn, and only limits count them.
  public var cutsAnswers = true
  /// After how long without an answer the same is asked once more; nil for never.
  ///
  /// The first answer counts, and the other call is cancelled.
  public var hedgedAfter: SimInterval?
  /// How the client library retries.
  public var client = RetryPolicy()

  /// A call of a model.
  public init(model: String) {
    self.model = model
  }
}
