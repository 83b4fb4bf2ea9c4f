import Quantities
import Statistics

extension Tallies {
  /// Whether an objective will be missed whatever else happens.
  ///
  /// - Parameters:
  ///   - objectives: The objectives.
  ///   - offered: How many requests come in all, by endpoint; nil where nobody knows.
  /// - Returns: Whether it is lost; false as well where that cannot be told yet.
  func misses(_ objectives: Objectives, _ offered: [Int64?]) -> Bool {
    var failed: Int64 = 0
    for (endpoint, goal) in objectives.endpoints.enumerated() {
      let failures = failures(of: endpoint)
      failed += failures
      guard let all = offered[endpoint], all >= objectives.fewest else { continue }
      if Double(failures) / Double(all) > goal.maxFailures.value { return true }
      for (percentile, limit) in goal.percentiles {
        let rest = 1 - percentile
        guard Double(completed(of: endpoint)) * rest >= 2 else { continue }
        // Fewer may be answered in the end than come, and then fewer may be late.
        let late = late(endpoint, after: limit.nanoseconds, withoutModels: goal.withoutModels)
        if Double(late) > Double(all) * rest + 1 { return true }
      }
    }
    let known = offered.compactMap { $0 }
    let all = known.reduce(0, +)
    guard known.count == offered.count, all > 0 else { return false }
    return Double(failed) / Double(all) > objectives.maxFailures.value
  }

  /// Measured requests of an endpoint that were answered.
  private func completed(of endpoint: Int) -> Int64 { endpoints.memory[endpoint].completed }

  /// Measured requests of an endpoint that have failed.
  private func failures(of endpoint: Int) -> Int64 {
    let first = failures.memory + endpoint * FailureReason.count
    return (0..<FailureReason.count).reduce(0) { $0 + first[$1] }
  }

  /// Answers of an endpoint that took longer than a time for certain: by more than a bucket is wide.
  private func late(_ endpoint: Int, after nanoseconds: Int64, withoutModels: Bool) -> Int64 {
    let tally = endpoints.memory[endpoint]
    let isApart = withoutModels && tally.callsModels
    let counters = isApart ? tally.histogramWithoutModel : tally.histogram
    let greatest = isApart ? tally.withoutModel.greatest : tally.total.greatest
    let first = HistogramLayout.bucket(of: nanoseconds) + 1
    let last = HistogramLayout.bucket(of: greatest)
    guard first <= last else { return 0 }
    return (first...last).reduce(0) { $0 + Int64(counters[$1]) }
  }
}
