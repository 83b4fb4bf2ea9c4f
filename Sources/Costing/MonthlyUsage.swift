public import Quantities

/// What a platform used in one month, counted before any price is known.
///
/// Sums are over the whole month, levels are what was held, peaks are the highest of the month.
/// Seats of a team are not here: a bill item says how many there are.
public struct MonthlyUsage: Hashable, Sendable {
  /// How many instances of a service ran.
  public struct Instances: Hashable, Sendable {
    /// The mean over the month; what vendors that bill by the second or hour charge.
    public var mean: Double
    /// The most at once.
    public var peak: Int
    /// The mean of those that took requests; nil where nobody counted.
    public var serving: Double?
    /// The fewest that always run; nil for a number that never changes.
    public var least: Int?
    /// Cores of each.
    public var cores = 0.0
    /// Memory of each; nil where it is not known.
    public var memory: ByteCount?
    /// The most in each hour of the days that stand for the month; empty where nobody counted.
    public var hours: [Double] = []

    /// A number of instances.
    ///
    /// - Precondition: `mean` lies between 0 and `peak`.
    public init(mean: Double, peak: Int) {
      precondition(mean >= 0 && mean <= Double(peak), "a mean lies between nothing and the peak")
      self.mean = mean
      self.peak = peak
    }

    /// The mean number of instances beyond some that are there anyway.
    ///
    /// Hour by hour where the hours are known; else as if the number never changed.
    public func mean(beyond reserved: Int) -> Double {
      guard !hours.isEmpty else { return max(mean - Double(reserved), 0) }
      let beyond = hours.reduce(0) { $0 + max($1 - Double(reserved), 0) }
      return beyond / Double(hours.count)
    }
  }

  /// The instances of each service, by name.
  public var services: [String: Instances] = [:]
  /// The disk that each database fills, by name.
  public var databases: [String: ByteCount] = [:]
  /// The tokens of each language model, by name; a model that is absent was not called.
  public var models: [String: ModelUsage] = [:]
  /// Requests of all endpoints in the month.
  public var requests: Int64 = 0
  /// The part of them that failed.
  public var failed: Int64 = 0
  /// Queries in the month: requests of the endpoint that defines a query.
  public var queries: Int64 = 0
  /// Bytes sent to clients in the month.
  public var egress = ByteCount.zero
  /// The part of them that an edge sent.
  public var edgeEgress = ByteCount.zero
  /// Bytes that services sent to their callers or to the edge.
  public var originEgress = ByteCount.zero
  /// Bytes that callers sent.
  public var ingress = ByteCount.zero
  /// The most connections open at once.
  public var peakConnections = 0
  /// Messages on long-lived connections, each counted where it is sent and where it arrives; nil when
  /// nobody counted them.
  public var realtimeMessages: Int64?
  /// Cache lookups in the month.
  public var cacheOperations: Int64 = 0
  /// Core-hours that services computed, all cores together.
  public var cpuHours = 0.0
  /// Hours that requests were open, all requests together.
  public var openHours = 0.0
  /// Operations of the databases' disks in the month; nil where no query says how many it takes.
  public var diskOperations: Double?
  /// Operations a second of the databases' disks in the busiest hour of the week; nil like those.
  public var peakDiskRate: Double?
  /// Hours that long-lived connections were open in the month, all together; nil where nobody counted.
  public var connectionHours: Double?
  /// Attempts at models that met a spend limit in the month, by provider; none where nobody counted.
  public var spendRefusals: [String: Int64] = [:]
  /// Hours of the month, of which each instance that always runs has all.
  public var hours = 0.0
  /// Registered users.
  public var users = 0
  /// Users who come at least once in the month; nil where nobody knows.
  public var activeUsers: Int?
  /// The stored files; nil when nobody measured them.
  public var files: ByteCount?

  /// Nothing used.
  public init() {}

  /// The same month with more or less demand.
  ///
  /// Demand is users, queries, requests, bytes, connections, lookups, disk operations and tokens.
  /// Instances, databases and files stay: they are decisions and stocks, not demand. How often a spend
  /// limit is met is not in proportion to anything: it is forgotten.
  ///
  /// - Precondition: `factor` is finite and not negative.
  public func scaled(by factor: Double) -> MonthlyUsage {
    precondition(
      factor.isFinite && factor >= 0,
      "demand is scaled by a number that is not negative"
    )
    var usage = self
    usage.models = models.mapValues { $0.scaled(by: factor) }
    usage.requests = requests.scaled(by: factor)
    usage.failed = failed.scaled(by: factor)
    usage.queries = queries.scaled(by: factor)
    usage.egress = ByteCount(egress.value.scaled(by: factor))
    usage.edgeEgress = ByteCount(edgeEgress.value.scaled(by: factor))
    usage.originEgress = ByteCount(originEgress.value.scaled(by: factor))
    usage.ingress = ByteCount(ingress.value.scaled(by: factor))
    usage.peakConnections = Int(Int64(peakConnections).scaled(by: factor))
    usage.realtimeMessages = realtimeMessages?.scaled(by: factor)
    usage.cacheOperations = cacheOperations.scaled(by: factor)
    usage.cpuHours = cpuHours * factor
    usage.openHours = openHours * factor
    usage.diskOperations = diskOperations.map { $0 * factor }
    usage.peakDiskRate = peakDiskRate.map { $0 * factor }
    usage.connectionHours = connectionHours.map { $0 * factor }
    if factor != 1 { usage.spendRefusals = [:] }
    usage.users = Int(Int64(users).scaled(by: factor))
    usage.activeUsers = activeUsers.map { Int(Int64($0).scaled(by: factor)) }
    return usage
  }
}
