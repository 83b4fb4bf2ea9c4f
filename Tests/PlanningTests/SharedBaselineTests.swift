import Quantities
import Scenarios
import Testing

@testable import Planning

/// The platform as it is, measured once for several changes.
@Suite struct `A shared baseline` {
  private static let text = """
    headroom: 1
    stations: {desk: {servers: 2}}
    endpoints: {ask: {steps: [{serve: {at: desk, time: {exponential: 1s}}}]}}
    tests: {hour: {arrivals: {ask: 1/s}, duration: 30min}}
    experiment: {seed: 3, replications: 4}

    """

  private func pair(_ servers: Int) throws -> ScenarioPair {
    let document = try ScenarioDocument.read(text: Self.text, name: "desk")
    let change = Change(path: "stations.desk.servers", value: "\(servers)")
    return ScenarioPair(
      before: document.scenario,
      after: try document.applying([change]),
      level: Fraction(0.95),
      today: CalendarDate(dayNumber: 20_785)
    )
  }

  private func measured(
    _ servers: Int,
    _ baseline: MeasuredBaseline
  ) async throws -> Comparison.Load {
    let laboratory = Laboratory(threads: 2)
    let found = await laboratory.measured(
      try pair(servers),
      test: "hour",
      tier: nil,
      baseline: baseline
    )
    return try #require(found).load
  }

  @Test func `answers what a baseline of one's own answers`() async throws {
    let shared = MeasuredBaseline()
    for servers in [3, 4, 1] {
      let alone = try await measured(servers, MeasuredBaseline())
      let together = try await measured(servers, shared)
      #expect(alone.warmUp == together.warmUp && alone.replications == together.replications)
      #expect(alone.figures.map(\.before) == together.figures.map(\.before))
      #expect(alone.figures.map(\.after) == together.figures.map(\.after))
    }
  }

  @Test func `is simulated once for changes that need the same, side by side too`() async throws {
    let shared = MeasuredBaseline()
    let pairs = try [3, 4, 5, 6].map { try pair($0) }
    let found = await Laboratory(threads: 4).inParallel(pairs.count) { index in
      await Laboratory(threads: 2)
        .measured(pairs[index], test: "hour", tier: nil, baseline: shared)?.load
    }
    #expect(await shared.simulations == Set(found.map { $0?.warmUp }).count)
    for (load, servers) in zip(found, [3, 4, 5, 6]) {
      let alone = try await measured(servers, MeasuredBaseline())
      #expect(load?.figures.map(\.before) == alone.figures.map(\.before))
      #expect(load?.figures.map(\.after) == alone.figures.map(\.after))
    }
  }
}
