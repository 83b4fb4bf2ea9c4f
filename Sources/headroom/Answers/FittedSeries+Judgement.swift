import Forecasting
import Quantities
import Reporting

extension FittedSeries {
  /// What the data determine and what they do not.
  var findings: Table {
    var rows: [[Cell]] = []
    if let ceiling = fit.ceiling {
      rows.append([
        .text("ceiling, \(ceiling.curve.rawValue)"),
        .status(
          ceiling.isIdentified ? .pass : .warn,
          ceiling.isIdentified ? "identified" : "not identified"
        ),
        .figure(ceiling.value), .figure(ceiling.low),
        ceiling.high.map { .figure($0) } ?? .unknown(reason: "the data set no upper bound"),
        .text(ceiling.reason),
      ])
    }
    rows += fit.chosen.fit.findings.map { words in
      [
        .text(fit.chosen.fit.curve.rawValue), .status(.warn, "not identified"), .missing, .missing,
        .missing, .text(words),
      ]
    }
    return Table(
      id: "findings",
      title: "What the data determine",
      columns: [
        .words("what", "What"), .words("verdict", "Verdict"), Column("value", "Value"),
        Column("low95", "95 % from"), Column("high95", "to"), .words("why", "Why"),
      ],
      rows: rows
    )
  }

  /// How a projection like this one did on the last parts of the history.
  var holdout: Table {
    let regular = fit.series.regular
    let values = Array(regular.values.suffix(FittedSeries.longest))
    let runs = Backtest.run(history: values, season: regular.season.length)
    return FittedSeries.table(runs, id: "holdout", title: "Forecasts of the last parts, hidden")
  }

  /// What the series is like.
  var data: Table {
    let series = fit.series
    let regular = series.regular
    let isUsed = fit.stack.map { $0.season > 1 } ?? false
    let season =
      regular.season.length == 1
      ? "none"
      : "\(regular.season.length) steps, \(regular.season.source.words)"
        + (isUsed ? "" : ", not used: that takes two seasons and three steps")
    let rows: [(String, Cell)] = [
      ("observations", .integer(series.count)), ("first day", .date(series.dates[0])),
      ("last day", .date(series.lastDate)), ("spacing", .text(series.spacing.description)),
      ("steps", .integer(regular.values.count)), ("steps filled", .integer(regular.filled)),
      ("season", .text(season)),
      ("growth began", .date(series.growthBegan)),
    ]
    return Table(
      id: "data",
      title: "The series",
      columns: [.words("what", "What"), Column("value", "Value")],
      rows: rows.map { [.text($0.0), $0.1] }
    )
  }
}

extension Season.Source {
  fileprivate var words: String {
    switch self {
    case .given: "as given"
    case .calendar: "that of the calendar"
    case .found: "found in its steps"
    case .none: "none"
    }
  }
}

extension CalendarDate {
  /// Years of 365.25 days since 1970-01-01, the time of a fit.
  var inYears: Double { Double(dayNumber) / 365.25 }
}

extension Table {
  /// The table under another id.
  func renamed(_ id: String) -> Table {
    Table(id: id, title: title, columns: columns, rows: rows, note: note, headline: headline)
  }
}
