/// A limit on requests at once that follows what they take: Netflix's Gradient2, Vegas and AIMD, and
/// Envoy's gradient controller.
///
/// It takes samples of how long requests took and looks at them once a window. What is refused takes no
/// sample. Formulas: Netflix/concurrency-limits and Envoy's adaptive concurrency filter; both from their
/// code and documentation of 2026.
///
/// - Invariant: the limit lies between its least and its most.
public struct AdaptiveLimit: Sendable {
  /// How the limit follows the samples.
  public enum Kind: UInt8, Sendable {
    /// `limit × clamp(tolerance × long / short, ½, 1) + queue`, smoothed.
    case gradient2
    /// Up or down by the decimal logarithm, by the queue `limit × (1 − least / now)`.
    case vegas
    /// One more while it is used, `backoff` times as much after a loss.
    case aimd
    /// `gradient × limit + √`, the gradient being (least + buffer) over the median.
    case envoy
  }

  /// The numbers of a limit.
  public struct Rule: Sendable {
    /// How the limit follows the samples.
    public var kind: Kind
    /// The limit at the start.
    public var initial = 20.0
    /// The lowest limit.
    public var least = 20.0
    /// The highest limit.
    public var most = 200.0
    /// How often it is looked at, in nanoseconds.
    public var window: Int64 = 1_000_000_000
    /// Samples that a look needs.
    public var leastSamples: Int32 = 10
    /// The weight of a new limit against the old.
    public var smoothing = 0.2
    /// Windows that the long average goes back.
    public var longWindow = 600.0
    /// How much slower than the long average requests may be.
    public var tolerance = 1.5
    /// Requests in line that are wanted.
    public var queue = 4.0
    /// What is left after a loss.
    public var backoff = 0.9
    /// What takes longer is lost, in nanoseconds.
    public var timeout: Int64 = 5_000_000_000
    /// Windows times limit after which the least time is looked for again.
    public var probe = 30.0
    /// Requests with which the least time is found.
    public var leastTimeSamples: Int32 = 50
    /// The limit while it is looked for.
    public var leastTimeLimit = 3.0
    /// How often it is looked for, in nanoseconds.
    public var leastTimeEvery: Int64 = 60_000_000_000
    /// The share of the least time by which the median may pass it.
    public var buffer = 0.25

    /// The numbers that Netflix gives Gradient2.
    public init(_ kind: Kind) { self.kind = kind }
  }

  /// Faster requests are not looked at, in nanoseconds.
  private static let tooFast: Int64 = 100_000

  /// Its numbers.
  public let rule: Rule
  /// Requests that may be in progress.
  public private(set) var limit: Double
  private var windowEnd = Int64.min
  private var samples: [Int64] = []
  private var sum: Int64 = 0
  private var count: Int32 = 0
  private var mostInFlight: Int32 = 0
  private var hasLost = false
  /// The long average and the windows in it; the least time.
  private var long = 0.0
  private var windows = 0.0
  private var leastTime = Int64.max
  private var probed = 0.0
  /// Envoy: when the least time is looked for next, and the limit that waits meanwhile.
  private var nextSearch = Int64.min
  private var kept = 0.0
  private var isSearching = false

  /// A limit at its start.
  public init(_ rule: Rule) {
    self.rule = rule
    limit = rule.initial
    kept = rule.initial
    if rule.kind == .envoy {
      isSearching = true
      limit = rule.leastTimeLimit
      samples.reserveCapacity(1024)
    }
  }

  /// Whether another request may be in progress.
  public func admits(inFlight: Int32) -> Bool { inFlight < Int32(limit) }

  /// A request that was admitted has ended.
  ///
  /// - Parameters:
  ///   - span: How long it took, in nanoseconds.
  ///   - inFlight: Requests in progress at its end, itself included.
  ///   - lost: Whether its caller had given up.
  ///   - now: When it ended.
  public mutating func sample(span: Int64, inFlight: Int32, lost: Bool, now: Int64) {
    guard span >= AdaptiveLimit.tooFast else { return }
    if windowEnd == .min { windowEnd = now + rule.window }
    count += 1
    sum += span
    mostInFlight = max(mostInFlight, inFlight)
    hasLost = hasLost || lost
    if rule.kind == .envoy { return sampleForEnvoy(span, now: now) }
    guard now > windowEnd, count >= rule.leastSamples else { return }
    let mean = sum / Int64(count)
    switch rule.kind {
    case .gradient2: followGradient(Double(mean))
    case .vegas: followQueue(mean)
    case .aimd: followLoss(mean)
    case .envoy: break
    }
    limit = min(max(limit, rule.least), rule.most)
    startWindow(now: now)
  }

  private mutating func startWindow(now: Int64) {
    windowEnd = now + rule.window
    count = 0
    sum = 0
    mostInFlight = 0
    hasLost = false
    samples.removeAll(keepingCapacity: true)
  }

  private mutating func followGradient(_ short: Double) {
    windows += 1
    if windows <= 10 {
      long += (short - long) / windows
    } else {
      long += (short - long) * 2 / (rule.longWindow + 1)
    }
    if long / short > 2 { long *= 0.95 }
    guard Double(mostInFlight) >= limit / 2 else { return }
    let gradient = max(0.5, min(1, rule.tolerance * long / short))
    let wanted = limit * gradient + rule.queue
    limit = limit * (1 - rule.smoothing) + wanted * rule.smoothing
  }

  private mutating func followQueue(_ mean: Int64) {
    probed += 1
    if probed >= rule.probe * limit {
      probed = 0
      leastTime = mean
      return
    }
    if mean < leastTime {
      leastTime = mean
      return
    }
    let step = limit < 10 ? 1 : limit < 100 ? 1 : limit < 1000 ? 2 : 3.0
    if hasLost {
      limit -= step
      return
    }
    guard Double(mostInFlight) * 2 >= limit else { return }
    let queue = (limit * (1 - Double(leastTime) / Double(mean))).rounded(.up)
    if queue <= step {
      limit += 6 * step
    } else if queue < 3 * step {
      limit += step
    } else if queue > 6 * step {
      limit -= step
    }
  }

  private mutating func followLoss(_ mean: Int64) {
    if hasLost || mean > rule.timeout {
      limit *= rule.backoff
    } else if Double(mostInFlight) * 2 >= limit {
      limit += 1
    }
  }

  private mutating func sampleForEnvoy(_ span: Int64, now: Int64) {
    if samples.count < 1024 { samples.append(span) }
    if isSearching {
      guard samples.count >= Int(rule.leastTimeSamples) else { return }
      leastTime = median()
      isSearching = false
      nextSearch = now + rule.leastTimeEvery
      limit = kept
      return startWindow(now: now)
    }
    guard now > windowEnd, !samples.isEmpty else { return }
    if now >= nextSearch {
      isSearching = true
      kept = limit
      limit = rule.leastTimeLimit
      return startWindow(now: now)
    }
    let allowed = Double(leastTime) * (1 + rule.buffer)
    let gradient = max(0.5, min(2, allowed / Double(max(median(), 1))))
    let scaled = limit * gradient
    limit = min(max(scaled + scaled.squareRoot(), rule.leastTimeLimit), rule.most)
    startWindow(now: now)
  }

  private mutating func median() -> Int64 {
    samples.sort()
    return samples[samples.count / 2]
  }
}
