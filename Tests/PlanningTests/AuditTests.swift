import Quantities
import Scenarios
import Testing

@testable import Planning

/// The answer to one question of the checklist.
private func answer(_ key: String, _ scenario: Scenario) throws -> AuditItem {
  try #require(audit(scenario).first { $0.question.key == key })
}

/// One value spoiled, and the words that the evidence must hold.
struct AuditSpoiling: Sendable, CustomTestStringConvertible {
  var key: String
  var words: String
  var spoil: @Sendable (inout Scenario) -> Void

  init(_ key: String, _ words: String, _ spoil: @escaping @Sendable (inout Scenario) -> Void) {
    self.key = key
    self.words = words
    self.spoil = spoil
  }

  var testDescription: String { key }
}

@Suite struct `The audit checklist` {
  @Test func `ten areas of five to eight questions, keys unique and named after their area`() {
    #expect(AuditArea.allCases.count == 10)
    for area in AuditArea.allCases {
      let questions = AuditChecklist.questions(in: area)
      #expect((5...8).contains(questions.count), "\(area)")
      #expect(questions.allSatisfy { $0.key.hasPrefix(area.rawValue + ".") })
      #expect(questions.allSatisfy { $0.text.hasSuffix("?") && !$0.help.isEmpty })
    }
    let keys = AuditChecklist.questions.map(\.key)
    #expect(Set(keys).count == keys.count)
    #expect(AuditChecklist.question("database.pooler")?.area == .database)
    #expect(AuditChecklist.question("database.poller") == nil)
  }

  @Test func `every derivation belongs to a question`() {
    let keys = Set(AuditChecklist.questions.map(\.key))
    #expect(Set(AuditDerivation.all.keys).subtracting(keys).isEmpty)
  }

  @Test func `the audit answers every question once, in order`() {
    #expect(audit(Scenario()).map(\.question) == AuditChecklist.questions)
    #expect(audit(AuditFixture.sound()).map(\.question) == AuditChecklist.questions)
  }

  @Test func `a sound platform gets yes wherever the model can tell`() {
    // Redundancy is the one question to which a model can say no, but never yes.
    for item in audit(AuditFixture.sound())
    where AuditDerivation.all[item.question.key] != nil
      && item.question.key != "architecture.redundant"
    {
      #expect(item.answer == .yes, "\(item.question.key): \(item.evidence)")
      #expect(item.origin == .derived, "\(item.question.key)")
    }
  }

  @Test func `an empty model knows nothing of parts that it does not have`() throws {
    for key in ["database.pooler", "api.timeouts", "llm.fallback", "realtime.fits", "cost.dated"] {
      let item = try answer(key, Scenario())
      #expect(item.answer == .unknown)
      #expect(item.origin == .unknown)
      #expect(item.evidence.contains(item.question.help))
    }
  }
}

@Suite struct `Stated answers` {
  private func stated(_ key: String, _ answer: Bool?, _ evidence: String) -> Scenario {
    var scenario = AuditFixture.sound()
    scenario.platform.audit = [
      AuditAnswer(question: key, answer: answer, evidence: evidence)
    ]
    return scenario
  }

  @Test func `what the model cannot tell is answered by its audit section`() throws {
    let item = try answer("database.backups", stated("database.backups", true, "restored in May"))
    #expect(item.answer == .yes)
    #expect(item.origin == .stated)
    #expect(item.evidence == "restored in May")
  }

  @Test func `an answer without evidence says so`() throws {
    let item = try answer("database.backups", stated("database.backups", false, ""))
    #expect(item.answer == .no)
    #expect(item.evidence == "stated without evidence")
  }

  @Test func `unknown stays unknown, with its reason and what would answer it`() throws {
    let item = try answer("database.backups", stated("database.backups", nil, "nobody looked"))
    #expect(item.answer == .unknown)
    #expect(item.origin == .unknown)
    #expect(item.evidence.hasPrefix("nobody looked; would be answered by: "))
  }

  @Test func `the model wins over a stated answer that contradicts it`() throws {
    let item = try answer("database.pooler", stated("database.pooler", false, "none yet"))
    #expect(item.answer == .yes)
    #expect(item.origin == .derived)
    #expect(item.evidence.hasSuffix("; the audit answer no (\"none yet\") contradicts this"))
  }

  @Test func `a stated answer that agrees changes nothing`() throws {
    let plain = try answer("database.pooler", AuditFixture.sound())
    #expect(try answer("database.pooler", stated("database.pooler", true, "seen")) == plain)
  }

  @Test func `redundancy may be stated where the model shows nothing against it`() throws {
    var scenario = stated("architecture.redundant", true, "standby in a second zone")
    #expect(try answer("architecture.redundant", scenario).origin == .stated)
    scenario.platform.services[0].instances = 1
    let item = try answer("architecture.redundant", scenario)
    #expect(item.answer == .no)
    #expect(item.evidence.contains("api runs on one instance"))
  }
}

@Suite struct `Derived answers` {
  @Test func `the arithmetic of the pools is in the evidence`() throws {
    let item = try answer("database.pools_fit", AuditFixture.sound())
    #expect(
      item.evidence.hasPrefix(
        "api: 4 instances × 2 workers × (5 + 10) = 120 connections against 200 clients of the pooler"
      )
    )
  }

  @Test(arguments: AuditSpoilings.all)
  func `one value spoiled turns one yes into no`(_ spoiling: AuditSpoiling) throws {
    var scenario = AuditFixture.sound()
    spoiling.spoil(&scenario)
    let item = try answer(spoiling.key, scenario)
    #expect(item.answer == .no)
    #expect(item.origin == .derived)
    #expect(item.evidence.contains(spoiling.words), "\(item.evidence)")
  }

  @Test func `every derivation is seen to say no`() {
    let spoiled = Set(AuditSpoilings.all.map(\.key)).union(["architecture.redundant"])
    #expect(Set(AuditDerivation.all.keys) == spoiled)
  }

  @Test(arguments: [
    "database.disk_headroom", "api.memory", "llm.rate_limits", "llm.spend_cap", "realtime.fits",
    "llm.timeouts", "load_testing.reaches_goal",
  ])
  func `what the model does not hold is not guessed`(key: String) throws {
    var scenario = AuditFixture.sound()
    scenario.platform.databases[0].recommendedSize = nil
    scenario.platform.services[0].memory = nil
    scenario.platform.services[0].timeout = nil
    for i in scenario.platform.providers.indices {
      scenario.platform.providers[i].limits = []
      scenario.platform.providers[i].spendCap = nil
    }
    scenario.platform.realtime?.maxConnections = .unbounded
    scenario.goals.requests = nil
    #expect(try answer(key, scenario).answer == .unknown)
  }
}

@Suite struct `Words of the evidence` {
  @Test(arguments: [
    (0.0, "0"), (3, "3"), (0.25, "0.25"), (12.34, "12.3"), (123.4, "123"), (1234.5, "1,235"),
    (1_000_000, "1,000,000"), (-0.5, "-0.5"), (-1234, "-1,234"), (0.001, "0.001"), (9.999, "10"),
  ])
  func `numbers are short and have commas`(value: Double, text: String) {
    #expect(AuditText.number(value) == text)
  }

  @Test func `a long list is cut and says so`() {
    #expect(AuditText.list(["a", "b"], most: 2) == "a; b")
    #expect(AuditText.list(["a", "b", "c", "d"], most: 2) == "a; b; and 2 more")
  }
}
