import Quantities

extension ChartBuilder {
  /// A line over dates with bands, measured dots and named levels.
  func projection(_ line: Projection) -> Members {
    let date = time(line.date)
    let axis = value(line.value, title: heading(line.value), scale: line.scale)
    let labels = line.bands.map { JSONValue.string($0.label) }
    let blue = JSONValue.string(ChartPalette.series[0].light)
    var layers = line.bands.enumerated().map { index, band in
      ChartBuilder.layer(
        ["type": "area", "clip": true],
        [
          .init("x", date), .init("y", end(band.low, like: axis)),
          .init("y2", ["field": .string(band.high)]),
          .init(
            "opacity",
            [
              "field": "band", "type": "nominal", "title": .null,
              "scale": [
                // Said, because a single band would else be given the scale of a position.
                "type": "ordinal", "domain": .array(labels), "range": opacities(line.bands.count),
              ],
              "legend": [
                "symbolFillColor": blue, "symbolStrokeWidth": 0, "columnPadding": 26,
              ],
            ]
          ),
          .init("fill", ["value": blue]),
        ],
        [.init("transform", [ChartBuilder.known(band.low), ChartBuilder.named(band.label)])]
      )
    }
    layers.append(
      ChartBuilder.layer(
        ["type": "line", "strokeWidth": 2, "clip": true],
        [.init("x", date), .init("y", axis), .init("color", ChartBuilder.single)],
        [.init("transform", [ChartBuilder.known(line.value)])]
      )
    )
    if let observed = line.observed {
      layers.append(
        ChartBuilder.layer(
          ["type": "point", "filled": true, "size": 28, "opacity": 1],
          [
            .init("x", date), .init("y", end(observed, like: axis)),
            .init("color", ChartBuilder.ink),
          ],
          [.init("transform", [ChartBuilder.known(observed)])]
        )
      )
    }
    if let rules = line.rules { layers += levels(rules, like: axis) }
    return frame(height: 340, transforms: [], layers: layers)
  }

  /// Lines over time, with a band where the values have intervals and a dashed line for a target.
  func timeLines(_ lines: TimeLines) -> Members {
    let folded = Folded(lines.measures, series: lines.series, in: self)
    let x = time(lines.time)
    let axis = value(folded.value, title: folded.title, scale: lines.scale)
    let color = folded.series.map { self.color($0, folded.domain) } ?? ChartBuilder.single
    var layers: [JSONValue] = []
    if folded.hasWhiskers {
      layers.append(
        ChartBuilder.layer(
          ["type": "area", "opacity": 0.18],
          [
            .init("x", x), .init("y", end(folded.low, like: axis).adding("stack", .null)),
            .init("y2", ["field": .string(folded.high)]), .init("color", color),
          ],
          [.init("transform", [ChartBuilder.known(folded.low)])]
        )
      )
    }
    layers.append(
      ChartBuilder.layer(
        ["type": "line", "strokeWidth": 2],
        [.init("x", x), .init("y", axis), .init("color", color)],
        [.init("transform", [ChartBuilder.known(folded.value)])]
      )
    )
    if folded.hasTargets {
      layers.append(
        ChartBuilder.layer(
          ["type": "line", "strokeWidth": 1.5, "strokeDash": [5, 4]],
          [.init("x", x), .init("y", end(folded.target, like: axis)), .init("color", color)],
          [.init("transform", [ChartBuilder.known(folded.target)])]
        )
      )
    }
    return frame(height: 280, transforms: folded.transforms, layers: layers)
  }

  /// Levels of another table: a dashed rule and its name at the left end.
  private func levels(_ rules: Projection.Rules, like axis: JSONValue) -> [JSONValue] {
    let source = JSONValue.Member("data", ["name": .string(rules.tableID)])
    let known = JSONValue.Member("transform", [ChartBuilder.known(rules.value)])
    let red: JSONValue = ["value": .string(ChartPalette.limit.light)]
    let y = end(rules.value, like: axis)
    return [
      ChartBuilder.layer(
        ["type": "rule", "strokeDash": [6, 3], "strokeWidth": 1.5],
        [.init("y", y), .init("color", red)],
        [source, known]
      ),
      ChartBuilder.layer(
        ["type": "text", "align": "left", "baseline": "bottom", "dx": 4, "dy": -3, "fontSize": 12],
        [
          .init("x", ["value": 0]), .init("y", y), .init("color", red),
          .init("text", ["field": .string(rules.label)]),
        ],
        [source, known]
      ),
    ]
  }

  /// Names the band in every row, for the legend.
  private static func named(_ label: String) -> JSONValue {
    let words = label.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
    return ["calculate": .string("'\(words)'"), "as": "band"]
  }

  /// Fainter for the wider bands.
  private func opacities(_ count: Int) -> JSONValue {
    let steps: [JSONValue] = [0.14, 0.3, 0.45]
    return .array((0..<count).map { steps[min($0, steps.count - 1)] })
  }

  /// So many months from tick to tick that eight names of months find room, in any font.
  private func monthsBetweenTicks(_ key: String) -> Int {
    let column = table.columns.firstIndex { $0.key == key } ?? 0
    let days = table.rows.compactMap { row -> Int? in
      if case .date(let day) = row[column] { day.dayNumber } else { nil }
    }
    guard let first = days.min(), let last = days.max() else { return 1 }
    let months = (last - first) / 30
    return [1, 2, 3, 6, 12, 24, 60].first { months <= 7 * $0 } ?? 120
  }

  /// An axis of days when the column holds days, else of numbers.
  func time(_ key: String) -> JSONValue {
    guard isDate(key) else {
      return [
        "field": .string(key), "type": "quantitative", "title": .string(heading(key)),
        "scale": ["nice": false], "axis": ["tickCount": 8],
      ]
    }
    return [
      "field": .string(key), "type": "temporal", "title": .null,
      "axis": [
        "format": "%b %Y", "labelOverlap": true, "labelSeparation": 16,
        "tickCount": ["interval": "month", "step": .number(String(monthsBetweenTicks(key)))],
      ],
    ]
  }
}

extension JSONValue: ExpressibleByFloatLiteral {
  /// A number.
  public init(floatLiteral value: Double) { self = .number("\(value)") }
}
