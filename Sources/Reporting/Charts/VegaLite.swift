/// Vega-Lite specifications of the charts of a report.
///
/// A specification names its tables and holds none of their values; whoever draws it adds them under
/// `datasets`, keyed by table id, with fields named as in the CSV files.
public struct VegaLite: Sendable {
  /// A builder.
  public init() {}

  /// The specification of a chart, without data.
  ///
  /// - Precondition: the chart belongs to the report.
  public func specification(of chart: Chart, in report: Report) -> JSONValue {
    guard let table = report.table(chart.tableID) else {
      preconditionFailure("the chart \(chart.id) belongs to the report")
    }
    let body: [JSONValue.Member] =
      switch chart.kind {
      case .groupedBars(let bars): ChartBuilder(table).groupedBars(bars)
      case .stackedBars(let bars): ChartBuilder(table).stackedBars(bars)
      case .limitBars(let bars): ChartBuilder(table).limitBars(bars)
      case .projection(let line): ChartBuilder(table).projection(line)
      case .timeLines(let lines): ChartBuilder(table).timeLines(lines)
      case .waterfall(let bars): ChartBuilder(table).waterfall(bars)
      case .gantt(let bars): ChartBuilder(table).gantt(bars)
      }
    let head: [JSONValue.Member] = [
      .init("$schema", "https://vega.github.io/schema/vega-lite/v6.json"),
      .init("description", .string(chart.alt)),
      .init("config", VegaLite.configuration),
    ]
    return .object(head + body)
  }

  /// The tables a chart draws, as lists of records with the names and values of the CSV files.
  public func datasets(of chart: Chart, in report: Report) -> JSONValue {
    let ids = chart.kind.references(in: chart.tableID).map(\.tableID)
    return .object(ids.compactMap(report.table).map { .init($0.id, VegaLite.records($0)) })
  }

  private static func records(_ table: Table) -> JSONValue {
    let flat = FlatTable(table)
    return .array(
      flat.rows.map { row in
        .object(
          zip(flat.names, row).map { name, value in
            switch value {
            case .text(let words): .init(name, .string(words))
            case .number(let digits): .init(name, .number(digits))
            case .empty: .init(name, .null)
            }
          }
        )
      }
    )
  }

  /// The look shared by all charts; no accessibility marks inside, for the picture has one as a whole.
  private static let configuration: JSONValue = [
    "aria": false,
    "background": "transparent",
    // Room for the ends of words in a wider font than the one that was measured.
    "padding": ["left": 8, "right": 24, "top": 5, "bottom": 5],
    "font": "sans-serif",
    "view": ["stroke": .null],
    "point": ["opacity": 1],
    "tick": ["opacity": 1],
    "axis": [
      "labelColor": .string(ChartPalette.words.light),
      "titleColor": .string(ChartPalette.words.light),
      "gridColor": .string(ChartPalette.lines.light),
      "domainColor": .string(ChartPalette.lines.light),
      "tickColor": .string(ChartPalette.lines.light),
      "labelFontSize": 12,
      "titleFontSize": 12,
      "titleFontWeight": "normal",
      "titlePadding": 10,
      "labelLimit": 190,
    ],
    "axisX": ["grid": false],
    "legend": [
      "labelColor": .string(ChartPalette.words.light),
      "titleColor": .string(ChartPalette.words.light),
      "labelFontSize": 12,
      "titleFontSize": 12,
      "titleFontWeight": "normal",
      "labelLimit": 190,
      "symbolType": "square",
      "orient": "top",
      "direction": "horizontal",
    ],
    "header": [
      "labelColor": .string(ChartPalette.words.light),
      "titleColor": .string(ChartPalette.words.light),
      "labelFontSize": 12,
    ],
    "range": ["category": .array(ChartPalette.series.map { .string($0.light) })],
  ]
}
