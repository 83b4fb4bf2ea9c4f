import Costing
import Foundation
import Quantities
import Scenarios
import TestSupport
import Testing

@testable import Planning

/// The bills of the shipped scenarios, line by line, as they were when somebody last looked.
///
/// `HEADROOM_RECORD=1 swift test --filter CostRegression` writes them anew; what changed, a price or a
/// number of tokens, is for people to judge.
@Suite struct `Bills of the shipped scenarios` {
  static let files = repositoryFiles(in: "scenarios", ending: ".yaml").filter { file in
    let scenario = try? ScenarioDocument.read(repositoryPath(file)).scenario
    guard let scenario, !scenario.tiers.isEmpty else { return false }
    return !scenario.platform.bill.isEmpty || scenario.platform.models.contains { $0.price != nil }
  }

  /// The bill of the smallest tiers, each from one simulated day.
  private func text(of file: String) async throws -> String {
    let scenario = try ScenarioDocument.read(repositoryPath(file)).scenario
    let day = try #require(scenario.tests.first { $0.followsDay })
    var text = ""
    for tier in scenario.tiers.prefix(2) {
      let result = await Laboratory(threads: 2).run(day, at: tier, of: scenario, replications: 1)
      let bill = Bill(
        platform: scenario.platform,
        prices: scenario.prices,
        usage: MonthlyUsage(scenario, tier: tier, day: result),
        tier: tier.name,
        daysPerMonth: scenario.daysPerMonth,
        on: try #require(CalendarDate("2026-11-28"))
      )
      text += "\(tier.name)\n"
      for line in bill.lines {
        text += "  \(line.item): \(shown(line.billed)) \(line.unit) × \(line.unitPrice)"
        text += " = $\(shown(line.amount.usd)) (\(line.priceKey), \(line.provenance.asOf))\n"
      }
      for item in bill.unpriced { text += "  \(item.item): no price, \(item.reason)\n" }
      text += "  total: $\(shown(bill.total.usd)), waste $\(shown(bill.waste.usd))\n"
    }
    return text
  }

  private func shown(_ value: Double) -> String { String(format: "%.4f", value) }

  @Test(arguments: files)
  func `are what they were`(file: String) async throws {
    let name = URL(filePath: file).deletingPathExtension().lastPathComponent
    let expected = repositoryPath("Tests/PlanningTests/Costs/\(name).txt")
    let text = try await text(of: file)
    if ProcessInfo.processInfo.environment["HEADROOM_RECORD"] != nil {
      try text.write(toFile: expected, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOfFile: expected, encoding: .utf8) == text)
  }

  @Test func `there are some`() {
    #expect(Self.files.contains("scenarios/council.yaml"))
    #expect(Self.files.contains("scenarios/token-bill.yaml"))
  }
}
