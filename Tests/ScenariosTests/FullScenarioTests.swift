import Quantities
import Testing

@testable import Scenarios

@Suite struct `A full scenario` {
  @Test func `is read with every value where it belongs`() throws {
    let document = try read(fullScenario)
    let scenario = document.scenario
    let platform = scenario.platform
    #expect(scenario.name == "scenario")
    #expect(platform.name == "Council")
    let api = try #require(platform.services.first)
    #expect(api.instances == 3)
    #expect(api.coresPerInstance == 1)
    #expect(api.memory == ByteCount(2 * 1_073_741_824))
    #expect(api.abandonedWorkContinues == false)
    #expect(api.pools.first?.most == 15)
    let database = try #require(platform.databases.first)
    #expect(database.maxConnections == 60)
    #expect(database.recommendedSize == ByteCount(10_000_000_000))
    #expect(database.maxIOPS == 500)
    #expect(database.pooler?.clients == 200)
    let provider = try #require(platform.providers.first)
    #expect(provider.limits.map(\.limit) == [500, 200_000])
    #expect(provider.countsRejected)
    #expect(!provider.sendsRetryAfter)
    #expect(provider.preset == "openai/build")
    #expect(provider.spendCap == Money(usd: 100))
    #expect(platform.models.map(\.name) == ["gpt-4.1", "other"])
    #expect(platform.audit.map(\.answer) == [true, nil])
    #expect(scenario.tiers.map(\.activeConnections) == [10, 300])
    #expect(scenario.experiment.seed == 42)
    #expect(scenario.experiment.precision == Fraction(0.05))
    #expect(scenario.experiment.budget == .seconds(60))
    #expect(scenario.changes.first?.levels.first?.first?.value == "6")
  }

  @Test func `names each step by its place in the file`() throws {
    let endpoint = try #require(try read(fullScenario).scenario.platform.endpoints.first)
    #expect(endpoint.steps.count == 10)
    #expect(endpoint.steps[2].path == "endpoints.council.steps[2]")
    let stream = endpoint.steps[9]
    #expect(stream.label == "answer")
    guard case .stream(let inner) = stream.action,
      case .parallel(let branches, let join, _) = inner[0].action,
      case .call(let call) = branches[0][0].action
    else {
      Issue.record("the stream holds a parallel step that holds calls")
      return
    }
    #expect(join == .quorum(2))
    #expect(
      branches[0][0].path
        == "endpoints.council.steps[9].stream.steps[0].parallel.branches[0][0]"
    )
    #expect(branches[0][0].label == "first")
    #expect(call.client.name == "openai-python")
    #expect(call.client.attempts == 3)
    #expect(call.fallbacks == ["other"])
  }

  @Test func `turns the forms of load tests into load tests`() throws {
    let tests = try read(fullScenario).scenario.tests
    #expect(tests.map(\.driver) == [.open, .open, .open, .closed, .closed, .trace])
    #expect(tests.map(\.level) == [.mean, .peak, .own, .own, .own, .own])
    #expect(tests[0].followsDay)
    #expect(tests[1].from == 0.1)
    #expect(tests[1].stages.map(\.to) == [2, 2])
    #expect(tests[1].duration == .seconds(900))
    #expect(
      tests[2].faults.map(\.kind) == [
        .slow(part: "postgres", factor: 4), .outage(provider: "openai", answers: .silence),
        .brownOut(provider: "openai", factor: 5, errors: Fraction(0.2)),
        .shrink(part: "server", to: 1), .surge(factor: 3), .flush(cache: "redis"),
      ]
    )
    #expect(tests[2].faults.map(\.end.seconds) == [150, 3720, 240, 240, 300, 420])
    #expect(tests[2].bursts == .gamma(cv: 3))
    #expect(tests[2].classes.map(\.name) == ["batches", "pings"])
    #expect(tests[2].classes[0].bursts == .onOff(on: .seconds(10), off: .seconds(50)))
    #expect(tests[2].herds.first?.every == .seconds(300))
    #expect(tests[3].from == 30)
    #expect(tests[4].from == 0)
    #expect(tests[4].users == 100)
    #expect(tests[4].stages.map(\.to) == [100, 100, 0])
    #expect(tests[5].traceEndpoint == "council")
  }
}
