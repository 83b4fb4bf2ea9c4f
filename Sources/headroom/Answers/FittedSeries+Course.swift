import Forecasting
import Quantities
import Reporting

extension FittedSeries {
  /// The most rows of a projection that are shown to a person.
  private static let shownRows = 36

  /// What was measured, what the curve says about it, and the projection, as the chart shows them.
  var course: Table {
    let series = fit.series
    let curve = fit.chosen.fit
    let begin = series.dates[series.count - curve.count]
    let past = zip(series.dates, series.values).map { date, value -> [Cell] in
      let fitted = date >= begin ? Cell.figure(curve.value(at: date.inYears)) : .missing
      return [.date(date), .figure(value), fitted] + [Cell](repeating: .missing, count: 5)
    }
    let ahead = projection.points.map { point -> [Cell] in
      [.date(point.date), .missing, .missing] + values(of: point)
    }
    return Table(
      id: "course",
      title: "\(series.name), measured and projected",
      columns: [
        Column("date", "Date"), Column("observed", "Measured"), Column("fitted", "Curve"),
        Column("median", series.name), Column("low80", "80 % from"), Column("high80", "80 % to"),
        Column("low95", "95 % from"), Column("high95", "95 % to"),
      ],
      rows: past + ahead
    )
  }

  /// The picture of the course.
  func chart(_ suffix: String) -> Chart {
    let positive = fit.series.values.filter { $0 > 0 }
    let last = projection.points.last
    let ends = [last?.median, last?.interval80.upperBound].compactMap(\.self) + positive
    let isWide = (ends.max() ?? 1) > 30 * (positive.min() ?? 1)
    let isPositive = positive.count == fit.series.count && (last?.interval95.lowerBound ?? 0) > 0
    return Chart(
      id: "growth\(suffix)",
      title: outlook,
      alt: "Measured dots and the projected median with 80 and 95 percent bands.",
      tableID: "course\(suffix)",
      kind: .projection(
        Reporting.Projection(
          date: "date",
          value: "median",
          observed: "observed",
          bands: [
            .init(low: "low95", high: "high95", label: "95 % interval"),
            .init(low: "low80", high: "high80", label: "80 % interval"),
          ],
          scale: isWide && isPositive ? .logarithmic : .linear
        )
      )
    )
  }

  private func values(of point: ProjectedValue) -> [Cell] {
    [
      .figure(point.median), .figure(point.interval80.lowerBound),
      .figure(point.interval80.upperBound), .figure(point.interval95.lowerBound),
      .figure(point.interval95.upperBound),
    ]
  }

  func future(everyStep: Bool) -> Table {
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

  var refused: [Table] {
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

  /// A number for a sentence: three significant digits, commas between thousands.
  static func words(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    var places = 1.0
    while places < 1e9, abs(value) * places < 100, value != 0 { places *= 10 }
    while abs(value) * places >= 1000 { places /= 10 }
    let rounded =
      places < 1
      ? (value * places).rounded() * (1 / places).rounded()
      : (value * places).rounded() / places
    guard rounded == rounded.rounded() else { return "\(rounded)" }
    let digits = String(Int(abs(rounded)))
    var result = rounded < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
