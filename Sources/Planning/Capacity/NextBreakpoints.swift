import Quantities
public import Scenarios
import Simulating
import Statistics

/// A limit that no simulated request notices, and the load at which it is reached.
public struct QuietLimit: Hashable, Sendable {
  /// What is limited, such as the size of a disk or what may be spent.
  public var resource: String
  /// The multiple of the breakpoint's load at which the limit is reached.
  public var factor: Double
  /// Demand and limit at that load of one, in words.
  public var words: String
}

extension Breakpoint {
  /// The limits that are passed below this load and that the search does not see.
  ///
  /// A search raises the rate of requests alone: it takes no account of what has piled up by the time
  /// that the business is that large, nor of a month's bill. Both grow with the load here.
  ///
  /// - Parameter rows: Demand against limits at the load of one.
  /// - Returns: Those reached no later than the breakpoint, the first first.
  public func quietLimits(_ rows: [Headroom]) -> [QuietLimit] {
    guard let middle = factor.estimate?.value else { return [] }
    let passed = rows.compactMap { row -> QuietLimit? in
      guard row.kind == nil || row.kind == .connections, row.growsWithLoad,
        let limit = row.limit, let growth = row.growthToLimit, growth <= middle
      else { return nil }
      let words = "\(number(row.demand)) of \(number(limit)) \(row.unit) at a load of 1"
      return QuietLimit(resource: row.resource, factor: growth, words: words)
    }
    return passed.sorted { ($0.factor, $0.resource) < ($1.factor, $1.resource) }
  }
}

private enum NextBreakpoints {
  /// The largest multiple of one breakpoint at which the next is looked for.
  static let farthest = 16.0
}

extension Laboratory {
  /// Searches what breaks next once the cause of a breakpoint is mended, and after that again.
  ///
  /// Each time the worst bottleneck just above the breakpoint is lifted altogether, which says where
  /// the next one stands whatever the mending is (`Scenario.lifting`). Where that moves the breakpoint
  /// by less than a twentieth, it was not the cause alone, and the next bottleneck is lifted as well.
  ///
  /// - Parameters:
  ///   - first: The breakpoint.
  ///   - test: Its test.
  ///   - tier: Its tier.
  ///   - scenario: The platform.
  ///   - count: How many further ones to look for.
  ///   - replications: Replications of each search.
  /// - Returns: The further breakpoints in rising order, each with what was lifted before it; fewer
  ///   than wanted where nothing breaks any more or nothing is known to lift.
  public func breakpoints(
    after first: Breakpoint,
    _ test: LoadTest,
    at tier: Tier?,
    of scenario: Scenario,
    count: Int = 2,
    replications: Int = 3
  ) async -> [Breakpoint] {
    var found: [Breakpoint] = []
    var here = first
    var lifted = scenario
    var names: [String] = []
    // What does not help is lifted too; a platform has no more layers than that.
    var left = count + 3
    while found.count < count, left > 0, !here.isBeyondSearch,
      let cause = here.bottlenecks.first(where: { !names.contains($0.resource) }),
      let next = lifted.lifting(cause), let factor = here.factor.estimate?.value
    {
      left -= 1
      lifted = next
      names.append(cause.resource)
      var point = await breakpoint(
        test,
        at: tier,
        of: lifted,
        replications: replications,
        range: 1.0 / 64...max(factor * NextBreakpoints.farthest, 1),
        from: max(factor, 1.0 / 64)
      )
      point.lifted = names
      let moved = point.factor.estimate.map { $0.value > factor * 1.05 } ?? false
      if moved || point.isBeyondSearch { found.append(point) }
      here = point
    }
    return found
  }
}
