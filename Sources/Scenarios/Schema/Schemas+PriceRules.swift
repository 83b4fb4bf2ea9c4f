import Quantities

extension Schemas {
  /// Prices of requests with a long prompt.
  static let longContext = RecordSchema(
    "long_context_prices",
    "Prices of a million tokens of requests whose prompt is long, in US dollars.",
    Price.Tokens.LongContext(
      above: 0,
      input: TokenPrice(microUSDPerMillion: 0),
      cachedInput: nil,
      output: TokenPrice(microUSDPerMillion: 0)
    ),
    [
      Field(
        "above",
        \.above,
        .positive,
        "The longest prompt at ordinary prices, in tokens.",
        required: true
      ),
      Field("input", \.input, .tokenPrice, "Prompt tokens.", required: true),
      Field(optional: "cached_input", \.cachedInput, .tokenPrice, "Prompt tokens from the cache."),
      Field("output", \.output, .tokenPrice, "Answer tokens.", required: true),
    ]
  )

  /// Prices of some hours of the day.
  static let peakHours = RecordSchema(
    "peak_hours",
    "Hours of the day, in UTC, in which every ordinary price is multiplied.",
    Price.Tokens.PeakHours(spans: [], factor: 1),
    [
      Field("spans", \.spans, .list(.daySpan), "Spans such as 01:00-04:00.", required: true),
      Field(
        "factor",
        \.factor,
        .number(0...1000),
        "What prices are multiplied by.",
        required: true
      ),
    ]
  )

  /// A step of a graduated scale.
  static let scaleStep = RecordSchema(
    "scale_step",
    "A step of a graduated scale: what each unit within it costs.",
    Price.ScaleStep(upTo: nil, unitPrice: .zero),
    [
      Field(optional: "to", \.upTo, .amount, "Its last unit; left out in the last step."),
      Field("usd", \.unitPrice, .unitPrice, "The price of a unit in US dollars.", required: true),
    ]
  )

  /// A later price.
  static let revision = RecordSchema(
    "price_revision",
    "What changes in a price from a day on.",
    Price.Revision(from: ""),
    [
      Field("from", \.from, .date, "The first day.", required: true),
      Field(optional: "usd", \.unitPrice, .unitPrice, "The price of a unit from then on."),
      Field(optional: "tokens", \.tokens, .record(tokens), "Token prices from then on."),
      Field(optional: "included", \.included, .amount, "Included units from then on."),
      Field(optional: "note", \.note, .text, "Remarks."),
    ]
  )

  /// How a vendor gets from what is used to what is billed.
  static let priceRules: [Field<Price>] = [
    Field(
      "scale",
      \.scale,
      .list(.record(scaleStep)),
      "A graduated scale: steps in rising order, each with the price of the units within it."
    ),
    Field(
      optional: "round_up_to",
      \.roundUpTo,
      .number(1e-9...1e12),
      "What is billed is rounded up to a multiple of it."
    ),
    Field("minimum", \.minimum, .amount, "The fewest units that are billed."),
    Field(
      optional: "rule",
      \.rule,
      .choice,
      "Which number is billed of a level that changes during the month."
    ),
    Field(
      "revisions",
      \.revisions,
      .list(.record(revision)),
      "Later prices, announced or past, each with its first day."
    ),
  ]
}

extension Kind where Value == DaySpan {
  /// A span of the day, such as `16:30-00:30`.
  static var daySpan: Kind {
    let shape = Shape.quantity(
      name: "span of the day",
      example: "16:30-00:30",
      pattern: #"^\d{2}:\d{2}-\d{2}:\d{2}$"#
    )
    return Kind.scalar(shape, show: \.description) { text throws(Scalars.Refusal) in
      let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(minute)
      guard ends.count == 2, let from = ends[0], let until = ends[1], from != until else {
        throw Scalars.Refusal(
          code: .wrongType,
          message: "\"\(text.escapedForTerminal(limit: 60))\" is not a span of the day",
          help: "two times in UTC, such as 16:30-00:30"
        )
      }
      return DaySpan(from: from, until: until)
    }
  }

  /// Minutes after midnight; nil for what is no time of the day.
  private static func minute(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hours = Int(parts[0]),
      let minutes = Int(parts[1]), (0..<60).contains(minutes),
      (0...1440).contains(hours * 60 + minutes)
    else { return nil }
    return hours * 60 + minutes
  }
}
