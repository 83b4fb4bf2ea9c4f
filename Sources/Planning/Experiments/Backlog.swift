import Quantities
public import Scenarios
import Simulating
import Statistics

/// Requests that pile up because more work arrives than can be done.
struct Backlog {
  let test: LoadTest
  let measurements: [Measurement]

  /// By how many requests a second the number in progress grows; nil unless it does beyond doubt.
  ///
  /// Judged are open tests whose load stays as it is. Over the last half of the run the mean number in
  /// progress in the second quarter is set against that in the first: it grows when the whole 99.9 %
  /// interval of the difference over replications lies above 0 and the difference is a fifth or
  /// more. In a queue that only fills up slowly both are small; one at twice its capacity grows by two
  /// fifths.
  var growth: Estimate? {
    guard test.driver == .open, test.isSteady, measurements.count > 1 else { return nil }
    var rates: [Double] = []
    var (earlier, later) = (0.0, 0.0)
    for samples in measurements.map(\.samples) {
      guard samples.count >= 40, let end = samples.last?.time, end > 0 else { return nil }
      let first = mean(samples[(samples.count / 2)..<(samples.count * 3 / 4)])
      let second = mean(samples[(samples.count * 3 / 4)...])
      rates.append((second - first) / (Double(end) / 4e9))
      earlier += first
      later += second
    }
    guard later >= 1.2 * earlier, later >= Double(measurements.count),
      let estimate = meanInterval(of: rates, level: Fraction(0.999)).estimate, estimate.low > 0
    else { return nil }
    return estimate
  }

  private func mean(_ samples: ArraySlice<Measurement.Sample>) -> Double {
    samples.reduce(0) { $0 + Double($1.inFlight) } / Double(max(samples.count, 1))
  }
}

extension LoadTest {
  /// Whether the load and the platform stay as they are all the time.
  public var isSteady: Bool {
    driver != .trace && stages.isEmpty && !followsDay && faults.isEmpty && herds.isEmpty
  }

  /// Whether a test is about what happens in its time, or about the state in the long run.
  public enum ExperimentType: String, Hashable, Sendable {
    /// The start is real and nothing is deleted.
    case terminating
    /// The start is an artefact, and a warm-up is deleted.
    case steadyState
  }

  /// The type of the experiment: a test with a warm-up asks for the steady state.
  public var experimentType: ExperimentType { warmUp == .zero ? .terminating : .steadyState }
}
