import Quantities
import Scenarios
import Simulating
import Statistics
import TestSupport
import Testing

/// A load test of a shipped scenario at one tier, shortened to some hundreds of requests.
struct ShippedTest: Sendable, CustomTestStringConvertible {
  let file: String
  let name: String
  let tier: String?

  var testDescription: String { "\(file), \(name)\(tier.map { " at \($0)" } ?? "")" }

  /// Every test of every file; at the smallest and the largest tier where there are tiers.
  static let all: [ShippedTest] = files.flatMap { file -> [ShippedTest] in
    guard let scenario = try? read(file) else { return [] }
    return scenario.tests.flatMap { test in
      let ends = [scenario.tiers.first, scenario.tiers.last].compactMap { $0?.name }
      let names: [String?] = test.isIndependentOfTier ? [ends.first] : Array(Set(ends)).sorted()
      return (names.isEmpty ? [nil] : names).map {
        ShippedTest(file: file, name: test.name, tier: $0)
      }
    }
  }

  static let files = repositoryFiles(in: "scenarios", ending: ".yaml")

  /// Reads a file of the repository.
  static func read(_ file: String) throws -> Scenario {
    try ScenarioDocument.read(repositoryPath(file)).scenario
  }

  /// Two hundred requests in bursts of five, with lengths from nothing to long.
  private static let madeUpTrace: [TraceRow] = (0..<200).map { (i: Int) -> TraceRow in
    let nanoseconds = Int64(i / 5) * 3_000_000_000
    return TraceRow(
      time: SimTime(nanoseconds: nanoseconds + Int64(i % 5)),
      inputTokens: Int32(i * i % 4000),
      outputTokens: Int32(i * 7 % 900)
    )
  }

  /// The program of the shortened test.
  func program() throws -> Program {
    let scenario = try Self.read(file)
    var test = try #require(scenario.tests.first { $0.name == name })
    let tier = scenario.tiers.first { $0.name == self.tier }
    test.warmUp = .zero
    if test.driver == .trace { test.duration = .seconds(120) }
    func program() -> Program {
      Program(scenario, workload: Workload(tier: tier, test: test, trace: Self.madeUpTrace))
    }
    let expected = program().expectedRequests.reduce(0, +)
    // Not so short that a stage has no time to pass.
    let share = max(1500 / max(expected, 1500), 1 / max(test.duration.seconds, 1))
    guard test.driver != .trace, share < 1 else { return program() }
    test.duration = SimInterval(seconds: test.duration.seconds * share)
    for i in test.stages.indices {
      let over = max(test.stages[i].over.seconds * share, 0.001)
      test.stages[i].over = SimInterval(seconds: over)
    }
    return program()
  }
}

@Suite struct `Every shipped scenario` {
  @Test func `is found, the sub-folders included`() {
    #expect(ShippedTest.files.contains("scenarios/council.yaml"))
    #expect(ShippedTest.files.contains("scenarios/queueing/mm1.yaml"))
    #expect(ShippedTest.all.contains { $0.file == "scenarios/chat-hour.yaml" })
  }

  @Test(arguments: ShippedTest.files)
  func `is read, warns of nothing, and asks for something`(file: String) throws {
    let document = try ScenarioDocument.read(repositoryPath(file))
    let warnings = document.warnings.map(\.message)
    #expect(warnings.isEmpty)
    #expect(!document.scenario.tests.isEmpty)
    #expect(ShippedTest.all.contains { $0.file == file })
  }

  /// Draining traps on a server that is held, a token that is alive or a caller who was told nothing.
  @Test(arguments: ShippedTest.all)
  func `loses nothing and holds nothing`(test: ShippedTest) throws {
    let program = try test.program()
    let run = drain(program, replication: 0)
    #expect(!run.wasTruncated)
    #expect(run.endpoints.map(\.offered).reduce(0, +) > 0)
    for endpoint in run.endpoints {
      #expect(endpoint.offered == endpoint.completed + endpoint.failures)
      #expect(Int(endpoint.completed) == endpoint.responseTime.count)
      let shares = endpoint.shares.reduce(Int128(0)) { $0 + Int128($1) }
      #expect(shares == endpoint.responseTime.sumOfNanoseconds)
    }
    for (group, pool) in zip(run.groups, program.groups) where pool.isLimited {
      #expect(group.refused + group.reneged <= group.requests)
      #expect(group.busyTime <= Int128(pool.capacity) * Int128(run.measuredTime))
    }
    for model in run.models {
      #expect(model.throttled + model.errors + model.timeouts <= model.attempts)
      #expect(
        model.tokens.wastedInput <= model.tokens.input
          && model.tokens.wastedOutput <= model.tokens.output
      )
    }
    for cache in run.caches { #expect(cache.hits <= cache.lookups) }
  }

  @Test(arguments: ShippedTest.all)
  func `gives the same bytes again, on one thread and on two`(test: ShippedTest) async throws {
    let program = try test.program()
    let one = await replicate(program, 0..<2, threads: 1).map(\.digest)
    let again = await replicate(try test.program(), 0..<2, threads: 1).map(\.digest)
    let two = await replicate(program, 0..<2, threads: 2).map(\.digest)
    #expect(one == again)
    #expect(one == two)
    // Replications differ by their luck; a replayed hour with constant times leaves nothing to it.
    if test.file != "scenarios/chat-hour.yaml" { #expect(one[0] != one[1]) }
  }
}
