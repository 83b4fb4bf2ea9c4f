import Forecasting
import Reporting

extension FittedSeries {
  /// The most observations that a backtest looks at.
  private static let longest = 260

  /// How a projection of the series would have done on its last parts.
  static func backtest(of series: TimeSeries, command: String) -> Report {
    let history = RegularHistory(series)
    let values = Array(history.values.suffix(longest))
    let runs = Backtest.run(history: values, season: history.season)
    return Report(
      name: "backtest",
      title: "Backtest of \(series.name)",
      command: command,
      Section(
        id: "backtest",
        number: 1,
        title: "Forecasts of what is known",
        lead: "\(values.count) observations, \(series.spacing); "
          + "three origins with a horizon of a fifth.",
        tables: [table(runs)],
        notes: series.notes.map { "Cleaning: \($0)." }
      )
    )
  }

  private static func table(_ runs: [Backtest]) -> Table {
    Table(
      id: "origins",
      title: "By origin",
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
