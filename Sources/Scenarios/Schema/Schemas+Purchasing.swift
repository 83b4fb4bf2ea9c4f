import Quantities

extension Schemas {
  /// Instances for a term.
  static let reserved = RecordSchema(
    "reserved_instances",
    "Instances that are paid for all month whether they run or not.",
    Service.Reserved(plan: "", instances: 0),
    [
      Field("plan", \.plan, .reference(.price), "Price-book entry of one of them.", required: true),
      Field("instances", \.instances, .integer(1...1_000_000), "How many.", required: true),
    ]
  )

  /// Instances on spare capacity.
  static let spot = RecordSchema(
    "spot_instances",
    "Instances on capacity that the vendor may take back.",
    Service.Spot(plan: "", share: Fraction(0)),
    [
      Field("plan", \.plan, .reference(.price), "Price-book entry of one of them.", required: true),
      Field(
        "share",
        \.share,
        .fraction,
        "Share of the instances beyond the reserved ones.",
        required: true
      ),
      Field(
        "interrupted",
        \.interrupted,
        .fraction,
        "Share of the time in which it is taken back and instances on demand stand in."
      ),
    ]
  )

  /// A commitment to spend.
  static let commitment = RecordSchema(
    "commitment",
    "A commitment to spend so much an hour, for a discount on what it covers: a savings plan.",
    Commitment(item: "", price: "", hourly: .zero, covers: []),
    [
      Field("item", \.item, .text, "What the bill calls it.", required: true),
      Field(
        "price",
        \.price,
        .reference(.price),
        "Price-book entry per dollar committed; its limit discount_pct is what is taken off.",
        required: true
      ),
      Field("hourly", \.hourly, .money, "What is spent in every hour.", required: true),
      Field(
        "covers",
        \.covers,
        .list(.text),
        "What it covers: price-book entries by the start of their key.",
        required: true
      ),
      Field(
        "group",
        \.group,
        .billGroup,
        "The part of the bill it belongs to."
      ),
    ]
  )
}

extension Kind where Value == String {
  /// A part of the bill.
  static var billGroup: Kind {
    .word([
      "compute", "database", "storage", "network", "realtime", "observability", "llm", "other",
    ])
  }
}
