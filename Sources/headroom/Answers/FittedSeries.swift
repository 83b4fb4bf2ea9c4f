import Forecasting
import Quantities
import Reporting

/// A fitted series with its possible futures.
struct FittedSeries {
  let fit: GrowthFit
  let projection: Forecasting.Projection

  /// The most curves that are shown to a person.
  private static let shownCurves = 8

  /// The fits as a report with a section each.
  ///
  /// - Parameters:
  ///   - series: The fitted series.
  ///   - command: The command that made them.
  ///   - everyStep: Whether the projection lists every step, with what was measured and a chart, or few
  ///     enough steps to read.
  /// - Returns: The report.
  static func report(of series: [FittedSeries], command: String, everyStep: Bool) -> Report {
    let names = series.map(\.fit.series.name)
    return Report(
      name: "fit",
      title: "Growth of \(names.joined(separator: ", "))",
      subtitle: command,
      command: command,
      summary: [],
      cards: [],
      sections: series.enumerated().map { index, item in
        // Of several series each has ids of its own.
        let suffix = series.count > 1 ? "_\(index + 1)" : ""
        return item.section(number: index + 1, suffix: suffix, everyStep: everyStep)
      },
      provenance: []
    )
  }

  private func section(number: Int, suffix: String, everyStep: Bool) -> Section {
    let name = fit.series.name
    let all =
      [candidates(all: everyStep), parameters, findings] + stack
      + [future(everyStep: everyStep), holdout, data]
      + [Table.cleaning(id: "cleaning", of: [(name, fit.series)])] + (everyStep ? [course] : [])
      + refused
    return Section(
      id: "fit\(suffix)",
      number: number,
      title: suffix.isEmpty ? "Fit and projection" : "Fit and projection of \(name)",
      // The title of the chart says where it leads.
      lead: "Chosen: \(fit.reason)." + (everyStep ? "" : " \(outlook)"),
      tables: all.filter { !$0.rows.isEmpty }.map { $0.renamed($0.id + suffix) },
      charts: everyStep ? [chart(suffix)] : [],
      notes: ["\(projection.pathCount) possible futures, seed \(projection.seed)."]
    )
  }

  /// Where it leads, in a sentence.
  var outlook: String {
    guard let last = projection.points.last else { return "" }
    return "On \(last.date): \(FittedSeries.words(last.median)), 80 % interval "
      + "\(FittedSeries.words(last.interval80.lowerBound)) to \(FittedSeries.words(last.interval80.upperBound)), 95 % "
      + "\(FittedSeries.words(last.interval95.lowerBound)) to \(FittedSeries.words(last.interval95.upperBound))."
  }

  /// Every curve that was fitted, or the best of them.
  private func candidates(all: Bool) -> Table {
    let shown = all ? fit.candidates : Array(fit.candidates.prefix(FittedSeries.shownCurves))
    let rest = fit.candidates.count - shown.count
    return Table(
      id: "candidates",
      title: "Curves that were fitted, the best first",
      columns: [
        .words("curve", "Curve"), .words("errors", "Errors"), .words("window", "Window"),
        Column("interval_score", "Interval score"), Column("scaled_error", "Scaled error"),
        Column("coverage80_pct", "In 80 %"), Column("origins", "Earlier days"),
        Column("aicc", "AICc"), Column("weight_pct", "Weight"),
      ],
      rows: shown.map { candidate in
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
        + (rest > 0 ? " \(rest) others did worse; --format csv lists all." : "")
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
    fit.chosen.fit.parameterIntervals(seed: projection.seed)
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
}
