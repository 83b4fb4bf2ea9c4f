public import Statistics

/// What one replication measured: counts and histograms, all of them integers that add up exactly.
public struct Measurement: Sendable {
  /// The requests of one endpoint.
  public struct Endpoint: Sendable {
    /// Requests that arrived while the measurement ran.
    public var offered: Int64 = 0
    /// What their callers sent for them, where callers try again: each attempt counts.
    public var attempts: Int64 = 0
    /// Those that the edge answered by itself; of a caller who tries again, each attempt counts.
    public var edgeHits: Int64 = 0
    /// Those that were answered.
    public var completed: Int64 = 0
    /// Those that failed, by `FailureReason.rawValue`.
    public var failed = [Int64](repeating: 0, count: FailureReason.count)
    /// Response times of the answered ones.
    public var responseTime = Histogram()
    /// The same, less model calls and their retries.
    public var withoutModel = Histogram()
    /// Response times of closed users as the service sees them; empty where those are the same.
    ///
    /// The network and earlier attempts of the caller are left out.
    public var atService = Histogram()
    /// Of jobs: times from being enqueued until a worker received them first.
    public var starts = Histogram()
    /// Nanoseconds that the answered ones spent, by `TimeShare.rawValue`.
    public var shares = [Int64](repeating: 0, count: TimeShare.count)

    /// Those that failed for any reason.
    public var failures: Int64 { failed.reduce(0, +) }
    /// Those that were neither answered nor failed when the run ended.
    public var inFlight: Int64 { offered - completed - failures }
  }

  /// What the pools of one group counted.
  public struct Group: Sendable {
    /// Requests for a server.
    public var requests: Int64 = 0
    /// Those that had to wait.
    public var waited: Int64 = 0
    /// Those that were refused.
    public var refused: Int64 = 0
    /// Those that gave up waiting.
    public var reneged: Int64 = 0
    /// Nanoseconds that the served ones waited, in all.
    public var waitingTime: Int64 = 0
    /// Server-nanoseconds in use.
    public var busyTime: Int128 = 0
    /// Request-nanoseconds in line.
    public var queueTime: Int128 = 0
    /// The most servers in use at once in the busiest pool.
    public var peakInUse: Int64 = 0
    /// The longest line of any pool.
    public var peakWaiting: Int64 = 0
  }

  /// The instances of a service that come and go.
  public struct Fleet: Sendable {
    /// Instance-nanoseconds that are paid for, those of booting and draining instances included.
    public var instanceTime: Int128 = 0
    /// The most instances at once that are paid for.
    public var peak: Int64 = 0
    /// Instances that were started because they were wanted.
    public var boots: Int64 = 0
    /// Instances that crashed for other reasons than memory.
    public var crashes: Int64 = 0
    /// Instances that were killed because they ran out of memory.
    public var outOfMemory: Int64 = 0
  }

  /// A queue of jobs.
  public struct Queue: Sendable {
    /// Jobs that a worker received, each time that one did.
    public var receipts: Int64 = 0
    /// Receipts of jobs that had been received before.
    public var redeliveries: Int64 = 0
    /// Jobs that became dead letters.
    public var deadLetters: Int64 = 0
    /// Nanoseconds that the oldest job in the line has been there, at most.
    public var oldest: Int64 = 0
  }

  /// What became of the iterations of users who walk through sessions.
  public struct SessionCounts: Sendable {
    /// Iterations that came to their end.
    public var iterations: Int64 = 0
    /// Iterations that were not started for want of a user or of time.
    public var dropped: Int64 = 0
    /// Iterations that were cut off.
    public var interrupted: Int64 = 0
    /// The most users at once.
    public var peakUsers: Int64 = 0
    /// The most iterations under way at once.
    public var peakRunning: Int64 = 0
  }

  /// Users who walk through sessions: the iterations of an executor.
  @dynamicMemberLookup
  public struct Session: Sendable {
    /// How many there were.
    public var counts = SessionCounts()
    /// How long those took that came to their end.
    public var spans = Histogram()

    /// One of the counts.
    public subscript(dynamicMember path: WritableKeyPath<SessionCounts, Int64>) -> Int64 {
      get { counts[keyPath: path] }
      set { counts[keyPath: path] = newValue }
    }
  }

  /// The demand on a provider account and what it refused.
  public struct Provider: Sendable {
    /// Model calls.
    public var calls: Int64 = 0
    /// Attempts that were refused with 429, or for want of money.
    public var throttled: Int64 = 0
    /// Those of them that met a spend limit.
    public var refusedForSpend: Int64 = 0
    /// The most calls in one minute of the clock.
    public var peakCallsPerMinute: Double = 0
    /// The most tokens in one minute, counted as the provider charges them.
    public var peakTokensPerMinute: Double = 0
    /// The most prompt tokens in one minute that are not served from the cache.
    public var peakInputPerMinute: Double = 0
    /// The most answer tokens in one minute.
    public var peakOutputPerMinute: Double = 0
  }

  /// The use of a model.
  public struct Model: Sendable {
    /// Calls that named it first.
    public var calls: Int64 = 0
    /// Attempts that were not made because a circuit breaker was open.
    public var stopped: Int64 = 0
    /// Second calls that ask the same because the first took too long.
    public var hedges: Int64 = 0
    /// Attempts, retries and fallbacks included.
    public var attempts: Int64 = 0
    /// Attempts that it got as a fallback for another.
    public var fallbacks: Int64 = 0
    /// Attempts that were refused with 429.
    public var throttled: Int64 = 0
    /// Attempts that met a server error.
    public var errors: Int64 = 0
    /// Attempts that the client gave up.
    public var timeouts: Int64 = 0
    /// All tokens that are billed, by kind, and those whose answer nobody read.
    public var tokens = BilledTokens()
    /// The part of them whose prompt was longer than the price book's threshold.
    public var longContext = BilledTokens()
    /// The part of them that was admitted in the vendor's peak hours.
    public var peakHours = BilledTokens()
  }

  /// Tokens that are billed, by kind.
  public struct BilledTokens: Sendable {
    /// Prompt tokens, cached and written ones included.
    public var input: Int64 = 0
    /// Prompt tokens that are billed at the cached price.
    public var cached: Int64 = 0
    /// Prompt tokens that were written to the prompt cache.
    public var written: Int64 = 0
    /// Answer tokens.
    public var output: Int64 = 0
    /// The same of attempts whose answer nobody read.
    public var wastedInput: Int64 = 0
    /// The part of them that is billed at the cached price.
    public var wastedCached: Int64 = 0
    /// The part of them that was written to the prompt cache.
    public var wastedWritten: Int64 = 0
    /// Answer tokens of attempts whose answer nobody read.
    public var wastedOutput: Int64 = 0

    /// No tokens.
    public init() {}

    /// Adds the tokens of an attempt, or of another run.
    public mutating func add(_ other: BilledTokens) {
      input += other.input
      cached += other.cached
      written += other.written
      output += other.output
      wastedInput += other.wastedInput
      wastedCached += other.wastedCached
      wastedWritten += other.wastedWritten
      wastedOutput += other.wastedOutput
    }
  }

  /// The state at one moment, and what happened since the moment before.
  public struct Sample: Sendable, Hashable {
    /// Nanoseconds since the start.
    public var time: Int64 = 0
    /// Requests that arrived.
    public var offered: Int64 = 0
    /// Requests that were answered.
    public var completed: Int64 = 0
    /// Requests that failed.
    public var failed: Int64 = 0
    /// Nanoseconds that the answered ones took, in all.
    public var responseTime: Int64 = 0
    /// Requests whose caller waits now.
    public var inFlight: Int64 = 0
    /// Servers in use now, by group.
    public var inUse: [Int32] = []
    /// Requests in line now, by group.
    public var waiting: [Int32] = []
    /// Instances that take requests now, by fleet.
    public var instances: [Int32] = []
    /// Nanoseconds that the first in line has been a job, by queue.
    public var ages: [Int64] = []
  }

  /// By endpoint, in the order of the program.
  public var endpoints: [Endpoint] = []
  /// By group, in the order of the program.
  public var groups: [Group] = []
  /// By provider, in the order of the program.
  public var providers: [Provider] = []
  /// By model, in the order of the program.
  public var models: [Model] = []
  /// By service whose instances come and go, in the order of the program.
  public var fleets: [Fleet] = []
  /// By queue of jobs, in the order of the program.
  public var queues: [Queue] = []
  /// By sessions of the test, in the order of the program.
  public var sessions: [Session] = []
  /// The clients' connections, where they come and go: one entry or none.
  public var sockets: [Sockets] = []
  /// By database with copies, in the order of the program.
  public var replicas: [Replicas] = []
  /// By paced queue, in the order of the program.
  public var paces: [Pace] = []
  /// Lookups and hits by cache, in the order of the program.
  public var caches: [(lookups: Int64, hits: Int64)] = []
  /// Equally spaced samples.
  public var samples: [Sample] = []
  /// How long the measurement ran, in nanoseconds.
  public var measuredTime: Int64 = 0
  /// The most requests in progress at once.
  public var peakInFlight: Int64 = 0
  /// Events that the run took.
  public var events: Int64 = 0
  /// Whether the run was cut short because it took too many events.
  public var wasTruncated = false
}
