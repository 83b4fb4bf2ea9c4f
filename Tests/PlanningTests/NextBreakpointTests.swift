import Quantities
import Scenarios
import Statistics
import Testing

@testable import Planning

@Suite struct `What breaks after a breakpoint` {
  /// Four platforms, one for each resource that is the first to be full.
  @Test(arguments: [1, 2, 3, 4])
  func `is the second resource once the first is lifted`(seed: UInt64) async throws {
    let platform = PlantedBottleneck(seed: seed)
    let scenario = try ScenarioDocument.read(
      text: platform.text(),
      name: "planted",
      changes: [Change(path: "endpoints.ask.targets", value: "{p95: 3s}")]
    ).scenario
    let test = try #require(scenario.tests.first)
    let laboratory = Laboratory(threads: 2)
    let first = await laboratory.breakpoint(test, at: nil, of: scenario, replications: 2)
    #expect(first.bottlenecks.first?.cause == platform.first)
    let next = await laboratory.breakpoints(
      after: first,
      test,
      at: nil,
      of: scenario,
      count: 2,
      replications: 2
    )
    let second = try #require(next.first)
    let cause = second.bottlenecks.first { !second.lifted.contains($0.resource) }
    #expect(cause?.cause == platform.second)
    // The first is at 115 % of what it can do at a load of 1, the second at 80 %.
    let (low, high) = (first.factor.estimate?.value ?? 0, second.factor.estimate?.value ?? 0)
    #expect(low > 0.6 && low < 1.05, "\(low)")
    #expect(high > 1 && high < 1.45, "\(high)")
    let factors = next.compactMap { $0.factor.estimate?.value }
    #expect(factors == factors.sorted())
    #expect(next.map(\.lifted.count) == next.map(\.lifted.count).sorted())
  }

  @Test func `is a quiet limit where nothing waits for it`() {
    func row(_ resource: String, _ demand: Double, _ limit: Double, grows: Bool = true) -> Headroom
    {
      var row = Headroom(
        resource: resource,
        layer: .database,
        demand: demand,
        limit: limit,
        unit: "GB",
        basis: .computed,
        kind: nil
      )
      row.growsWithLoad = grows
      return row
    }
    let breakpoint = Breakpoint(
      test: "t",
      tier: "now",
      factor: .known(.exact(10, observations: 5)),
      queriesPerDay: nil,
      requestsPerSecond: .known(.exact(1, observations: 5)),
      isBeyondSearch: false,
      isBelowSearch: false,
      firstToFall: "",
      bottlenecks: []
    )
    let rows = [
      row("disk", 10, 50), row("spend", 10, 30), row("far", 1, 50),
      row("pools", 9, 10, grows: false),
    ]
    let quiet = breakpoint.quietLimits(rows)
    #expect(quiet.map(\.resource) == ["spend", "disk"])
    #expect(quiet.map(\.factor) == [3, 5])
  }
}
