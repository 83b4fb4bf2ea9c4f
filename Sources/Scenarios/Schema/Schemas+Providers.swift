import Quantities

/// A rate limit as the file writes it: one of four counted things, and how they are counted.
struct RateLimitForm: Sendable {
  /// What is counted, and how much of it in which window.
  var amounts: [(dimension: RateLimit.Dimension, amount: RateAmount)] = []
  /// How the limiter works.
  var rule: RateLimit.Rule = .bucket
  /// Depth of the bucket.
  var burst: Double?
}

/// A number of things in a window of time, kept apart.
struct RateAmount: Sendable, Hashable {
  /// How many.
  var count: Double
  /// In how many seconds.
  var window: Double
}

extension Kind where Value == RateAmount {
  /// A number of things in a window of time.
  static var amountPerWindow: Kind {
    Kind.scalar(.rate) { text throws(Scalars.Refusal) in
      let (count, window) = try Units.rate(text)
      guard count > 0, window >= 0.001, window <= 366 * 86_400 else {
        throw Scalars.Refusal(
          code: .outOfRange,
          message: "\(text.escapedForTerminal(limit: 60)) is no limit",
          help: "a limit is above zero, and its window from 1ms to 366d"
        )
      }
      return RateAmount(count: count, window: window)
    }
  }
}

extension Schemas {
  /// One rate limit.
  static let rateLimit = RecordSchema(
    "rate_limit",
    "A rate limit of a provider: exactly one of the counted things, and the rule.",
    RateLimitForm(),
    RateLimit.Dimension.allCases.map { dimension in
      Field<RateLimitForm>(
        outline: FieldOutline(key: dimension.rawValue, shape: .rate, doc: doc(of: dimension)),
        read: { node, form, diagnosis in
          if let amount = Kind<RateAmount>.amountPerWindow.read(node, diagnosis) {
            form.amounts.append((dimension, amount))
          }
        },
        defaultText: { _ in nil }
      )
    } + [
      Field("rule", \.rule, .choice, "How the limiter works."),
      Field(optional: "burst", \.burst, .positive, "Depth of the bucket; one window's worth."),
    ]
  )

  private static func doc(of dimension: RateLimit.Dimension) -> String {
    switch dimension {
    case .requests: "Attempts per time."
    case .tokens: "Prompt and answer tokens per time."
    case .input_tokens: "Prompt tokens per time."
    case .output_tokens: "Answer tokens per time."
    }
  }

  /// Everything of a provider but its preset.
  static let providerFields: [Field<Provider>] = [
    Field("limits", \.limits, .list(.rateLimit), "The limits; an attempt must pass all of them."),
    Field("charge", \.charge, .choice, "Which tokens an attempt is charged with."),
    Field("counts_rejected", \.countsRejected, .flag, "Whether refused attempts count."),
    Field("sends_retry_after", \.sendsRetryAfter, .flag, "Whether a 429 says when to come back."),
    Field(optional: "max_concurrency", \.maxConcurrency, .positive, "Calls that run at once."),
    Field(
      optional: "spend_cap",
      \.spendCap,
      .money,
      "Monthly spend at which the provider stops serving."
    ),
    Field("error_rate", \.errorRate, .fraction, "Share of attempts that end in a server error."),
  ]

  /// An account at a provider.
  static let provider = RecordSchema(
    "provider",
    "An account at a language-model provider: what it admits and how it refuses.",
    Provider(),
    [
      Field(optional: "preset", \.preset, .reference(.limit), "Entry of limits to start from.")
    ] + providerFields
  )

  /// A preset of limits.
  static let limitPreset = RecordSchema(
    "limits_entry",
    "The limits of one tier of a provider, as a dated fact.",
    LimitPreset(
      key: "",
      provider: Provider(),
      provenance: Provenance(source: "", asOf: "", grade: "")
    ),
    providerFields.map { field in
      Field<LimitPreset>(
        outline: field.outline,
        read: { node, preset, diagnosis in field.read(node, &preset.provider, diagnosis) },
        defaultText: { field.defaultText($0.provider) }
      )
    } + provenanceFields(\.provenance)
      + [Field(optional: "note", \.note, .text, "Further remarks.")]
  )

  /// A language model.
  static let model = RecordSchema(
    "model",
    "A language model: how fast it answers and what it costs.",
    LanguageModel(
      name: "",
      provider: "",
      price: nil,
      timeToFirstToken: .constant(0),
      timePerOutputToken: .constant(0)
    ),
    [
      Field("provider", \.provider, .reference(.provider), "The account.", required: true),
      Field(optional: "price", \.price, .reference(.price), "Price-book entry of its tokens."),
      Field(
        "time_to_first_token",
        \.timeToFirstToken,
        .law(.seconds),
        "Time until the first token.",
        required: true
      ),
      Field(
        "time_per_output_token",
        \.timePerOutputToken,
        .law(.seconds),
        "Time for each further token, drawn once per call."
      ),
      Field(
        "cached_share",
        \.cachedShare,
        .fraction,
        "Prompt tokens served from the prompt cache."
      ),
    ]
  )

  /// How a client library retries.
  static let client = RecordSchema(
    "client",
    "How a client library retries a call.",
    RetryPolicy(),
    [
      Field("attempts", \.attempts, .integer(1...100), "Attempts in all, the first included."),
      Field("base", \.base, .duration, "The delay before the first retry."),
      Field(
        "multiplier",
        \.multiplier,
        .number(1...100),
        "What each further delay is multiplied by."
      ),
      Field("cap", \.cap, .duration, "The longest delay."),
      Field("jitter", \.jitter, .choice, "The kind of jitter."),
      Field(
        "jitter_amount",
        \.jitterAmount,
        .number(0...3600),
        "Its size: a share for shorten, seconds for add."
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
      Field("retries_throttled", \.retriesThrottled, .flag, "Whether a 429 is retried."),
      Field("retries_server_errors", \.retriesServerErrors, .flag, "Whether a 5xx is retried."),
      Field(optional: "timeout", \.timeout, .positiveDuration, "Then an attempt is given up."),
      Field(optional: "source", \.source, .text, "Where these values come from."),
      Field(optional: "as_of", \.asOf, .date, "The day for which they can be defended."),
      Field(optional: "grade", \.grade, .word(["A", "B", "C"]), "How good the source is."),
      Field(optional: "note", \.note, .text, "Further remarks."),
    ]
  )
}

extension Kind where Value == RateLimit {
  /// A rate limit with exactly one counted thing.
  static var rateLimit: Kind {
    Kind<RateLimitForm>.record(Schemas.rateLimit).map { form, node, diagnosis in
      guard form.amounts.count == 1, let (dimension, amount) = form.amounts.first else {
        if form.amounts.count > 1
          || !node.entries.contains(where: { RateLimit.isDimension($0.key) })
        {
          diagnosis.report(
            .wrongShape,
            at: node.place,
            "\(diagnosis.whereInWords) must count exactly one thing",
            help: "one of \(Spelling.list(RateLimit.Dimension.allCases.map(\.rawValue)))"
          )
        }
        return nil
      }
      return RateLimit(
        dimension: dimension,
        limit: amount.count,
        window: .init(seconds: amount.window),
        rule: form.rule,
        burst: form.burst
      )
    }
  }
}

extension RateLimit {
  /// Whether a key names something that a limit counts.
  static func isDimension(_ key: String) -> Bool { Dimension(rawValue: key) != nil }
}
