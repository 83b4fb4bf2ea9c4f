public import Quantities

extension Price {
  /// A step of a graduated scale.
  public struct ScaleStep: Hashable, Sendable {
    /// The last unit of the step, counted from the first that is billed; nil for no end.
    public var upTo: Double?
    /// What a unit within it costs.
    public var unitPrice: UnitPrice

    /// A step.
    public init(upTo: Double?, unitPrice: UnitPrice) {
      self.upTo = upTo
      self.unitPrice = unitPrice
    }
  }

  /// Which number a vendor bills of a level that changes during the month.
  public enum LevelRule: String, Hashable, Sendable, CaseIterable {
    /// The mean of all hours: billed by the second or hour.
    case mean
    /// The highest hour.
    case peak
    /// The 95th percentile of the hours: the highest twentieth is free.
    case p95
    /// The ninth highest hour: the highest hundredth, eight hours of 730, is free.
    ///
    /// Datadog's rule for hosts: docs.datadoghq.com, "Billing", high-water mark plan.
    case ninth_highest_hour
  }

  /// A price from a day on.
  public struct Revision: Sendable {
    /// The first day, written as a date.
    public var from: String
    /// The price of a unit from then on; nil where it stays.
    public var unitPrice: UnitPrice?
    /// Token prices from then on; nil where they stay.
    public var tokens: Tokens?
    /// Included units from then on; nil where they stay.
    public var included: Double?
    /// Remarks.
    public var note: String?

    /// A revision that changes nothing yet.
    public init(from: String) {
      self.from = from
    }

    /// The first day; the first of its month or year where no more is written.
    public var firstDay: CalendarDate? { CalendarDate(from) }
  }

  /// The price that holds on a day: the entry as the latest revision until then has left it.
  ///
  /// Revisions that announce a later day are still listed, so that a bill of that day finds them.
  public func on(_ day: CalendarDate) -> Price {
    var price = self
    let begun = revisions.filter { ($0.firstDay ?? day) <= day }
    for revision in begun.sorted(by: { ($0.firstDay ?? day) < ($1.firstDay ?? day) }) {
      if let unitPrice = revision.unitPrice { price.unitPrice = unitPrice }
      if let tokens = revision.tokens { price.tokens = tokens }
      if let included = revision.included { price.included = included }
    }
    return price
  }
}

extension Price.Tokens {
  /// What a request costs whose prompt is longer than a threshold.
  public struct LongContext: Hashable, Sendable {
    /// The longest prompt at ordinary prices, in tokens.
    public var above: Int
    /// Prompt tokens, all of them.
    public var input: TokenPrice
    /// Prompt tokens served from the prompt cache; the ordinary price for them when nil.
    public var cachedInput: TokenPrice?
    /// Answer tokens.
    public var output: TokenPrice

    /// Prices of long requests.
    public init(above: Int, input: TokenPrice, cachedInput: TokenPrice?, output: TokenPrice) {
      self.above = above
      self.input = input
      self.cachedInput = cachedInput
      self.output = output
    }
  }

  /// What a request costs that begins within some hours of the day.
  public struct PeakHours: Hashable, Sendable {
    /// The spans, in minutes after midnight UTC; a span may run past midnight.
    public var spans: [DaySpan]
    /// What every ordinary price is multiplied by.
    public var factor: Double

    /// Spans of the day and their factor.
    public init(spans: [DaySpan], factor: Double) {
      self.spans = spans
      self.factor = factor
    }
  }

  /// The ordinary prices times a factor, to the nearest millionth of a dollar.
  public func scaled(by factor: Double) -> Price.Tokens {
    func scaled(_ price: TokenPrice) -> TokenPrice {
      TokenPrice(microUSDPerMillion: Int64((Double(price.microUSDPerMillion) * factor).rounded()))
    }
    var prices = self
    prices.input = scaled(input)
    prices.cachedInput = cachedInput.map(scaled)
    prices.cacheWrite = cacheWrite.map(scaled)
    prices.output = scaled(output)
    return prices
  }
}

/// A span of the day in UTC, such as 16:30 to 00:30.
public struct DaySpan: Hashable, Sendable, CustomStringConvertible {
  /// Its first minute after midnight.
  public var from: Int
  /// The first minute after it; before `from` when it runs past midnight.
  public var until: Int

  /// A span.
  ///
  /// - Precondition: both lie within a day.
  public init(from: Int, until: Int) {
    precondition((0...1440).contains(from) && (0...1440).contains(until), "a day has 1440 minutes")
    self.from = from
    self.until = until
  }

  /// Whether a minute of the day lies in it.
  public func contains(_ minute: Int) -> Bool {
    from <= until ? minute >= from && minute < until : minute >= from || minute < until
  }

  /// The span as a file writes it.
  public var description: String {
    func clock(_ minute: Int) -> String {
      let (hours, minutes) = (minute / 60, minute % 60)
      return "\(hours < 10 ? "0" : "")\(hours):\(minutes < 10 ? "0" : "")\(minutes)"
    }
    return "\(clock(from))-\(clock(until))"
  }
}
