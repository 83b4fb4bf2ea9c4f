public import Quantities

/// A value in a table, or the reason why there is none.
public enum Cell: Hashable, Sendable {
  /// Words.
  case text(String)
  /// A count.
  case integer(Int)
  /// A number, rounded to that many decimals.
  case number(Double, digits: Int)
  /// A number with an interval.
  case estimate(Estimate)
  /// A number that this many observations cannot give, and why.
  case notEstimable(reason: String)
  /// An amount of dollars: cents from a dollar up, four decimals from a cent up, six below.
  case money(Money)
  /// A percentage, given in percent (`43.4` is 43.4 %), rounded to that many decimals.
  case percent(Double, digits: Int)
  /// A day.
  case date(CalendarDate)
  /// A verdict, in words; no words give the plain one.
  case status(Status, String)
  /// A value nobody knows, and why: printed as "?" with the reason as a footnote.
  case unknown(reason: String)
  /// A value that does not apply.
  case missing

  /// A number with that many significant figures: 0.0231, 2.31, 231.
  ///
  /// - Precondition: `value` is finite.
  public static func significant(_ value: Double, _ figures: Int = 3) -> Cell {
    .number(value, digits: Numerals.decimals(of: value, figures: figures))
  }

  /// An interval around a number; see `Estimate`.
  public static func estimate(
    _ value: Double,
    low: Double,
    high: Double,
    level: Double = 0.95,
    n: Int,
    replications: Int? = nil,
    method: String,
    digits: Int? = nil
  ) -> Cell {
    .estimate(
      Estimate(
        value,
        low: low,
        high: high,
        level: level,
        n: n,
        replications: replications,
        method: method,
        digits: digits
      )
    )
  }
}

/// A number, the interval it lies in, and how that was found.
public struct Estimate: Hashable, Sendable {
  /// The point estimate.
  public let value: Double
  /// The lower end.
  public let low: Double
  /// The upper end.
  public let high: Double
  /// The confidence of the interval, as a fraction: 0.95.
  public let level: Double
  /// How many observations it rests on.
  public let n: Int
  /// How many independent replications they came from; nil when that is not how they came.
  public let replications: Int?
  /// How the interval was found: "t interval", "order statistics".
  public let method: String
  /// How many decimals are shown.
  public let digits: Int

  /// An estimate; without `digits` it shows three significant figures of the value.
  ///
  /// - Precondition: the numbers are finite, `low` is not above `high`, `level` lies between 0 and 1.
  public init(
    _ value: Double,
    low: Double,
    high: Double,
    level: Double,
    n: Int,
    replications: Int? = nil,
    method: String,
    digits: Int? = nil
  ) {
    precondition(value.isFinite && low.isFinite && high.isFinite, "an estimate is finite")
    precondition(low <= high, "an interval runs upwards")
    precondition(level > 0 && level < 1, "a confidence lies between 0 and 1")
    self.value = value
    self.low = low
    self.high = high
    self.level = level
    self.n = n
    self.replications = replications
    self.method = method
    self.digits = digits ?? Numerals.decimals(of: value, figures: 3)
  }
}

/// A verdict.
public enum Status: String, Hashable, Sendable, CaseIterable {
  /// It holds.
  case pass
  /// It does not hold.
  case fail
  /// It holds, but barely.
  case warn
  /// Nobody can say.
  case unknown

  /// A sign for it, so that a verdict never rests on colour alone.
  public var symbol: String {
    switch self {
    case .pass: "✓"
    case .fail: "✗"
    case .warn: "!"
    case .unknown: "?"
    }
  }

  /// The plain word for it.
  public var word: String {
    switch self {
    case .pass: "pass"
    case .fail: "fail"
    case .warn: "warning"
    case .unknown: "unknown"
    }
  }
}
