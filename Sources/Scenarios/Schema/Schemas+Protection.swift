import Quantities

extension Schemas {
  /// A limit that follows what requests take.
  static let adaptiveLimit = RecordSchema(
    "adaptive_limit",
    "A limit on requests at once that follows what they take.",
    AdaptiveLimitPolicy(),
    [
      Field("kind", \.kind, .choice, "How the limit follows its samples.", required: true),
      Field("initial", \.initial, .positive, "The limit at the start."),
      Field("least", \.least, .positive, "The lowest limit."),
      Field("most", \.most, .positive, "The highest limit."),
      Field("window", \.window, .positiveDuration, "How often it is looked at."),
    ] + provenanceFields(\.provenance) + [
      Field(optional: "note", \.note, .text, "Further remarks.")
    ]
  )

  /// How long requests may wait for a worker.
  static let controlledDelay = RecordSchema(
    "controlled_delay",
    "How long requests may wait for a worker, by whether the line has been empty of late.",
    ControlledDelayPolicy(),
    [
      Field("target", \.target, .positiveDuration, "How long where a queue stands."),
      Field(
        "interval",
        \.interval,
        .positiveDuration,
        "How long elsewhere; a line that has not been empty for as long is a standing queue."
      ),
    ]
  )
}

extension Kind where Value == [String: AdaptiveLimitPolicy] {
  /// The adaptive limits; what follows may refer to them.
  static var adaptiveLimits: Kind {
    let policy = Kind<AdaptiveLimitPolicy>.record(Schemas.adaptiveLimit)
      .map { policy, node, diagnosis -> AdaptiveLimitPolicy? in
        guard policy.least > policy.initial || policy.initial > policy.most else { return policy }
        diagnosis.report(
          .reversed,
          at: node.place,
          "\(diagnosis.whereInWords) does not begin between its least and its most",
          help: "least ≤ initial ≤ most"
        )
        return nil
      }
    return Kind<[AdaptiveLimitPolicy]>.named(policy, \.name).map { list, _, diagnosis in
      diagnosis.adaptiveLimits = Dictionary(
        list.map { ($0.name, $0) },
        uniquingKeysWith: { a, _ in a }
      )
      return diagnosis.adaptiveLimits
    }
  }
}

extension Kind where Value == AdaptiveLimitPolicy {
  /// One of the adaptive limits, by name.
  static var adaptiveLimit: Kind {
    Kind<String>.reference(.adaptiveLimit).map { name, _, diagnosis in
      diagnosis.adaptiveLimits[name]
    }
  }
}
