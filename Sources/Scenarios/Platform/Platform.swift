public import Quantities

/// A software platform as the simulator sees it: parts with limits, and endpoints that use them.
public struct Platform: Sendable {
  /// The name that reports print.
  public var name = ""
  /// One sentence on what it is.
  public var description = ""
  /// Plain queueing stations: servers with one waiting line.
  public var stations: [Station] = []
  /// Groups of identical API instances.
  public var services: [Service] = []
  /// Queues of jobs, with their workers.
  public var queues: [JobQueue] = []
  /// Caches at the edge.
  public var edges: [Edge] = []
  /// Databases, each with its connection limit and perhaps a pooler.
  public var databases: [Database] = []
  /// Caches.
  public var caches: [Cache] = []
  /// Accounts at language-model providers, with their rate limits.
  public var providers: [Provider] = []
  /// Language models, each behind a provider.
  public var models: [LanguageModel] = []
  /// Long-lived connections that every connected user keeps open.
  public var realtime: Realtime?
  /// What callers ask for.
  public var endpoints: [Endpoint] = []
  /// How the load varies over a day.
  public var dayProfile: DayProfile = .flat
  /// How the load varies over a week.
  public var weekProfile: WeekProfile = .flat
  /// What is paid for besides the plans of the parts above.
  public var bill: [BillItem] = []
  /// Commitments to spend, in the order in which they are used.
  public var commitments: [Commitment] = []
  /// The region in which everything of a vendor is bought, by the vendor's part of the keys.
  public var regions: [String: String] = [:]
  /// Answers to checklist questions that the model cannot derive.
  public var audit: [AuditAnswer] = []

  /// A platform with nothing in it.
  public init() {}
}

/// A plain queueing station: identical servers behind one first-in-first-out waiting line.
public struct Station: Sendable {
  /// Its key in the file.
  public var name: String
  /// How many servers it has.
  public var servers: Int
  /// How many may wait; arrivals beyond that are refused.
  public var queue: Limit
  /// Whether its servers take one request each or are shared by all, and who goes first.
  public var scheduling: Scheduling
  /// How long who waits goes on waiting before it leaves (seconds); nil for as long as it takes.
  public var patience: Law?
  /// When servers are away because nobody waits; nil for servers that are always there.
  public var resting: Resting?

  /// A station.
  public init(name: String, servers: Int, queue: Limit, scheduling: Scheduling = .fifo) {
    self.name = name
    self.servers = servers
    self.queue = queue
    self.scheduling = scheduling
  }
}

/// A cache: a fixed share of lookups hits, or keys come and go.
public struct Cache: Sendable {
  /// Its key in the file.
  public var name: String
  /// The price-book entry of its plan, if it has one.
  public var plan: String?
  /// How many client connections it accepts.
  public var maxConnections: Limit
  /// How many operations a second it serves; nil when unknown.
  public var maxOperations: Rate?
  /// The time of one lookup, in seconds.
  public var lookupTime: Law
  /// The keys that are asked for; nil for a cache that finds a fixed share.
  public var keys: CacheKeys?
  /// The region that it runs in; nil for that of the platform.
  public var region: String?

  /// A cache.
  public init(
    name: String,
    plan: String?,
    maxConnections: Limit,
    maxOperations: Rate?,
    lookupTime: Law
  ) {
    self.name = name
    self.plan = plan
    self.maxConnections = maxConnections
    self.maxOperations = maxOperations
    self.lookupTime = lookupTime
  }
}

/// The relative load of each hour of a day; 24 values with mean 1, joined by straight lines.
public struct DayProfile: Hashable, Sendable {
  /// The factor at the middle of each hour, from midnight; their mean is 1.
  public var hourly: [Double]

  /// The same load all day.
  public static let flat = DayProfile(hourly: Array(repeating: 1, count: 24))

  /// A profile from 24 relative weights, which are scaled to mean 1.
  ///
  /// - Precondition: 24 values, none negative, not all zero.
  public init(hourly weights: [Double]) {
    precondition(weights.count == 24, "a day has 24 hours")
    let sum = weights.reduce(0, +)
    precondition(
      sum > 0 && weights.allSatisfy { $0 >= 0 },
      "weights are not negative, one is positive"
    )
    hourly = weights.map { $0 * 24 / sum }
  }

  /// The busiest hour over the mean hour.
  public var peakToMean: Double { hourly.max() ?? 1 }
}

/// The relative load of each day of a week; 7 values with mean 1, Monday first.
public struct WeekProfile: Hashable, Sendable {
  /// The factor of each day; their mean is 1.
  public var daily: [Double]

  /// The same load every day.
  public static let flat = WeekProfile(daily: Array(repeating: 1, count: 7))

  /// A profile from 7 relative weights, which are scaled to mean 1.
  ///
  /// - Precondition: 7 values, none negative, not all zero.
  public init(daily weights: [Double]) {
    precondition(weights.count == 7, "a week has 7 days")
    let sum = weights.reduce(0, +)
    precondition(
      sum > 0 && weights.allSatisfy { $0 >= 0 },
      "weights are not negative, one is positive"
    )
    daily = weights.map { $0 * 7 / sum }
  }

  /// The busiest day over the mean day.
  public var peakToMean: Double { daily.max() ?? 1 }
}

extension Platform {
  /// The busiest hour of the week over its mean hour.
  public var peakToMean: Double { dayProfile.peakToMean * weekProfile.peakToMean }
}

/// One line of the monthly bill that no plan of a part covers.
public struct BillItem: Sendable {
  /// What is metered.
  public enum Meter: String, Hashable, Sendable, CaseIterable {
    /// A fixed number of units, whatever the load.
    case fixed
    /// Bytes sent to clients, in gigabytes.
    case egress_gb
    /// Core-hours that services computed: functions that are billed while they compute.
    case cpu_hours
    /// Core-hours of the instances that ran, busy or not.
    case vcpu_hours
    /// Gigabyte-hours of memory of the instances that ran, as vendors count them, in powers of two;
    /// unknown where a service has no `memory`.
    case memory_gb_hours
    /// Hours of all instances that ran, those that start and stop included.
    case instance_hours
    /// The part of them in which instances took requests.
    case serving_hours
    /// Instance-hours beyond the fewest that always run: what autoscaling adds.
    case autoscaled_hours
    /// Hours that requests were open: functions that are billed while they wait, too.
    case open_hours
    /// Bytes that edges send to clients, in gigabytes.
    case edge_gb
    /// Bytes that services send to their callers or to the edge, in gigabytes.
    case origin_gb
    /// Bytes that callers send, in gigabytes.
    case ingress_gb
    /// Prompt tokens sent to language models; the quantity is bytes for each.
    case prompt_gb
    /// Requests of all endpoints.
    case requests
    /// Queries: requests of the endpoint that defines a query.
    case queries
    /// Registered users of the tier.
    case users
    /// Users who come at least once in the month: `monthly_active_users` of the tier.
    case mau
    /// The most connections open at once.
    case peak_connections
    /// Hours that long-lived connections were open, all together.
    case connection_hours
    /// Messages on long-lived connections, each counted where it is sent and where it arrives.
    case realtime_messages
    /// Cache lookups.
    case cache_operations
    /// Size of the database, in gigabytes.
    case database_gb
    /// Operations of the databases' disks: `io_per_query` for each statement.
    case disk_operations
    /// Operations a second of the databases' disks in the busiest hour of the week.
    case peak_iops
    /// Size of stored files, in gigabytes.
    case file_gb
    /// Log volume, in gigabytes; the quantity is bytes for each request.
    case log_gb
    /// Volume of traces, in gigabytes; the quantity is bytes for each request.
    case trace_gb
    /// Requests that failed, as error tracking counts them.
    case errors
    /// The highest number of API instances.
    case peak_instances
    /// Seats of the team.
    case seats
    /// A credit of the plan, at most as much as the lines cost that it covers.
    case credit
  }

  /// What the bill calls it.
  public var item: String
  /// The price-book entry.
  public var price: String
  /// What is counted.
  public var meter: Meter
  /// Units for `fixed`, `seats` and `credit`; bytes per request for `log_gb`; else a factor on the meter.
  public var quantity: Double
  /// The part of the bill it belongs to: `compute`, `database`, `storage`, `network`, `observability`, `other`.
  public var group: String
  /// The region that it is bought in; nil for that of the platform.
  public var region: String?
  /// What a credit covers: price-book entries by the start of their key, such as `supabase/compute-`.
  public var covers: [String] = []

  /// A line of the bill.
  public init(item: String, price: String, meter: Meter, quantity: Double, group: String) {
    self.item = item
    self.price = price
    self.meter = meter
    self.quantity = quantity
    self.group = group
  }
}

/// The answer to one checklist question, with the evidence for it.
public struct AuditAnswer: Sendable {
  /// The question's key, `area.question`.
  public var question: String
  /// yes, no or nil for unknown.
  public var answer: Bool?
  /// What the answer rests on.
  public var evidence: String

  /// An answer.
  public init(question: String, answer: Bool?, evidence: String) {
    self.question = question
    self.answer = answer
    self.evidence = evidence
  }
}
