public import Scenarios

extension Scenario {
  /// The tiers that a study looks at; one nil when the scenario has none.
  var studiedTiers: [Tier?] { tiers.isEmpty ? [nil] : tiers }

  /// Every load test but the breakpoint, which is a search.
  var studiedTests: [LoadTest] { tests.filter { $0.purpose != .breakpoint } }

  /// The test that capacity is judged by: the busiest hour, else the first open one, else the first.
  public var busyTest: LoadTest? {
    let tests = studiedTests
    return tests.first { $0.purpose == .peak } ?? tests.first { $0.driver == .open } ?? tests.first
  }

  /// The tests that a study measures, each at its tier, in the order in which it does.
  ///
  /// A test with rates or users of its own is the same at every tier and is measured at the first.
  var experiments: [(test: LoadTest, tier: Tier?)] {
    studiedTiers.enumerated().flatMap { index, tier in
      studiedTests.filter { index == 0 || !$0.isIndependentOfTier }.map { ($0, tier) }
    }
  }
}
