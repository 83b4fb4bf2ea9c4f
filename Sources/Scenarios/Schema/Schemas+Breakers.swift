import Quantities

extension Schemas {
  /// A circuit breaker.
  static let breaker = RecordSchema(
    "breaker",
    "When a circuit breaker opens, and for how long.",
    BreakerPolicy(),
    [
      Field(
        optional: "window_calls",
        \.windowCalls,
        .integer(1...100_000),
        "Calls in its window; else the window is one of time."
      ),
      Field("window", \.window, .positiveDuration, "The window of time."),
      Field("least_calls", \.leastCalls, .positive, "Calls below which shares say nothing."),
      Field(
        optional: "failure_share",
        \.failureShare,
        .fraction,
        "The share of failures from which it opens."
      ),
      Field(optional: "slow_from", \.slowFrom, .positiveDuration, "A longer call is slow."),
      Field("slow_share", \.slowShare, .fraction, "The share of slow calls from which it opens."),
      Field(
        optional: "failures_in_a_row",
        \.failuresInARow,
        .positive,
        "Failures in a row from which it opens."
      ),
      Field("open_for", \.openFor, .positiveDuration, "How long it stays open the first time."),
      Field(
        optional: "open_at_most",
        \.openAtMost,
        .positiveDuration,
        "Each further time in a row it stays open longer, up to this."
      ),
      Field("probes", \.probes, .positive, "Calls that it lets through half open."),
    ] + provenanceFields(\.provenance) + [
      Field(optional: "note", \.note, .text, "Further remarks.")
    ]
  )
}

extension Kind where Value == [String: BreakerPolicy] {
  /// The breakers; what follows may refer to them.
  static var breakers: Kind {
    let policy = Kind<BreakerPolicy>.record(Schemas.breaker)
      .map { policy, node, diagnosis -> BreakerPolicy? in
        guard policy.failureShare == nil, policy.failuresInARow == nil, policy.slowFrom == nil
        else {
          return policy
        }
        diagnosis.report(
          .missingKey,
          at: node.place,
          "\(diagnosis.whereInWords) never opens",
          help: "give failure_share, failures_in_a_row or slow_from"
        )
        return nil
      }
    return Kind<[BreakerPolicy]>.named(policy, \.name).map { list, _, diagnosis in
      diagnosis.breakers = Dictionary(list.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
      return diagnosis.breakers
    }
  }
}
