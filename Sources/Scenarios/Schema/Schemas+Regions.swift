import Quantities

extension Schemas {
  /// What is different in one region.
  static let regional = RecordSchema(
    "regional_price",
    "What is different about a price in one region; everything else is as in the entry.",
    Price.Regional(),
    [
      Field(optional: "usd", \.unitPrice, .unitPrice, "The price of a unit there."),
      Field(optional: "tokens", \.tokens, .record(tokens), "Token prices there."),
      Field(
        "factor",
        \.factor,
        .number(0...1000),
        "What the entry's prices are multiplied by there, where no other is given."
      ),
      Field(optional: "included", \.included, .amount, "Units there that come with the plan."),
      Field(optional: "source", \.source, .text, "The document and the place in it."),
      Field(optional: "as_of", \.asOf, .date, "The day for which the values can be defended."),
      Field(
        optional: "grade",
        \.grade,
        .word(Grade.allCases.map(\.rawValue)),
        "A vendor, B API, C third party."
      ),
      Field(optional: "note", \.note, .text, "Conditions."),
    ]
  )

  /// Where a price holds.
  static let priceRegions: [Field<Price>] = [
    Field(
      optional: "region",
      \.region,
      .text,
      "The region that it is the price of; one that holds everywhere has none."
    ),
    Field("regions", \.regions, .regionalPrices, "What is different in other regions, by name."),
  ]
}

extension Kind where Value == [String: Price.Regional] {
  /// Regional prices by region.
  static var regionalPrices: Kind {
    Kind<[(key: String, value: Price.Regional)]>.map(of: .record(Schemas.regional))
      .map { pairs, _, _ in
        Dictionary(pairs.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
      }
  }
}

extension Kind where Value == [String: String] {
  /// Regions by vendor.
  static var regionsOfVendors: Kind {
    Kind<[(key: String, value: String)]>.map(of: .text).map { pairs, _, _ in
      Dictionary(pairs.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
  }
}
