public import Quantities

/// A group of identical API instances behind a load balancer.
public struct Service: Sendable {
  /// How a worker process runs requests.
  public enum Concurrency: String, Hashable, Sendable, CaseIterable {
    /// An event loop: waiting costs no thread, CPU steps run one at a time.
    case async
    /// A thread pool: each request in progress takes a thread, CPU steps share the core by time slices.
    case threads
  }

  /// How the balancer picks a worker.
  public enum Balancing: String, Hashable, Sendable, CaseIterable {
    /// Each worker in turn.
    case round_robin
    /// The worker with the fewest requests in progress.
    case least_connections
    /// A worker at random.
    case random
    /// The less busy of two workers drawn at random.
    case two_choices
  }

  /// Its key in the file.
  public var name = ""
  /// The price-book entry of one instance, if it has one.
  public var plan: String?
  /// The region that its instances run in; nil for that of the platform.
  public var region: String?
  /// Instances that are paid for all month whether they run or not, at a price of their own.
  public var reserved: Reserved?
  /// The share of the other instances that runs on capacity which the vendor may take back.
  public var spot: Spot?
  /// How many instances run.
  public var instances = 1
  /// Worker processes in each instance.
  public var workers = 1
  /// CPU cores of one instance; workers share them.
  public var coresPerInstance = 1.0
  /// How a worker runs requests.
  public var concurrency: Concurrency = .async
  /// Threads of a worker when `concurrency` is `threads`.
  public var threads = 40
  /// How CPU steps share a core; nil for what the concurrency brings with it.
  public var scheduling: Scheduling?
  /// A limit on requests in progress that follows what they take, of each worker; nil for none.
  public var adaptiveLimit: AdaptiveLimitPolicy?
  /// How long requests may wait for a worker; nil for as long as it takes.
  public var controlledDelay: ControlledDelayPolicy?
  /// Requests in progress that one worker accepts.
  public var limit: Limit = .unbounded
  /// Requests that may wait for a worker; further ones are refused with 503.
  public var backlog: Limit = .atMost(2048)
  /// After that long a request is answered 504; nil for never.
  public var timeout: SimInterval?
  /// Proxies and platforms between callers and the service, each with its timers.
  public var through: [IdleTimer] = []
  /// How often an answer that is streamed shows a sign of life.
  public var streamHeartbeat = SimInterval.seconds(15)
  /// Whether work goes on after its caller got a 504.
  public var abandonedWorkContinues = true
  /// How the balancer picks a worker.
  public var balancing: Balancing = .least_connections
  /// Memory of one instance.
  public var memory: ByteCount?
  /// Memory of one idle worker.
  public var memoryPerWorker = ByteCount(150 * 1_048_576)
  /// Memory that a request in progress takes.
  public var memoryPerRequest = ByteCount(1_048_576)
  /// Memory that an open stream takes beside its request.
  public var memoryPerStream = ByteCount.zero
  /// Bytes a second that one instance sends, shared by its answers; nil for as many as there are.
  public var bandwidth: Double?
  /// Streams that one instance keeps open at once; further ones are refused.
  public var streamSlots: Limit = .unbounded
  /// The connection pool of each worker, by database.
  public var pools: [AppPool] = []
  /// Time from the decision to add an instance until it serves.
  public var boot = SimInterval.seconds(60)
  /// How long a stopping instance may finish its requests.
  public var drain = SimInterval.seconds(30)
  /// How the number of instances changes by itself; nil when it stays as written.
  public var autoscale: Autoscale?

  /// A service with the documented defaults.
  public init() {}

  /// The most instances that there may be at once.
  public var mostInstances: Int { max(instances, autoscale?.most ?? 0) }

  /// The shortest silence after which something on the way gives an answer up; nil for none.
  public var idleTimer: SimInterval? {
    through.filter { $0.applies(to: .sse) }.compactMap(\.idle).min()
  }

  /// After how long an answer is given up, by the service or on the way to it; nil for never.
  ///
  /// An answer in one piece is silence until it is complete. One that is streamed is given up for its
  /// age alone.
  public func longestAnswer(streams: Bool) -> SimInterval? {
    let longest = through.filter { $0.applies(to: .sse) }.compactMap(\.longest).min()
    return [timeout, longest, streams ? nil : idleTimer].compactMap(\.self).min()
  }

  /// How CPU steps share a core: an event loop finishes one before the next, threads get slices.
  public var effectiveScheduling: Scheduling {
    scheduling ?? (concurrency == .async ? .fifo : .processor_sharing)
  }
}

/// The pool of database connections inside one worker process.
public struct AppPool: Sendable {
  /// The database, by name.
  public var database: String
  /// Connections kept open.
  public var size: Int
  /// Further connections opened under load.
  public var overflow: Int
  /// How long a request waits for a connection before it fails; nil for ever.
  public var timeout: SimInterval?

  /// A pool.
  public init(database: String, size: Int, overflow: Int, timeout: SimInterval?) {
    self.database = database
    self.size = size
    self.overflow = overflow
    self.timeout = timeout
  }

  /// The most connections that one worker can hold.
  public var most: Int { size + overflow }
}
