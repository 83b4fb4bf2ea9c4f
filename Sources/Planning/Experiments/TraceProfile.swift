public import Quantities
public import Scenarios

/// What a trace of requests is like: how many, how bursty, how long.
///
/// Windows count from the first request; the last one is left out unless the trace fills it.
public struct TraceProfile: Sendable {
  /// Token lengths of the requests.
  public struct Lengths: Sendable {
    /// The mean.
    public var mean: Double
    /// p50, p90, p95 and p99, interpolated linearly at rank (n − 1)p.
    public var percentiles: [(percentile: Double, value: Double)]
  }

  /// How counts vary from window to window.
  public struct Burstiness: Sendable {
    /// The length of the windows.
    public var window: SimInterval
    /// Variance over mean of the counts (index of dispersion); 1 for a Poisson process.
    public var dispersion: Double
    /// The fullest window over the mean one.
    public var peakToMean: Double
  }

  /// Requests in the trace.
  public var requests: Int
  /// From the first to the last.
  public var span: SimInterval
  /// Coefficient of variation of the gaps between requests; 1 for a Poisson process.
  public var gapVariation: Double
  /// By window: a second, ten seconds, a minute.
  public var burstiness: [Burstiness]
  /// Prompt tokens.
  public var input: Lengths
  /// Answer tokens.
  public var output: Lengths
  /// Prompt and answer tokens in each full minute: the mean, the 95th percentile and the most.
  public var tokensPerMinute: (mean: Double, p95: Double, most: Double)

  /// Requests per second.
  public var rate: Rate {
    Rate(perSecond: span.seconds > 0 ? Double(requests) / span.seconds : 0)
  }

  /// The profile of a trace; nil for fewer than three requests.
  public init?(_ trace: [TraceRow]) {
    guard let first = trace.first, let last = trace.last, trace.count > 2, last.time > first.time
    else { return nil }
    let times = trace.map { ($0.time - first.time).seconds }
    requests = trace.count
    span = last.time - first.time
    let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
    gapVariation = TraceProfile.variance(gaps).squareRoot() / TraceProfile.mean(gaps)
    burstiness = [1, 10, 60].compactMap { seconds in
      let counts = TraceProfile.sums(times, weights: nil, window: seconds)
      guard counts.count > 1 else { return nil }
      let mean = TraceProfile.mean(counts)
      return Burstiness(
        window: SimInterval(seconds: seconds),
        dispersion: TraceProfile.variance(counts) / mean,
        peakToMean: (counts.max() ?? 0) / mean
      )
    }
    input = Lengths(trace.map { Double($0.inputTokens) })
    output = Lengths(trace.map { Double($0.outputTokens) })
    let minutes = TraceProfile.sums(
      times,
      weights: trace.map { Double($0.inputTokens) + Double($0.outputTokens) },
      window: 60
    )
    tokensPerMinute = (
      TraceProfile.mean(minutes), TraceProfile.quantile(minutes.sorted(), 0.95),
      minutes.max() ?? 0
    )
  }
}

extension TraceProfile {
  /// Counts, or sums of weights, in the windows that the trace fills.
  fileprivate static func sums(_ times: [Double], weights: [Double]?, window: Double) -> [Double] {
    let count = Int((times[times.count - 1] / window).rounded(.down))
    var sums = [Double](repeating: 0, count: count)
    for (i, time) in times.enumerated() {
      let bin = Int(time / window)
      if bin < count { sums[bin] += weights?[i] ?? 1 }
    }
    return sums
  }

  fileprivate static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  /// The variance of all values, not of a sample of them.
  fileprivate static func variance(_ values: [Double]) -> Double {
    let mean = mean(values)
    return TraceProfile.mean(values.map { ($0 - mean) * ($0 - mean) })
  }

  fileprivate static func quantile(_ sorted: [Double], _ p: Double) -> Double {
    guard let last = sorted.last else { return 0 }
    let rank = Double(sorted.count - 1) * p
    let below = Int(rank)
    guard below + 1 < sorted.count else { return last }
    return sorted[below] + (rank - Double(below)) * (sorted[below + 1] - sorted[below])
  }
}

extension TraceProfile.Lengths {
  fileprivate init(_ values: [Double]) {
    mean = TraceProfile.mean(values)
    let sorted = values.sorted()
    percentiles = [0.5, 0.9, 0.95, 0.99].map { ($0, TraceProfile.quantile(sorted, $0)) }
  }
}
