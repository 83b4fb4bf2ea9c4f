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
    ]
  )
}
