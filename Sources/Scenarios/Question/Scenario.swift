public import Quantities

/// A question about a platform: which loads, which tests, how sure the answer must be.
public struct Scenario: Sendable {
  /// Its key, from the file's name.
  public var name = ""
  /// The title that reports print.
  public var title = ""
  /// What the file is about, in a sentence or two.
  public var description = ""
  /// The platform.
  public var platform = Platform()
  /// The sizes of the business to look at, smallest first; empty for plain queueing models.
  public var tiers: [Tier] = []
  /// The load tests.
  public var tests: [LoadTest] = []
  /// Seed, replications and confidence.
  public var experiment = Experiment()
  /// Where the history of growth is and how far to project it.
  public var growth: Growth?
  /// What the cost path is made from.
  public var money = MoneyPlan()
  /// The numbers that nobody knows exactly.
  public var uncertain: [UncertainInput] = []
  /// The changes that a roadmap may use.
  public var changes: [CandidateChange] = []
  /// A roadmap to be validated, step by step; empty for none.
  public var roadmap: [PlannedStep] = []
  /// End-state throughput goals.
  public var goals = ThroughputGoals()
  /// Prices, by key.
  public var prices: [String: Price] = [:]
  /// Provider limit presets, by key.
  public var limitPresets: [String: LimitPreset] = [:]
  /// Retry policies of client libraries, by key.
  public var clients: [String: RetryPolicy] = [:]
  /// Adaptive limits, by key.
  public var adaptiveLimits: [String: AdaptiveLimitPolicy] = [:]
  /// Circuit breakers, by key.
  public var breakers: [String: BreakerPolicy] = [:]
  /// Timers of proxies and platforms, by key.
  public var idleTimers: [String: IdleTimer] = [:]
  /// How clients come back to their connections, by key.
  public var reconnects: [String: ReconnectPolicy] = [:]
  /// The requests that tests with `trace` replay; empty when no trace was given.
  public var trace: [TraceRow] = []
  /// Days in a month of the bill: a twelfth of a year, the 730 hours that vendors count with.
  public var daysPerMonth = 365.0 / 12

  /// An empty scenario.
  public init() {}
}

/// One size of the business.
public struct Tier: Sendable {
  /// Its key, such as `current` or `10x`.
  public var name = ""
  /// Registered users.
  public var users = 0
  /// Users who come at least once in a month; nil when unknown.
  public var monthlyActiveUsers: Int?
  /// Users connected at once in the busy hour.
  public var concurrentUsers = 0
  /// Queries a day.
  public var queriesPerDay = 0.0
  /// Size of the database.
  public var databaseSize = ByteCount.zero
  /// Connections that are open at once in the busy hour; the concurrent users when not given.
  public var activeConnections = 0

  /// An empty tier.
  public init() {}
}

/// A load test: how much load, in which shape, for how long.
public struct LoadTest: Sendable {
  /// What drives the load.
  public enum Driver: Hashable, Sendable {
    /// Requests arrive by themselves at each endpoint's rate.
    case open
    /// Users ask, wait for the answer, think, and ask again.
    case closed
    /// Requests arrive as in a trace file.
    case trace
  }

  /// What 100 % of the load means.
  public enum Level: String, Hashable, Sendable, CaseIterable {
    /// The tier's mean over a day.
    case mean
    /// The tier's busiest hour.
    case peak
    /// The rates that the test itself gives.
    case own
  }

  /// How arrivals are spaced.
  public enum Spacing: String, Hashable, Sendable, CaseIterable {
    /// Poisson: independent of each other.
    case poisson
    /// Evenly spaced, as k6's arrival-rate executors do.
    case even
  }

  /// A straight piece of the load curve.
  public struct Stage: Hashable, Sendable {
    /// How long it lasts.
    public var over: SimInterval
    /// The load at its end, as a multiple of 100 % or as a number of users.
    public var to: Double

    /// A stage.
    public init(over: SimInterval, to: Double) {
      self.over = over
      self.to = to
    }
  }

  /// What the test is for; decides how it is judged.
  public enum Purpose: String, Hashable, Sendable, CaseIterable {
    /// An ordinary day.
    case normal
    /// The busiest hour.
    case peak
    /// More than the busiest hour.
    case stress
    /// A sudden jump.
    case spike
    /// A long time at high load.
    case soak
    /// The load at which the first target falls.
    case breakpoint
    /// Anything else.
    case custom
  }

  /// Its key in the file.
  public var name = ""
  /// What it is for.
  public var purpose: Purpose = .custom
  /// What drives the load.
  public var driver: Driver = .open
  /// What 100 % means.
  public var level: Level = .peak
  /// Requests per second by endpoint name, when `level` is `own`.
  public var rates: [(endpoint: String, rate: Rate)] = []
  /// Whether the load follows the platform's day profile.
  public var followsDay = false
  /// Whether it follows the week profile as well.
  public var followsWeek = false
  /// By how much a load that follows the calendar grows in 30 days, compounded: 0.1 for 10 %.
  public var monthlyGrowth = 0.0
  /// The load at the start, as `Stage.to`.
  public var from = 1.0
  /// The pieces of the load curve; empty for a constant load.
  public var stages: [Stage] = []
  /// How long load is offered.
  public var duration = SimInterval.seconds(3600)
  /// How arrivals are spaced.
  public var spacing: Spacing = .poisson
  /// Users of a closed test at 100 %.
  public var users = 0
  /// Think time of a closed test's users, in seconds.
  public var thinkTime = Law.constant(1)
  /// The share of each endpoint in a closed test; empty for the platform's own mix.
  public var mix: [(endpoint: String, share: Fraction)] = []
  /// Users who walk through sessions; where there are any, they are the load of a closed test.
  public var sessions: [VirtualUsers] = []
  /// The endpoint that a trace feeds.
  public var traceEndpoint: String?
  /// When the test begins, in UTC, for limits that follow the calendar.
  public var starts = Instant.default
  /// What is deleted from the start: nil lets MSER-5 decide, zero keeps all.
  public var warmUp: SimInterval? = .zero
  /// The largest share of failed requests that passes.
  public var maxFailures = Fraction(0.01)
  /// A p95 over all requests that must hold as well, as in a k6 threshold.
  public var maxP95: SimInterval?
  /// How arrivals of an open test clump; nil for `spacing`.
  public var bursts: Bursts?
  /// Requests of an open test that come at once.
  public var batch = 1
  /// Further callers, with rates and laws of their own.
  public var classes: [ClientClass] = []
  /// Requests that come together.
  public var herds: [Herd] = []
  /// What goes wrong meanwhile.
  public var faults: [Fault] = []

  /// A test of an hour at the tier's busiest hour.
  public init() {}

  /// Whether the load is the same whatever the tier.
  public var isIndependentOfTier: Bool {
    driver != .open || level == .own
  }
}

/// Seed, replications and confidence of an experiment.
public struct Experiment: Hashable, Sendable {
  /// The master seed.
  public var seed: UInt64 = 1
  /// The fewest independent replications.
  public var minReplications = 5
  /// The most.
  public var maxReplications = 200
  /// Requests that each endpoint with targets should have in all replications together.
  public var observations = 500
  /// The confidence of every interval.
  public var confidence = Fraction(0.95)
  /// The relative precision at which a test needs no more replications; nil for a fixed number.
  public var precision: Fraction?
  /// The time on the clock after which a test that is not yet precise begins no more; nil for none.
  public var budget: SimInterval?
  /// The most events that one replication may take.
  public var maxEvents: Int64 = 2_000_000_000

  /// The documented defaults.
  public init() {}
}

/// End-state goals of the platform.
public struct ThroughputGoals: Hashable, Sendable {
  /// Requests per second.
  public var requests: Rate?
  /// Users connected at once.
  public var concurrentUsers: Int?
  /// Connections open at once.
  public var activeConnections: Int?

  /// No goals.
  public init() {}
}

/// A change that a roadmap may apply: values set at paths of the model, in rising levels.
public struct CandidateChange: Sendable {
  /// Values set at paths of the model, as written in the file.
  public typealias Settings = [(path: String, value: String)]

  /// Its key in the file.
  public var name: String
  /// What is done, in words.
  public var title: String
  /// Why it helps, in words.
  public var rationale: String
  /// What it mends.
  public var causes: [Cause]
  /// The levels in rising order; each contains all of its settings.
  public var levels: [Settings]
  /// Work that each level takes, in person-days.
  public var effortDays: Double
  /// Days from the decision until it works, the work included.
  public var leadTimeDays: Double

  /// A candidate change.
  public init(
    name: String,
    title: String,
    rationale: String,
    causes: [Cause],
    levels: [Settings],
    effortDays: Double,
    leadTimeDays: Double
  ) {
    self.name = name
    self.title = title
    self.rationale = rationale
    self.causes = causes
    self.levels = levels
    self.effortDays = effortDays
    self.leadTimeDays = leadTimeDays
  }
}
