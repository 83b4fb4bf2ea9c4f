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
  /// Calls that run at once; nil for no limit.
  public var maxConcurrency: Int?
  /// The monthly spend at which the provider stops serving.
  public var spendCap: Money?
  /// The share of attempts that fail with a server error.
  public var errorRate = Fraction.zero

  /// An account without limits.
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
  }

  /// How the limiter works.
  public enum Rule: String, Hashable, Sendable, CaseIterable {
    /// A token bucket that refills continuously.
    case bucket
    /// A counter that is reset at the end of each window.
    case fixed_window
    /// A log of the last window's admissions.
    case sliding_log
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

/// How a client library retries a call; presets carry the library's version.
public struct RetryPolicy: Hashable, Sendable {
  /// What the delay between attempts is multiplied or increased by.
  public enum Jitter: String, Hashable, Sendable, CaseIterable {
    /// No jitter.
    case none
    /// `delay × (1 − amount × u)`: the OpenAI and Anthropic libraries.
    case shorten
    /// `delay + amount × u` seconds: google-genai, OpenRouter.
    case add
    /// `delay × u`: AWS full jitter.
    case full
  }

  /// The preset's key, such as `openai-python-3.54`.
  public var name = "none"
  /// Attempts in all, the first included.
  public var attempts = 1
  /// The delay before the first retry.
  public var base = SimInterval.zero
  /// What each further delay is multiplied by.
  public var multiplier = 2.0
  /// The longest delay.
  public var cap = SimInterval.seconds(8)
  /// The kind of jitter.
  public var jitter: Jitter = .none
  /// Its size: a share for `shorten`, seconds for `add`.
  public var jitterAmount = 0.0
  /// The longest Retry-After that is obeyed; nil when the header is ignored.
  public var obeysRetryAfterUpTo: SimInterval?
  /// Whether a Retry-After beyond that ends the call instead of falling back to the own delay.
  public var longerRetryAfterFails = false
  /// Whether a 429 is retried.
  public var retriesThrottled = true
  /// Whether a server error is retried.
  public var retriesServerErrors = true
  /// After that long an attempt is given up; nil for never.
  public var timeout: SimInterval?
  /// Where the values come from.
  public var source: String?
  /// The day, month or year for which they can be defended.
  public var asOf: String?
  /// Grade A (vendor's own page or code), B (vendor's price API) or C (a dated third party).
  public var grade: String?
  /// Further remarks.
  public var note: String?

  /// A client that tries once.
  public init() {}
}
