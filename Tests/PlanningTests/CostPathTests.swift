import Costing
import Foundation
import Quantities
import Scenarios
import Testing

@testable import Planning

/// Laws of the bills of coming months, on a platform of which every number is known.
@Suite struct `The cost path` {
  /// Two tiers; a query is one call of 1,155 prompt and 211 answer tokens, or 0.00442 dollars at 2 and
  /// 10 a million; the platform costs 25 a month besides.
  private static let text = """
    headroom: 1
    prices:
      v/model: {vendor: v, product: m, unit: million tokens, tokens: {input: 2, output: 10},
        revisions: [{from: 2027-07-01, tokens: {input: 4, output: 20}}],
        source: s, as_of: 2026-11-24, grade: C}
      v/plan: {vendor: v, product: p, unit: month, usd: 25, source: s, as_of: 2026-11-24, grade: C}
    providers: {account: {spend_cap: $500}}
    models: {model: {provider: account, price: v/model, time_to_first_token: 1s}}
    endpoints:
      ask: {per_query: 1, steps: [{call: {model: model, input: 1155, output: 211}}]}
    bill: [{item: plan, price: v/plan, meter: fixed, quantity: 1, group: compute}]
    tiers:
      now: {users: 100, concurrent_users: 10, queries_per_day: 500}
      later: {users: 10000, concurrent_users: 1000, queries_per_day: 50000}
    tests: {day: {purpose: normal, load: mean, follows: day, duration: 24h}}
    growth: {series: {queries_per_day: {file: history.csv, column: queries}}}
    money: {months: 12, worlds: 200, MONEY}

    """

  private func scenario(_ money: String) throws -> Scenario {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appendingPathComponent("path-\(UUID().uuidString)")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    let rows = (0..<30).map { month -> String in
      let wobble = [0.98, 1.01, 1.02, 0.99, 1.0][month % 5]
      let date =
        "\(2024 + (month + 5) / 12)-\((month + 5) % 12 < 9 ? "0" : "")\((month + 5) % 12 + 1)-01"
      return "\(date),\(Int((40 * pow(1.12, Double(month)) * wobble).rounded()))"
    }
    let history = (["date,queries"] + rows).joined(separator: "\n")
    try Data(history.utf8).write(to: folder.appendingPathComponent("history.csv"))
    let path = folder.appendingPathComponent("path.yaml")
    try Data(Self.text.replacing("MONEY", with: money).utf8).write(to: path)
    return try ScenarioDocument.read(path.path).scenario
  }

  private func path(_ money: String) throws -> CostPath {
    let scenario = try scenario(money)
    let bases = scenario.tiers.map { tier in
      var usage = MonthlyUsage()
      let calls = Int64((tier.queriesPerDay * scenario.daysPerMonth).rounded())
      usage.users = tier.users
      usage.queries = calls
      usage.requests = calls
      usage.models["model"] = ModelUsage(
        calls: calls,
        tokens: .init(input: TokenCount(1155 * calls), output: TokenCount(211 * calls))
      )
      return BillingBasis(scenario, tier, usage)
    }
    let today = try #require(CalendarDate("2026-11-28"))
    return try #require(CostPath(scenario, bases, GrowthStudy(scenario), from: today))
  }

  @Test func `begins with the coming month and has a platform for each`() throws {
    let path = try path("usage: {p10: 1, p90: 1}")
    #expect(path.months.map(\.first.description).first == "2026-12-01")
    #expect(path.months.count == 12)
    #expect(path.months.last?.first.description == "2027-11-01")
    for month in path.months {
      #expect(month.tier == (month.queriesPerDay.p50 <= 500 ? "now" : "later"))
    }
  }

  /// 25 + 0.00442 for each query before July 2027, 25 + 0.00884 after; each month has its own days.
  @Test func `a month costs its queries at the prices announced for it`() throws {
    for month in try path("usage: {p10: 1, p90: 1}").months {
      let queries = month.queriesPerDay.p50 * BillingMonth(of: month.first, week: .flat).days
      let price = month.first.description < "2027-07-01" ? 0.00442 : 0.00884
      #expect(abs(month.languageModels.p50.usd / (queries * price) - 1) < 0.01, "\(month.first)")
      #expect(month.infrastructure.p50.usd == 25)
      #expect(month.infrastructure.p10 == month.infrastructure.p90)
    }
  }

  @Test func `spreads are ordered and grow with what is uncertain`() throws {
    let certain = try path("usage: {p10: 1, p90: 1}")
    let wide = try path("usage: {p10: 0.5, p90: 2}, model_prices: {p10: 0.4, p90: 1.1}")
    for (a, b) in zip(certain.months, wide.months) {
      #expect(a.total.p10 <= a.total.p50 && a.total.p50 <= a.total.p90)
      #expect(b.total.p90 - b.total.p10 > a.total.p90 - a.total.p10)
    }
    #expect(certain.causes.map(\.source) == [.growth])
    #expect(Set(wide.causes.map(\.source)) == [.growth, .usage, .modelPrices])
  }

  /// With nothing else uncertain a factor's P10 and P90 are those of the models' cost.
  @Test func `a factor alone spreads the cost of models by itself`() throws {
    let path = try path("tokens: {p10: 0.8, p90: 1.5}")
    let last = try #require(path.months.last)
    let cause = try #require(path.causes.first { $0.source == .tokens })
    let middle = last.median.languageModels.usd
    #expect(abs((cause.total.p10.usd - 25) / middle - 0.8) < 0.01)
    #expect(abs((cause.total.p90.usd - 25) / middle - 1.5) < 0.02)
  }

  @Test func `revenue less cost is the margin`() throws {
    let path = try path(
      "plans: [{name: free, share: 90%, price: $0}, {name: pro, share: 10%, price: $20}]"
    )
    for month in path.months {
      let revenue = try #require(month.revenue)
      // Users are in the tier's proportion to queries: one for five a day.
      #expect(abs(revenue.p50.usd / (month.queriesPerDay.p50 / 5 * 2) - 1) < 0.01)
      #expect(try #require(month.margin).p90 <= revenue.p90)
    }
  }

  /// Half of the worlds have at the end of each month what the median month leaves: with only growth
  /// uncertain, a world that is in the middle stays there.
  @Test func `cash is what was there, and what each month leaves`() throws {
    let plans = "plans: [{name: pro, share: 100%, price: $1}]"
    let path = try path("\(plans), cash: $900, other_costs: $50")
    let cash = try #require(path.cash)
    #expect(cash.cash == Money(usd: 900) && cash.otherCosts == Money(usd: 50))
    var left = 900.0
    for (month, end) in zip(path.months, cash.months) {
      left += (try #require(month.margin?.p50).usd) - 50
      #expect(month.first == end.first)
      #expect(abs(end.left.p50.usd - left) < 0.01 * max(abs(left), 100), "\(month.first)")
      #expect(end.left.p10 <= end.left.p50 && end.left.p50 <= end.left.p90)
    }
  }

  @Test func `the month is named in which the money is gone`() throws {
    let plans = "plans: [{name: free, share: 100%, price: $0}]"
    // Nothing comes in; 25 for the platform, the models, and 200 besides: less than 900 lasts four months.
    let cash = try #require(try path("\(plans), cash: $900, other_costs: $200").cash)
    let gone = cash.months.first { $0.left.p50 < .zero }
    #expect(cash.median == gone?.first && cash.median != nil)
    #expect(cash.median.map { $0.description <= "2027-03-01" } == true)
    if let early = cash.early, let median = cash.median { #expect(early <= median) }
    #expect(try path("\(plans), cash: $90000000").cash?.median == nil)
    // Without plans nobody knows what comes in, without cash nobody asked.
    #expect(try path("cash: $900").cash == nil)
    #expect(try path(plans).cash == nil)
  }

  /// The cap of 500 dollars is reached at 3,719 queries a day of 30.4 days, half as many from July on.
  @Test func `the month is named in which the spend cap is reached`() throws {
    let path = try path("usage: {p10: 0.8, p90: 1.25}")
    let cap = try #require(path.caps.first)
    let crossing = path.months.first { $0.languageModels.p50.usd >= 500 }
    #expect(cap.provider == "account" && cap.median == crossing?.first)
    #expect(cap.median != nil)
    if let early = cap.early, let median = cap.median { #expect(early <= median) }
  }

  @Test func `worlds fill the cube evenly`() {
    let worlds = Lattice.points(1000, dimensions: 4)
    for dimension in 0..<4 {
      for decile in 0..<10 {
        let count = worlds.count { Int($0[dimension] * 10) == decile }
        #expect(count == 100, "dimension \(dimension), decile \(decile)")
      }
    }
    // Pairs are even too: a quarter of the worlds in each quarter of a square.
    for a in 0..<4 {
      for b in 0..<a {
        let count = worlds.count { $0[a] < 0.5 && $0[b] < 0.5 }
        #expect(abs(count - 250) <= 20, "\(a) and \(b)")
      }
    }
  }
}
