import Kernel
import Stations

struct CompiledCall {
  var input: Draw
  var output: Draw
  var fromTrace: Bool
  /// The most answer tokens asked for, −1 when not set, and whether answers end there.
  var maxTokens: Int32
  var cutsAnswers: Bool
  /// The models that it may go to: first the group, then the fallbacks.
  var firstTarget: Int32
  var targetCount: Int32
  var groupCount: Int32
  /// The retry policies around it, the innermost first.
  var firstLayer: Int32
  var layerCount: Int32
  /// The layer that has a budget, −1 for none.
  var budgetLayer: Int32
  /// Prompt tokens that calls have in common, and how many different such prefixes there are.
  var prefixTokens: Int32 = 0
  var prefixes: Int32 = 0
  /// Whether it is the second of two calls that ask the same.
  var isHedge: Bool
  /// Whether a retry goes out at once while another deployment of the group does not rest.
  var retriesAtOnce: Bool
  /// After that long an attempt is given up, in nanoseconds; negative for never.
  var timeout: Int64
  var inputPurpose: UInt32
  var outputPurpose: UInt32
  /// Lengths that are always the same, −1 for others.
  var usualInput: Int32 = -1
  var usualOutput: Int32 = -1
  /// Where its lengths and the times of its first attempt stand among the numbers drawn ahead, −1 where
  /// they are drawn in their turn.
  var inputColumn: Int32 = -1
  var outputColumn: Int32 = -1
  var firstTokenColumn: Int32 = -1
  var otherTokensColumn: Int32 = -1
}

struct CompiledLayer {
  var backoff: Backoff
  /// No retry begins later than that after the call began.
  var deadline: Int64
  /// First budget, one for each client process; −1 for none.
  var budget: Int32
}

struct CompiledTarget {
  var model: Int32
  var provider: Int32
  var timeToFirstToken: Draw
  var timePerOutputToken: Draw
  var cachedShare: Double
  /// The most answer tokens of the model, −1 when unknown.
  var maxOutput: Int32
  /// First cooldown, one for each client process; −1 for none.
  var cooldown: Int32
  /// First breaker, one for each client process; −1 for none.
  var breaker: Int32 = -1
  /// First throttle, one for each client process; −1 for none.
  var throttle: Int32 = -1
  /// First prefix of the call in the model's prompt cache, −1 for none, and the cache's rules.
  var prefix: Int32 = -1
  var lifetime: Int64 = 0
  var refreshes = false
  var timeSaved = 0.0
  /// Billionths of a dollar for a token, for limits on what is spent.
  var inputPrice: Double
  var cachedPrice: Double
  var outputPrice: Double
  /// The longest prompt at ordinary prices.
  var longAbove = Int32.max
  /// Spans of the day with prices of their own, in the program's list.
  var firstPeak: Int32 = 0
  var peakCount: Int32 = 0
}

/// Which prices an attempt is billed by.
enum Pricing {
  case ordinary, longContext, peakHours
}

/// A span of the day in which a model costs more, in nanoseconds after midnight UTC.
struct PeakSpan {
  var from: Int64
  var until: Int64
}

/// Which tokens an admission is charged with.
enum ChargeRule: UInt8 {
  case actual, maxOfEstimate, promptPlusMax, reserveAndSettle, inputOnly
}

/// What a limiter counts.
public enum LimitDimension: UInt8, Sendable, Codable {
  /// Attempts.
  case requests
  /// Prompt and answer tokens.
  case tokens
  /// Prompt tokens.
  case inputTokens
  /// Answer tokens.
  case outputTokens
  /// Billionths of a dollar.
  case spend
}

struct CompiledProvider {
  var firstLimiter: Int32
  var limiterCount: Int32
  var charge: ChargeRule
  var countsRejected: Bool
  var sendsRetryAfter: Bool
  /// What a Retry-After is rounded up to, in nanoseconds.
  var retryAfterStep: Int64
  /// What an answer token counts for when a reservation is settled.
  var burndown: Double
  /// Whether answer tokens are charged while they are produced.
  var flows: Bool
  /// Whether it stops at once when nobody waits for an answer any more.
  var stopsWhenAborted: Bool
  /// Whether it says 429 for want of money, rather than an error that nobody retries.
  var spendIsThrottle: Bool
  var errorRate: Double
  /// What a prompt is taken for at the admission, over what it is; nil for what it is.
  var estimate: Draw?
  /// Pool of concurrent calls, −1 for none.
  var concurrency: Int32
  /// Calls are answered no earlier than that.
  var silentUntil: Int64 = 0

  /// Its limiters, by their places among all.
  var limiters: Range<Int> { Int(firstLimiter)..<Int(firstLimiter) + Int(limiterCount) }
}

struct CompiledLimiter {
  var dimension: LimitDimension
  var rule: RateLimiter.Rule
  var limit: Double
  var window: Int64
  var depth: Double
  /// When a calendar starts again.
  var resets: [Int64] = []
  /// Units that were spent before the start.
  var spentBefore = 0.0

  /// The limiter at the start of a run.
  var limiter: RateLimiter {
    var made = RateLimiter(rule: rule, limit: limit, window: window, depth: depth, resets: resets)
    if spentBefore > 0 { made.spend(spentBefore, now: 0) }
    return made
  }
}
