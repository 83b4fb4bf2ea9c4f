import Costing
import Quantities
import Scenarios
import Statistics
import TestSupport
import Testing

@testable import Planning

/// What would make a month cheaper, on a platform whose savings are known by hand.
@Suite struct `What would make a month cheaper` {
  /// A month has 730 hours: an instance costs 73 dollars on demand, 40 reserved, 36.50 on spare capacity
  /// and 36.50 a size smaller.
  private static let text = """
    headroom: 1
    prices:
      v/host-big: {vendor: v, product: big, unit: hour, usd: 0.1, limits: {cpu: 2, ram_gb: 4},
        source: s, as_of: 2026, grade: C}
      v/host-small: {vendor: v, product: small, unit: hour, usd: 0.05, limits: {cpu: 1, ram_gb: 2},
        source: s, as_of: 2026, grade: C}
      v/host-big-reserved-1y: {vendor: v, product: term, unit: month, usd: 40,
        source: s, as_of: 2026, grade: C}
      v/host-big-spot: {vendor: v, product: spare, unit: hour, usd: 0.05,
        source: s, as_of: 2026, grade: C}
      v/dear: {vendor: v, product: d, unit: million tokens, tokens: {input: 2, cached_input: 0.2,
        cache_write: 2.5, output: 10, batch_discount: 50%}, source: s, as_of: 2026, grade: C}
      v/cheap: {vendor: v, product: c, unit: million tokens, tokens: {input: 0.2, output: 1},
        source: s, as_of: 2026, grade: C}
    services: {api: {plan: v/host-big, instances: 1, workers: 2}}
    caches: {answers: {lookup_time: 1ms}}
    providers: {p: {}}
    queues: {work: {workers: 4}}
    models:
      dear: {provider: p, price: v/dear, time_to_first_token: 300ms}
      cheap: {provider: p, price: v/cheap, time_to_first_token: 100ms}
      later: {provider: p, price: v/dear, time_to_first_token: 300ms}
    endpoints:
      ask:
        route: POST /ask
        service: api
        per_query: 1
        targets: {p95: 2s, max_failures: 1%}
        steps:
          - cpu: 5ms
          - cache: {name: answers, hit: 60%, miss: [{call: {model: dear, input: 1000, output: 100}}]}
          - enqueue: sum
      sum: {queue: work, steps: [{call: {model: later, input: 1000, output: 100}}]}
    tiers: {small: {users: 100, concurrent_users: 10, queries_per_day: 5000}}
    tests:
      day: {load: mean, follows: day, spacing: even, duration: 24h}
      peak: {purpose: peak, load: peak, from: 1000%, spacing: even, duration: 20min}
    experiment: {seed: 5, replications: 2}

    """

  private static let found = Task { () throws -> Optimization in
    let document = try ScenarioDocument.read(text: text, name: "cheaper")
    return await Laboratory(threads: 2).optimize(
      document,
      at: document.scenario.tiers[0],
      today: CalendarDate("2026-11-28") ?? CalendarDate(dayNumber: 0)
    )
  }

  private func option(_ words: String) async throws -> Optimization.Option {
    let options = try await Self.found.value.options
    return try #require(options.first { $0.title.contains(words) }, "\(options.map(\.title))")
  }

  private func saved(_ words: String) async throws -> Double {
    let option = try await option(words)
    let estimate = try #require(option.saved.estimate)
    #expect(close(estimate.value, option.before - option.after, relative: 1e-6))
    return option.before - option.after
  }

  @Test func `a size smaller saves the difference of the prices`() async throws {
    #expect(close(try await saved("v/host-small instead of v/host-big"), 36.5, relative: 1e-9))
    #expect(try await option("v/host-small instead").broken.isEmpty)
  }

  @Test func `one instance that always runs is worth reserving`() async throws {
    #expect(close(try await saved("1 of v/host-big-reserved-1y"), 33, relative: 1e-9))
    let rule = try #require(try await Self.found.value.rules.first { $0.question == .reserve })
    #expect(close(rule.value, 40.0 / 73, relative: 1e-9))
  }

  /// Half of an instance at half its price; the only one is taken back for a minute of the busiest hour.
  @Test func `spare capacity saves its share and fails while it is taken back`() async throws {
    #expect(close(try await saved("50 % on v/host-big-spot"), 18.25, relative: 1e-9))
    #expect(try await option("50 % on v/host-big-spot").broken.contains("failures of POST /ask"))
  }

  /// Four lookups in ten miss and call for 0.003 dollars; ten in a hundred fewer is a quarter of them.
  @Test func `a hit is worth the call that it saves`() async throws {
    let usage = 5000 * 365.0 / 12 * 0.003
    #expect(close(try await saved("ten lookups more"), 0.1 * usage, relative: 0.08))
    #expect(close(try await saved("every lookup misses"), -0.6 * usage, relative: 0.03))
  }

  /// 0.0003 dollars a call instead of 0.003.
  @Test func `another model saves the difference of the prices, and changes p95`() async throws {
    let usage = 5000 * 365.0 / 12 * 0.4 * 0.003
    #expect(close(try await saved("calls of dear go to cheap"), 0.9 * usage, relative: 0.03))
    let p95 = try #require(try await option("calls of dear go to cheap").p95)
    #expect(close(p95.after - p95.before, -0.2, relative: 0.05))
  }

  @Test
  func `jobs in batches cost the discount less, and calls that somebody waits for are no batch`()
    async throws
  {
    let usage = 5000 * 365.0 / 12 * 0.003
    #expect(
      close(try await saved("calls of later go through the batch"), usage / 2, relative: 0.01)
    )
    let open = try await Self.found.value.open
    #expect(open.contains { $0.question == .batch && $0.needed.contains("dear") })
    #expect(open.contains { $0.question == .prompt_cache })
  }

  /// (2.5 − 2) / (2 − 0.2) = 0.278 reads for each write.
  @Test func `the break-even of a prompt cache follows from its prices`() async throws {
    let rules = try await Self.found.value.rules
    let rule = try #require(rules.first { $0.question == .prompt_cache && $0.part == "dear" })
    #expect(close(rule.value, 0.5 / 1.8, relative: 1e-9))
  }
}
