import Quantities
import Scenarios
import Simulating
import Statistics

extension Sizing {
  /// What a look at a configuration has found.
  public struct Glance: Hashable, Sendable {
    /// How it was looked at.
    public enum Proof: String, Hashable, Sendable, CaseIterable {
      /// Not simulated: a limit is passed whatever happens.
      case paper = "on paper"
      /// A short run, in which only plain failures count.
      case short = "short run"
      /// The whole test, as often as its targets need.
      case whole = "whole test"
    }

    /// How it was looked at.
    public var proof: Proof
    /// What does not hold; nil when nothing is known not to.
    public var failure: String?
  }
}

/// What a short run has to show before a configuration is given up.
private enum SureFailure {
  /// Requests of a short run; never less than ten minutes are simulated.
  static let requests = 10_000.0
  static let replications = 3
  /// By which part a value must be beyond its target, besides all of its interval.
  static let margin = 1.1
}

extension Planner {
  /// A limit that a platform passes whatever the simulation says; nil when there is none.
  ///
  /// These are the rows of the headroom table that come from the model and from the light tier alone.
  ///
  /// - Parameters:
  ///   - scenario: The platform.
  ///   - tier: The tier.
  ///   - busy: The busiest hour of a platform that holds: how many connections are open.
  /// - Returns: The resource.
  func limitPassedOnPaper(_ scenario: Scenario, at tier: Tier, _ busy: TestResult) -> String? {
    let lightQueries = light.tier?.queriesPerDay ?? 0
    let ratio = lightQueries > 0 ? tier.queriesPerDay / lightQueries : 1
    let rows =
      connectionRows(scenario, tier, busy)
      + storageRows(scenario, tier, busy, light.result, ratio)
    return rows.scarcestFirst.first(where: \.isPassedUnnoticed)?.resource
  }

  /// Simulates a platform at a tier just long enough to see plain failures.
  func shortState(_ scenario: Scenario, at tier: Tier) async -> PlatformState {
    var short = test
    let expected = laboratory.program(test, at: tier, of: scenario).expectedRequests
    if scenario.platform.settlesAtOnce {
      // It starts empty: whatever fails is not for want of a warm-up.
      short.warmUp = .zero
      let duration = Breakpoint.duration(
        of: test,
        offering: expected,
        enough: SureFailure.requests
      )
      if let duration { short.duration = duration }
    }
    let needed = replications(scenario, tier)
    return await state(
      scenario,
      at: tier,
      test: short,
      replications: min(needed, SureFailure.replications)
    )
  }
}

extension Platform {
  /// Whether the first minutes of a constant load are like all the others: nothing fills up, runs out or
  /// is started as it goes on.
  fileprivate var settlesAtOnce: Bool {
    caches.allSatisfy { $0.keys == nil } && services.allSatisfy { $0.autoscale == nil }
      && databases.allSatisfy { $0.disk == nil } && providers.allSatisfy { $0.ramp == nil }
      && realtime?.sessions == nil
  }
}

extension PlatformState {
  /// What falls first, or the first limit that is passed.
  var firstTrouble: String? { failing ?? exceeded.first?.resource }

  /// What plainly does not hold; nil where a longer run could still show that it does.
  var sureFailure: String? {
    let misses = result.endpoints.contains { endpoint in
      endpoint.offered > 0
        && (endpoint.failureVerdict == .violated
          || endpoint.percentiles.contains { item in
            guard item.verdict == .violated, let target = item.target, let value = item.decisive
            else { return false }
            return value > target.seconds * SureFailure.margin
          })
    }
    if misses { return failing ?? "a target" }
    return exceeded.first { ($0.growthToLimit ?? 1) * SureFailure.margin < 1 }?.resource
  }
}
