import Quantities

/// A rate limit as the file writes it: one of four counted things, and how they are counted.
struct RateLimitForm: Sendable {
  /// What is counted, and how much of it in which window.
  var amounts: [(dimension: RateLimit.Dimension, amount: RateAmount)] = []
  /// How the limiter works.
  var rule: RateLimit.Rule = .bucket
  /// Depth of the bucket.
  var burst: Double?
  /// The short window of a sub-window limit.
  var every: SimInterval?
  /// The zone whose midnight resets a calendar limit.
  var timeZone: String?
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

  /// US dollars in a window of time.
  static var spendPerWindow: Kind {
    let shape = Shape.quantity(
      name: "spend",
      example: "$10/10min",
      pattern: #"^\$[0-9.]+ ?/ ?[0-9.]* ?[a-z]+$"#
    )
    let amount = Kind.amountPerWindow
    return Kind(shape: shape) { node, diagnosis in
      guard let text = node.text, text.hasPrefix("$") else {
        diagnosis.report(
          .wrongUnit,
          at: node.place,
          "\(diagnosis.whereInWords) must be US dollars in a time",
          help: "write $10/10min or $500/month"
        )
        return nil
      }
      let bare = Located(
        content: .scalar(String(text.dropFirst()), plain: false),
        place: node.place
      )
      return amount.read(bare, diagnosis)
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
        outline: FieldOutline(
          key: dimension.rawValue,
          shape: kind(of: dimension).shape,
          doc: doc(of: dimension)
        ),
        read: { node, form, diagnosis in
          if let amount = kind(of: dimension).read(node, diagnosis) {
            form.amounts.append((dimension, amount))
          }
        },
        defaultText: { _ in nil }
      )
    } + [
      Field("rule", \.rule, .choice, "How the limiter works."),
      Field(optional: "burst", \.burst, .positive, "Depth of the bucket; one window's worth."),
      Field(
        optional: "every",
        \.every,
        .positiveDuration,
        "The short window of a sub_window limit: 1s when absent."
      ),
      Field(
        optional: "time_zone",
        \.timeZone,
        .text,
        "The zone whose midnight resets a calendar limit: UTC when absent."
      ),
    ]
  )

  private static func kind(of dimension: RateLimit.Dimension) -> Kind<RateAmount> {
    dimension == .spend ? .spendPerWindow : .amountPerWindow
  }

  private static func doc(of dimension: RateLimit.Dimension) -> String {
    switch dimension {
    case .requests: "Attempts per time."
    case .tokens: "Prompt and answer tokens per time."
    case .input_tokens: "Prompt tokens per time."
    case .output_tokens: "Answer tokens per time."
    case .spend: "US dollars per time, at the prices of the models: $10/10min."
    }
  }

  /// Limits that grow.
  static let limitRamp = RecordSchema(
    "limit_ramp",
    "Limits that grow to what was agreed, in a straight line from the start of a test.",
    LimitRamp(),
    [
      Field("from", \.from, .fraction, "The share of the limits at the start."),
      Field("over", \.over, .positiveDuration, "How long it takes until all of them is there."),
    ]
  )

  /// Everything of a provider but its preset.
  static let providerFields: [Field<Provider>] = [
    Field("limits", \.limits, .list(.rateLimit), "The limits; an attempt must pass all of them."),
    Field("charge", \.charge, .choice, "Which tokens an attempt is charged with."),
    Field("counts_rejected", \.countsRejected, .flag, "Whether refused attempts count."),
    Field(optional: "ramp", \.ramp, .record(limitRamp), "How the limits grow from the start."),
    Field(
      "estimate",
      \.estimate,
      .law(.tokens),
      "Prompt tokens as they are estimated at the admission, over what they turn out to be."
    ),
    Field("sends_retry_after", \.sendsRetryAfter, .flag, "Whether a 429 says when to come back."),
    Field(
      "retry_after_step",
      \.retryAfterStep,
      .positiveDuration,
      "What a Retry-After is rounded up to."
    ),
    Field(
      "burndown",
      \.burndown,
      .number(0...1000),
      "What an answer token counts for when a reservation is settled."
    ),
    Field(
      "output_charged",
      \.outputCharged,
      .choice,
      "When answer tokens count against output limits."
    ),
    Field(
      "after_abort",
      \.afterAbort,
      .choice,
      "What becomes of an answer that nobody waits for any more."
    ),
    Field(optional: "max_concurrency", \.maxConcurrency, .positive, "Calls that run at once."),
    Field(
      optional: "spend_cap",
      \.spendCap,
      .money,
      "Monthly spend at which the provider stops serving."
    ),
    Field(
      optional: "spent",
      \.spent,
      .money,
      "Spent this month when a test begins; with it the spend cap acts inside the run."
    ),
    Field("spend_answer", \.spendAnswer, .choice, "The status for want of money."),
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

  /// How prefixes are kept.
  static let promptCache = RecordSchema(
    "prompt_cache",
    "How a provider keeps prefixes of prompts, and what a call gains that finds its own.",
    PromptCache(),
    [
      Field("lifetime", \.lifetime, .positiveDuration, "How long a prefix is kept."),
      Field("refreshed", \.refreshed, .flag, "Whether every use begins the lifetime anew."),
      Field("minimum", \.minimum, .count, "Shorter prefixes are not kept, in tokens."),
      Field(
        "time_saved",
        \.timeSaved,
        .fraction,
        "What a wholly cached prompt saves of the time to the first token.",
        source: "OpenAI's prompt caching guide: up to 80 %"
      ),
    ]
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
      Field(optional: "region", \.region, .text, "The region that its calls are processed in."),
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
      Field(
        optional: "prompt_cache",
        \.promptCache,
        .record(promptCache),
        "How prefixes of prompts are kept; takes the place of cached_share for calls with a prefix."
      ),
      Field(
        "batch",
        \.isBatch,
        .flag,
        "Whether calls go through the batch interface: they cost the price's batch_discount less."
      ),
      Field(
        optional: "max_output",
        \.maxOutput,
        .positive,
        "The most answer tokens, reserved for calls without max_tokens."
      ),
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
      var limit = RateLimit(
        dimension: dimension,
        limit: amount.count,
        window: .init(seconds: amount.window),
        rule: form.rule,
        burst: form.burst
      )
      limit.every = form.every ?? limit.every
      limit.timeZone = form.timeZone ?? limit.timeZone
      return checked(limit, form, node, diagnosis)
    }
  }

  /// The limit, unless its keys do not go with its rule.
  private static func checked(
    _ limit: RateLimit,
    _ form: RateLimitForm,
    _ node: Located,
    _ diagnosis: Diagnosis
  ) -> RateLimit? {
    let isCalendar = limit.rule == .calendar_day || limit.rule == .calendar_month
    var complaint: (key: String, words: String)?
    if form.every != nil, limit.rule != .sub_window {
      complaint = ("every", "\"every\" belongs to the rule sub_window")
    } else if limit.rule == .sub_window, limit.every > limit.window {
      complaint = ("every", "the short window is longer than the whole")
    } else if form.timeZone != nil, !isCalendar {
      complaint = ("time_zone", "\"time_zone\" belongs to the calendar rules")
    } else if isCalendar, !Instant.knows(limit.timeZone) {
      complaint = ("time_zone", "no time zone has that name")
    } else if limit.rule == .calendar_day, limit.window != .seconds(86_400) {
      complaint = ("rule", "a calendar_day limit counts per day")
    } else if limit.rule == .calendar_month,
      abs(limit.window.seconds - 365.0 / 12 * 86_400) > 1
    {
      complaint = ("rule", "a calendar_month limit counts per month")
    }
    guard let complaint else { return limit }
    diagnosis.report(
      .notAllowed,
      at: node[complaint.key]?.place ?? node.place,
      "\(diagnosis.whereInWords): \(complaint.words)",
      help: "{tokens: 600/min, rule: sub_window, every: 1s} or "
        + "{requests: 1000/day, rule: calendar_day, time_zone: America/Los_Angeles}"
    )
    return nil
  }
}

extension RateLimit {
  /// Whether a key names something that a limit counts.
  static func isDimension(_ key: String) -> Bool { Dimension(rawValue: key) != nil }
}
