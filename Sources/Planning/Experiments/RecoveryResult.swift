import Quantities
import Scenarios
import Simulating
public import Statistics

/// How long a platform takes to keep its targets again when the faults of a test are over.
///
/// It keeps them from the first sample on from which every later one does: failures within what the test
/// allows, and a mean response time no higher than the test's `max_p95`, or than the highest p95 target
/// where it has none. A mean is no p95: the real recovery is not earlier.
public struct RecoveryResult: Sendable {
  /// When the last fault is over, in seconds from the start.
  public var over: Double
  /// Seconds from then until the targets are kept, by replication; nil where they never are.
  public var times: [Double?]
  /// The time between two samples, in seconds: how exactly the times are known.
  public var resolution: Double
  /// The mean time of those that recover, with its interval.
  public var mean: Estimated

  /// Replications that recover.
  public var recovered: Int { times.count { $0 != nil } }
}

extension Summary {
  /// The recovery from the faults of the test; nil when it has none that ends before the test does.
  var recovery: RecoveryResult? {
    let test = workload.test
    guard let over = test.faults.map(\.end.seconds).max(), over < test.duration.seconds,
      let samples = measurements.first?.samples, samples.count > 1
    else { return nil }
    let targets = scenario.platform.endpoints.filter {
      $0.queue == nil && $0.targets.scope == .total
    }
    let limit = test.maxP95 ?? targets.compactMap(\.targets.p95).max()
    let times = measurements.map { time($0, after: over, limit?.seconds ?? .infinity) }
    let known = times.compactMap(\.self)
    return RecoveryResult(
      over: over,
      times: times,
      resolution: Double(samples[1].time - samples[0].time) / 1e9,
      mean: meanInterval(of: known, level: scenario.experiment.confidence)
    )
  }

  private func time(_ run: Measurement, after over: Double, _ limit: Double) -> Double? {
    var recovered: Double?
    for sample in run.samples where Double(sample.time) / 1e9 > over + 1e-6 {
      let ended = sample.completed + sample.failed
      let failures = Double(sample.failed) / Double(max(ended, 1))
      let mean = Double(sample.responseTime) / 1e9 / Double(max(sample.completed, 1))
      let isKept =
        failures <= workload.test.maxFailures.value && mean <= limit
        && (ended > 0 || sample.inFlight == 0)
      recovered = isKept ? recovered ?? Double(sample.time) / 1e9 - over : nil
    }
    return recovered
  }
}
