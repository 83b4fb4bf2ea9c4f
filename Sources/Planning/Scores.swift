import Statistics
import Forecasting
import Quantities
import Scenarios

/// A score from 1 to 10, and the rule that produced it.
public struct Score: Sendable {
  /// What is scored.
  public var title: String
  /// 1…10; nil when there is nothing to score.
  public var value: Double?
  /// The rule, with the numbers put in.
  public var rule: String

  init(_ title: String, _ value: Double?, rule: String) {
    self.title = title
    self.value = value.map { ($0.clamped(to: 1...10) * 10).rounded() / 10 }
    self.rule = rule
  }
}

extension Score {
  /// How far the load can grow before the first target falls: 1 + 3 × log₁₀ of the multiple.
  static func scalability(_ breakpoint: Breakpoint?) -> Score {
    guard let breakpoint, let factor = breakpoint.factor.estimate else {
      return Score("Scalability", nil, rule: "no breakpoint was found to score")
    }
    let value = 1 + 3 * decimalLogarithm(max(factor.value, 0.01))
    return Score(
      "Scalability",
      value,
      rule: "1 + 3 × log10(load at the breakpoint / load of the busiest hour today) with "
        + "\(number(factor.value)): 10x today scores 4, 100x scores 7, 1,000x scores 10"
    )
  }

  /// The share of load tests that pass, later tiers counting as much as earlier ones.
  ///
  /// A test that is missed a little counts for the most part (`passShare`): a score that jumps when a
  /// percentile passes its target by a hair would say more than the simulation knows.
  static func loadTest(_ results: [TestResult]) -> Score {
    // A test that is the same at every tier counts once.
    let first = results.first?.tier
    let results = results.filter { !$0.test.isIndependentOfTier || $0.tier == first }
    guard !results.isEmpty else {
      return Score("Load Test", nil, rule: "no load test was run")
    }
    let passed = results.filter { $0.verdict.isWithin }.count
    let counted = results.reduce(0) { $0 + $1.passShare }
    return Score(
      "Load Test",
      1 + 9 * counted / Double(results.count),
      rule:
        "1 + 9 × share of simulated load tests that pass, over all tiers, one that is missed by less "
        + "than half counting in part: \(passed) of \(results.count) pass, which counts "
        + "\(number(counted))"
    )
  }

  /// The months until the first limit, a year being safe, and whether the roadmap reaches all tiers.
  static func growthReadiness(_ study: Study) -> Score {
    let first = study.growth?.milestones.first { $0.kind == .limit }
    let reached = study.phases.reduce(0) { $0 + $1.end.passShare }
    let tiers = study.phases.count
    guard tiers > 0, let growth = study.growth, !growth.series.isEmpty else {
      return Score("Growth Readiness", nil, rule: "no growth history or no tiers to plan for")
    }
    var months = 12.0
    if let first, let date = first.date.alreadyReached ?? first.date.median {
      months = max(0, Double(date.dayNumber - study.today.dayNumber) / 30.44)
    }
    let value = 1 + 4.5 * min(months / 12, 1) + 4.5 * reached / Double(tiers)
    return Score(
      "Growth Readiness",
      value,
      rule: "1 + 4.5 × (months until the first limit, at most 12) / 12 + 4.5 × share of tiers that "
        + "the roadmap reaches, one that is missed by less than half counting in part: "
        + "\(number(months)) months, \(number(reached)) of \(tiers) tiers"
    )
  }
}

extension StateCheck {
  /// What is left of a pass: 1 up to the limit, 0 from half as much again, by the logarithm in between.
  ///
  /// Failures are counted in points beyond the allowed, ten of them like half: near its limit a
  /// platform that is offered 1 % more fails 1 % more, which may be many times what it failed before.
  var passShare: Double {
    let excess = unit == "%" ? 1 + (value - limit) / 20 : use
    guard excess.isFinite else { return 0 }
    let beyond = decimalLogarithm(max(excess, 1)) / decimalLogarithm(1.5)
    return (1 - beyond).clamped(to: 0...1)
  }
}

extension TestResult {
  /// How much of a pass a test is, by the target that it misses most; 0 for an unstable one.
  var passShare: Double {
    if wasTruncated || backlogGrowth != nil || targetChecks.isEmpty { return 0 }
    return targetChecks.map(\.passShare).min() ?? 0
  }
}

extension PlatformState {
  /// How much of a pass a state is, by the target or limit that it misses most.
  var passShare: Double {
    min(result.passShare, checks.map(\.passShare).min() ?? 0)
  }
}

extension Comparable {
  func clamped(to range: ClosedRange<Self>) -> Self {
    min(max(self, range.lowerBound), range.upperBound)
  }
}
