import Costing
public import Quantities
public import Scenarios
import Statistics

/// A breakpoint, what breaks once it is mended, what breaks unseen before it, and where the platform
/// recovers.
public struct BreakpointStudy: Sendable {
  /// The load at which the first target falls.
  public var first: Breakpoint
  /// What breaks next once the cause of the one before is mended, in rising order.
  public var next: [Breakpoint]
  /// Limits that are passed below the breakpoint and that no simulated request notices.
  public var quiet: [QuietLimit]
  /// Where it breaks on the way up and recovers on the way down; nil where that was not searched.
  public var hysteresis: Hysteresis?
}

/// How much is searched unasked.
private enum BreakpointStudyLimits {
  /// Replications of the further searches: they name causes more than they measure.
  static let replications = 3
  /// Requests of one run above which the way down is not walked unasked: it takes some fifty runs.
  static let mostRequests = 60_000.0
}

extension Laboratory {
  /// Searches what belongs to a breakpoint.
  ///
  /// - Parameters:
  ///   - first: The breakpoint.
  ///   - test: Its test.
  ///   - tier: Its tier.
  ///   - scenario: The platform.
  ///   - headroom: Demand against limits at the load of one.
  ///   - next: How many further breakpoints to look for.
  ///   - ramps: Whether to walk the way down; nil for where callers try again and it takes little.
  /// - Returns: All of it.
  public func limits(
    around first: Breakpoint,
    _ test: LoadTest,
    at tier: Tier?,
    of scenario: Scenario,
    headroom: [Headroom],
    next: Int = 2,
    ramps: Bool? = nil
  ) async -> BreakpointStudy {
    BreakpointStudy(
      first: first,
      next: await breakpoints(
        after: first,
        test,
        at: tier,
        of: scenario,
        count: next,
        replications: BreakpointStudyLimits.replications
      ),
      quiet: first.quietLimits(headroom),
      hysteresis: await ramp(first, test, at: tier, of: scenario, ramps)
    )
  }

  /// Demand against every limit in the busiest hour of a tier, a month's spend included.
  ///
  /// - Parameters:
  ///   - tier: The tier; nil gives nothing.
  ///   - scenario: The platform.
  ///   - day: The day that prices are judged from.
  /// - Returns: One row for each limit.
  public func headroom(
    at tier: Tier?,
    of scenario: Scenario,
    on day: CalendarDate
  ) async -> [Headroom] {
    guard let tier, let busy = scenario.busyTest, busy.driver != .trace else { return [] }
    let hour = await run(busy, at: tier, of: scenario)
    let bill = Bill(scenario, tier, measured: hour, on: day)
    return headroomTable(scenario, at: tier, busy: hour, light: (tier, hour))
      + spendRows(scenario, bill)
  }

  private func ramp(
    _ first: Breakpoint,
    _ test: LoadTest,
    at tier: Tier?,
    of scenario: Scenario,
    _ isWanted: Bool?
  ) async -> Hysteresis? {
    guard isWanted ?? scenario.hasRetries, test.canRamp, !first.isBeyondSearch,
      !first.isBelowSearch, let factor = first.factor.estimate?.value
    else { return nil }
    let (course, requests) = course(of: test, at: tier, of: scenario, factor: factor)
    guard isWanted == true || requests <= BreakpointStudyLimits.mostRequests else { return nil }
    return await hysteresis(
      test,
      at: tier,
      of: scenario,
      near: factor,
      replications: BreakpointStudyLimits.replications,
      course: course
    )
  }
}
