import Quantities
public import Scenarios
import Simulating
public import Statistics

/// The load at which the first target falls, found for each replication under common random numbers.
public struct Breakpoint: Sendable {
  /// The test whose load was multiplied.
  public var test: String
  /// The tier whose load is 1; nil for tests with rates of their own.
  public var tier: String?
  /// The highest multiple of that load that holds, with its interval over replications.
  public var factor: Estimated
  /// Queries a day at that load, in the tier's terms; nil without a tier.
  public var queriesPerDay: Double?
  /// Requests per second at that load, over all endpoints; the mean over the test.
  public var requestsPerSecond: Estimated
  /// Whether even the highest load that was tried held; the factor is then a lower bound.
  public var isBeyondSearch: Bool
  /// Whether even the lowest load that was tried failed; the factor is then an upper bound.
  public var isBelowSearch: Bool
  /// What falls first, in words.
  public var firstToFall: String
  /// Where requests wait or fail just above it, worst first.
  public var bottlenecks: [Bottleneck]
  /// What was lifted before it was searched, in turn; empty for the platform as it is.
  public var lifted: [String] = []
}

extension Laboratory {
  /// Searches for the load at which a test's first target falls.
  ///
  /// Each replication is bisected by itself: under common random numbers the same requests come at
  /// every load, only closer together, so pass and fail are monotone in all but odd cases, and the
  /// breakpoints of the replications are an independent sample (steps of 4 % in the end). The interval is
  /// no narrower than such a step: replications that fall into the same one do not say more.
  ///
  /// - Parameters:
  ///   - test: The test whose load is multiplied.
  ///   - tier: The tier whose load is 1.
  ///   - scenario: The platform.
  ///   - replications: How many breakpoints to find.
  ///   - range: The lowest and highest multiple to try.
  ///   - start: The multiple that is tried first.
  /// - Returns: The breakpoint with its interval and cause.
  public func breakpoint(
    _ test: LoadTest,
    at tier: Tier?,
    of scenario: Scenario,
    replications: Int = 5,
    range: ClosedRange<Double> = 1.0 / 64...4096,
    from start: Double = 1
  ) async -> Breakpoint {
    let search = BreakpointSearch(test, at: tier, of: scenario, in: self)
    let searches = await search.run(replications: replications, range: range, from: start)
    let factors = searches.map(\.factor)
    let above = searches.count { $0.outcome == .above }
    let below = searches.count { $0.outcome == .below }
    let mean = logMean(factors, level: scenario.experiment.confidence)
    // Outside of the range it is a bound, which was simulated itself.
    let isInside = above + below == 0
    let factor = isInside ? mean.noNarrower(than: BreakpointSearch.resolution) : mean
    let middle = factor.estimate?.value ?? factors[0]
    // Just above the breakpoint the cause is plain to see.
    let beyond = min(middle * 1.25, range.upperBound)
    var shown = test
    let expected = program(test, at: tier, of: scenario).expectedRequests.map { $0 * beyond }
    shown.duration = Breakpoint.duration(of: test, offering: expected) ?? test.duration
    let broken = await run(shown, at: tier, of: scenario, factor: beyond, replications: 2)
    return Breakpoint(
      test: test.name,
      tier: tier?.name,
      factor: factor,
      queriesPerDay: tier.map { $0.queriesPerDay * middle },
      requestsPerSecond: factor.scaled(by: broken.offeredRate.perSecond / broken.factor),
      isBeyondSearch: above == replications,
      isBelowSearch: below == replications,
      firstToFall: firstFailure(of: broken),
      bottlenecks: bottlenecks(of: broken, scenario)
    )
  }

  /// What falls first in a test that does not hold, in words.
  func firstFailure(of result: TestResult) -> String {
    var worst: (excess: Double, words: String) = (0, "nothing falls")
    for endpoint in result.endpoints where endpoint.offered > 0 {
      for item in endpoint.percentiles {
        guard let target = item.target, let value = item.decisive else { continue }
        let excess = value / target.seconds
        if excess > max(worst.excess, 1) {
          let p = Int((item.percentile * 100).rounded())
          worst = (
            excess, "p\(p) of \(endpoint.route) is \(time(value)) against \(time(target.seconds))"
          )
        }
      }
      if let ratio = endpoint.failureRatio.estimate?.value, ratio > endpoint.maxFailures.value {
        let excess = ratio / max(endpoint.maxFailures.value, 0.001)
        if excess > worst.excess {
          let reason = endpoint.failures.first.map { ": \($0.reason.label)" } ?? ""
          worst = (excess, "\(percent(ratio)) of \(endpoint.route) fail\(reason)")
        }
      }
    }
    return worst.words
  }
}

extension Breakpoint {
  /// Requests that are enough to judge one load; more of them would only cost time.
  static let enoughRequests = 100_000.0
  /// The shortest test that a load is judged by, so that queues and minute-long rate limits show what they do.
  static let shortest = SimInterval.seconds(600)

  /// A shorter duration for a constant load that offers more requests than it takes to judge it.
  ///
  /// Never shorter than `shortest`.
  static func duration(
    of test: LoadTest,
    offering expected: [Double],
    enough: Double = enoughRequests
  ) -> SimInterval? {
    let requests = expected.reduce(0, +)
    guard test.stages.isEmpty, !test.followsDay, requests > enough else { return nil }
    let share = shareNeeded(of: requests, over: test.duration, enough: enough)
    return share < 1 ? SimInterval(seconds: test.duration.seconds * share) : nil
  }

  /// The share of a test's requests that it takes to judge it; not below that of the shortest test.
  static func shareNeeded(
    of requests: Double,
    over duration: SimInterval,
    enough: Double = enoughRequests
  ) -> Double {
    min(1, max(enough / requests, shortest.seconds / max(duration.seconds, shortest.seconds)))
  }

  /// How many times the load of a tier the breakpoint is; nil when it has no queries a day.
  public func multiple(of tier: Tier) -> Double? {
    guard let queriesPerDay, tier.queriesPerDay > 0 else { return nil }
    return queriesPerDay / tier.queriesPerDay
  }

  /// Requests of an endpoint below which its targets are not judged.
  static let fewestRequests: Int64 = 20

  /// Whether one replication keeps all targets, as far as its numbers can tell.
  static func holds(_ measurement: Measurement, _ scenario: Scenario, _ test: LoadTest) -> Bool {
    if measurement.wasTruncated { return false }
    var ended: Int64 = 0
    var failed: Int64 = 0
    for (endpoint, definition) in zip(measurement.endpoints, scenario.platform.endpoints) {
      ended += endpoint.completed + endpoint.failures
      failed += endpoint.failures
      guard endpoint.offered >= fewestRequests else { continue }
      let share = Double(endpoint.failures) / Double(endpoint.offered)
      if share > definition.targets.maxFailures.value { return false }
      // What is still open long after the end would have been too late as well.
      if Double(endpoint.inFlight) > 0.01 * Double(endpoint.offered) { return false }
      let times = endpoint.times(in: definition.targets.scope)
      for (p, limit) in definition.targets.all where Double(times.count) * (1 - p) >= 2 {
        if let value = times.quantile(Fraction(p)), value > limit { return false }
      }
    }
    guard ended > 0 else { return true }
    if Double(failed) / Double(ended) > test.maxFailures.value { return false }
    guard let limit = test.maxP95 else { return true }
    let asked = zip(measurement.endpoints, scenario.platform.endpoints).filter { $1.queue == nil }
    let all = Histogram.merged(asked.map(\.0.responseTime))
    return all.quantile(Fraction(0.95)).map { $0 <= limit } ?? true
  }
}

extension Laboratory {
  /// Whether a replication of a program keeps all targets; it ends as soon as that is certain not to be.
  func holds(
    _ program: Program,
    _ replication: Int,
    _ scenario: Scenario,
    _ test: LoadTest
  ) async -> Bool {
    let measured = await measurement(
      of: program,
      replication: replication,
      unlessMissing: Objectives(scenario, test),
      permits: permits
    )
    simulated(program.expectedRequests.reduce(0, +))
    return measured.map { Breakpoint.holds($0, scenario, test) } ?? false
  }
}

extension Objectives {
  /// What `Breakpoint.holds` asks of a replication, as far as it can be told before the end.
  init(_ scenario: Scenario, _ test: LoadTest) {
    self.init(
      endpoints: scenario.platform.endpoints.map { endpoint in
        let targets = endpoint.targets
        return Endpoint(
          maxFailures: targets.maxFailures,
          percentiles: targets.scope == .start ? [] : targets.all,
          withoutModels: targets.scope == .without_llm
        )
      },
      maxFailures: test.maxFailures,
      fewest: Breakpoint.fewestRequests
    )
  }
}

extension Estimated {
  /// The estimate in another unit.
  ///
  /// - Precondition: `factor` is not negative.
  func scaled(by factor: Double) -> Estimated {
    precondition(factor >= 0, "a change of unit keeps the order")
    return mapped { ($0.value * factor, $0.low * factor, $0.high * factor) }
  }

  /// The estimate with an interval that holds a step around it, whose ends stand in a ratio.
  func noNarrower(than ratio: Double) -> Estimated {
    let half = ratio.squareRoot()
    return mapped { ($0.value, min($0.low, $0.value / half), max($0.high, $0.value * half)) }
  }
}
