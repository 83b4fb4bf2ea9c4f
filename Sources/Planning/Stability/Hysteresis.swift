public import Quantities
public import Scenarios
import Simulating
public import Statistics

/// The load at which a platform breaks on the way up, and the load at which it recovers on the way
/// down.
///
/// Where callers try again, the two differ: what was asked again keeps the platform down although less
/// is asked than it could answer. Where nothing feeds back, both are the same load.
public struct Hysteresis: Sendable {
  /// How the two ways are walked.
  public struct Course: Sendable, Hashable {
    /// The overload that the way down begins with, as a multiple of the breakpoint.
    public var overload = 1.5
    /// How long it lasts.
    public var trigger = SimInterval.seconds(120)
    /// How long the platform has to recover before it is judged.
    public var settling = SimInterval.seconds(1200)
    /// The time at the end over which it is judged.
    public var window = SimInterval.seconds(300)

    /// Two minutes at half as much again as it can bear, and twenty to recover.
    public init() {}

    /// The time of one run.
    public var length: SimInterval { trigger + settling + window }
  }

  /// The test whose load was multiplied.
  public var test: String
  /// The tier whose load is 1; nil for tests with rates of their own.
  public var tier: String?
  /// The highest multiple of the load that holds when it has never been higher.
  public var up: Estimated
  /// The highest multiple that holds again after an overload.
  public var down: Estimated
  /// How both ways were walked.
  public var course: Course
  /// Whether even the lowest load that was tried does not recover; `down` is an upper bound then.
  public var isBelowSearch: Bool

  /// The load at which it recovers over the load at which it breaks; 1 without hysteresis.
  public var ratio: Double? {
    guard let up = up.estimate?.value, let down = down.estimate?.value, up > 0 else { return nil }
    return down / up
  }

  /// Whether it stays down where it would hold: by more than the steps of the search, for sure.
  public var staysDown: Bool {
    guard let up = up.estimate, let down = down.estimate else { return false }
    return down.value < up.value * 0.93 && down.high < up.low
  }
}

extension Laboratory {
  /// A course whose window sees some thousand requests, and how many requests one run of it has.
  ///
  /// - Parameters:
  ///   - test: The test.
  ///   - tier: Its tier.
  ///   - scenario: The platform.
  ///   - factor: The multiple of its load near which it breaks.
  /// - Returns: The course, and the requests of a run.
  public func course(
    of test: LoadTest,
    at tier: Tier?,
    of scenario: Scenario,
    factor: Double
  ) -> (course: Hysteresis.Course, requests: Double) {
    let asked = program(test, at: tier, of: scenario).expectedRequests.reduce(0, +)
    let rate = asked / max(test.duration.seconds, 1e-9) * factor
    var course = Hysteresis.Course()
    let window = (2000 / max(rate, 1e-9)).clamped(to: 60...3600)
    course.window = SimInterval(seconds: window)
    course.trigger = SimInterval(seconds: min(window, 600))
    course.settling = SimInterval(seconds: 10 * min(window, 600))
    return (course, rate * course.length.seconds)
  }
}

extension Scenario {
  /// Whether callers or clients of models try again, so that failures make load.
  public var hasRetries: Bool {
    func retries(_ policy: RetryPolicy?) -> Bool {
      guard let policy else { return false }
      return policy.isEndless || policy.attempts > 1 || policy.inner.contains { $0.attempts > 1 }
    }
    return platform.endpoints.contains { endpoint in
      retries(endpoint.client) || endpoint.steps.contains { $0.retries(retries) }
    }
  }
}

extension Step {
  fileprivate func retries(_ retries: (RetryPolicy?) -> Bool) -> Bool {
    if case .call(let call) = action { return retries(call.client) }
    return action.inner.joined().contains { $0.retries(retries) }
  }
}

extension LoadTest {
  /// Whether a multiple of its load can follow an overload: an open load that is constant.
  public var canRamp: Bool {
    driver == .open && stages.isEmpty && !followsDay && !followsWeek
  }
}

extension Laboratory {
  /// Compares the way up with the way down.
  ///
  /// Both are judged at the same time, over the same window and with the same random numbers: on the
  /// way up the load has been what it is from the start; on the way down it was an overload first. Each
  /// replication is bisected by itself.
  ///
  /// - Parameters:
  ///   - test: A test with a constant open load.
  ///   - tier: The tier whose load is 1.
  ///   - scenario: The platform.
  ///   - breakpoint: About where it breaks: where the search begins.
  ///   - replications: How many are searched.
  ///   - course: How both ways are walked.
  /// - Returns: Both loads with their intervals.
  /// - Precondition: the test can ramp.
  public func hysteresis(
    _ test: LoadTest,
    at tier: Tier?,
    of scenario: Scenario,
    near breakpoint: Double,
    replications: Int = 5,
    course: Hysteresis.Course = .init()
  ) async -> Hysteresis {
    precondition(test.canRamp, "an overload comes before a constant load")
    let ramp = Ramp(
      test: test,
      tier: tier,
      scenario: scenario,
      course: course,
      laboratory: self
    )
    let found = await inParallel(replications) { replication in
      let up = await ramp.highest(replication, from: breakpoint, overload: nil)
      let peak = up.factor * course.overload
      let down = await ramp.highest(replication, from: up.factor, overload: peak)
      return (up: up, down: down)
    }
    let level = scenario.experiment.confidence
    let isBelow = found.contains(where: \.down.isBelow)
    let down = logMean(found.map(\.down.factor), level: level)
    return Hysteresis(
      test: test.name,
      tier: tier?.name,
      up: logMean(found.map(\.up.factor), level: level)
        .noNarrower(than: BreakpointSearch.resolution),
      // A bound below which nothing was tried is no step of the search.
      down: isBelow ? down : down.noNarrower(than: BreakpointSearch.resolution),
      course: course,
      isBelowSearch: isBelow
    )
  }
}

/// Runs of one test that begin with an overload, or do not.
private struct Ramp: Sendable {
  let test: LoadTest
  let tier: Tier?
  let scenario: Scenario
  let course: Hysteresis.Course
  let laboratory: Laboratory

  /// The least share of the first guess that is tried.
  private static let lowest = 1.0 / 32

  /// Whether a load holds at the end, after an overload or none.
  private func holds(_ factor: Double, overload: Double?, _ replication: Int) async -> Bool {
    var shown = test
    shown.duration = course.length
    shown.warmUp = course.trigger + course.settling
    shown.faults = []
    if let overload {
      shown.faults = [
        Fault(at: .zero, lasting: course.trigger, .surge(factor: overload / factor))
      ]
    }
    let workload = Workload(
      tier: tier,
      test: shown,
      factor: factor,
      warmUp: course.trigger + course.settling
    )
    return await laboratory.holds(
      Program(scenario, workload: workload),
      replication,
      scenario,
      test
    )
  }

  /// The highest load that holds, to steps of 4 %.
  func highest(
    _ replication: Int,
    from start: Double,
    overload: Double?
  ) async -> (factor: Double, isBelow: Bool) {
    var low = start
    var high = start
    if await holds(start, overload: overload, replication) {
      repeat {
        low = high
        high *= 1.5
        // On the way down no load can be above the overload.
        if high > (overload ?? start * 64) { return (low, false) }
      } while await holds(high, overload: overload, replication)
    } else {
      repeat {
        high = low
        low /= 1.5
        if low < start * Ramp.lowest { return (high, true) }
      } while await !holds(low, overload: overload, replication)
    }
    while high / low > BreakpointSearch.resolution {
      let middle = (low * high).squareRoot()
      if await holds(middle, overload: overload, replication) {
        low = middle
      } else {
        high = middle
      }
    }
    return ((low * high).squareRoot(), false)
  }
}
