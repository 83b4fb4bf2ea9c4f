import Forecasting
import Reporting

extension FittedSeries {
  /// The most observations that a backtest looks at.
  static let longest = 260

  /// How projections of the series would have done on their last parts.
  static func backtest(of series: [TimeSeries], command: String) -> Report {
    Report(
      name: "backtest",
      title: "Backtest of \(series.map(\.name).joined(separator: ", "))",
      subtitle: command,
      command: command,
      summary: [],
      cards: [],
      sections: series.enumerated().map { index, item in
        backtest(of: item, number: index + 1, suffix: series.count > 1 ? "_\(index + 1)" : "")
      },
      provenance: []
    )
  }

  private static func backtest(of series: TimeSeries, number: Int, suffix: String) -> Section {
    let history = series.regular
    let values = Array(history.values.suffix(longest))
    let runs = Backtest.run(history: values, season: history.season.length)
    let tables = [
      table(runs, id: "origins", title: "By origin"),
      Table.cleaning(id: "cleaning", of: [(series.name, series)]),
    ]
    return Section(
      id: "backtest\(suffix)",
      number: number,
      title: suffix.isEmpty
        ? "Forecasts of what is known" : "Forecasts of what is known of \(series.name)",
      lead: "\(values.count) observations, \(series.spacing); "
        + "three origins with a horizon of a fifth.",
      tables: tables.filter { !$0.rows.isEmpty }.map { $0.renamed($0.id + suffix) }
    )
  }

  /// What was forecast from each origin.
  static func table(_ runs: [Backtest], id: String, title: String) -> Table {
    Table(
      id: id,
      title: title,
      columns: [
        Column("seen", "Seen"), Column("hidden", "Hidden"),
        Column("symmetric_error_pct", "sMAPE %"), Column("scaled_error", "MASE"),
        Column("coverage80_pct", "In 80 %"), Column("coverage95_pct", "In 95 %"),
        Column("interval_score95", "Score of 95 %"),
      ],
      rows: runs.map { run in
        [
          .integer(run.origin), .integer(run.horizon), .figure(run.symmetricError, 5),
          .figure(run.scaledError, 5), .percent(run.coverage80, digits: 1),
          .percent(run.coverage95, digits: 1), .figure(run.intervalScore95, 5),
        ]
      },
      note:
        "The score is width and forty times each miss, over the mean naive step of what was seen."
    )
  }
}
