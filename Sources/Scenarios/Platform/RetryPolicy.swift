public import Quantities

/// How a client library retries a call; presets carry the library's version.
public struct RetryPolicy: Hashable, Sendable {
  /// How chance enters the delay between attempts, `u` being uniform in 0…1.
  public enum Jitter: String, Hashable, Sendable, CaseIterable {
    /// No jitter.
    case none
    /// `delay × (1 − amount × u)`: the OpenAI and Anthropic libraries.
    case shorten
    /// `delay + amount × u` seconds, and no more than the cap: google-genai, OpenRouter.
    case add
    /// `min(delay, cap) + amount × u` seconds: litellm.
    case add_above
    /// `delay × u`: AWS full jitter.
    case full
    /// `delay / 2 × (1 + u)`: AWS equal jitter.
    case equal
    /// `min(cap, base + u × (3 × the last delay − base))`: AWS decorrelated jitter.
    case decorrelated
    /// `delay × (1 − amount + 2 × amount × u)`: gRPC, Socket.IO.
    case around
    /// From `amount` seconds to the delay: tenacity's random exponential wait.
    case from
    /// Each delay is the last × multiplier × (1 + u): the OpenAI cookbook.
    case growing
    /// `delay × −ln(1 − u)`: exponential with that mean, as callers who come back by chance.
    case exponential
  }

  /// The preset's key, such as `openai-python-3.54`.
  public var name = "none"
  /// Attempts in all, the first included.
  public var attempts = 1
  /// Whether it tries again for ever, so that `attempts` means nothing.
  public var isEndless = false
  /// The delay before the first retry.
  public var base = SimInterval.zero
  /// The same after an error that is no throttle; nil for the same.
  public var errorBase: SimInterval?
  /// What each further delay is multiplied by.
  public var multiplier = 2.0
  /// The longest delay.
  public var cap = SimInterval.seconds(8)
  /// The kind of jitter.
  public var jitter: Jitter = .none
  /// Its size: a share for `shorten` and `around`, seconds for `add`, `add_above` and `from`.
  public var jitterAmount = 0.0
  /// Whether an obeyed Retry-After gets the jitter that `add_above` adds.
  public var jittersRetryAfter = false
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
  /// No retry begins later than that after the first attempt; nil for no such limit.
  public var deadline: SimInterval?
  /// What limits the retries of all calls of a process together.
  public var budget: RetryAllowance?
  /// How calls are spread over the deployments of a group, and when one rests.
  public var router: RouterPolicy?
  /// The client that this one wraps, by name: it retries first, and attempts multiply.
  public var wraps: String?
  /// The clients inside this one, the innermost first.
  public var inner: [RetryPolicy] = []
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

/// What limits the retries of all calls of a client process together: a stock of units.
///
/// A retry takes units and is not made when they would not suffice.
public struct RetryAllowance: Hashable, Sendable {
  /// The most units, and what a process starts with.
  public var capacity = 500.0
  /// A retry needs more than that left after it has paid.
  public var floor = 0.0
  /// What a retry after a 429 takes.
  public var throttledCost = 0.0
  /// What a retry after another failure takes.
  public var errorCost = 0.0
  /// What any failed attempt takes, retried or not.
  public var failureCost = 0.0
  /// What a call adds that succeeds at its first attempt.
  public var successGain = 0.0
  /// Whether a call that succeeds after retries gets back what its last retry took.
  public var refunds = false
  /// What each call adds, whatever becomes of it.
  public var callGain = 0.0

  /// A stock of 500 units that nothing takes from.
  public init() {}
}

/// How a router spreads calls over the deployments of a group, and when a deployment rests.
public struct RouterPolicy: Hashable, Sendable {
  /// How long a deployment rests after a 429 without a Retry-After, or after too many failures.
  public var cooldown = SimInterval.seconds(5)
  /// Whether a retry goes out at once while another deployment does not rest.
  public var retriesAtOnce = true
  /// The share of failures in a minute of the clock above which a deployment rests.
  public var failureShare = Fraction(0.5)
  /// Attempts in that minute below which the share says nothing.
  public var leastAttempts = 5

  /// litellm's values.
  public init() {}
}
