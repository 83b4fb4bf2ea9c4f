import Quantities
import Scenarios
public import Statistics

/// A goal for throughput, and what the platform reaches of it.
public struct GoalCheck: Sendable {
  /// What is to be reached.
  public enum Subject: String, Hashable, Sendable, CaseIterable {
    /// Requests per second.
    case requests
    /// Users connected at once.
    case concurrentUsers
    /// Connections open at once.
    case activeConnections
  }

  /// What is to be reached.
  public var subject: Subject
  /// How much of it.
  public var goal: Double
  /// What the platform reaches as it is.
  public var reached: Estimated
  /// What it reaches with the roadmap; nil when that was not looked at.
  public var planned: Double?
  /// Where both numbers come from, in words.
  public var basis: String
  /// Whether the platform as it is reaches the goal.
  public var verdict: Verdict
}

extension Study {
  /// The goals of the scenario against what the study found.
  public var goalChecks: [GoalCheck] {
    let goals = scenario.goals
    var checks: [GoalCheck] = []
    if let goal = goals.requests { checks.append(requestCheck(goal)) }
    if let goal = goals.concurrentUsers { checks.append(userCheck(goal)) }
    if let goal = goals.activeConnections { checks.append(connectionCheck(goal)) }
    return checks
  }

  private func requestCheck(_ goal: Rate) -> GoalCheck {
    let none = Estimated.notEstimable(NotEstimable(reason: "no breakpoint", observations: 0))
    let reached = breakpoint?.requestsPerSecond ?? none
    var verdict = Verdict(reached, atLeast: goal.perSecond)
    if breakpoint?.isBeyondSearch == true, !verdict.isWithin { verdict = .unknown }
    return GoalCheck(
      subject: .requests,
      goal: goal.perSecond,
      reached: reached,
      planned: nil,
      basis: breakpoint?.isBeyondSearch == true
        ? "at least this much at the highest load that was tried" : "the load at the breakpoint",
      verdict: verdict
    )
  }

  private func userCheck(_ goal: Int) -> GoalCheck {
    let asItIs = tiers.filter { $0.verdict.isWithin }.compactMap { $0.tier?.concurrentUsers }.max()
    let planned = phases.filter(\.holds).map(\.tier.concurrentUsers).max()
    return exactCheck(
      .concurrentUsers,
      goal: goal,
      reached: tiers.isEmpty ? nil : asItIs ?? 0,
      planned: planned,
      basis: "the largest tier that holds"
    )
  }

  private func connectionCheck(_ goal: Int) -> GoalCheck {
    func limit(_ rows: [Headroom]?) -> Int? {
      rows?.first { $0.layer == .realtime && $0.kind == nil }?.limit.map { Int($0) }
    }
    return exactCheck(
      .activeConnections,
      goal: goal,
      reached: limit(tiers.first?.headroom),
      planned: limit(phases.last?.end.headroom),
      basis: "the limit of open connections"
    )
  }

  private func exactCheck(
    _ subject: GoalCheck.Subject,
    goal: Int,
    reached: Int?,
    planned: Int?,
    basis: String
  ) -> GoalCheck {
    let value: Estimated =
      if let reached { .known(.exact(Double(reached), observations: 1)) } else {
        .notEstimable(NotEstimable(reason: "the model does not say", observations: 0))
      }
    return GoalCheck(
      subject: subject,
      goal: Double(goal),
      reached: value,
      planned: planned.map(Double.init),
      basis: basis,
      verdict: Verdict(value, atLeast: Double(goal))
    )
  }
}

extension Verdict {
  /// The verdict on a value that must reach a goal.
  init(_ value: Estimated, atLeast goal: Double) {
    guard let estimate = value.estimate else {
      self = .unknown
      return
    }
    if estimate.value >= goal {
      self = estimate.low >= goal ? .held : .close
    } else {
      self = estimate.high < goal ? .violated : .doubtful
    }
  }
}
