import Costing
import Forecasting
import Foundation
import Quantities
import Scenarios
import Simulating
import Statistics
import Testing

@testable import Planning

/// A study of two tiers, run once.
enum StudyFixture {
  static let study = Task { try await study(of: text, named: "study") }

  /// The study of a scenario beside a `history.csv` of queries a day that grow by a tenth each month.
  static func study(
    of text: String,
    named name: String,
    _ changes: [Change] = [],
    threads: Int = 2
  ) async throws -> Study {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appendingPathComponent("\(name)-\(UUID().uuidString)")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    let path = folder.appendingPathComponent("\(name).yaml")
    try Data(text.utf8).write(to: path)
    let rows = (0..<24).map { month -> String in
      let date = "\(2025 + month / 12)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1)-01"
      return "\(date),\(Int((100_000 * pow(1.1, Double(month))).rounded()))"
    }
    let history = (["date,queries"] + rows).joined(separator: "\n")
    try Data(history.utf8).write(to: folder.appendingPathComponent("history.csv"))
    return try await Study.run(
      try ScenarioDocument.read(path.path, changes: changes),
      in: Laboratory(threads: threads),
      today: CalendarDate("2026-12-15") ?? CalendarDate(dayNumber: 0)
    )
  }

  private static let text = """
    headroom: 1
    services: {api: {instances: 1, workers: 1, limit: 20, backlog: 5, timeout: 5s}}
    endpoints:
      list: {service: api, per_query: 1, targets: {p95: 200ms, p99: 1s}, steps: [{cpu: {mean: 20ms, cv: 1}}]}
    tiers:
      now: {users: 10, concurrent_users: 10, queries_per_day: 250000, active_connections: 10}
      later: {users: 900, concurrent_users: 900, queries_per_day: 9000000, active_connections: 900}
    tests:
      peak: {purpose: peak, load: peak, duration: 1min}
    experiment: {seed: 5, replications: {min: 3, max: 3}, observations: 50}
    growth: {horizon: 3650d, series: {queries_per_day: {file: history.csv, column: queries}}}
    changes:
      instances: {title: Run more instances, why: cores, mends: [cpu, workers], effort_days: 2,
        lead_time_days: 10, levels: [{services.api.instances: 2}, {services.api.instances: 3}]}
    goals: {requests: 1000/s, concurrent_users: 10}

    """
}

@Suite struct `Answers of a study` {
  @Test func `the worst target has the highest ratio of value to target`() async throws {
    let busy = try #require(try await StudyFixture.study.value.tiers.last).busy
    let worst = try #require(busy.worstTarget())
    let use = try #require(worst.item.value.estimate?.value) / #require(worst.item.target).seconds
    for item in busy.endpoints.flatMap(\.percentiles) {
      guard let target = item.target, let value = item.value.estimate?.value else { continue }
      #expect(value / target.seconds <= use)
    }
    // Where the queue only grows three replications give no p95; where it holds they do.
    let calm = try #require(try await StudyFixture.study.value.tiers.first).busy
    #expect(calm.worstTarget(percentile: 0.95)?.item.percentile == 0.95)
    #expect(calm.worstTarget(percentile: 0.5) == nil)
  }

  @Test func `the largest share of time is a share, and the parts of a wait are one of them`()
    async throws
  {
    let tier = try #require(try await StudyFixture.study.value.tiers.last)
    let share = try #require(tier.busy.endpoints.first?.largestShare)
    #expect(share.fraction > 0 && share.fraction <= 1)
    #expect(tier.bottlenecks.allSatisfy { $0.shareOfResponse <= 1 })
    // Where nearly all time is spent in one line, the bottleneck says the same as the parts.
    let endpoint = try #require(tier.busy.endpoints.first)
    let waiting = zip(TimeShare.allCases, endpoint.shares).filter(\.0.isWaiting).map(\.1).reduce(
      0,
      +
    )
    let told = tier.bottlenecks.map(\.shareOfResponse).reduce(0, +)
    #expect(told >= 0.9 * waiting / endpoint.shares.reduce(0, +))
  }

  @Test func `goals are held against the breakpoint and the tiers that hold`() async throws {
    let study = try await StudyFixture.study.value
    let checks = study.goalChecks
    #expect(checks.map(\.subject) == [.requests, .concurrentUsers])
    let breakpoint = try #require(study.breakpoint)
    #expect(checks[0].reached == breakpoint.requestsPerSecond)
    #expect(checks[0].verdict == .violated)
    #expect(checks[1].reached.estimate?.value == 10)
    #expect(checks[1].verdict == .held)
  }

  @Test func `the breakpoint as a multiple of a tier goes with its queries`() async throws {
    let study = try await StudyFixture.study.value
    let breakpoint = try #require(study.breakpoint)
    let multiples = study.tiers.compactMap { $0.tier.flatMap(breakpoint.multiple) }
    #expect(multiples.count == 2)
    #expect(abs(multiples[0] / multiples[1] - 36) < 1e-6)
  }

  @Test func `a step is to be decided a lead time before its tier at the latest`() async throws {
    let study = try await StudyFixture.study.value
    for phase in study.phases {
      let tier = study.growth?.reaching(phase.tier.name)?.date.median
      for step in phase.steps {
        let day = study.neededBy(step, for: phase)
        if let tier { #expect(try #require(day) <= tier.adding(days: -10)) }
      }
    }
    #expect(study.phases.contains { !$0.steps.isEmpty })
    #expect(study.phases.allSatisfy { $0.effortDays == Double($0.steps.count) * 2 })
  }

  @Test func `gaps and recommendations come by priority, and each gap once`() async throws {
    let study = try await StudyFixture.study.value
    let gaps = study.gaps
    #expect(gaps.map(\.priority) == gaps.map(\.priority).sorted())
    #expect(Set(gaps.map(\.title)).count == gaps.count)
    #expect(gaps.contains { $0.origin == .limit && $0.priority == .high })
    let advice = study.recommendations
    #expect(advice.map(\.priority) == advice.map(\.priority).sorted())
    let changes = advice.filter { $0.relief != nil }
    #expect(changes.map(\.title) == ["Run more instances"])
    #expect(changes.allSatisfy { $0.effortDays == 2 })
  }

  /// The fixture has no test that follows the day, so that the busiest hour stands for the month.
  @Test func `a tier with a roadmap is billed on the planned platform`() async throws {
    let study = try await StudyFixture.study.value
    let phase = try #require(study.phases.last)
    #expect(phase.settings.map(\.path) == ["services.api.instances"])
    let planned = try #require(Int(phase.settings[0].value))
    let basis = try #require(study.tiers.last?.basis)
    #expect(basis.platform.services.map(\.instances) == [planned])
    #expect(basis.usage.services["api"]?.mean == Double(planned))
    // What the overloaded platform turns away is asked for and answered on the planned one.
    #expect(study.tiers.first?.basis?.platform.services.map(\.instances) == [1])
  }

  @Test func `a tier does not hold when a limit is passed that no request feels`() async throws {
    var tier = try #require(try await StudyFixture.study.value.tiers.first)
    #expect(tier.verdict.isWithin)
    let row = Headroom(
      resource: "disk",
      layer: .database,
      demand: 2,
      limit: 1,
      unit: "GB",
      basis: .computed,
      kind: nil
    )
    tier.headroom.append(row)
    #expect(tier.exceeded.map(\.resource) == ["disk"])
    #expect(tier.verdict == .violated)
  }
}
