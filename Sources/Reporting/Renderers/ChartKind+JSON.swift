extension ChartKind {
  /// How the chart is drawn, as `report.json` says it.
  var json: JSONValue {
    var members: [JSONValue.Member]
    switch self {
    case .groupedBars(let bars):
      members = [
        .init("kind", "grouped_bars"), .init("category", .string(bars.category)),
        .init("series", .optional(bars.series)), .init("measures", .measures(bars.measures)),
        .init("scale", .string(bars.scale.rawValue)),
      ]
      if bars.isLying { members.append(.init("lying", true)) }
    case .stackedBars(let bars):
      members = [.init("kind", "stacked_bars"), .init("category", .string(bars.category))]
      switch bars.parts {
      case .rows(let name, let value):
        members += [.init("part", .string(name)), .init("value", .string(value))]
      case .columns(let keys):
        members.append(.init("parts", .array(keys.map(JSONValue.string))))
      }
      members.append(.init("axis", .string(bars.axis.rawValue)))
    case .limitBars(let bars):
      members = [
        .init("kind", "limit_bars"), .init("category", .string(bars.category)),
        .init("series", .optional(bars.series)), .init("value", .string(bars.value)),
        .init("limit", .number("\(bars.limit)")), .init("limit_label", .string(bars.limitLabel)),
        .init("scale", .string(bars.scale.rawValue)),
      ]
    case .projection(let line):
      members = [
        .init("kind", "projection"), .init("date", .string(line.date)),
        .init("value", .string(line.value)), .init("observed", .optional(line.observed)),
        .init(
          "bands",
          .array(
            line.bands.map {
              ["low": .string($0.low), "high": .string($0.high), "label": .string($0.label)]
            }
          )
        ),
        .init(
          "rules",
          line.rules.map {
            ["table": .string($0.tableID), "label": .string($0.label), "value": .string($0.value)]
          } ?? .null
        ),
        .init("scale", .string(line.scale.rawValue)),
      ]
    case .waterfall(let bars):
      members = [
        .init("kind", "waterfall"), .init("category", .string(bars.category)),
        .init("series", .string(bars.series)), .init("from", .string(bars.from)),
        .init("to", .string(bars.to)),
      ]
    case .gantt(let bars):
      members = [
        .init("kind", "gantt"), .init("panel", .string(bars.panel)),
        .init("panels", .array(bars.panels.map(JSONValue.string))),
        .init("category", .string(bars.category)), .init("series", .string(bars.series)),
        .init("from", .string(bars.from)), .init("to", .string(bars.to)),
      ]
    case .timeLines(let lines):
      members = [
        .init("kind", "time_lines"), .init("time", .string(lines.time)),
        .init("series", .optional(lines.series)), .init("measures", .measures(lines.measures)),
        .init("scale", .string(lines.scale.rawValue)),
      ]
    }
    return .object(members)
  }
}

extension JSONValue {
  fileprivate static func optional(_ words: String?) -> JSONValue {
    words.map(JSONValue.string) ?? .null
  }

  fileprivate static func measures(_ measures: [Measure]) -> JSONValue {
    .array(measures.map { ["value": .string($0.value), "target": .optional($0.target)] })
  }
}
