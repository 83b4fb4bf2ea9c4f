public import Forecasting
import Planning

extension Table {
  /// What was done to histories before they were fitted, and what was noticed in them.
  ///
  /// Gaps of days are filled for methods that count steps; that is a row of its own.
  ///
  /// - Parameters:
  ///   - id: The id of the table.
  ///   - histories: The histories by name.
  /// - Returns: The table; without rows when nothing was done or noticed.
  public static func cleaning(
    id: String,
    of histories: [(name: String, series: TimeSeries)]
  ) -> Table {
    Table(
      id: id,
      title: "What was done to the data",
      columns: [
        .words("series", "Series"), .words("step", "Step"), Column("count", "Count"),
        .words("data", "Data"), .words("what", "What"),
      ],
      rows: histories.flatMap { name, series -> [[Cell]] in
        let steps = series.cleaning.map { step -> [Cell] in
          [
            .text(name), .text(step.kind.rawValue), .integer(step.count),
            .text(step.changes ? "changed" : "noticed"), .text(step.sentence),
          ]
        }
        let regular = series.regular
        guard regular.filled > 0 else { return steps }
        return steps + [
          [
            .text(name), .text("filled"), .integer(regular.filled), .text("filled"),
            .text(
              "\(regular.filled) of \(regular.values.count) steps filled by straight lines for the "
                + "methods that count steps"
            ),
          ]
        ]
      }
    )
  }
}

extension GrowthStudy.Following {
  /// What it follows, in place of the name of a curve.
  var words: String { "follows \(leader.title.lowercased())" }

  /// The law in words.
  var reason: String {
    guard law.count > 0 else { return "\(Phrase.number(law.ratio)) for each, as stated" }
    let error = Phrase.number(law.elasticityError)
    return "elasticity \(Phrase.number(law.elasticity)) ± \(error) over \(law.count) common days; "
      + "\(Phrase.number(law.ratio)) for each at the last"
  }
}
