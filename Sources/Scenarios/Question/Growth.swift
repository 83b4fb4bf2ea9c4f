public import Quantities

/// The history of growth, and how far to project it.
public struct Growth: Sendable {
  /// What a series drives.
  public enum Driver: String, Hashable, Sendable, CaseIterable {
    /// Registered users.
    case users
    /// Queries a day.
    case queries_per_day
    /// Size of the database, in gigabytes.
    case database_gb
  }

  /// The series, read from CSV files.
  public var series: [(driver: Driver, history: History)] = []
  /// How far to project.
  public var horizonDays = 1095
  /// The curve to fit, or `auto`.
  public var curve = "auto"

  /// No history.
  public init() {}
}

/// A dated series of one quantity.
public struct History: Sendable {
  /// The file and column that it came from.
  public var source: String
  /// The days, in rising order.
  public var dates: [CalendarDate]
  /// The values, one for each day.
  public var values: [Double]

  /// A series.
  ///
  /// - Precondition: as many dates as values.
  public init(source: String, dates: [CalendarDate], values: [Double]) {
    precondition(dates.count == values.count, "a series has one value for each date")
    self.source = source
    self.dates = dates
    self.values = values
  }
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
