import Quantities

/// Where a series of growth is, and what is to be done to it.
struct SeriesForm: Sendable {
  var file = ""
  var column = "value"
  var dates = "date"
  var rules = History.Rules()
  var launch: String?
}

/// A driver that follows another, as the file writes it.
struct LinkForm: Sendable {
  var from = ""
  var ratio: Double?
  var p10: Double?
  var p90: Double?
}

/// Growth as the file writes it.
struct GrowthForm: Sendable {
  var horizon = SimInterval.seconds(1095 * 86_400)
  var curve = "auto"
  var series: [(key: String, value: SeriesForm)] = []
  var links: [(key: String, value: LinkForm)] = []
}

extension Schemas {
  /// Where a series is.
  static let series = RecordSchema(
    "series",
    "A dated series in a CSV file.",
    SeriesForm(),
    [
      Field("file", \.file, .text, "The CSV file, relative to this file.", required: true),
      Field("column", \.column, .text, "The column of values."),
      Field("dates", \.dates, .text, "The column of dates."),
      Field(
        "fit",
        \.rules.target,
        .word(["given", "total", "added"]),
        "What is fitted: the values as given, their running total, or what each step added to them."
      ),
      Field(
        optional: "period",
        \.rules.period,
        .word(["day", "week", "month", "quarter", "year"]),
        "The period that observations are put into; their own days if left out."
      ),
      Field(
        "combine",
        \.rules.combine,
        .word(["last", "mean", "sum", "max"]),
        "How several observations of one day or period become one."
      ),
      Field(
        "level_breaks",
        \.rules.levelBreaks,
        .word(["keep", "shift"]),
        "A level that jumped and stayed is told; shift brings what came before to the level after."
      ),
      Field(
        optional: "launch",
        \.launch,
        .date,
        "The day on which growth began; a step before the first value if left out."
      ),
      Field(
        optional: "season",
        \.rules.season,
        .integer(1...400),
        "The observations of a season, 1 for none; searched for if left out."
      ),
    ]
  )

  /// A driver that follows another.
  static let link = RecordSchema(
    "growth_link",
    "A driver that follows another one: by a ratio, or as both histories have it.",
    LinkForm(),
    [
      Field(
        "from",
        \.from,
        .word(Growth.Driver.allCases.map(\.rawValue)),
        "The driver that leads.",
        required: true
      ),
      Field(
        optional: "ratio",
        \.ratio,
        .number(1e-12...1e12),
        "How much there is for each of the leader; fitted from both histories if left out."
      ),
      Field(optional: "p10", \.p10, .number(1e-12...1e12), "One in ten worlds has a lower ratio."),
      Field(optional: "p90", \.p90, .number(1e-12...1e12), "One in ten worlds has a higher ratio."),
    ]
  )

  /// The history of growth.
  static let growth = RecordSchema(
    "growth",
    "The history of growth, and how far to project it.",
    GrowthForm(),
    [
      Field("horizon", \.horizon, .horizon, "How far to project, at most 10y."),
      Field("curve", \.curve, .word(["auto"] + Growth.curves), "The curve to fit."),
      Field("series", \.series, .drivers(Schemas.series), "Where each driver's history is."),
      Field(
        "links",
        \.links,
        .drivers(Schemas.link),
        "Drivers that follow others: users, queries, tokens, gigabytes."
      ),
    ]
  )
}

extension Kind where Value == SimInterval {
  /// How far growth is projected.
  static var horizon: Kind {
    Kind.positiveDuration.refined(.duration) { horizon, node, diagnosis in
      guard horizon.seconds <= 3653 * 86_400, horizon.seconds >= 86_400 else {
        diagnosis.report(
          .horizon,
          at: node.place,
          "a horizon of \(Written.duration(horizon)) is out of range",
          help: "allowed: 1d to 10y"
        )
        return nil
      }
      return horizon
    }
  }
}

extension Kind {
  /// Records by the name of a driver.
  static func drivers<Form>(
    _ schema: RecordSchema<Form>
  ) -> Kind where Value == [(key: String, value: Form)] {
    let byName = Kind.map(of: .record(schema))
    return byName.refined(byName.shape) { pairs, node, diagnosis in
      let drivers = Growth.Driver.allCases.map(\.rawValue)
      for entry in node.entries where !drivers.contains(entry.key) {
        let refusal = Words.refusal(of: entry.key, among: drivers)
        diagnosis.report(refusal.code, at: entry.place, refusal.message, help: refusal.help)
      }
      return pairs
    }
  }
}
