import Costing
import Foundation
import Planning
import Quantities
import Scenarios
import Testing

@testable import Reporting

@Suite struct `Building a report of a study` {
  private func small() async throws -> (study: Study, report: Report) {
    let study = try await BuildingScenario.small.value
    return (study, Report(study, command: BuildingScenario.command))
  }

  static let sections = [
    "scores", "current_capacity", "bottlenecks", "response_times", "load_tests", "costs",
    "architecture_gaps", "roadmap", "recommendations", "audit", "assumptions",
  ]

  @Test func `has eleven sections, three sentences and a card for each tier`() async throws {
    let (study, report) = try await small()
    #expect(report.sections.map(\.id) == Self.sections)
    #expect(report.sections.map(\.number) == Array(1...11))
    #expect(report.sections.allSatisfy { !$0.lead.isEmpty })
    #expect(report.summary.count == 3)
    #expect(report.cards.map(\.title) == study.tiers.map(\.name))
    #expect(report.command == BuildingScenario.command)
  }

  @Test func `every target of every tier has a value with an interval, or a reason`() async throws {
    let (study, report) = try await small()
    let table = try #require(report.table("latency"))
    #expect(table.rows.count == study.tiers.count * study.scenario.platform.endpoints.count)
    for p in ["p50", "p95", "p99"] {
      let value = try #require(table.columns.firstIndex { $0.key == "\(p)_ms" })
      let target = try #require(table.columns.firstIndex { $0.key == "\(p)_target_ms" })
      for row in table.rows {
        #expect(row[target] != .missing)
        switch row[value] {
        case .estimate(let estimate): #expect(estimate.low <= estimate.high)
        case .notEstimable(let reason): #expect(!reason.isEmpty)
        default: Issue.record("\(row[value]) is neither")
        }
      }
    }
  }

  @Test func `each line of each bill stands with its source and date`() async throws {
    let (study, report) = try await small()
    let table = try #require(report.table("cost_lines"))
    let lines = study.tiers.flatMap(\.bill.lines)
    #expect(!lines.isEmpty)
    #expect(table.rows.count == lines.count)
    for (line, row) in zip(lines, table.rows) {
      #expect(row.contains(.text(line.item)))
      #expect(row.contains(.money(line.amount)))
      #expect(row.contains(.text(line.provenance.source)))
      #expect(row.contains(.asOf(line.provenance.asOf)))
    }
    #expect(table.rows.contains { $0.contains(.status(.warn, "stale")) })
  }

  @Test func `what has no price is listed with the reason`() async throws {
    let report = try await small().report
    let table = try #require(report.table("unpriced"))
    #expect(table.rows.contains { $0.first == .text("Traffic") })
  }

  @Test func `costs are those of the study`() async throws {
    let (study, report) = try await small()
    let table = try #require(report.table("costs"))
    for tier in study.tiers {
      #expect(table.rows.contains { $0.contains(.money(tier.bill.total)) })
      let planned = try #require(tier.plannedBill)
      #expect(table.rows.contains { $0.contains(.money(planned.total)) })
    }
  }

  @Test func `each step of the roadmap has its proof, and each tier and limit its date`()
    async throws
  {
    let (study, report) = try await small()
    let steps = study.phases.flatMap(\.steps)
    #expect(!steps.isEmpty)
    #expect(report.table("roadmap")?.rows.count == steps.count)
    #expect(report.table("roadmap_proof")?.rows.count == steps.count)
    #expect(report.table("phases")?.rows.count == study.tiers.count)
    let milestones = try #require(study.growth).milestones
    let shown = try #require(report.table("milestones"))
    #expect(!shown.rows.isEmpty)
    #expect(shown.rows.count <= milestones.count)
    #expect(report.table("growth_fits")?.rows.count == 2)
    #expect(report.table("growth_users") != nil)
  }

  @Test func `each limit ahead has its chance before every New Year, and the summary the next one`()
    async throws
  {
    let (study, report) = try await small()
    let growth = try #require(study.growth)
    let chances = try #require(report.table("milestone_chances"))
    #expect(chances.columns.map(\.key) == ["event", "before_2027_pct", "before_2028_pct"])
    for row in chances.rows {
      let shares = row.compactMap { cell -> Double? in
        if case .percent(let value, _) = cell { value } else { nil }
      }
      #expect(shares.count == 2)
      #expect(shares[0] <= shares[1])
    }
    let milestones = try #require(report.table("milestones"))
    let places = ["event", "before", "before_pct"].compactMap { key in
      milestones.columns.firstIndex { $0.key == key }
    }
    #expect(places.count == 3)
    for row in milestones.rows {
      guard case .date(let day) = row[places[1]] else { continue }
      // The two tables say the same of one event and one New Year.
      let column = chances.columns.firstIndex { $0.key == "before_\(day.components.year)_pct" }
      let same = chances.rows.first { $0[0] == row[places[0]] }
      if let column, let same { #expect(same[column] == row[places[2]]) }
    }
    let next = growth.milestones.first { $0.kind == .limit && $0.isAhead(of: study.today) }
    if let words = next?.date.chanceInWords, report.summary[1].hasPrefix("First to be reached") {
      #expect(report.summary[1].contains(words))
    }
  }

  @Test func `every chart has a finding with a number for a title`() async throws {
    let report = try await small().report
    #expect(report.charts.count >= 6)
    for chart in report.charts {
      #expect(chart.title.contains { $0.isNumber }, "\(chart.title)")
      #expect(chart.title.hasSuffix("."), "\(chart.title)")
    }
  }

  @Test func `the four questions and the scores stand in the terminal in their turn`() async throws
  {
    let report = try await small().report
    let turns = report.tables.compactMap(\.headline).map(\.turn)
    #expect(Set(turns) == [1, 2, 3, 4, 5])
    // The cost has two: what it is now, and what it will be.
    #expect(turns.count == 6)
  }

  @Test func `the same study gives the same bytes`() async throws {
    let (study, report) = try await small()
    let again = Report(study, command: BuildingScenario.command)
    #expect(report == again)
    #expect(JSONRenderer().render(report) == JSONRenderer().render(again))
    let text = TerminalRenderer(extent: .full).render(report).lowercased()
    #expect(!text.contains("nan ") && !text.contains("inf "))
  }

  @Test func `a plain queue has all sections, and its closed form`() async throws {
    let report = Report(try await BuildingScenario.queue.value, command: "headroom run queue.yaml")
    #expect(report.sections.map(\.id) == Self.sections)
    #expect(report.table("closed_forms") != nil)
    #expect(report.table("costs") == nil)
    #expect(report.sections[5].lead.contains("no bill"))
    #expect(report.sections[7].lead.contains("no roadmap"))
    #expect(report.cards.map(\.title) == ["as given"])
  }

  @Test func `a service without tiers has all sections, and a verdict on its target`() async throws
  {
    let report = Report(try await BuildingScenario.quick.value, command: "headroom run quick.yaml")
    #expect(report.sections.map(\.id) == Self.sections)
    #expect(report.table("milestones") == nil)
    let table = try #require(report.table("latency"))
    #expect(table.rows.first?.contains(.status(.pass, "held")) == true)
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["HEADROOM_BUILT_REPORT"] != nil))
  func `the small report is written where a person can look at it`() async throws {
    let folder = ProcessInfo.processInfo.environment["HEADROOM_BUILT_REPORT"] ?? ""
    let written = try ReportWriter().write(try await small().report, to: folder)
    #expect(written.warnings.isEmpty)
  }
}
