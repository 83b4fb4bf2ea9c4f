/// A line over dates, bands around it, and horizontal rules it will cross.
public struct Projection: Hashable, Sendable {
  /// A band between two columns.
  public struct Band: Hashable, Sendable {
    /// The column with its lower edge.
    public let low: String
    /// The column with its upper edge.
    public let high: String
    /// What it is: "80 % interval".
    public let label: String

    /// A band.
    public init(low: String, high: String, label: String) {
      self.low = low
      self.high = high
      self.label = label
    }
  }

  /// A table of levels: one horizontal rule a row.
  public struct Rules: Hashable, Sendable {
    /// The table with the levels.
    public let tableID: String
    /// Its column with their names.
    public let label: String
    /// Its column with their heights.
    public let value: String

    /// A table of levels.
    public init(tableID: String, label: String, value: String) {
      self.tableID = tableID
      self.label = label
      self.value = value
    }
  }

  /// The column with the dates.
  public let date: String
  /// The column with the projected values.
  public let value: String
  /// The column with the measured values, drawn as dots; nil draws none.
  public let observed: String?
  /// The bands, widest first.
  public let bands: [Band]
  /// The levels it will cross; nil draws none.
  public let rules: Rules?
  /// How the value axis counts.
  public let scale: AxisScale

  /// A line over dates.
  public init(
    date: String,
    value: String,
    observed: String? = nil,
    bands: [Band] = [],
    rules: Rules? = nil,
    scale: AxisScale = .linear
  ) {
    self.date = date
    self.value = value
    self.observed = observed
    self.bands = bands
    self.rules = rules
    self.scale = scale
  }
}

/// Lines over time.
public struct TimeLines: Hashable, Sendable {
  /// The column with the time: numbers or dates.
  public let time: String
  /// The column that tells the lines apart; nil when the measures do.
  public let series: String?
  /// What is drawn: one column with `series`, one or more without.
  ///
  /// A target is a dashed line.
  public let measures: [Measure]
  /// How the value axis counts.
  public let scale: AxisScale

  /// Lines over time.
  ///
  /// - Precondition: there is a measure, and only one when `series` is given.
  public init(
    time: String,
    series: String? = nil,
    measures: [Measure],
    scale: AxisScale = .linear
  ) {
    precondition(!measures.isEmpty, "a chart draws something")
    precondition(series == nil || measures.count == 1, "a series column draws one measure")
    self.time = time
    self.series = series
    self.measures = measures
    self.scale = scale
  }
}

extension ChartKind {
  /// The tables and columns it names; the first is the table of the chart.
  func references(in tableID: String) -> [(tableID: String, columns: [String])] {
    switch self {
    case .groupedBars(let bars):
      let measured = bars.measures.flatMap { [$0.value, $0.target].compactMap(\.self) }
      return [(tableID, [bars.category] + [bars.series].compactMap(\.self) + measured)]
    case .stackedBars(let bars):
      switch bars.parts {
      case .rows(let name, let value): return [(tableID, [bars.category, name, value])]
      case .columns(let parts): return [(tableID, [bars.category] + parts)]
      }
    case .limitBars(let bars):
      return [(tableID, [bars.category, bars.value] + [bars.series].compactMap(\.self))]
    case .projection(let line):
      let columns = [line.date, line.value] + [line.observed].compactMap(\.self)
      let own = (tableID, columns + line.bands.flatMap { [$0.low, $0.high] })
      return [own] + (line.rules.map { [($0.tableID, [$0.label, $0.value])] } ?? [])
    case .waterfall(let bars):
      return [(tableID, [bars.category, bars.series, bars.from, bars.to])]
    case .gantt(let bars):
      return [(tableID, [bars.panel, bars.category, bars.series, bars.from, bars.to])]
    case .timeLines(let lines):
      let measured = lines.measures.flatMap { [$0.value, $0.target].compactMap(\.self) }
      return [(tableID, [lines.time] + [lines.series].compactMap(\.self) + measured)]
    }
  }
}
