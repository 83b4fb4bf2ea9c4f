import Costing
import Quantities
import Scenarios
import TestSupport
import Testing

@testable import Planning

/// What a simulated day counts of instances, disks, users and money, brought to a month.
@Suite struct `Meters of a simulated month` {
  private func usage(_ text: String) async throws -> MonthlyUsage {
    let document = try ScenarioDocument.read(text: text, name: "meters")
    let scenario = document.scenario
    let test = try #require(scenario.tests.first)
    let tier = scenario.tiers.first
    let result = await Laboratory(threads: 2).run(test, at: tier, of: scenario)
    return MonthlyUsage(scenario, tier: tier, day: result)
  }

  /// 2,400 queries a day, evenly: 73,000 in a month of 365/12 days.
  ///
  /// Each has three statements of half an operation; the last of each day comes after midnight.
  @Test func `disk operations follow the statements, their peak the busiest hour`() async throws {
    let usage = try await usage(
      """
      headroom: 1
      services: {api: {instances: 2, cores: 2, memory: 4GiB}}
      databases: {main: {cores: 2, max_connections: 50, io_per_query: 0.5}}
      endpoints:
        ask: {service: api, per_query: 1, steps: [{query: {database: main, time: 1ms, count: 3}}]}
      day_profile: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 25]
      tiers: {small: {users: 10, monthly_active_users: 7, concurrent_users: 2, queries_per_day: 2400}}
      tests: {day: {load: mean, spacing: even, duration: 24h, warm_up: 0s}}
      experiment: {replications: 2}

      """
    )
    #expect(close(usage.diskOperations, 73_000 * 3 * 0.5, relative: 1e-3))
    // The busiest hour has 25 of 48 parts: 12.5 times the mean rate.
    let mean = 2400 * 3 * 0.5 / 86_400
    #expect(close(usage.peakDiskRate, mean * 12.5, relative: 1e-3))
    #expect(usage.activeUsers == 7)
    #expect(usage.hours == 730)
    #expect(usage.instanceHours == 1460)
    #expect(usage.servingHours == 1460)
    #expect(usage.autoscaledHours == 0)
    #expect(usage.vcpuHours == 2920)
    #expect(close(usage.memoryHours, 1460 * 4))
    #expect(usage.connectionHours == nil)
  }

  /// A load that triples for ten minutes of an hour and a half: instances come, boot for a minute, and go.
  @Test func `an instance that boots is paid for and serves nobody`() async throws {
    let usage = try await usage(
      """
      headroom: 1
      services:
        api: {instances: 2, workers: 1, limit: 20, boot: 5min,
          autoscale: {preset: kubernetes, min: 2, max: 12, concurrency: 10}}
      endpoints: {ask: {service: api, steps: [{cpu: 5ms}, {delay: {exponential: 1s}}]}}
      tests:
        rise: {arrivals: {ask: 60/s}, from: 30%, duration: 30min, warm_up: 0s,
          stages: [{over: 5min, to: 30%}, {over: 1min, to: 100%}, {over: 24min, to: 100%}]}
      experiment: {replications: 2}

      """
    )
    let paid = try #require(usage.instanceHours)
    let serving = try #require(usage.servingHours)
    let added = try #require(usage.autoscaledHours)
    #expect(paid > 2 * usage.hours)
    #expect(close(added, paid - 2 * usage.hours))
    #expect(serving < paid && serving > 2 * usage.hours * 0.99)
    #expect(usage.diskOperations == nil)
  }

  /// The cap has five dollars left, and a call costs 0.00442: after some 1,131 calls all are refused.
  @Test func `attempts that meet a spend limit are counted`() async throws {
    let usage = try await usage(
      """
      headroom: 1
      prices:
        v/m: {vendor: v, product: m, unit: million tokens, tokens: {input: 2, output: 10},
          source: s, as_of: 2026, grade: C}
      providers:
        capped: {spend_cap: $500/month, spent: $495, spend_answer: 402}
        free: {}
      models:
        capped: {provider: capped, price: v/m, time_to_first_token: 100ms}
        free: {provider: free, price: v/m, time_to_first_token: 100ms}
      endpoints:
        a: {steps: [{call: {model: capped, input: 1155, output: 211}}]}
        b: {steps: [{call: {model: free, input: 1155, output: 211}}]}
      tests: {hour: {arrivals: {a: 1/s, b: 1/s}, spacing: even, duration: 1h, warm_up: 0s}}
      experiment: {replications: 2}

      """
    )
    let refused = try #require(usage.spendRefusals["capped"])
    // An hour goes 730 times into a month: (3,600 − 1,131) × 730.
    #expect(close(Double(refused), (3600 - 1131) * 730, relative: 0.01))
    #expect(usage.spendRefusals["free"] == nil)
  }
}
