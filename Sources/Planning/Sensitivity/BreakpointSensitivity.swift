import Kernel
import Quantities
import Scenarios
import Simulating
import Statistics

/// Where a platform breaks, known closely enough to see what a small change does to it.
///
/// Changed platforms are searched from there, replication by replication and under the same luck, so
/// that a few runs each are enough and the differences are paired.
struct KnownBreakpoint: Sendable {
  /// The ratio of the last two loads that a search tells apart.
  static let resolution = 1.01
  /// The first step away from the known breakpoint: about what a tenth of an input moves.
  static let stride = BreakpointSearch.shortStride
  /// The first step away from where the breakpoint is expected after the change.
  static let shortStride = resolution * resolution
  static let range: ClosedRange<Double> = 1.0 / 64...4096

  let search: BreakpointSearch
  /// The highest multiple of the load that holds, by replication; nil where the search did not find it.
  let factors: [Double?]
  let level: Fraction

  /// Requests per second that are offered at the breakpoint, with the interval over replications.
  var load: Estimated {
    let loads = factors.compactMap { $0.map { $0 * search.offeredRate } }
    guard loads.count == factors.count else { return .notEstimable(KnownBreakpoint.outside) }
    return logMean(loads, level: level).noNarrower(than: KnownBreakpoint.resolution)
  }

  static let outside = NotEstimable(
    reason: "the breakpoint lies outside of the loads that are tried",
    observations: 0
  )
}

extension BreakpointSearch {
  /// Requests per second that the load of 1 offers, over all endpoints and on average.
  ///
  /// Of virtual users it is what they would send if nothing made them wait.
  fileprivate var offeredRate: Double {
    let workload = Workload(
      tier: tier,
      test: test,
      factor: 1,
      trace: laboratory.trace,
      warmUp: .zero
    )
    let requests = Program(scenario, workload: workload).expectedRequests.reduce(0, +)
    return requests / max(test.duration.seconds, 1e-9)
  }

  /// Whether a search of another scenario comes to the same end, load by load.
  ///
  /// What runs is the same program, and what it is held against the same limits.
  fileprivate func isSame(as other: BreakpointSearch, near factor: Double) -> Bool {
    program(at: factor).fingerprint == other.program(at: factor).fingerprint
      && scenario.platform.endpoints.map(\.targets)
        == other.scenario.platform.endpoints.map(\.targets)
      && test.maxFailures == other.test.maxFailures && test.maxP95 == other.test.maxP95
  }
}

extension Laboratory {
  /// Searches the breakpoint of a platform as it is.
  func knownBreakpoint(
    _ test: LoadTest,
    at tier: Tier?,
    of scenario: Scenario,
    replications: Int
  ) async -> KnownBreakpoint {
    let search = BreakpointSearch(test, at: tier, of: scenario, in: self)
    let found = await search.run(
      replications: replications,
      range: KnownBreakpoint.range,
      from: 1,
      resolution: KnownBreakpoint.resolution
    )
    return KnownBreakpoint(
      search: search,
      factors: found.map { $0.outcome == .inside ? $0.factor : nil },
      level: scenario.experiment.confidence
    )
  }

  /// By how many per cent the breakpoint moves when an input rises by one.
  ///
  /// - Parameters:
  ///   - known: The breakpoint of the platform as it is.
  ///   - low: The scenario with the lower value of the input.
  ///   - high: The scenario with the higher one.
  ///   - ratio: The higher value over the lower one, above 1.
  /// - Returns: The elasticity with its paired interval, and the mean loads in requests per second.
  func elasticity(
    of known: KnownBreakpoint,
    from low: Scenario,
    to high: Scenario,
    ratio: Double
  ) async -> (loads: (low: Double, high: Double)?, elasticity: Estimated) {
    guard known.factors.allSatisfy({ $0 != nil }), let first = known.factors.first ?? nil,
      let before = known.search.replacing(low), let after = known.search.replacing(high)
    else { return (nil, .notEstimable(KnownBreakpoint.outside)) }
    let moves = !before.isSame(as: known.search, near: first)
    let movesUp = !after.isSame(as: known.search, near: first)
    let below = moves ? await factors(of: before, near: known) : known.factors
    let above = movesUp ? await factors(of: after, near: known) : known.factors
    let (rateBelow, rateAbove) = (before.offeredRate, after.offeredRate)
    let pairs = zip(below, above).compactMap { low, high -> (low: Double, high: Double)? in
      guard let low, let high else { return nil }
      return (low * rateBelow, high * rateAbove)
    }
    guard pairs.count == known.factors.count else {
      return (nil, .notEstimable(KnownBreakpoint.outside))
    }
    let count = Double(pairs.count)
    let means = (
      low: pairs.reduce(0) { $0 + $1.low } / count, high: pairs.reduce(0) { $0 + $1.high } / count
    )
    guard moves || movesUp else {
      return (means, .known(.exact(0, observations: pairs.count, replications: pairs.count)))
    }
    let span = Elementary.log(ratio)
    let moved = pairs.map { Elementary.log($0.high / $0.low) / span }
    let steps = Elementary.log(KnownBreakpoint.resolution) / span
    return (means, meanInterval(of: moved, level: known.level).paired(widenedBy: steps))
  }

  /// The breakpoints of a changed platform.
  ///
  /// Under the same luck the change moves those of all replications by about as much: where the first has
  /// come to, the others are expected too, to a step or two.
  private func factors(of search: BreakpointSearch, near known: KnownBreakpoint) async -> [Double?]
  {
    let first = await search.factor(0, near: known, stride: KnownBreakpoint.stride)
    let ratio = first.flatMap { first in known.factors[0].map { first / $0 } }
    let others = await inParallel(known.factors.count - 1) { number in
      await search.factor(
        number + 1,
        near: known,
        moved: ratio ?? 1,
        stride: ratio == nil ? KnownBreakpoint.stride : KnownBreakpoint.shortStride
      )
    }
    return [first] + others
  }
}

extension BreakpointSearch {
  /// The breakpoint of a replication, searched from the known one times a ratio; nil outside of the range.
  fileprivate func factor(
    _ replication: Int,
    near known: KnownBreakpoint,
    moved ratio: Double = 1,
    stride: Double
  ) async -> Double? {
    let found = await run(
      replication: replication,
      range: KnownBreakpoint.range,
      from: (known.factors[replication] ?? 1) * ratio,
      stride: stride,
      resolution: KnownBreakpoint.resolution
    )
    return found.outcome == .inside ? found.factor : nil
  }
}

extension BreakpointSearch {
  /// The same search in a changed scenario; nil when it lacks the test or the tier.
  fileprivate func replacing(_ scenario: Scenario) -> BreakpointSearch? {
    guard let changed = scenario.tests.first(where: { $0.name == test.name }) else { return nil }
    let size = scenario.tiers.first { $0.name == tier?.name }
    guard tier == nil || size != nil else { return nil }
    return BreakpointSearch(changed, at: size, of: scenario, in: laboratory)
  }
}

extension Estimated {
  /// The estimate as one of paired differences, wider by what its values are known to.
  fileprivate func paired(widenedBy rounding: Double) -> Estimated {
    mapped(method: .pairedDifference) { ($0.value, $0.low - rounding, $0.high + rounding) }
  }
}
