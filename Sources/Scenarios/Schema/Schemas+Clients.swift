import Quantities

extension Schemas {
  /// How a client library retries.
  static let client = RecordSchema(
    "client",
    "How a client library retries a call.",
    RetryPolicy(),
    [
      Field(
        "attempts",
        \.attemptLimit,
        .limit(from: 1, to: 100),
        "Attempts in all, the first included."
      ),
      Field("base", \.base, .duration, "The delay before the first retry."),
      Field(
        optional: "error_base",
        \.errorBase,
        .duration,
        "The same after an error that is no 429; base when absent."
      ),
      Field(
        "multiplier",
        \.multiplier,
        .number(1...100),
        "What each further delay is multiplied by."
      ),
      Field("cap", \.cap, .duration, "The longest delay."),
    ] + clientJitter + [
      Field("retries_throttled", \.retriesThrottled, .flag, "Whether a 429 is retried."),
      Field("retries_server_errors", \.retriesServerErrors, .flag, "Whether a 5xx is retried."),
      Field(optional: "timeout", \.timeout, .positiveDuration, "Then an attempt is given up."),
      Field(
        optional: "deadline",
        \.deadline,
        .positiveDuration,
        "No retry begins later than that after the first attempt."
      ),
      Field(
        optional: "budget",
        \.budget,
        .record(budget),
        "What limits the retries of all calls of a process together."
      ),
      Field(
        optional: "router",
        \.router,
        .record(router),
        "How calls are spread over a group, and when a deployment rests."
      ),
      Field(
        optional: "wraps",
        \.wraps,
        .reference(.client),
        "The client inside this one: it retries first, and attempts multiply."
      ),
      Field(optional: "source", \.source, .text, "Where these values come from."),
      Field(optional: "as_of", \.asOf, .date, "The day for which they can be defended."),
      Field(optional: "grade", \.grade, .word(["A", "B", "C"]), "How good the source is."),
      Field(optional: "note", \.note, .text, "Further remarks."),
    ]
  )

  private static let clientJitter: [Field<RetryPolicy>] = [
    Field("jitter", \.jitter, .choice, "The kind of jitter."),
    Field(
      "jitter_amount",
      \.jitterAmount,
      .number(0...3600),
      "Its size: a share for shorten and around, seconds for add, add_above and from."
    ),
    Field(
      "jitters_retry_after",
      \.jittersRetryAfter,
      .flag,
      "Whether an obeyed Retry-After is lengthened by the jitter too."
    ),
    Field(
      optional: "obeys_retry_after_up_to",
      \.obeysRetryAfterUpTo,
      .duration,
      "The longest Retry-After that is obeyed; ignored when absent."
    ),
    Field(
      "longer_retry_after_fails",
      \.longerRetryAfterFails,
      .flag,
      "Whether a longer Retry-After ends the call."
    ),
  ]

  /// What limits the retries of a process.
  static let budget = RecordSchema(
    "retry_budget",
    "What limits the retries of all calls of a client process together: a stock of units.",
    RetryAllowance(),
    [
      Field("capacity", \.capacity, .positive, "The most units, and what a process starts with."),
      Field("floor", \.floor, .amount, "A retry needs more than that left after it has paid."),
      Field("throttled_cost", \.throttledCost, .amount, "What a retry after a 429 takes."),
      Field("error_cost", \.errorCost, .amount, "What a retry after another failure takes."),
      Field("failure_cost", \.failureCost, .amount, "What any failed attempt takes."),
      Field("success_gain", \.successGain, .amount, "What a call adds that needs no retry."),
      Field("refunds", \.refunds, .flag, "Whether a call that succeeds gets its last retry back."),
      Field("call_gain", \.callGain, .amount, "What each call adds, whatever becomes of it."),
    ]
  )

  /// A router in front of deployments.
  static let router = RecordSchema(
    "router",
    "How a router spreads calls over the deployments of a group, and when one rests.",
    RouterPolicy(),
    [
      Field("cooldown", \.cooldown, .positiveDuration, "How long a deployment rests."),
      Field(
        "retries_at_once",
        \.retriesAtOnce,
        .flag,
        "Whether a retry goes out at once while another deployment does not rest."
      ),
      Field(
        "failure_share",
        \.failureShare,
        .fraction,
        "Failures in a minute above which a deployment rests."
      ),
      Field(
        "least_attempts",
        \.leastAttempts,
        .positive,
        "Attempts in that minute below which the share says nothing."
      ),
    ]
  )
}

extension RetryPolicy {
  /// Attempts in all as the file writes them.
  var attemptLimit: Limit {
    get { isEndless ? .unbounded : .atMost(attempts) }
    set {
      if case .atMost(let count) = newValue { attempts = count }
      isEndless = newValue == .unbounded
    }
  }
}

extension Kind where Value == [String: RetryPolicy] {
  /// The client libraries; what follows may refer to them.
  static var clients: Kind {
    Kind<[RetryPolicy]>.named(.client, \.name).map { list, node, diagnosis in
      let known = Dictionary(list.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
      diagnosis.clients = known.mapValues { wrapped($0, known, node, diagnosis) }
      return diagnosis.clients
    }
  }

  /// A client with those inside it looked up.
  private static func wrapped(
    _ policy: RetryPolicy,
    _ known: [String: RetryPolicy],
    _ node: Located,
    _ diagnosis: Diagnosis
  ) -> RetryPolicy {
    var chain = [policy]
    while let name = chain.last?.wraps, let next = known[name] {
      if chain.count == Self.mostLayers || chain.contains(where: { $0.name == name }) {
        diagnosis.report(
          .retry,
          at: node[policy.name]?["wraps"]?.place ?? node.place,
          "the clients inside \"\(policy.name.escapedForTerminal(limit: 60))\" "
            + "are more than \(Self.mostLayers), or come back to it",
          help: "at most \(Self.mostLayers) clients wrap each other"
        )
        break
      }
      chain.append(next)
    }
    var policy = policy
    policy.inner = chain.dropFirst().reversed()
    return policy
  }

  /// The most clients that wrap each other.
  private static var mostLayers: Int { 4 }
}

extension Kind where Value == RetryPolicy {
  /// A policy whose cap is not below its first delay.
  static var client: Kind {
    let record = Kind.record(Schemas.client)
    return record.refined(record.shape) { policy, node, diagnosis in
      if policy.cap < policy.base {
        diagnosis.report(
          .retry,
          at: node["cap"]?.place ?? node["base"]?.place ?? node.place,
          "the cap of \(Written.duration(policy.cap)) is below the first delay of "
            + Written.duration(policy.base),
          help: "a cap is at least the base"
        )
      }
      return policy
    }
  }
}
