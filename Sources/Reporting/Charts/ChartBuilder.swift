/// The pieces the specifications are made of, for the charts of one table.
struct ChartBuilder {
  typealias Members = [JSONValue.Member]

  let table: Table
  private let names: [String]

  init(_ table: Table) {
    self.table = table
    names = FlatTable(table).names
  }

  /// The width of a drawing, in points: what fits a page of text.
  static let width: JSONValue = 640

  /// The reference to the values, which are added by whoever draws.
  var data: JSONValue { ["name": .string(table.id)] }

  /// Whether a column has whiskers.
  func isEstimate(_ key: String) -> Bool { names.contains(key + "_low") }

  /// The heading of a column, also for its low and high ends.
  func heading(_ key: String) -> String {
    guard let index = table.columns.firstIndex(where: { $0.key == key }) else { return key }
    let (title, unit) = (table.columns[index].title, self.unit(key))
    return unit.isEmpty ? title : "\(title) (\(unit))"
  }

  /// The unit of a column, also where its values carry it; empty for none.
  func unit(_ key: String) -> String {
    guard let index = table.columns.firstIndex(where: { $0.key == key }) else { return "" }
    let unit = table.columns[index].unit
    guard unit.isEmpty else { return unit }
    let units = table.rows.lazy.compactMap { row -> String? in
      switch row[index] {
      case .percent: "%"
      case .money: "USD"
      default: nil
      }
    }
    return units.first ?? ""
  }

  /// Whether a column holds days.
  func isDate(_ key: String) -> Bool {
    guard let index = table.columns.firstIndex(where: { $0.key == key }) else { return false }
    return table.rows.contains { if case .date = $0[index] { true } else { false } }
  }

  /// The title of a column without its unit.
  func title(_ key: String) -> String {
    table.columns.first { $0.key == key }?.title ?? key
  }

  /// The distinct words of a column, in the order of the rows.
  func categories(_ key: String) -> JSONValue {
    let flat = FlatTable(table)
    guard let column = flat.names.firstIndex(of: key) else { return [] }
    var seen: [String] = []
    for row in flat.rows {
      switch row[column] {
      case .text(let words), .number(let words): if !seen.contains(words) { seen.append(words) }
      case .empty: break
      }
    }
    return .array(seen.map(JSONValue.string))
  }

  /// The room that the longest of these words needs, in points, in the widest of the usual fonts.
  static func extent(of words: JSONValue) -> JSONValue {
    guard case .array(let values) = words else { return 0 }
    let longest = values.map { if case .string(let word) = $0 { word.count } else { 0 } }.max() ?? 0
    return .number(String(min(longest * 15 / 2, 230)))
  }

  /// The longest words on an axis of rows, in points: what the widest of the usual fonts makes of
  /// them must fit beside the drawing.
  static let labelLimit: JSONValue = 200

  /// An axis of categories in the order of the rows.
  func category(_ key: String, axis: JSONValue = ["labelAngle": 0]) -> JSONValue {
    [
      "field": .string(key), "type": "nominal", "sort": categories(key), "title": .null,
      "axis": axis,
    ]
  }

  /// An axis of values.
  func value(_ field: String, title: String, scale: AxisScale) -> JSONValue {
    let scaling: JSONValue =
      scale == .logarithmic ? ["type": "log", "nice": true] : ["zero": true, "nice": true]
    return [
      "field": .string(field), "type": "quantitative", "title": .string(title), "scale": scaling,
      "axis": axis(scale),
    ]
  }

  /// The ticks of an axis of values: few where they grow by factors, or they crowd.
  func axis(_ scale: AxisScale) -> JSONValue {
    scale == .logarithmic ? ["grid": true, "tickCount": 3] : ["grid": true, "tickCount": 5]
  }

  /// A colour for each of these names, in this order.
  func color(_ field: String, _ domain: JSONValue, title: String? = nil) -> JSONValue {
    [
      "field": .string(field), "type": "nominal", "sort": .null,
      "title": title.map(JSONValue.string) ?? .null,
      "scale": ["domain": domain, "range": .array(range(for: domain))],
      "legend": ["columns": 4, "columnPadding": 26, "symbolOpacity": 1],
    ]
  }

  /// The first colours of the palette, over again when they run out.
  private func range(for domain: JSONValue) -> [JSONValue] {
    guard case .array(let names) = domain else { return [] }
    let palette = ChartPalette.series
    return names.indices.map { .string(palette[$0 % palette.count].light) }
  }

  /// One colour for a single series.
  static let single: JSONValue = ["value": .string(ChartPalette.series[0].light)]
  /// The colour of whiskers and marks.
  static let ink: JSONValue = ["value": .string(ChartPalette.ink.light)]

  /// A layer of marks.
  static func layer(_ mark: JSONValue, _ encoding: Members, _ rest: Members = []) -> JSONValue {
    .object([.init("mark", mark), .init("encoding", .object(encoding))] + rest)
  }

  /// Leaves out the rows that have no such value.
  static func known(_ field: String) -> JSONValue {
    ["filter": .string("isValid(datum['\(field)'])")]
  }
}

/// The columns of a chart brought into one shape: a value, its ends, its target, and its series.
///
/// Several measures are folded: a row for each, told apart by the title of the column.
struct Folded {
  /// The transforms that fold; none for a single measure.
  let transforms: [JSONValue]
  let value: String
  let low: String
  let high: String
  let target: String
  /// The field that tells the series apart; nil for a single one.
  let series: String?
  /// The names of the series, in order.
  let domain: JSONValue
  let hasWhiskers: Bool
  let hasTargets: Bool
  /// The title of the value axis.
  let title: String

  init(_ measures: [Measure], series: String?, in builder: ChartBuilder) {
    hasWhiskers = measures.contains { builder.isEstimate($0.value) }
    hasTargets = measures.contains { $0.target != nil }
    if measures.count == 1, let only = measures.first {
      transforms = []
      (value, low, high) = (only.value, only.value + "_low", only.value + "_high")
      target = only.target ?? ""
      self.series = series
      domain = series.map(builder.categories) ?? []
      title = builder.heading(only.value)
      return
    }
    let keys = measures.map { JSONValue.string($0.value) }
    var steps: [JSONValue] = [["fold": .array(keys), "as": ["measure", "measured"]]]
    steps.append(
      Folded.choose("series", measures) { "'\(Folded.escaped(builder.title($0.value)))'" }
    )
    steps.append(Folded.choose("low", measures) { "datum['\($0.value)_low']" })
    steps.append(Folded.choose("high", measures) { "datum['\($0.value)_high']" })
    steps.append(Folded.choose("target", measures) { $0.target.map { "datum['\($0)']" } ?? "null" })
    transforms = steps
    (value, low, high, target) = ("measured", "low", "high", "target")
    self.series = "series"
    domain = .array(measures.map { .string(builder.title($0.value)) })
    let units = Set(measures.map { builder.unit($0.value) })
    title = units.count == 1 ? units.first ?? "" : ""
  }

  /// A field that is chosen by the measure of the row.
  private static func choose(
    _ name: String,
    _ measures: [Measure],
    _ expression: (Measure) -> String
  ) -> JSONValue {
    let branches = measures.map { "datum.measure === '\($0.value)' ? \(expression($0)) : " }
    return ["calculate": .string(branches.joined() + "null"), "as": .string(name)]
  }

  private static func escaped(_ words: String) -> String {
    words.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
  }
}
