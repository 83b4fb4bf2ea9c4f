import Quantities
import Scenarios
import Testing

@testable import Planning

@Suite struct `A sizing by simulation` {
  /// Instances cost money, a larger pool and a larger disk do not; the data need the larger disk.
  private static let text = """
    headroom: 1
    prices:
      v/instance: {vendor: v, product: i, unit: month, usd: 100, source: s, as_of: 2026-11-24, grade: C}
    services:
      api: {plan: v/instance, instances: 1, workers: 1, limit: 50, timeout: 5s, pools: {main: {size: 1, overflow: 0}}}
    databases: {main: {cores: 8, recommended_size: 5GB}}
    endpoints:
      list:
        service: api
        per_query: 1
        targets: {p95: 150ms}
        steps: [{cpu: {mean: 20ms, cv: 0.5}}, {query: {database: main, time: 30ms}}]
    tiers: {now: {users: 100, concurrent_users: 10, queries_per_day: 4000000, database_size: 8GB}}
    tests: {peak: {purpose: peak, load: peak, duration: 1min}}
    changes:
      more: {title: More instances, mends: [cpu], effort_days: 1,
        levels: [{services.api.instances: 2}, {services.api.instances: 3}, {services.api.instances: 4}]}
      pool: {title: A larger pool, mends: [app_pool], effort_days: 1,
        levels: [{services.api.pools.main.size: 2}, {services.api.pools.main.size: 4}, {services.api.pools.main.size: 8}]}
      disk: {title: A larger disk, mends: [storage], effort_days: 1,
        levels: [{databases.main.recommended_size: 10GB}, {databases.main.recommended_size: 20GB}]}
    experiment: {seed: 6, replications: {min: 3, max: 3}, observations: 200}

    """

  /// Every configuration simulated in full, against the search with paper and short runs.
  @Test func `finds what enumeration finds, and simulates few in full`() async throws {
    let document = try ScenarioDocument.read(text: Self.text, name: "size")
    let tier = try #require(document.scenario.tiers.first)
    let test = try #require(document.scenario.busyTest)
    let today = try #require(CalendarDate("2026-11-28"))
    let laboratory = Laboratory(threads: 2)
    let sizing = try await laboratory.size(document, at: tier, test: test, today: today)
    var space = try await SizingSpace(laboratory, document, at: tier, test, today, .asGiven)
    var best: (cost: Money, sum: Int, levels: [Int])?
    for a in 0...3 {
      for b in 0...3 {
        for c in 0...2 {
          let point = [a, b, c]
          guard try await space.state(point).holds else { continue }
          let found = (cost: try space.cost(point), sum: a + b + c, levels: point)
          if best.map({ ($0.cost.microUSD, $0.sum) > (found.cost.microUSD, found.sum) }) ?? true {
            best = found
          }
        }
      }
    }
    let answer = try #require(sizing.answer)
    #expect(answer.levels == best?.levels && answer.cost == best?.cost)
    #expect(answer.glance.proof == .whole)
    #expect(sizing.configurations == 48)
    #expect(sizing.trials.count { $0.glance.proof == .whole } * 5 <= sizing.configurations)
    // Eight gigabytes on a disk for five: no simulation tells anything else.
    let paper = sizing.trials.filter { $0.glance.proof == .paper }
    #expect(paper.contains { $0.levels[2] == 0 && $0.glance.failure == "main size" })
    #expect(sizing.trials.contains { $0.glance.proof == .short && !$0.holds })
  }

  @Test func `leaves out of the account what the bill does not depend on`() throws {
    let prices = [3, 0, 5, 0]
    var reads = 0
    func cost(_ point: [Int]) -> Money {
      reads += 1
      // The last change only costs where the first one is made.
      let mixed = point[0] > 1 ? 7 * point[3] : 0
      return Money(usd: Double(zip(prices, point).reduce(mixed) { $0 + $1.0 * $1.1 }))
    }
    var costs = SizingCosts(highest: [3, 4, 2, 2], cost)
    #expect(costs.relevant == [0, 2, 3])
    let probes = reads
    for a in 0...3 {
      for b in 0...4 {
        for c in 0...2 {
          for d in 0...2 {
            let point = [a, b, c, d]
            let known = costs.cost(point, cost)
            reads -= 1
            #expect(known == cost(point))
          }
        }
      }
    }
    #expect(reads - probes <= 4 * 3 * 3)
  }
}
