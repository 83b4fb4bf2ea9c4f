extension ChartBuilder {
  /// The most categories of lying bars: a page holds no more of them.
  static let mostLying = 20

  /// Bars (dots on a logarithmic axis) with whiskers and target marks.
  func groupedBars(_ bars: GroupedBars) -> Members {
    let folded = Folded(bars.measures, series: bars.series, in: self)
    let (across, along) = bars.isLying ? ("y", "x") : ("x", "y")
    var place: Members = [
      .init(across, bars.isLying ? rows(bars.category) : category(bars.category))
    ]
    if let series = folded.series {
      let sort = folded.domain
      place.append(
        .init(
          across + "Offset",
          ["field": .string(series), "sort": sort, "scale": ["paddingInner": 0.12]]
        )
      )
    }
    let axis = value(folded.value, title: folded.title, scale: bars.scale)
    let color = folded.series.map { self.color($0, folded.domain) } ?? ChartBuilder.single
    let mark: JSONValue =
      bars.scale == .logarithmic
      ? ["type": "point", "filled": true, "size": 80]
      : ["type": "bar", "cornerRadiusEnd": 1]
    var layers = [
      ChartBuilder.layer(
        mark,
        place + [.init(along, axis), .init("color", color)],
        [.init("transform", [ChartBuilder.known(folded.value)])]
      )
    ]
    if folded.hasWhiskers {
      let ends: Members = [
        .init(along, end(folded.low, like: axis)),
        .init(along + "2", ["field": .string(folded.high)]),
      ]
      layers.append(
        ChartBuilder.layer(
          ["type": "rule", "strokeWidth": 1.5],
          place + ends + [.init("color", ChartBuilder.ink)],
          [.init("transform", [ChartBuilder.known(folded.low)])]
        )
      )
    }
    if folded.hasTargets {
      layers.append(
        ChartBuilder.layer(
          ["type": "tick", "orient": "horizontal", "thickness": 2.5],
          place + [
            .init("y", end(folded.target, like: axis)), .init("color", ChartBuilder.ink),
          ],
          [.init("transform", [ChartBuilder.known(folded.target)])]
        )
      )
    }
    guard bars.isLying else {
      return frame(height: 300, transforms: folded.transforms, layers: layers)
    }
    let height: JSONValue =
      folded.series == nil ? ["step": 24] : ["step": 12, "for": "offset"]
    return frame(
      height: height,
      transforms: [first(bars.category)] + folded.transforms,
      layers: layers
    )
  }

  /// Leaves out the rows of all but the first categories.
  private func first(_ key: String) -> JSONValue {
    guard case .array(let words) = categories(key) else { return ["filter": true] }
    return [
      "filter": [
        "field": .string(key), "oneOf": .array(Array(words.prefix(ChartBuilder.mostLying))),
      ]
    ]
  }

  /// The axis of lying bars.
  private func rows(_ key: String) -> JSONValue {
    category(
      key,
      axis: [
        "ticks": false, "domain": false, "labelPadding": 8, "labelLimit": ChartBuilder.labelLimit,
        "minExtent": ChartBuilder.extent(of: categories(key)),
      ]
    )
  }

  /// Bars made of parts: side by side on one axis, or one below the other on axes of their own.
  func stackedBars(_ bars: StackedBars) -> Members {
    let folded: Folded
    let part: String
    switch bars.parts {
    case .rows(let name, let value):
      folded = Folded([Measure(value)], series: name, in: self)
      part = name
    case .columns(let keys):
      folded = Folded(keys.map { Measure($0) }, series: nil, in: self)
      part = folded.series ?? bars.category
    }
    let ordering: JSONValue = [
      "calculate": .string("indexof(\(folded.domain.compact), datum['\(part)'])"),
      "as": "part_order",
    ]
    let transforms = folded.transforms + [ChartBuilder.known(folded.value), ordering]
    let value = partAxis(bars.axis, folded)
    let look: Members = [
      .init("color", color(part, folded.domain)),
      .init("order", ["field": "part_order", "type": "quantitative"]),
    ]
    if bars.axis == .own {
      let encoding = [.init("row", row(bars.category)), .init("x", value)] + look
      return [
        .init("width", 540), .init("height", 36), .init("data", data),
        .init("transform", .array(transforms)), .init("spacing", 14),
        .init("resolve", ["scale": ["x": "independent"]]),
        .init("mark", ["type": "bar"]), .init("encoding", .object(encoding)),
      ]
    }
    let (place, height) = stackedPlace(bars.category, value)
    let bar = ChartBuilder.layer(["type": "bar"], place + look)
    return frame(height: height, transforms: transforms, layers: [bar])
  }

  /// The axis of the parts.
  private func partAxis(_ kind: StackedBars.Axis, _ folded: Folded) -> JSONValue {
    let axis: JSONValue = ["field": .string(folded.value), "type": "quantitative"]
    switch kind {
    case .share:
      return axis.adding("title", "share of the total").adding("stack", "normalize")
        .adding("axis", ["format": ".0%", "tickCount": 5])
    case .shared: return axis.adding("title", .string(folded.title)).adding("stack", "zero")
    case .own:
      // Each axis says its unit with its numbers, for it has no room for a title.
      let ticks: JSONValue = ["tickCount": 5, "grid": true]
      let isMoney = folded.title.hasSuffix("(USD)")
      return axis.adding("title", .null).adding("stack", "zero")
        .adding("axis", isMoney ? ticks.adding("format", "$,~f") : ticks)
    }
  }

  /// Where the bars stand on one axis: along time, else upright, else lying where words would crowd.
  private func stackedPlace(_ category: String, _ value: JSONValue) -> (Members, JSONValue) {
    if isDate(category) {
      let months = time(category).adding("timeUnit", "utcyearmonth")
      return ([.init("x", months), .init("y", value)], 300)
    }
    guard isCrowded(category) else {
      return ([.init("x", self.category(category)), .init("y", value)], 300)
    }
    return ([.init("y", rows(category)), .init("x", value)], ["step": 24])
  }

  /// Horizontal bars (dots on a logarithmic axis) and a rule at the limit.
  func limitBars(_ bars: LimitBars) -> Members {
    let isDots = bars.scale == .logarithmic
    let words = categories(bars.category)
    let rows: JSONValue = [
      "ticks": false, "domain": false, "grid": .bool(isDots),
      "minExtent": ChartBuilder.extent(of: words), "labelPadding": 8,
      "labelLimit": ChartBuilder.labelLimit,
    ]
    var place: Members = [.init("y", category(bars.category, axis: rows))]
    var color = ChartBuilder.single
    if let series = bars.series {
      let domain = categories(series)
      if !isDots {
        place.append(.init("yOffset", ["field": .string(series), "sort": domain]))
      }
      color = self.color(series, domain)
    }
    let axis = value(bars.value, title: heading(bars.value), scale: bars.scale)
    let mark: JSONValue =
      isDots ? ["type": "point", "filled": true, "size": 90] : ["type": "bar"]
    let limit = JSONValue.number("\(bars.limit)")
    let red: JSONValue = ["value": .string(ChartPalette.limit.light)]
    let layers = [
      ChartBuilder.layer(
        mark,
        place + [.init("x", axis), .init("color", color)],
        [.init("transform", [ChartBuilder.known(bars.value)])]
      ),
      ChartBuilder.layer(
        ["type": "rule", "strokeWidth": 2, "strokeDash": [6, 3]],
        [.init("x", ["datum": limit]), .init("color", red)]
      ),
      ChartBuilder.layer(
        ["type": "text", "align": "left", "baseline": "top", "dx": 5, "y": 2, "fontSize": 12],
        [
          .init("x", ["datum": limit]), .init("color", red),
          .init("text", ["value": .string(bars.limitLabel)]),
        ],
        [.init("data", ["values": [[:]]])]
      ),
    ]
    let step: JSONValue =
      bars.series == nil || isDots ? ["step": 34] : ["step": 11, "for": "offset"]
    return frame(height: step, transforms: [], layers: layers)
  }

  /// Whether the words of an axis would run into one another side by side.
  private func isCrowded(_ key: String) -> Bool {
    guard case .array(let words) = categories(key) else { return false }
    let longest = words.map { if case .string(let word) = $0 { word.count } else { 0 } }.max() ?? 0
    return words.count * (longest + 1) > 84
  }

  /// A drawing of layers.
  func frame(height: JSONValue, transforms: [JSONValue], layers: [JSONValue]) -> Members {
    var members: Members = [
      .init("width", ChartBuilder.width), .init("height", height), .init("data", data),
    ]
    if !transforms.isEmpty { members.append(.init("transform", .array(transforms))) }
    return members + [.init("layer", .array(layers))]
  }

  /// The same axis for another field.
  func end(_ field: String, like axis: JSONValue) -> JSONValue {
    axis.replacing("field", with: .string(field))
  }

  private func row(_ key: String) -> JSONValue {
    [
      "field": .string(key), "type": "nominal", "sort": categories(key), "title": .null,
      "header": ["labelAngle": 0, "labelAlign": "left", "labelPadding": 8],
    ]
  }
}

extension JSONValue {
  /// The object with one more member at its end, or with that member changed.
  func adding(_ key: String, _ value: JSONValue) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { $0.key != key } + [Member(key, value)])
  }

  /// The object with one member changed.
  func replacing(_ key: String, with value: JSONValue) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(members.map { $0.key == key ? Member(key, value) : $0 })
  }
}
