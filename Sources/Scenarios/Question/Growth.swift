public import Quantities

/// The history of growth, and how far to project it.
public struct Growth: Sendable {
  /// What a series drives.
  public enum Driver: String, Hashable, Sendable, CaseIterable {
    /// Registered users.
    case users
    /// Queries a day.
    case queries_per_day
    /// Tokens a day, prompts and answers together.
    case tokens_per_day
    /// Size of the database, in gigabytes.
    case database_gb
  }

  /// The curves that may be asked for.
  public static let curves = [
    "linear", "exponential", "power", "hinge", "exponential_hinge", "logistic", "gompertz",
    "richards", "bass",
  ]

  /// One driver that follows another.
  public struct Link: Hashable, Sendable {
    /// The driver that leads.
    public var from: Driver
    /// How much of the follower there is for each of the leader; nil to fit it from both histories.
    public var ratio: Double?
    /// One in ten worlds has a lower ratio.
    public var p10: Double?
    /// One in ten worlds has a higher ratio.
    public var p90: Double?

    /// A link with a stated ratio, or with none to be fitted.
    public init(from: Driver, ratio: Double? = nil, p10: Double? = nil, p90: Double? = nil) {
      self.from = from
      self.ratio = ratio
      self.p10 = p10
      self.p90 = p90
    }
  }

  /// The series, read from CSV files.
  public var series: [(driver: Driver, history: History)] = []
  /// The drivers that follow others, leaders first.
  public var links: [(driver: Driver, link: Link)] = []
  /// How far to project.
  public var horizonDays = 1095
  /// The curve to fit, or `auto`.
  public var curve = "auto"

  /// No history.
  public init() {}
}

/// One request of a trace: when it came and how many tokens it had.
public struct TraceRow: Hashable, Sendable {
  /// When it came, from the first row.
  public var time: SimTime
  /// Prompt tokens.
  public var inputTokens: Int32
  /// Answer tokens.
  public var outputTokens: Int32

  /// A row.
  public init(time: SimTime, inputTokens: Int32, outputTokens: Int32) {
    self.time = time
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
  }
}
