/// A native chart of a slide: the same columns of the same table as the chart of the report.
struct DeckChart {
  /// How a presentation program draws it.
  enum Form: String {
    /// Lines over dates.
    case lines
    /// Dots above categories, one kind a series.
    case dots
    /// Stacked bars, each the whole of its category.
    case shares
  }

  /// A row of numbers along the categories.
  struct Series {
    /// What a line stands for; decides its look.
    enum Role: String {
      case measured, main, edge, plain
    }

    let name: String
    let values: [FlatTable.Value]
    let role: Role
  }

  let chart: Chart
  let form: Form
  let categories: [String]
  let series: [Series]
  let unit: String
  let isLogarithmic: Bool

  /// A chart that a presentation program can draw; nil for the other kinds.
  init?(_ chart: Chart, in report: Report) {
    guard let table = report.table(chart.tableID) else { return nil }
    let data = DeckData(table)
    self.chart = chart
    switch chart.kind {
    case .projection(let line):
      form = .lines
      categories = data.words(line.date)
      let edges = line.bands.flatMap { [$0.low, $0.high] }
      let columns =
        [line.observed].compactMap { $0.map { ($0, Series.Role.measured) } }
        + [(line.value, .main)] + edges.map { ($0, .edge) }
      series = columns.map { Series(name: data.title($0.0), values: data.column($0.0), role: $0.1) }
      unit = data.heading(line.value)
      isLogarithmic = line.scale == .logarithmic
    case .groupedBars(let bars):
      guard let name = bars.series, let measure = bars.measures.first else { return nil }
      form = .dots
      categories = data.distinct(bars.category)
      series = data.pivot(bars.category, name, measure.value)
      unit = data.heading(measure.value)
      isLogarithmic = bars.scale == .logarithmic
    case .limitBars(let bars):
      guard let name = bars.series else { return nil }
      form = .dots
      categories = data.distinct(bars.category)
      series = data.pivot(bars.category, name, bars.value)
      unit = data.heading(bars.value)
      isLogarithmic = bars.scale == .logarithmic
    case .stackedBars(let bars):
      guard case .rows(let name, let value) = bars.parts else { return nil }
      form = .shares
      categories = data.distinct(bars.category)
      series = data.pivot(bars.category, name, value)
      unit = "Share of the total"
      isLogarithmic = false
    case .timeLines, .waterfall, .gantt: return nil
    }
    guard categories.count > 1 else { return nil }
  }

  var json: JSONValue {
    [
      "id": .string(chart.id), "table": .string(chart.tableID), "alt": .string(chart.alt),
      "form": .string(form.rawValue), "unit": .string(unit), "isLogarithmic": .bool(isLogarithmic),
      "categories": .array(categories.map(JSONValue.string)),
      "series": .array(
        series.map { series in
          [
            "name": .string(series.name), "role": .string(series.role.rawValue),
            "values": .array(series.values.map(\.json)),
          ]
        }
      ),
    ]
  }
}

/// The columns of a table as a chart wants them.
private struct DeckData {
  let builder: ChartBuilder
  let flat: FlatTable

  init(_ table: Table) {
    builder = ChartBuilder(table)
    flat = FlatTable(table)
  }

  func title(_ key: String) -> String { builder.title(key) }

  func heading(_ key: String) -> String { builder.heading(key) }

  func column(_ key: String) -> [FlatTable.Value] {
    guard let index = flat.names.firstIndex(of: key) else { return [] }
    return flat.rows.map { $0[index] }
  }

  func words(_ key: String) -> [String] { column(key).map(\.words) }

  func distinct(_ key: String) -> [String] {
    var seen: [String] = []
    for word in words(key) where !seen.contains(word) { seen.append(word) }
    return seen
  }

  /// A series for each name: its value in the row of each category.
  func pivot(_ category: String, _ name: String, _ value: String) -> [DeckChart.Series] {
    let rows = zip(zip(words(category), words(name)), column(value))
    return distinct(name).map { series in
      DeckChart.Series(
        name: series,
        values: distinct(category).map { category in
          rows.first { $0.0 == (category, series) }?.1 ?? .empty
        },
        role: .plain
      )
    }
  }
}

extension FlatTable.Value {
  fileprivate var words: String {
    switch self {
    case .text(let words), .number(let words): words
    case .empty: ""
    }
  }

  fileprivate var json: JSONValue {
    switch self {
    case .text(let words): .string(words)
    case .number(let digits): .number(digits)
    case .empty: .null
    }
  }
}
