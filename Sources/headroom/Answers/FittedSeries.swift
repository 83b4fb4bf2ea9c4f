import Forecasting
import Quantities
import Reporting

/// A fitted series with its possible futures.
struct FittedSeries {
  let fit: GrowthFit
  let projection: Forecasting.Projection

  /// The most rows of a projection that are shown to a person.
  private static let shownRows = 36

  /// The fit as a report of one section.
  ///
  /// - Parameters:
  ///   - command: The command that made it.
  ///   - everyStep: Whether the projection lists every step, or few enough to read.
  /// - Returns: The report.
  func report(command: String, everyStep: Bool) -> Report {
    Report(
      name: "fit",
      title: "Growth of \(fit.series.name)",
      command: command,
      Section(
        id: "fit",
        number: 1,
        title: "Fit and projection",
        lead: "Chosen: \(fit.reason).",
        tables: [candidates, parameters] + stack + [future(everyStep: everyStep)] + refused,
        notes: notes
      )
    )
  }

  private var notes: [String] {
    let series = fit.series
    let span = "\(series.dates.first.map(String.init(describing:)) ?? "?") to \(series.lastDate)"
    var notes = ["\(series.count) observations from \(span)."]
    notes += series.notes.map { "Cleaning: \($0)." }
    if let ceiling = fit.ceiling { notes.append("Logistic: \(ceiling.reason).") }
    notes.append("\(projection.pathCount) possible futures, seed \(projection.seed).")
    return notes
  }

  private var candidates: Table {
    Table(
      id: "candidates",
      title: "Curves that were fitted, the best first",
      columns: [
        .words("curve", "Curve"), .words("errors", "Errors"), .words("window", "Window"),
        Column("interval_score", "Interval score"), Column("scaled_error", "Scaled error"),
        Column("coverage80_pct", "In 80 %"), Column("origins", "Earlier days"),
        Column("aicc", "AICc"), Column("weight_pct", "Weight"),
      ],
      rows: fit.candidates.map { candidate in
        [
          .text(candidate.fit.curve.rawValue), .text(candidate.fit.errorScale.rawValue),
          .text(candidate.window == .whole ? "whole history" : "recent half"),
          candidate.score.map { .figure($0.intervalScore, 3) } ?? tooShort,
          candidate.score.map { .figure($0.scaledError, 3) } ?? tooShort,
          candidate.score.map { .percent($0.coverage80 * 100, digits: 0) } ?? tooShort,
          .integer(candidate.score?.origins ?? 0), .figure(candidate.fit.aicc, 4),
          .percent(candidate.weight * 100, digits: 0),
        ]
      },
      note: "Ranked by \(fit.criterion)."
    )
  }

  private var tooShort: Cell { .notEstimable(reason: "the series is too short to test forecasts") }

  private var parameters: Table {
    Table(
      id: "parameters",
      title: "Parameters of the chosen curve",
      columns: [
        .words("parameter", "Parameter"), Column("estimate", "Estimate"),
        Column("standard_error", "± SE"), Column("low95", "95 % from"), Column("high95", "to"),
        .words("unit", "Unit"),
      ],
      rows: zip(fit.chosen.fit.parameters, intervals).map { parameter, interval in
        [
          .text(parameter.name), value(parameter.value, parameter.unit),
          .figure(parameter.standardError, 2), value(interval.lowerBound, parameter.unit),
          value(interval.upperBound, parameter.unit), .text(parameter.unit),
        ]
      },
      note: "The intervals are by bootstrap: 1,000 redrawn histories, fitted again."
    )
  }

  private var intervals: [ClosedRange<Double>] {
    let chosen = fit.chosen
    let times = fit.series.dates.map { Double($0.dayNumber) / 365.25 }
    return chosen.fit.parameterIntervals(
      times: times.suffix(chosen.fit.count),
      seed: projection.seed
    )
  }

  /// The value of a parameter; a moment is shown as its day.
  private func value(_ value: Double, _ unit: String) -> Cell {
    guard unit == "year", abs(value) < 5000 else { return .figure(value) }
    return .date(CalendarDate(dayNumber: Int((value * 365.25).rounded())))
  }

  private var stack: [Table] {
    guard let stack = fit.stack else { return [] }
    return [
      Table(
        id: "stack",
        title: "Methods that the projection leans on",
        columns: [
          .words("method", "Method"), .words("errors", "Scale"),
          Column("relative_error", "Error"), Column("share_pct", "Share"),
        ],
        rows: stack.members.filter { $0.share > 0 }.map { member in
          [
            .text(member.forecaster.method.rawValue), .text(member.forecaster.scale.rawValue),
            .figure(member.relativeError, 3), .percent(member.share * 100, digits: 0),
          ]
        },
        note: "Errors over \(stack.trials) earlier origins and up to \(stack.horizon) steps ahead, "
          + "as a factor of that of a good third of all methods. Intervals are conformal, "
          + "\(Int((stack.logarithmShare * 100).rounded())) %"
          + " of them on the scale of logarithms."
      )
    ]
  }

  private func future(everyStep: Bool) -> Table {
    let points = projection.points
    let stride =
      everyStep ? 1 : max(1, (points.count + FittedSeries.shownRows - 1) / FittedSeries.shownRows)
    let shown = points.indices.filter {
      ($0 + 1).isMultiple(of: stride) || $0 == points.count - 1
    }
    return Table(
      id: "projection",
      title: "Projection of \(fit.series.name)",
      columns: [
        .words("date", "Date"), Column("median", "Median"), Column("low80", "80 % from"),
        Column("high80", "to"), Column("low95", "95 % from"), Column("high95", "to"),
      ],
      rows: shown.map { index in
        let point = points[index]
        return [
          .date(point.date), .figure(point.median), .figure(point.interval80.lowerBound),
          .figure(point.interval80.upperBound), .figure(point.interval95.lowerBound),
          .figure(point.interval95.upperBound),
        ]
      },
      note: stride > 1 ? "Every \(stride) steps; --format csv lists all." : ""
    )
  }

  private var refused: [Table] {
    guard !fit.refused.isEmpty else { return [] }
    return [
      Table(
        id: "refused",
        title: "Curves that could not be fitted",
        columns: [
          .words("curve", "Curve"), .words("errors", "Errors"), .words("window", "Window"),
          .words("reason", "Reason"),
        ],
        rows: fit.refused.map { candidate in
          [
            .text(candidate.curve.rawValue), .text(candidate.errorScale.rawValue),
            .text(candidate.window == .whole ? "whole history" : "recent half"),
            .text(candidate.reason.description),
          ]
        }
      )
    ]
  }
}
