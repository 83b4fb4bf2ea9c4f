extension ChartBuilder {
  /// Bars from total to total, one below the other.
  func waterfall(_ bars: Waterfall) -> Members {
    let rows: JSONValue = [
      "ticks": false, "domain": false, "labelPadding": 8, "labelLimit": ChartBuilder.labelLimit,
      "minExtent": ChartBuilder.extent(of: categories(bars.category)),
    ]
    let axis = value(bars.to, title: unit(bars.to), scale: .linear)
    let bar = ChartBuilder.layer(
      ["type": "bar"],
      [
        .init("y", category(bars.category, axis: rows)), .init("x", axis),
        .init("x2", ["field": .string(bars.from)]),
        .init("color", color(bars.series, categories(bars.series))),
      ],
      [.init("transform", [ChartBuilder.known(bars.to)])]
    )
    return frame(height: ["step": 26], transforms: [], layers: [bar])
  }
}
