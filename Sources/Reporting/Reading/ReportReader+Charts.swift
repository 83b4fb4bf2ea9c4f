import Scenarios

extension ReportReader {
  mutating func chart(_ node: JSONNode) -> Chart? {
    guard let drawing = required("drawing", of: node) else { return nil }
    guard let kind = kind(drawing) else { return nil }
    return Chart(
      id: text("id", of: node),
      title: text("title", of: node),
      alt: text("alt", of: node),
      tableID: text("table", of: node),
      kind: kind
    )
  }

  private mutating func kind(_ node: JSONNode) -> ChartKind? {
    let kinds = [
      "grouped_bars", "stacked_bars", "limit_bars", "projection", "time_lines", "waterfall",
      "gantt",
    ]
    switch choice("kind", of: node, kinds) {
    case "grouped_bars":
      guard let (series, measures) = drawn(node) else { return nil }
      return .groupedBars(
        GroupedBars(
          category: text("category", of: node),
          series: series,
          measures: measures,
          scale: scale(node),
          isLying: node["lying"] != nil
        )
      )
    case "time_lines":
      guard let (series, measures) = drawn(node) else { return nil }
      return .timeLines(
        TimeLines(
          time: text("time", of: node),
          series: series,
          measures: measures,
          scale: scale(node)
        )
      )
    case "stacked_bars": return .stackedBars(stacked(node))
    case "waterfall":
      return .waterfall(
        Waterfall(
          category: text("category", of: node),
          series: text("series", of: node),
          from: text("from", of: node),
          to: text("to", of: node)
        )
      )
    case "gantt":
      let panels = texts("panels", of: node)
      guard !panels.isEmpty else {
        note(.wrongShape, at: node, "a chart of bars over time has a panel")
        return nil
      }
      return .gantt(
        Gantt(
          panel: text("panel", of: node),
          panels: panels,
          category: text("category", of: node),
          series: text("series", of: node),
          from: text("from", of: node),
          to: text("to", of: node)
        )
      )
    case "limit_bars":
      return .limitBars(
        LimitBars(
          category: text("category", of: node),
          series: optional("series", of: node),
          value: text("value", of: node),
          limit: number("limit", of: node),
          limitLabel: text("limit_label", of: node),
          scale: scale(node)
        )
      )
    default: return .projection(projection(node))
    }
  }

  private mutating func stacked(_ node: JSONNode) -> StackedBars {
    let parts: StackedBars.Parts =
      node["parts"] == nil
      ? .rows(name: text("part", of: node), value: text("value", of: node))
      : .columns(texts("parts", of: node))
    let axis = choice("axis", of: node, StackedBars.Axis.allCases.map(\.rawValue))
    return StackedBars(
      category: text("category", of: node),
      parts: parts,
      axis: StackedBars.Axis(rawValue: axis) ?? .shared
    )
  }

  private mutating func projection(_ node: JSONNode) -> Projection {
    let rules = required("rules", of: node).flatMap { rules -> Projection.Rules? in
      guard !rules.isNull else { return nil }
      return Projection.Rules(
        tableID: text("table", of: rules),
        label: text("label", of: rules),
        value: text("value", of: rules)
      )
    }
    return Projection(
      date: text("date", of: node),
      value: text("value", of: node),
      observed: optional("observed", of: node),
      bands: list("bands", of: node).map {
        Projection.Band(
          low: text("low", of: $0),
          high: text("high", of: $0),
          label: text("label", of: $0)
        )
      },
      rules: rules,
      scale: scale(node)
    )
  }

  /// The series and the measures; nil, with a mistake noted, where they cannot be drawn.
  private mutating func drawn(_ node: JSONNode) -> (series: String?, measures: [Measure])? {
    let series = optional("series", of: node)
    let measures = list("measures", of: node).map {
      Measure(text("value", of: $0), target: optional("target", of: $0))
    }
    guard !measures.isEmpty, series == nil || measures.count == 1 else {
      note(.wrongShape, at: node, "a chart draws one measure with a series, or some without")
      return nil
    }
    return (series, measures)
  }

  private mutating func optional(_ key: String, of node: JSONNode) -> String? {
    guard let value = required(key, of: node), !value.isNull else { return nil }
    return text(key, of: node)
  }

  private mutating func scale(_ node: JSONNode) -> AxisScale {
    AxisScale(rawValue: choice("scale", of: node, AxisScale.allCases.map(\.rawValue))) ?? .linear
  }
}
