import Forecasting
import Planning
import Quantities
import Scenarios

/// When growth reaches each tier and each limit: a part of the section on capacity.
struct GrowthPart {
  let study: Study

  /// Limits that a growth chart shows beside the tiers.
  private static let shownLimits = 2

  private var growth: GrowthStudy? { study.growth.flatMap { $0.series.isEmpty ? nil : $0 } }

  var lead: String {
    guard let growth else {
      return "There are no dates: the scenario has no history of growth that could be fitted."
    }
    let ahead = growth.milestones.filter { $0.kind == .limit && $0.date.alreadyReached == nil }
    guard let first = ahead.first, let date = first.date.median else {
      return "No limit ahead is reached before \(study.growthEnd)."
    }
    return "The next limit is reached on \(date): \(first.title)."
  }

  var tables: [Table] {
    guard let growth else { return [] }
    return [milestones(growth), levels(growth)].filter { !$0.rows.isEmpty }
      + growth.series.map(projection)
  }

  var charts: [Chart] {
    guard let growth else { return [] }
    let hasLevels = !levels(growth).rows.isEmpty
    return growth.series.map { chart($0, hasLevels: hasLevels) }
  }

  private func milestones(_ growth: GrowthStudy) -> Table {
    let horizon = Cell.unknown(reason: "after the horizon of the projection, \(study.growthEnd)")
    func day(_ date: CalendarDate?) -> Cell { date.map { .date($0) } ?? horizon }
    return Table(
      id: "milestones",
      title: "When each tier and each limit is reached",
      columns: [
        .words("event", "What"), .words("kind", "Kind"), .words("status", "Status"),
        Column("date", "Expected"), Column("from_80", "80 % from"), Column("to_80", "80 % to"),
        Column("from_95", "95 % from"), Column("to_95", "95 % to"),
        Column("probability_pct", "Before the horizon"), .words("driver", "Decided by"),
        Column("value", "At a value of"),
      ],
      rows: growth.milestones.map { item in
        let date = item.date
        return [
          .text(item.title), .text(item.kind.rawValue), status(item), day(date.median),
          day(date.interval80.earliest), day(date.interval80.latest),
          day(date.interval95.earliest), day(date.interval95.latest),
          .percent(share: date.probability.value), .text(item.driver.title), .plain(item.value),
        ]
      },
      note:
        "Limits are those of the platform as it is. The expected day has been passed by half of "
        + "\(growth.series.first.map { Phrase.of(.integer($0.projection.pathCount)) } ?? "the") "
        + "sampled futures.",
      headline: Table.Headline(
        question: "What breaks first, and when?",
        turn: 2,
        columns: ["event", "date", "from_80", "to_80"],
        rows: 8
      )
    )
  }

  private func status(_ item: GrowthStudy.Milestone) -> Cell {
    guard item.date.alreadyReached != nil else {
      return item.date.median == nil ? .text("later") : .text("ahead")
    }
    return item.kind == .tier ? .text("reached") : .status(.fail, "passed")
  }

  /// The levels that the charts draw: what lies ahead and inside the picture.
  private func levels(_ growth: GrowthStudy) -> Table {
    let drivers = growth.series.map(\.driver)
    let shown = growth.series.flatMap { series -> [GrowthStudy.Milestone] in
      let top = series.projection.points.last?.interval95.upperBound ?? 0
      let own = growth.milestones.filter {
        $0.driver == series.driver && $0.date.alreadyReached == nil && $0.value <= top
      }
      return own.filter { $0.kind == .tier }
        + own.filter { $0.kind == .limit }.prefix(Self.shownLimits)
    }
    return Table(
      id: "levels",
      title: "Levels that growth will cross",
      columns: [.words("level", "Level")] + drivers.map { Column($0.rawValue, $0.title) },
      rows: shown.map { item in
        [.text(item.title)] + drivers.map { $0 == item.driver ? .plain(item.value) : .missing }
      }
    )
  }

  private func projection(_ series: GrowthStudy.Series) -> Table {
    let history = series.fit.series
    let past = zip(history.dates, history.values).map { date, value -> [Cell] in
      [.date(date), .plain(value), .missing, .missing, .missing, .missing, .missing]
    }
    let future = series.projection.points.map { point -> [Cell] in
      [
        .date(point.date), .missing, .plain(point.median), .plain(point.interval80.lowerBound),
        .plain(point.interval80.upperBound), .plain(point.interval95.lowerBound),
        .plain(point.interval95.upperBound),
      ]
    }
    return Table(
      id: "growth_\(series.driver.rawValue)",
      title: "\(series.driver.title), measured and projected",
      columns: [
        Column("date", "Date"), Column("observed", "Measured"),
        Column("projected", series.driver.title), Column("low_80", "80 % low"),
        Column("high_80", "80 % high"), Column("low_95", "95 % low"),
        Column("high_95", "95 % high"),
      ],
      rows: past + future,
      note: "Source: \(series.source)."
    )
  }

  private func chart(_ series: GrowthStudy.Series, hasLevels: Bool) -> Chart {
    Chart(
      id: "growth_\(series.driver.rawValue)",
      title: title(series),
      alt: "Measured dots, the projected median with 80 and 95 percent bands, and levels.",
      tableID: "growth_\(series.driver.rawValue)",
      kind: .projection(
        Projection(
          date: "date",
          value: "projected",
          observed: "observed",
          bands: [
            .init(low: "low_95", high: "high_95", label: "95 % interval"),
            .init(low: "low_80", high: "high_80", label: "80 % interval"),
          ],
          rules: hasLevels
            ? .init(tableID: "levels", label: "level", value: series.driver.rawValue) : nil,
          scale: .logarithmic
        )
      )
    )
  }

  private func title(_ series: GrowthStudy.Series) -> String {
    let next = study.growth?.milestones.first {
      $0.driver == series.driver && $0.date.alreadyReached == nil && $0.date.median != nil
    }
    if let next, let date = next.date.median {
      let early = next.date.interval80.earliest.map(\.yearAndMonth) ?? "before"
      let late = next.date.interval80.latest.map(\.yearAndMonth) ?? "after the horizon"
      return
        "\(series.driver.title): \(next.title), expected on \(date) (80 %: \(early) to \(late))."
    }
    guard let last = series.projection.points.last else { return series.driver.title }
    return "\(series.driver.title) grow to \(Phrase.number(last.median)) by \(last.date) (80 %: "
      + "\(Phrase.number(last.interval80.lowerBound)) to "
      + "\(Phrase.number(last.interval80.upperBound)))."
  }
}

extension Study {
  /// The last day that growth is projected to, in words.
  var growthEnd: String { growth?.series.first?.projection.end.description ?? "the horizon" }
}

extension Growth.Driver {
  /// What reports call it.
  var title: String {
    switch self {
    case .users: "Users"
    case .queries_per_day: "Queries a day"
    case .database_gb: "Database (GB)"
    }
  }
}
