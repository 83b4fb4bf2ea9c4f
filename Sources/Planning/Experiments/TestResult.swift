public import Quantities
public import Scenarios
public import Simulating
public import Statistics

/// The requests of one endpoint in one test, over all replications.
public struct EndpointResult: Sendable {
  /// The endpoint's key.
  public var name: String
  /// The route that reports print.
  public var route: String
  /// What the targets speak of.
  public var scope: LatencyTargets.Scope
  /// Requests offered in all replications.
  public var offered: Int64
  /// Requests that the edge answered by itself.
  public var edgeHits: Int64
  /// Requests answered.
  public var completed: Int64
  /// Requests that were still open at the end.
  public var inFlight: Int64
  /// Failed requests by reason, most frequent first; zero counts left out.
  public var failures: [(reason: FailureReason, count: Int64)]
  /// The share of ended requests that failed.
  public var failureRatio: Estimated
  /// The largest share that passes.
  public var maxFailures: Fraction
  /// Requests offered per second.
  public var offeredRate: Rate
  /// Requests answered per second.
  public var throughput: Rate
  /// Mean response time in seconds, everything included.
  public var mean: Estimated
  /// p50, p95 and p99 in the scope of the targets, in seconds.
  public var percentiles: [PercentileResult]
  /// The 95th percentile with everything included, in seconds.
  public var totalP95: Estimated
  /// The 99.9th percentile in the scope of the targets, in seconds; it needs thousands of requests.
  public var p999: Estimated
  /// Mean seconds of an answered request, by what it spent them on, in the order of `TimeShare`.
  public var shares: [Double]

  /// Whether the share of failures passes.
  public var failureVerdict: Verdict { Verdict(failureRatio, atMost: maxFailures.value) }

  /// The worst verdict of targets and failures; held when nothing is asked of it.
  public var verdict: Verdict {
    let targets = percentiles.filter { $0.target != nil }.map(\.verdict)
    let failure = offered == 0 ? Verdict.held : failureVerdict
    return (targets + [failure]).max() ?? .held
  }

  /// The percentile result for p.
  public func percentile(_ p: Double) -> PercentileResult? {
    percentiles.first { $0.percentile == p }
  }
}

/// One limited resource in one test, over all replications.
public struct ResourceResult: Sendable {
  /// The resource.
  public var group: PoolGroup
  /// Servers in use on average.
  public var meanInUse: Double
  /// The most servers in use at once in one pool of the group.
  public var peakInUse: Int64
  /// Requests in line on average.
  public var meanQueue: Double
  /// The longest line of one pool.
  public var peakQueue: Int64
  /// Mean wait of a request that was served, in seconds.
  public var meanWait: Double
  /// The share of requests that had to wait.
  public var waitedShare: Double
  /// The mean wait with its interval, in seconds.
  public var waitEstimate: Estimated
  /// The share that had to wait, with its interval.
  public var waitedEstimate: Estimated
  /// Requests that were refused, or gave up waiting.
  public var turnedAway: Int64
  /// Requests for a server.
  public var requests: Int64

  /// The busy share of the servers; nil when there is no limit.
  public var utilization: Double? {
    group.isLimited && group.capacity > 0 ? meanInUse / Double(group.capacity) : nil
  }
}

/// The instances of a service that come and go, over all replications.
public struct FleetResult: Sendable {
  /// The service.
  public var name: String
  /// Instances that are paid for, on average.
  public var meanInstances: Double
  /// Those of them that take requests, on average.
  public var servingInstances: Double
  /// The most instances at once that are paid for.
  public var peakInstances: Int
  /// The mean number of instances in each hour of all replications; empty for tests of less than one.
  public var hours: [Double]
  /// Instances that were started because they were wanted.
  public var boots: Int64
  /// Instances that crashed.
  public var crashes: Int64
  /// Instances that were killed because they ran out of memory.
  public var outOfMemory: Int64
}

/// What one load test measured at one tier.
public struct TestResult: Sendable {
  /// The tier; nil for tests with rates of their own.
  public var tier: String?
  /// The test.
  public var test: LoadTest
  /// The load as a multiple of the test's own.
  public var factor: Double
  /// Independent replications.
  public var replications: Int
  /// What was deleted from the start of each.
  public var warmUp: SimInterval
  /// How the warm-up was found.
  public var warmUpNote: String
  /// How the number of replications came about; nil where it was fixed.
  public var stopping: Stopping?
  /// By how many requests a second those in progress grow, where the test is unstable; else nil.
  public var backlogGrowth: Estimate?
  /// Simulated time of the measurement, over all replications, in seconds.
  public var measuredSeconds: Double
  /// By endpoint.
  public var endpoints: [EndpointResult]
  /// By resource.
  public var resources: [ResourceResult]
  /// Provider demand, the peaks over all replications, the counts added up.
  public var providers: [(name: String, demand: Measurement.Provider)]
  /// Model use, added up over all replications.
  public var models: [(name: String, use: Measurement.Model)]
  /// Services whose instances come and go.
  public var fleets: [FleetResult]
  /// Queues of jobs.
  public var queues: [QueueResult]
  /// Users who walk through sessions.
  public var sessions: [SessionResult]
  /// Databases with copies that answer reads.
  public var replicas: [ReplicaResult]
  /// What passes at a rate, such as the operations of a disk.
  public var paces: [PaceResult]
  /// The clients' connections, where they come and go.
  public var sockets: SocketsResult?
  /// Cache lookups and hits, added up.
  public var caches: [(name: String, lookups: Int64, hits: Int64)]
  /// The recovery from the faults of the test; nil when it has none that ends in time.
  public var recovery: RecoveryResult?
  /// Samples over time: counts as means over the replications.
  public var timeline: [TimelinePoint]
  /// Answered requests per second over all endpoints.
  public var throughput: Estimated
  /// The share of all ended requests that failed.
  public var failureRatio: Estimated
  /// The 95th percentile over all requests, everything included, in seconds.
  public var overallP95: Estimated
  /// The most requests in progress at once, the mean over replications.
  public var peakInFlight: Double
  /// Events that the replications took together.
  public var events: Int64
  /// Whether a replication was cut short.
  public var wasTruncated: Bool
  /// Closed load as its three observers count it; empty for load that nobody waits with.
  public var latencies: [LatencyView] = []

  /// The verdict of the test: targets of all endpoints, failures, and its own thresholds.
  ///
  /// An unstable test does not hold: what it measures depends on how long it runs.
  public var verdict: Verdict {
    var verdicts = endpoints.filter { $0.offered > 0 }.map(\.verdict)
    if !endpoints.contains(where: { $0.offered > 0 }) { return .unknown }
    verdicts.append(Verdict(failureRatio, atMost: test.maxFailures.value))
    if let limit = test.maxP95 { verdicts.append(Verdict(overallP95, atMost: limit.seconds)) }
    if backlogGrowth != nil { verdicts.append(.violated) }
    if wasTruncated { verdicts.append(.violated) }
    return verdicts.max() ?? .unknown
  }
}

/// The state at one moment of a test, as a mean over its replications.
public struct TimelinePoint: Sendable {
  /// Seconds since the start.
  public var time: Double
  /// Requests offered per second since the point before.
  public var offered: Double
  /// Requests answered per second.
  public var completed: Double
  /// Requests failed per second.
  public var failed: Double
  /// Mean response time of the answered ones, in seconds; nil when none was answered.
  public var responseTime: Double?
  /// Requests in progress.
  public var inFlight: Double
  /// Instances that take requests, by service whose instances come and go.
  public var instances: [Double]
  /// The busy share of each resource at that moment, in the order of the resources; 0 for one without
  /// a limit.
  public var busy: [Double]
  /// Requests in line for each resource at that moment.
  public var waiting: [Double]
}
