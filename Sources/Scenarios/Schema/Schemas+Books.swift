import Quantities

/// A grade of a source.
enum Grade: String, Sendable, CaseIterable {
  /// The vendor's own page or code.
  case A
  /// The vendor's price API.
  case B
  /// A dated third party.
  case C
}

extension Schemas {
  /// Source, date and grade of a fact.
  static func provenanceFields<Record>(
    _ property: Property<Record, Provenance>
  ) -> [Field<Record>] {
    func field(
      _ key: String,
      _ part: Property<Provenance, String>,
      _ kind: Kind<String>,
      _ doc: String
    ) -> Field<Record> {
      Field(
        outline: FieldOutline(key: key, shape: kind.shape, doc: doc, isRequired: true),
        read: { node, record, diagnosis in
          if let text = kind.read(node, diagnosis) {
            record[keyPath: property][keyPath: part] = text
          }
        },
        defaultText: { _ in nil }
      )
    }
    return [
      field("source", \.source, .text, "The document and the place in it."),
      field("as_of", \.asOf, .date, "The day for which the values can be defended."),
      field(
        "grade",
        \.grade,
        .word(Grade.allCases.map(\.rawValue)),
        "A vendor, B API, C third party."
      ),
    ]
  }

  /// Token prices, in dollars per million.
  static let tokens = RecordSchema(
    "token_prices",
    "Prices of a million tokens, in US dollars.",
    Price.Tokens(
      input: TokenPrice(microUSDPerMillion: 0),
      cachedInput: nil,
      cacheWrite: nil,
      output: TokenPrice(microUSDPerMillion: 0)
    ),
    [
      Field("input", \.input, .tokenPrice, "Prompt tokens.", required: true),
      Field(optional: "cached_input", \.cachedInput, .tokenPrice, "Prompt tokens from the cache."),
      Field(
        optional: "cache_write",
        \.cacheWrite,
        .tokenPrice,
        "Prompt tokens put into the cache."
      ),
      Field("output", \.output, .tokenPrice, "Answer tokens.", required: true),
      Field(
        optional: "long_context",
        \.longContext,
        .record(longContext),
        "What a request with a long prompt costs instead, all of it."
      ),
      Field(
        optional: "peak_hours",
        \.peakHours,
        .record(peakHours),
        "Hours of the day in which requests cost a multiple."
      ),
      Field(
        optional: "batch_discount",
        \.batchDiscount,
        .fraction,
        "The share taken off in the batch interface."
      ),
    ]
  )

  /// An entry of the price book.
  static let price = RecordSchema(
    "price",
    "A dated price: what a unit costs, what the plan includes and allows.",
    Price(
      key: "",
      vendor: "",
      product: "",
      unit: "month",
      unitPrice: nil,
      provenance: Provenance(source: "", asOf: "", grade: "")
    ),
    [
      Field("vendor", \.vendor, .text, "Who sells it.", required: true),
      Field("product", \.product, .text, "What is sold.", required: true),
      Field("unit", \.unit, .text, "The unit that is billed, such as month, hour or GB."),
      Field(optional: "usd", \.unitPrice, .unitPrice, "The price of a unit in US dollars."),
      Field(optional: "tokens", \.tokens, .record(tokens), "Token prices of a language model."),
      Field("included", \.included, .amount, "Units that come with the plan."),
    ] + priceRules + priceRegions + [
      Field("limits", \.limits, .planLimits, "Limits and properties of the plan, by name.")
    ] + provenanceFields(\.provenance) + [
      Field(optional: "note", \.note, .text, "Announced changes, conditions.")
    ]
  )
}

extension Kind where Value == [String: Double] {
  /// Numbers by name.
  static var planLimits: Kind {
    Kind<[(key: String, value: Double)]>.map(of: .amount).map { pairs, _, _ in
      Dictionary(pairs.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
  }
}
