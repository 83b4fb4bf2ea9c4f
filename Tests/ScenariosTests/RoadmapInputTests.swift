import Foundation
import Testing

@testable import Scenarios

@Suite struct `A roadmap in a file` {
  private func text(_ steps: String) -> String {
    """
    headroom: 1
    services: {api: {instances: 1}}
    endpoints: {ask: {service: api, per_query: 1, steps: [{cpu: 1ms}]}}
    tiers:
      now: {users: 1, concurrent_users: 1, queries_per_day: 100}
      later: {users: 9, concurrent_users: 9, queries_per_day: 900}
    tests: {peak: {purpose: peak, load: peak, duration: 1min}}
    changes:
      more: {title: More instances, mends: [cpu], effort_days: 2, levels: [{api.instances: 2}, {api.instances: 3}]}
    roadmap:
    \(steps)

    """
  }

  @Test func `names a change or sets values, and knows its tier`() throws {
    let scenario = try read(
      text(
        """
          - {change: more, level: 2}
          - {title: Wider, set: {services.api.limit: 50}, reaches: later, effort_days: 1}
        """
      )
    ).scenario
    #expect(scenario.roadmap.map(scenario.title) == ["More instances (level 2 of 2)", "Wider"])
    #expect(scenario.settings(of: scenario.roadmap[0]).map(\.value) == ["3"])
    #expect(scenario.settings(of: scenario.roadmap[1]).map(\.path) == ["services.api.limit"])
    #expect((0...1).map { scenario.goal(ofStep: $0)?.name } == ["later", "later"])
    #expect(scenario.roadmap[1].effortDays == 1)
  }

  /// What is wrong, the code, the line, and a part of the message.
  private static let wrong: [(steps: String, code: String, line: Int, words: String)] = [
    ("  - {reaches: later}", "H011", 11, "neither"),
    ("  - {change: more, set: {api.limit: 9}, reaches: later}", "H016", 11, "not both"),
    ("  - {change: mor, reaches: later}", "H020", 11, "did you mean \"more\"?"),
    ("  - {change: more, level: 3, reaches: later}", "H015", 11, "has no level 3"),
    ("  - {set: {api.limit: 9}, level: 1, reaches: later}", "H016", 11, "without a change"),
    ("  - {change: more, reaches: latr}", "H020", 11, "did you mean \"later\"?"),
    ("  - {change: more}", "H011", 11, "does not say which tier"),
    (
      "  - {change: more, reaches: later}\n  - {change: more, reaches: now}", "H041", 12,
      "goes back"
    ),
    ("  - {set: {api.limt: 9}, reaches: later}", "H034", 11, "did you mean \"limit\"?"),
    (
      "  - {change: more}\n  - {set: {api.limit: -1}, reaches: later}", "H015", 12,
      "cannot be applied"
    ),
    ("  - {change: more, reach: later}", "H012", 11, "did you mean \"reaches\"?"),
  ]

  @Test(arguments: wrong)
  func `is refused where it is wrong`(
    steps: String,
    code: String,
    line: Int,
    words: String
  ) throws {
    let found = try problems(text(steps))
    let problem = try #require(found.first { $0.code == code }, "\(found.map(\.message))")
    #expect(problem.line == line)
    #expect(problem.message.contains(words), "\(problem.message)")
  }

  @Test func `may stand in a file of its own`() throws {
    let files = try TemporaryFiles()
    try files.write(text("").components(separatedBy: "roadmap:")[0], to: "scenario.yaml")
    let plan = "headroom: 1\ntitle: Ours\nroadmap: [{change: more, reaches: later}]\n"
    try files.write(plan, to: "plan.yaml")
    let document = try ScenarioDocument.read(
      "\(files.directory)/scenario.yaml",
      addition: "\(files.directory)/plan.yaml"
    )
    #expect(document.scenario.roadmap.count == 1)
    #expect(document.scenario.title == "Ours")
    let error = try #require(throws: ScenarioError.self) {
      try ScenarioDocument.read(
        "\(files.directory)/scenario.yaml",
        addition: "\(files.directory)/nothing.yaml"
      )
    }
    #expect(error.kind == .noInput)
  }
}
