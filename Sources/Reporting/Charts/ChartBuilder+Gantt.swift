extension ChartBuilder {
  /// Bars over a time axis, a picture for each panel.
  func gantt(_ bars: Gantt) -> Members {
    let panels = JSONValue.array(bars.panels.map(JSONValue.string))
    let rows: JSONValue = [
      "ticks": false, "domain": false, "labelPadding": 8, "labelLimit": ChartBuilder.labelLimit,
      "minExtent": ChartBuilder.extent(of: categories(bars.category)),
    ]
    // The steps stand in the order in which they begin.
    let steps = category(bars.category, axis: rows)
      .adding("sort", ["field": .string(bars.from), "op": "min"])
    let axis = value(bars.to, title: unit(bars.to), scale: .linear)
    let color = color(bars.series, categories(bars.series))
    let bar = ChartBuilder.layer(
      ["type": "bar"],
      [
        .init("y", steps), .init("x", axis), .init("x2", ["field": .string(bars.from)]),
        .init("color", color),
      ]
    )
    // What is too short for a bar is still seen.
    let edge = ChartBuilder.layer(
      ["type": "tick", "thickness": 1],
      [.init("y", steps), .init("x", end(bars.from, like: axis)), .init("color", color)]
    )
    return [
      .init("data", data),
      .init("transform", [["filter": ["field": .string(bars.panel), "oneOf": panels]]]),
      .init(
        "facet",
        [
          "row": [
            "field": .string(bars.panel), "type": "nominal", "sort": panels, "title": .null,
            "header": ["labelOrient": "top", "labelAnchor": "start", "labelAngle": 0],
          ]
        ]
      ),
      .init(
        "spec",
        ["width": ChartBuilder.width, "height": ["step": 22], "layer": [bar, edge]]
      ),
      .init("resolve", ["scale": ["x": "independent", "y": "independent"]]),
    ]
  }
}
