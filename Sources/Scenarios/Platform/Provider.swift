public import Quantities

/// An account at a language-model provider: what it admits and how it answers when it does not.
public struct Provider: Sendable {
  /// Which tokens an attempt is charged with when it is admitted.
  public enum Charge: String, Hashable, Sendable, CaseIterable {
    /// The tokens that the call turns out to use.
    case actual
    /// The larger of `max_tokens` and the prompt estimate.
    case max_of_estimate
    /// The prompt plus `max_tokens`, never given back.
    case prompt_plus_max
    /// The prompt plus `max_tokens`, and the difference given back at the end.
    case reserve_and_settle
    /// The prompt only.
    case input_only
  }

  /// When answer tokens are counted.
  public enum OutputCharge: String, Hashable, Sendable, CaseIterable {
    /// All of them when the answer is complete.
    case at_end
    /// Each as it is produced.
    case as_produced
  }

  /// What becomes of an answer whose caller has gone.
  public enum AfterAbort: String, Hashable, Sendable, CaseIterable {
    /// The provider finishes and bills it.
    case finishes
    /// The provider stops; the tokens produced so far are billed.
    case stops
  }

  /// How a provider refuses for want of money; none of these carries a Retry-After.
  public enum SpendAnswer: String, Hashable, Sendable, CaseIterable {
    /// 429, which client libraries retry in vain.
    case too_many_requests = "429"
    /// 402, which none retries.
    case payment_required = "402"
    /// 400, the answer to a limit that the customer has set.
    case bad_request = "400"
  }

  /// Its key in the file.
  public var name = ""
  /// The limit-book entry that the limits came from, if any.
  public var preset: String?
  /// The limits; an attempt must pass all of them.
  public var limits: [RateLimit] = []
  /// Which tokens are charged.
  public var charge: Charge = .actual
  /// Whether refused attempts count against the request limits.
  public var countsRejected = false
  /// Whether a 429 says when to try again.
  public var sendsRetryAfter = true
  /// The steps in which a Retry-After counts: whole seconds, or milliseconds.
  public var retryAfterStep = SimInterval.seconds(1)
  /// Answer tokens that one answer token counts for at the settlement.
  public var burndown = 1.0
  /// When answer tokens count against the limits on them.
  public var outputCharged: OutputCharge = .at_end
  /// What becomes of an answer that nobody waits for any more.
  public var afterAbort: AfterAbort = .finishes
  /// Calls that run at once; nil for no limit.
  public var maxConcurrency: Int?
  /// The monthly spend at which the provider stops serving.
  public var spendCap: Money?
  /// What the account has spent of its monthly cap when a test begins; nil keeps the cap out of runs.
  public var spent: Money?
  /// The status that an exhausted spend limit answers with.
  public var spendAnswer: SpendAnswer = .too_many_requests
  /// The share of attempts that fail with a server error.
  public var errorRate = Fraction.zero
  /// How its limits grow from the start of a test; nil where they are what they are.
  public var ramp: LimitRamp?
  /// Prompt tokens as they are estimated at the admission, over what they turn out to be.
  public var estimate = Law.constant(1)

  /// An account without limits.
  public init() {}
}

/// Limits that grow to what was agreed, as those of a new or a resting account do.
public struct LimitRamp: Hashable, Sendable {
  /// The share of the limits at the start of a test.
  public var from = Fraction(0.1)
  /// How long it takes until all of them is there, in a straight line.
  public var over = SimInterval.seconds(600)

  /// A tenth at first, all after ten minutes.
  public init() {}
}

/// One rate limit of a provider.
public struct RateLimit: Hashable, Sendable {
  /// What is counted.
  public enum Dimension: String, Hashable, Sendable, CaseIterable {
    /// Attempts.
    case requests
    /// Prompt and answer tokens together.
    case tokens
    /// Prompt tokens.
    case input_tokens
    /// Answer tokens.
    case output_tokens
    /// US dollars, as the price book counts them.
    case spend
  }

  /// How the limiter works.
  public enum Rule: String, Hashable, Sendable, CaseIterable {
    /// A token bucket that refills continuously.
    case bucket
    /// A counter that is reset at the end of each window.
    case fixed_window
    /// A log of the last window's admissions.
    case sliding_log
    /// The limit cut into equal parts of short windows, each reset at its end.
    case sub_window
    /// A counter that is reset at midnight of a time zone.
    case calendar_day
    /// A counter that is reset on the first of the month.
    case calendar_month
  }

  /// What is counted.
  public var dimension: Dimension
  /// Units per window.
  public var limit: Double
  /// The window.
  public var window: SimInterval
  /// How the limiter works.
  public var rule: Rule
  /// Depth of the bucket in units; nil for one window's worth.
  public var burst: Double?
  /// The short window of a sub-window limit.
  public var every = SimInterval.seconds(1)
  /// The time zone whose midnight resets a calendar limit.
  public var timeZone = "UTC"

  /// A rate limit.
  public init(
    dimension: Dimension,
    limit: Double,
    window: SimInterval,
    rule: Rule,
    burst: Double? = nil
  ) {
    self.dimension = dimension
    self.limit = limit
    self.window = window
    self.rule = rule
    self.burst = burst
  }

  /// Units per second.
  public var perSecond: Double { limit / window.seconds }
}

/// How a provider keeps prefixes of prompts, and what a call gains that finds its own.
public struct PromptCache: Hashable, Sendable {
  /// How long a prefix is kept.
  public var lifetime = SimInterval.seconds(300)
  /// Whether every use begins the lifetime anew.
  public var refreshed = true
  /// Prefixes shorter than that are not kept, in tokens.
  public var minimum = 1024
  /// The share of the time to the first token that a prompt saves which is cached as a whole.
  public var timeSaved = Fraction(0.8)

  /// Five minutes from the last use.
  public init() {}
}

/// A language model: how fast it answers and what it costs.
public struct LanguageModel: Sendable {
  /// Its key in the file.
  public var name: String
  /// The provider account, by name.
  public var provider: String
  /// The price-book entry of its tokens.
  public var price: String?
  /// Time until the first token, in seconds.
  public var timeToFirstToken: Law
  /// Time for each further token, in seconds; drawn once per call.
  public var timePerOutputToken: Law
  /// The share of prompt tokens that the provider serves from its prompt cache.
  public var cachedShare: Fraction
  /// How its provider keeps prefixes of prompts; nil for a fixed share.
  public var promptCache: PromptCache?
  /// The region that its calls are processed in; nil for that of the platform.
  public var region: String?
  /// Whether its calls go through the batch interface, at the price that has `batch_discount` off.
  public var isBatch = false
  /// The most answer tokens it can give, which a call without max_tokens reserves; nil when unknown.
  public var maxOutput: Int?

  /// A model.
  public init(
    name: String,
    provider: String,
    price: String?,
    timeToFirstToken: Law,
    timePerOutputToken: Law,
    cachedShare: Fraction = .zero
  ) {
    self.name = name
    self.provider = provider
    self.price = price
    self.timeToFirstToken = timeToFirstToken
    self.timePerOutputToken = timePerOutputToken
    self.cachedShare = cachedShare
  }
}
