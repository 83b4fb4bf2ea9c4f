public import Quantities

/// A dated series of one quantity, as its file has it.
public struct History: Sendable {
  /// What is to be done to a series before it is fitted.
  ///
  /// The words are those of `Preparation` in `Forecasting`.
  public struct Rules: Hashable, Sendable {
    /// What is fitted: `given`, `total` or `added`.
    public var target = "given"
    /// The period that observations are put into: `day`, `week`, `month`, `quarter`, `year`.
    public var period: String?
    /// How several observations of one day or period become one: `last`, `mean`, `sum`, `max`.
    public var combine = "last"
    /// What is done about a level that jumped: `keep` or `shift`.
    public var levelBreaks = "keep"
    /// The day on which growth began.
    public var launch: CalendarDate?
    /// The observations of a season, 1 for none; nil searches.
    public var season: Int?

    /// The series as it is.
    public init() {}
  }

  /// The file and column that it came from.
  public var source: String
  /// The days, in the order of the rows; a day may come again.
  public var dates: [CalendarDate]
  /// The values, one for each day.
  public var values: [Double]
  /// How many rows had a date and no number.
  public var missing: Int
  /// What is to be done to it.
  public var rules = Rules()

  /// A series.
  ///
  /// - Precondition: as many dates as values.
  public init(source: String, dates: [CalendarDate], values: [Double], missing: Int = 0) {
    precondition(dates.count == values.count, "a series has one value for each date")
    self.source = source
    self.dates = dates
    self.values = values
    self.missing = missing
  }
}
