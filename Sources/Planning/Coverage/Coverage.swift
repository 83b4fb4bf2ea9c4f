public import Quantities
public import Scenarios
import Statistics

/// How often the intervals of one figure hold the exact value, over many runs of an experiment.
public struct Coverage: Sendable {
  /// The system, in the field's notation.
  public var system: String
  /// What is estimated.
  public var metric: String
  /// What it is counted in: `s`, `1/s`, or nothing for a probability.
  public var unit: String
  /// The exact value.
  public var exact: Double
  /// The confidence that the intervals claim.
  public var level: Fraction
  /// Runs of the whole experiment, each with a seed of its own.
  public var runs: Int
  /// Runs that gave an interval.
  public var given = 0
  /// Runs whose interval holds the exact value.
  public var covered = 0
  /// Runs whose interval lies below the exact value.
  public var below = 0
  /// Runs whose interval lies above it.
  public var above = 0
  /// The mean half-width of the intervals, relative to the exact value.
  public var meanRelativeHalfWidth = 0.0
  /// Replications of a run, on average.
  public var meanReplications = 0.0

  /// The share of the intervals that hold the exact value; nil when none was given.
  public var share: Double? { given > 0 ? Double(covered) / Double(given) : nil }

  /// How far the share of a right procedure may be from its level: in 19 of 20 rows it is nearer.
  ///
  /// 1.4 percentage points for 1,000 runs at 95 %, the binomial range of 936…964.
  public var tolerance: Double {
    2.03 * (level.value * (1 - level.value) / Double(max(given, 1))).squareRoot()
  }

  /// How many tolerances the share is off its level; nil when no interval was given.
  public var deviation: Double? {
    share.map { abs($0 - level.value) / tolerance }
  }
}

extension Laboratory {
  /// Runs the whole experiment of a scenario many times and counts how often its intervals are right.
  ///
  /// Everything is done as for a user: pilot runs and their warm-up, replications, intervals; run k
  /// has the seed of the scenario plus k. The runs go side by side, one thread each.
  ///
  /// - Parameters:
  ///   - scenario: A scenario whose first test has closed forms.
  ///   - runs: How many runs, at least one.
  /// - Returns: By figure, in the order of `closedFormChecks`; empty when no closed form applies.
  public func coverage(of scenario: Scenario, runs: Int) async -> [Coverage] {
    guard let test = scenario.tests.first, runs > 0 else { return [] }
    var results = [[ClosedFormCheck]](repeating: [], count: runs)
    await withTaskGroup(of: (Int, [ClosedFormCheck]).self) { group in
      var next = 0
      var done = 0
      func startNext() {
        guard next < runs else { return }
        var variant = scenario
        variant.experiment.seed = scenario.experiment.seed &+ UInt64(next)
        let (number, single, chosen) = (next, Laboratory(threads: 1, trace: trace), variant)
        next += 1
        group.addTask {
          let result = await single.run(test, at: chosen.tiers.first, of: chosen)
          return (number, closedFormChecks(result, chosen))
        }
      }
      for _ in 0..<min(threads, runs) { startNext() }
      while let (number, checks) = await group.next() {
        results[number] = checks
        done += 1
        report(Progress(activity: scenario.title, done: done, total: runs))
        startNext()
      }
    }
    return Laboratory.count(results)
  }

  private static func count(_ results: [[ClosedFormCheck]]) -> [Coverage] {
    guard let first = results.first else { return [] }
    return first.indices.map { index in
      let checks = results.map { $0[index] }
      let estimates = checks.compactMap(\.simulated.estimate)
      let check = checks[0]
      var row = Coverage(
        system: check.system,
        metric: check.metric,
        unit: check.unit,
        exact: check.exact,
        level: estimates.first?.level ?? Fraction(0.95),
        runs: checks.count
      )
      row.given = estimates.count
      for estimate in estimates {
        if estimate.high < check.exact {
          row.below += 1
        } else if estimate.low > check.exact {
          row.above += 1
        } else {
          row.covered += 1
        }
        row.meanRelativeHalfWidth += estimate.halfWidth / check.exact / Double(estimates.count)
        row.meanReplications += Double(estimate.replications) / Double(estimates.count)
      }
      return row
    }
  }
}
