import Quantities

extension Schemas {
  /// A disk.
  static let disk = RecordSchema(
    "disk",
    "A disk whose operations are paced: so many a second for ever, and more while it has credit.",
    Disk(),
    [
      Field("operations", \.operations, .rate, "Operations that it always does.", required: true),
      Field(optional: "burst", \.burst, .rate, "Operations while it has credit."),
      Field("credit", \.credit, .amount, "The most credit, in operations."),
    ]
  )

  /// Replicas.
  static let replicas = RecordSchema(
    "replicas",
    "Copies of a database that answer reads, a little later than the primary.",
    Replicas(),
    [
      Field("count", \.count, .integer(1...1000), "How many there are.", required: true),
      Field(
        optional: "cores",
        \.cores,
        .integer(1...10_000),
        "Cores of each; those of the primary when absent."
      ),
      Field("lag", \.lag, .law(.seconds), "How far they lag behind."),
      Field(
        "pin",
        \.pin,
        .duration,
        "How long after a write its reads go to the primary: read your writes."
      ),
      Field(
        optional: "plan",
        \.plan,
        .reference(.price),
        "Price-book entry of each; that of the primary when absent."
      ),
    ]
  )

  /// What a database has besides its cores and connections.
  static let databaseExtras: [Field<Database>] = [
    Field(optional: "disk", \.disk, .disk, "Operations of the disk, which statements wait for."),
    Field(optional: "login_rate", \.loginRate, .rate, "Logins that it can do at most."),
    Field(optional: "replicas", \.replicas, .record(replicas), "Copies that answer reads."),
    Field("growth_per_query", \.growthPerQuery, .size, "Bytes that each query leaves behind."),
  ]
}

extension Kind where Value == Disk {
  /// A disk whose burst is one.
  static var disk: Kind {
    let record = Kind.record(Schemas.disk)
    return record.refined(record.shape) { disk, node, diagnosis in
      if disk.operations.perSecond <= 0 {
        diagnosis.report(
          .outOfRange,
          at: node["operations"]?.place ?? node.place,
          "\(diagnosis.whereInWords) does no operations",
          help: "a rate above zero"
        )
      }
      if let burst = disk.burst, burst.perSecond < disk.operations.perSecond {
        diagnosis.report(
          .reversed,
          at: node["burst"]?.place ?? node.place,
          "\(diagnosis.whereInWords) is slower in a burst than always",
          help: "burst is at least operations"
        )
      }
      return disk
    }
  }
}
