import Statistics
import Simulating
public import Costing
public import Quantities
public import Scenarios

/// A platform at one tier, simulated in the busiest hour.
public struct PlatformState: Sendable {
  /// The busiest hour.
  public var result: TestResult
  /// Demand against limits.
  public var headroom: [Headroom]
  /// Where requests wait and fail.
  public var bottlenecks: [Bottleneck]
  /// What falls first; nil when everything holds.
  public var failing: String?
  /// The bill of a month, its usage brought up from the busiest hour.
  public var bill: Bill

  /// Limits that are passed although nothing waits for them, such as the size of a disk.
  public var exceeded: [Headroom] {
    headroom.filter(\.isPassedUnnoticed)
  }

  /// Whether all targets are met and no limit is passed.
  public var holds: Bool { failing == nil && exceeded.isEmpty }

  /// How badly targets and limits are missed; zero when all hold.
  ///
  /// The sum of the logarithms of value over target, of ten times the share of failures beyond the
  /// allowed, and of demand over limit, each counted where it is missed.
  public var violation: Double {
    var sum = 0.0
    for endpoint in result.endpoints where endpoint.offered > 0 {
      for item in endpoint.percentiles {
        guard let target = item.target, let value = item.decisive else { continue }
        sum += max(0, decimalLogarithm(max(value, 1e-9) / target.seconds))
      }
      let failures = endpoint.failureRatio.estimate?.value ?? 0
      sum += 10 * max(0, failures - endpoint.maxFailures.value)
    }
    for row in exceeded {
      sum += max(0.01, decimalLogarithm(1 / max(row.growthToLimit ?? 1, 1e-9)))
    }
    return sum
  }
}

/// A step of the roadmap: what is changed, why, and what the simulation says before and after it.
public struct RoadmapStep: Sendable {
  /// The change.
  public var change: CandidateChange
  /// The level it is brought to, from 1.
  public var level: Int
  /// Paths and the values that they get.
  public var settings: CandidateChange.Settings
  /// The bottleneck that it answers, in words.
  public var reason: String
  /// The state before.
  public var before: PlatformState
  /// The state after.
  public var after: PlatformState
  /// Work that it takes, in person-days.
  public var effortDays: Double

  /// What the bill rises by in a month.
  public var addedCost: Money { after.bill.total - before.bill.total }
}

/// A change that was tried and taken back.
public struct RejectedStep: Sendable {
  /// What was tried, what it costs, and why it was taken back.
  public var words: String
  /// The change.
  public var change: CandidateChange
  /// The level that was tried, from 1.
  public var level: Int
  /// The bill of a month without it.
  public var before: Bill
  /// The bill with it.
  public var after: Bill

  /// What the bill would have risen by.
  public var addedCost: Money { after.total - before.total }
}

/// The way to one tier.
public struct RoadmapPhase: Sendable {
  /// The tier to reach.
  public var tier: Tier
  /// The steps, in order; empty when the platform holds as it is.
  public var steps: [RoadmapStep]
  /// All settings in force at the end, earlier phases included.
  public var settings: CandidateChange.Settings
  /// The platform before the first step.
  public var start: PlatformState
  /// The platform after the last step.
  public var end: PlatformState
  /// What was tried and brought nothing.
  public var rejected: [RejectedStep]

  /// Whether the tier is reached with all targets met.
  public var holds: Bool { end.holds }
}
