import Quantities
import Scenarios
import Simulating
import Statistics

/// A target or a limit of a platform, and how a simulated value stands to it.
public struct StateCheck: Sendable {
  /// What is held against its limit: `p95 of POST /council`.
  public var subject: String
  /// The value.
  public var value: Double
  /// What it must not pass.
  public var limit: Double
  /// What both are counted in.
  public var unit: String
  /// Whether it is passed.
  public var isMissed: Bool

  /// The value over the limit; infinite where nothing is allowed and there is something.
  public var use: Double {
    limit > 0 ? value / limit : value > 0 ? .infinity : 0
  }

  /// Value, limit and the room between them, as a clause.
  public var words: String {
    "\(subject) is \(number(value)) \(unit) against \(number(limit)) \(unit)\(room)"
  }

  private var room: String {
    guard use.isFinite else { return "" }
    if use > 2 { return ", \(number(use)) times as much" }
    return use > 1
      ? ", \(percent(use - 1)) too much"
      : ", \(percent(1 - use)) to spare"
  }
}

extension PlatformState {
  /// Every target and limit that the state is judged by, the tightest first.
  public var checks: [StateCheck] {
    (result.targetChecks + limitChecks).sorted { a, b in
      if a.isMissed != b.isMissed { return a.isMissed }
      return a.use != b.use ? a.use > b.use : a.subject < b.subject
    }
  }

  private var limitChecks: [StateCheck] {
    headroom.filter { $0.kind == nil || $0.kind == .connections }.compactMap { row in
      row.limit.map { limit in
        StateCheck(
          subject: row.resource,
          value: row.demand,
          limit: limit,
          unit: row.unit,
          isMissed: row.isPassedUnnoticed
        )
      }
    }
  }
}

extension TestResult {
  /// The targets of all endpoints and those of the test itself.
  var targetChecks: [StateCheck] {
    var checks: [StateCheck] = []
    for endpoint in endpoints where endpoint.offered > 0 {
      for item in endpoint.percentiles {
        guard let target = item.target, let value = item.decisive else { continue }
        checks.append(
          StateCheck(
            subject: "p\(Int((item.percentile * 100).rounded())) of \(endpoint.route)",
            value: value * 1000,
            limit: target.seconds * 1000,
            unit: "ms",
            isMissed: item.isMissed
          )
        )
      }
      let failures = failureCheck(
        "failed share of \(endpoint.route)",
        endpoint.failureRatio,
        endpoint.maxFailures
      )
      if let failures { checks.append(failures) }
    }
    if let all = failureCheck("failed share of all requests", failureRatio, test.maxFailures) {
      checks.append(all)
    }
    if let limit = test.maxP95, let value = overallP95.estimate?.value {
      checks.append(
        StateCheck(
          subject: "p95 of all requests",
          value: value * 1000,
          limit: limit.seconds * 1000,
          unit: "ms",
          isMissed: Verdict(overallP95, atMost: limit.seconds) > .unknown
        )
      )
    }
    if let growth = backlogGrowth {
      checks.append(
        StateCheck(
          subject: "growth of those in progress",
          value: growth.value,
          limit: 0,
          unit: "requests/s",
          isMissed: true
        )
      )
    }
    return checks
  }

  private func failureCheck(_ subject: String, _ ratio: Estimated, _ most: Fraction) -> StateCheck?
  {
    guard let value = ratio.estimate?.value else { return nil }
    return StateCheck(
      subject: subject,
      value: value * 100,
      limit: most.value * 100,
      unit: "%",
      isMissed: Verdict(ratio, atMost: most.value) > .unknown
    )
  }
}
