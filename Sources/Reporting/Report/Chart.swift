/// A picture of a table, in words that any drawing tool can follow.
///
/// A chart holds no numbers: it names columns, so that the HTML report and the notebook draw the
/// same picture from the same table. Columns are named as in the CSV file: an estimate `p95_ms` has
/// `p95_ms_low` and `p95_ms_high` beside it.
public struct Chart: Hashable, Sendable {
  /// A stable snake_case name.
  public let id: String
  /// The finding, in one sentence.
  public let title: String
  /// What the picture shows, for those who cannot see it.
  public let alt: String
  /// The table it is drawn from.
  public let tableID: String
  /// How it is drawn.
  public let kind: ChartKind

  /// A chart of a table.
  public init(id: String, title: String, alt: String, tableID: String, kind: ChartKind) {
    self.id = id
    self.title = title
    self.alt = alt
    self.tableID = tableID
    self.kind = kind
  }
}

/// How a chart is drawn.
public enum ChartKind: Hashable, Sendable {
  /// Bars side by side, with whiskers and target marks: load and latency by tier.
  case groupedBars(GroupedBars)
  /// Bars on top of one another: cost by item, time by component.
  case stackedBars(StackedBars)
  /// Horizontal bars against a limit: headroom.
  case limitBars(LimitBars)
  /// A line with bands and horizontal rules over dates: growth.
  case projection(Projection)
  /// Lines over time: a load test.
  case timeLines(TimeLines)
  /// Bars that begin where the one before has ended: from one total to another.
  case waterfall(Waterfall)
  /// Bars over time: what a request did, step by step.
  case gantt(Gantt)
}

/// How an axis counts.
public enum AxisScale: String, Hashable, Sendable, CaseIterable {
  /// In equal steps.
  case linear
  /// In equal factors; values are dots then, for a bar has no foot on such an axis.
  case logarithmic
}

/// A column to be drawn, its whiskers if it is an estimate, and its target.
public struct Measure: Hashable, Sendable {
  /// The column with the values.
  public let value: String
  /// The column with the target; nil draws none.
  public let target: String?

  /// A column to be drawn.
  public init(_ value: String, target: String? = nil) {
    self.value = value
    self.target = target
  }
}

/// Bars side by side within each category.
public struct GroupedBars: Hashable, Sendable {
  /// The column with the categories.
  public let category: String
  /// The column that tells the bars of a category apart; nil when the measures do.
  public let series: String?
  /// What is drawn: one column with `series`, one or more without.
  public let measures: [Measure]
  /// How the value axis counts.
  public let scale: AxisScale
  /// Whether the bars lie one below the other, the first of many categories alone: a tornado.
  public let isLying: Bool

  /// Bars side by side.
  ///
  /// - Precondition: there is a measure, and only one when `series` is given.
  public init(
    category: String,
    series: String? = nil,
    measures: [Measure],
    scale: AxisScale = .linear,
    isLying: Bool = false
  ) {
    precondition(!measures.isEmpty, "a chart draws something")
    precondition(series == nil || measures.count == 1, "a series column draws one measure")
    self.category = category
    self.series = series
    self.measures = measures
    self.scale = scale
    self.isLying = isLying
  }
}

/// Bars made of parts.
public struct StackedBars: Hashable, Sendable {
  /// How the bars compare with one another.
  public enum Axis: String, Hashable, Sendable, CaseIterable {
    /// All on one axis.
    case shared
    /// Each on an axis of its own, for categories that lie orders of magnitude apart.
    case own
    /// As shares of a whole.
    case share
  }

  /// What the parts are.
  public enum Parts: Hashable, Sendable {
    /// One row a part: its name and its value.
    case rows(name: String, value: String)
    /// One column a part.
    case columns([String])
  }

  /// The column with the categories: one bar each.
  public let category: String
  /// What the bars are made of.
  public let parts: Parts
  /// How the bars compare.
  public let axis: Axis

  /// Bars made of parts.
  public init(category: String, parts: Parts, axis: Axis = .shared) {
    self.category = category
    self.parts = parts
    self.axis = axis
  }
}

/// Horizontal bars against a limit.
public struct LimitBars: Hashable, Sendable {
  /// The column with the resources: one group of bars each.
  public let category: String
  /// The column that tells the bars of a group apart; nil for one bar each.
  public let series: String?
  /// The column with the use, in the unit of the limit.
  public let value: String
  /// Where the limit stands: 100 for a use in percent.
  public let limit: Double
  /// The word on the limit.
  public let limitLabel: String
  /// How the value axis counts.
  public let scale: AxisScale

  /// Horizontal bars against a limit.
  public init(
    category: String,
    series: String? = nil,
    value: String,
    limit: Double = 100,
    limitLabel: String = "limit",
    scale: AxisScale = .linear
  ) {
    self.category = category
    self.series = series
    self.value = value
    self.limit = limit
    self.limitLabel = limitLabel
    self.scale = scale
  }
}
