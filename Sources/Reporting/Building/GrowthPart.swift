import Forecasting
import Planning
import Quantities
import Scenarios

/// When growth reaches each tier and each limit: a part of the section on capacity.
struct GrowthPart {
  let study: Study

  private var growth: GrowthStudy? { study.growth.flatMap { $0.series.isEmpty ? nil : $0 } }

  var lead: String {
    guard let growth else {
      return "There are no dates: the scenario has no history of growth that could be fitted."
    }
    let ahead = growth.milestones.first { $0.kind == .limit && $0.isAhead(of: study.today) }
    guard let ahead, let date = ahead.date.median else {
      return "Growth reaches no limit before \(study.growthEnd)."
    }
    return "Growth reaches the \(ahead.title) about \(date)."
  }

  var tables: [Table] {
    guard let growth else { return [] }
    return [milestones(growth), MilestoneChances(study: study, growth: growth).table]
      .filter { !$0.rows.isEmpty } + growth.series.map(projection)
      + [levels(growth)].filter { !$0.rows.isEmpty }
  }

  var charts: [Chart] {
    guard let growth else { return [] }
    let hasLevels = !levels(growth).rows.isEmpty
    return growth.series.map { chart($0, hasLevels: hasLevels) }
  }

  private func milestones(_ growth: GrowthStudy) -> Table {
    let horizon = Cell.unknown(reason: "after the horizon of the projection, \(study.growthEnd)")
    func day(_ date: CalendarDate?) -> Cell { date.map { .date($0) } ?? horizon }
    let shown = growth.milestones.filter { $0.kind == .limit || !$0.isPast(study.today) }
    return Table(
      id: "milestones",
      title: "When each tier and each limit is reached",
      columns: [
        .words("event", "What"), .words("status", "Status"), Column("date", "Expected"),
        Column("from_80", "80 % from"), Column("to_80", "80 % to"),
        Column("from_95", "95 % from"), Column("to_95", "95 % to"),
        Column("before", "Before"), Column("before_pct", "Chance"),
        Column("probability_pct", "By the horizon"), Column("value", "At a value of"),
        .words("driver", "Of"),
      ],
      rows: shown.map { item in
        let date = item.date
        return [
          .text(item.title), status(item), day(date.median), day(date.interval80.earliest),
          day(date.interval80.latest), day(date.interval95.earliest),
          day(date.interval95.latest), date.beforeNewYear.map { .date($0.day) } ?? .missing,
          date.beforeNewYear.map { .percent(share: $0.probability.value) } ?? .missing,
          .percent(share: date.probability.value),
          .plain(item.value), .text(item.driver.title.lowercased()),
        ]
      },
      note: note(growth),
      headline: Table.Headline(
        question: "What breaks first, and when?",
        turn: 2,
        columns: ["event", "date", "from_80", "to_80", "before", "before_pct"],
        rows: 8
      )
    )
  }

  private func note(_ growth: GrowthStudy) -> String {
    let paths = growth.series.first.map { Phrase.of(.integer($0.projection.pathCount)) } ?? "the"
    let reached = growth.milestones.filter { $0.kind == .tier }.compactMap { item in
      item.date.alreadyReached.map { "\(item.title) since \($0)" }
    }
    let due = growth.milestones.filter { $0.kind == .tier && $0.date.alreadyReached == nil }
      .filter { $0.isPast(study.today) }.map(\.title)
    var past = reached.isEmpty ? "" : " Reached already: \(reached.joined(separator: "; "))."
    if !due.isEmpty { past += " Due by now: \(due.joined(separator: "; "))." }
    return
      "Limits are those of the platform as it is. By the expected day half of \(paths) sampled "
      + "futures have got there; the chance is that of the New Year after it; the horizon is "
      + "\(study.growthEnd).\(past)"
  }

  private func status(_ item: GrowthStudy.Milestone) -> Cell {
    if item.date.alreadyReached != nil { return .status(.fail, "limit passed") }
    guard let date = item.date.median else { return .text("\(item.kind.rawValue), later") }
    return date <= study.today ? .status(.warn, "limit due") : .text("\(item.kind.rawValue) ahead")
  }

  private typealias Level = (words: String, value: Double)

  /// The levels that a chart draws: what lies ahead and inside the picture, and far enough apart for
  /// its words; tiers come before limits, and what falls together shares a line.
  private func levels(_ series: GrowthStudy.Series) -> [Level] {
    let top = series.projection.points.last?.interval95.upperBound ?? 0
    let own = (study.growth?.milestones ?? []).filter {
      $0.driver == series.driver && $0.date.alreadyReached == nil && $0.value <= top
    }
    // What the title of the chart speaks of is drawn in any case.
    let next = own.first { $0.isAhead(of: study.today) }
    let rest = own.filter { $0.kind == .tier } + own.filter { $0.kind == .limit }
    let ordered = [next].compactMap(\.self) + rest.filter { $0.title != next?.title }
    var shown: [Level] = []
    for item in ordered {
      let near = shown.firstIndex { $0.value < item.value * 2 && item.value < $0.value * 2 }
      guard let near else {
        shown.append((item.title, item.value))
        continue
      }
      if abs(shown[near].value - item.value) < 0.01 * item.value {
        shown[near].words += "; \(item.title)"
      }
    }
    return shown
  }

  private func levels(_ growth: GrowthStudy) -> Table {
    let drivers = growth.series.map(\.driver)
    return Table(
      id: "levels",
      title: "Levels that growth will cross, as the charts show them",
      columns: [.words("level", "Level")] + drivers.map { Column($0.rawValue, $0.title) },
      rows: growth.series.flatMap { series in
        levels(series).map { level in
          [.text(level.words)]
            + drivers.map { $0 == series.driver ? .plain(level.value) : .missing }
        }
      },
      isData: true
    )
  }

  private func projection(_ series: GrowthStudy.Series) -> Table {
    let history = series.history
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
      note: "Source: \(series.source).",
      isData: true
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
      $0.driver == series.driver && $0.isAhead(of: study.today)
    }
    if let next, let date = next.date.median {
      let early = next.date.interval80.earliest.map(\.yearAndMonth) ?? "before"
      let late = next.date.interval80.latest.map(\.yearAndMonth) ?? "after the horizon"
      return "Growth is expected to reach \(next.inSentence) on \(date) "
        + "(80 % interval \(early) to \(late))\(next.date.chanceInWords.map { ", \($0)" } ?? "")."
    }
    guard let last = series.projection.points.last else {
      return "\(series.driver.title) cannot be projected."
    }
    return "\(series.driver.title) are projected to come to \(Phrase.number(last.median)) by "
      + "\(last.date) (80 % interval \(Phrase.number(last.interval80.lowerBound)) to "
      + "\(Phrase.number(last.interval80.upperBound)))."
  }
}

extension GrowthStudy.Milestone {
  /// The title inside a sentence: `10x (1,000 users)`, `the limit of postgres size (50 GB)`.
  fileprivate var inSentence: String {
    guard kind == .tier else { return "the \(title)" }
    let parts = title.split(separator: ": ", maxSplits: 1)
    return parts.count == 2 ? "\(parts[0]) (\(parts[1]))" : title
  }

  /// Whether it is expected after a day and within the horizon.
  func isAhead(of today: CalendarDate) -> Bool {
    date.alreadyReached == nil && date.median.map { $0 > today } ?? false
  }

  /// Whether it is reached, or should be by that day.
  func isPast(_ today: CalendarDate) -> Bool {
    date.alreadyReached != nil || date.median.map { $0 <= today } ?? false
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
    case .tokens_per_day: "Tokens a day"
    case .database_gb: "Database (GB)"
    }
  }
}
