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
    func mean(beyond reserved: Int) -> Double {
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
  /// Registered users.
  public var users = 0
  /// The stored files; nil when nobody measured them.
  public var files: ByteCount?

  /// Nothing used.
  public init() {}

  /// The same month with more or less demand.
  ///
  /// Demand is users, queries, requests, bytes, connections, lookups and tokens. Instances,
  /// databases and files stay: they are decisions and stocks, not demand.
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
    usage.users = Int(Int64(users).scaled(by: factor))
    return usage
  }
}
