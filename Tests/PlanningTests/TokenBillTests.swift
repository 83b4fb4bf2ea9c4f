import Costing
import Quantities
import Scenarios
import Simulating
import TestSupport
import Testing

@testable import Planning

/// The arithmetic of one call a query, by simulation: which limit binds first, and what it costs.
///
/// By hand, at 2 and 10 dollars a million: 1,155 × 2 + 211 × 10 = 0.00442 dollars a call, at 0.1 and 0.5
/// a twentieth of it; a day of n queries has n / 86,400 calls a second, and three times as many in the
/// busiest hour. A month of the table has 30 days.
@Suite struct `The tokens of one call a query` {
  struct Row: Sendable {
    var tier: String
    var queries: Double
    var peakCalls: Double
    var peakTokens: Double
    var dear: Double
    var cheap: Double
  }

  static let rows = [
    Row(
      tier: "current",
      queries: 500,
      peakCalls: 1.0417,
      peakTokens: 1423,
      dear: 66.3,
      cheap: 3.315
    ),
    Row(tier: "10x", queries: 5000, peakCalls: 10.417, peakTokens: 14_229, dear: 663, cheap: 33.15),
    Row(
      tier: "100x",
      queries: 50_000,
      peakCalls: 104.17,
      peakTokens: 142_292,
      dear: 6630,
      cheap: 331.5
    ),
  ]

  private func scenario() throws -> Scenario {
    var scenario = try ScenarioDocument.read(repositoryPath("scenarios/token-bill.yaml")).scenario
    scenario.daysPerMonth = 30
    return scenario
  }

  private func bill(_ scenario: Scenario, _ tier: Tier) async throws -> (
    bill: Bill, day: TestResult
  ) {
    let test = try #require(scenario.tests.first { $0.followsDay })
    let day = await Laboratory(threads: 2).run(test, at: tier, of: scenario, replications: 2)
    let bill = Bill(
      platform: scenario.platform,
      prices: scenario.prices,
      usage: MonthlyUsage(scenario, tier: tier, day: day),
      tier: tier.name,
      daysPerMonth: scenario.daysPerMonth,
      on: try #require(CalendarDate("2026-11-24"))
    )
    return (bill, day)
  }

  /// The cost is a sum of as many equal calls as happen to come: Poisson, four standard deviations.
  @Test(arguments: rows)
  func `costs what the arithmetic says`(row: Row) async throws {
    let scenario = try scenario()
    let tier = try #require(scenario.tiers.first { $0.name == row.tier })
    #expect(tier.queriesPerDay == row.queries)
    let (bill, day) = try await bill(scenario, tier)
    let noise = 4 / (2 * row.queries).squareRoot()
    for (model, expected) in [("dear", row.dear), ("cheap", row.cheap)] {
      let cost = bill.lines.filter { $0.model == model }.reduce(0) { $0 + $1.amount.usd }
      #expect(abs(cost / expected - 1) < noise, "\(model) at \(row.tier): \(cost)")
      // Prompt and answer lines are the same calls: 2,310 to 2,110, whatever happens.
      let lines = bill.lines.filter { $0.model == model }.map(\.amount.usd)
      #expect(lines.count == 2 && abs(lines[0] / lines[1] - 2310.0 / 2110) < 1e-6)
    }
    // The busiest minute of two days is above the mean of the busiest hour, and not far.
    let peak = try #require(day.providers.first { $0.name == "dear" }).demand
    let most = row.peakCalls + 5 * row.peakCalls.squareRoot() + 3
    #expect(peak.peakCallsPerMinute >= row.peakCalls && peak.peakCallsPerMinute <= most)
    #expect(scenario.platform.dayProfile.peakToMean == 3)
    #expect(abs(row.peakCalls * 1366 / row.peakTokens - 1) < 1e-3)
  }

  /// 500 dollars last for 3,771 queries a day at 2 and 10, for 75,415 at 0.1 and 0.5: the cap of a small
  /// account breaks before 10x while its request rate is at a hundredth of what the account allows.
  @Test func `a small account's cap is reached before 10x`() async throws {
    let scenario = try scenario()
    let tier = try #require(scenario.tiers.first { $0.name == "100x" })
    let rows = spendRows(scenario, try await bill(scenario, tier).bill)
    for (account, queries) in [("dear", 3771.0), ("cheap", 75_415)] {
      let row = try #require(rows.first { $0.resource.hasPrefix(account) })
      let reached = try #require(row.growthToLimit) * tier.queriesPerDay
      #expect(abs(reached / queries - 1) < 4 / 100_000.0.squareRoot(), "\(account): \(reached)")
    }
  }
}
