import Forecasting
import Foundation
import Quantities
import Scenarios
import Testing

@testable import Planning

/// Drivers that follow others: users, queries, tokens, gigabytes.
@Suite struct `Drivers that follow others` {
  /// Users double twice a year; queries grow with the 1.2th power of the users.
  private static func rows() -> String {
    let lines = (0..<30).map { month -> String in
      let wobble = [0.98, 1.01, 1.02, 0.99, 1.0][month % 5]
      let users = 40 * pow(1.12, Double(month)) * wobble
      let queries = 3 * pow(users, 1.2) * [1.02, 0.98, 1.0][month % 3]
      let year = 2024 + (month + 5) / 12
      let text = (month + 5) % 12 + 1
      return "\(year)-\(text < 10 ? "0" : "")\(text)-01,\(users),\(queries)"
    }
    return (["date,users,queries"] + lines).joined(separator: "\n")
  }

  private static func scenario(_ growth: String) throws -> Scenario {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appendingPathComponent("link-\(UUID().uuidString)")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    try Data(rows().utf8).write(to: folder.appendingPathComponent("history.csv"))
    let path = folder.appendingPathComponent("link.yaml")
    try Data("headroom: 1\ngrowth:\n\(growth)\n".utf8).write(to: path)
    return try ScenarioDocument.read(path.path).scenario
  }

  private static let users = "    users: {file: history.csv, column: users}"
  private static let queries = "    queries_per_day: {file: history.csv, column: queries}"

  @Test func `a chain of ratios has one future for all of it`() throws {
    let growth = GrowthStudy(
      try Self.scenario(
        """
          series:
        \(Self.users)
          links:
            database_gb: {from: tokens_per_day, ratio: 1e-6}
            tokens_per_day: {from: queries_per_day, ratio: 1400}
            queries_per_day: {from: users, ratio: 5}
        """
      )
    )
    #expect(
      growth.series.map(\.driver) == [.users, .queries_per_day, .tokens_per_day, .database_gb]
    )
    let users = try #require(growth.series(of: .users))
    let data = try #require(growth.series(of: .database_gb))
    #expect(data.fit == nil)
    #expect(data.follows?.leader == .tokens_per_day)
    let value = 4 * users.history.lastValue
    let reached = users.projection.dateReaching(value)
    let follower = data.projection.dateReaching(value * 5 * 1400 * 1e-6)
    #expect(reached.median != nil)
    #expect(reached.median == follower.median)
    #expect(reached.interval95 == follower.interval95)
  }

  @Test func `a driver with a history of its own is fitted to its leader`() throws {
    let growth = GrowthStudy(
      try Self.scenario(
        """
          series:
        \(Self.users)
        \(Self.queries)
          links:
            queries_per_day: {from: users}
        """
      )
    )
    let queries = try #require(growth.series(of: .queries_per_day))
    let law = try #require(queries.follows?.law)
    #expect(abs(law.elasticity - 1.2) <= 4 * law.elasticityError)
    #expect(law.elasticityError > 0 && law.elasticityError < 0.05)
    // The median future of the queries is that of the users, by the law.
    let users = try #require(growth.series(of: .users))
    let (a, b) = (try #require(users.projection.points.last), queries.projection.points.last)
    #expect(abs(try #require(b).median / (3 * pow(a.median, 1.2)) - 1) < 0.1)
  }

  @Test(arguments: [
    ("queries_per_day: {from: users, ratio: 5, p10: 6}", "does not lie between"),
    ("tokens_per_day: {from: users}", "no history to fit one from"),
    ("tokens_per_day: {from: database_gb, ratio: 2}", "follows database_gb, which has no history"),
    ("tokens_per_day: {from: tokens_per_day, ratio: 2}", "tokens_per_day follows itself"),
    ("users: {from: queries_per_day, ratio: 2, p50: 3}", "unknown key"),
  ])
  func `a link that leads nowhere is an error with its place`(link: String, message: String) throws
  {
    let error = #expect(throws: ScenarioError.self) {
      try Self.scenario("  series:\n\(Self.users)\n  links:\n    \(link)")
    }
    let problem = try #require(error?.problems.first)
    #expect(problem.message.contains(message), "\(problem.message)")
    #expect(problem.line >= 6)
  }

  @Test func `limits on tokens are dated by the tokens`() throws {
    let scenario = try Self.scenario(
      """
        series:
      \(Self.users)
        links:
          queries_per_day: {from: users, ratio: 5}
          tokens_per_day: {from: queries_per_day, ratio: 1000}
      """
    )
    var growth = GrowthStudy(scenario)
    let queries = try #require(growth.series(of: .queries_per_day))
    var tier = Tier()
    tier.name = "now"
    tier.users = 100
    tier.queriesPerDay = 500
    let row = Headroom(
      resource: "account tokens per minute",
      layer: .model,
      demand: 10_000,
      limit: 80_000,
      unit: "tokens/min",
      basis: .simulated,
      kind: nil
    )
    growth.addLimits([row], at: tier)
    let limit = try #require(growth.milestones.first)
    #expect(limit.driver == .tokens_per_day)
    #expect(limit.value == 8 * 500 * 1000)
    #expect(limit.date.median == queries.projection.dateReaching(8 * 500).median)
  }

  /// The words of the scenario file are those of the library.
  @Test func `every word of a preparation is understood`() {
    #expect(Set(Growth.curves) == Set(Curve.allCases.map(\.rawValue)))
    var rules = History.Rules()
    for target in Preparation.Target.allCases {
      rules.target = target.rawValue
      #expect(Preparation(rules).target == target)
    }
    for combination in Preparation.Combination.allCases {
      rules.combine = combination.rawValue
      #expect(Preparation(rules).combination == combination)
    }
    for rule in Preparation.LevelBreaks.allCases {
      rules.levelBreaks = rule.rawValue
      #expect(Preparation(rules).levelBreaks == rule)
    }
    for period in Spacing.periods {
      rules.period = period.name
      #expect(Preparation(rules).period == period.spacing)
    }
  }

  @Test func `a scenario says what is to be done to a series`() throws {
    let scenario = try Self.scenario(
      """
        curve: richards
        series:
          users: {file: history.csv, column: users, fit: total, period: quarter, combine: sum,
            level_breaks: shift, launch: 2024-01-01, season: 4}
      """
    )
    let growth = try #require(scenario.growth)
    #expect(growth.curve == "richards")
    let series = try TimeSeries(name: "users", growth.series[0].history)
    #expect(series.spacing == .months(3))
    // 30 months from June: of the first and the last quarter a month or two are there.
    #expect(series.count == 9)
    #expect(series.regular.season.length == 4)
    #expect(series.growthBegan.description == "2024-01-01")
    #expect(series.cleaning.map(\.kind).prefix(3) == [.periods, .periods, .summed])
  }
}
