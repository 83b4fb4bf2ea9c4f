import Planning
import Quantities
import Scenarios
import Statistics
import Testing

@Suite struct `What an experiment says of itself` {
  private func run(
    load: String = "0.8/s",
    duration: String = "2000s",
    warmUp: String = "auto",
    experiment: String = "replications: 10",
    threads: Int = 2,
    more: String = ""
  ) async throws -> TestResult {
    let document = try ScenarioDocument.read(
      text: """
        headroom: 1
        stations:
          desk: {servers: 1, queue: unbounded}
        endpoints:
          job:
            steps: [{serve: {at: desk, time: {exponential: 1s}}}]
        tests:
          steady: {arrivals: {job: \(load)}, duration: \(duration), warm_up: \(warmUp)\(more)}
        experiment: {seed: 3, \(experiment)}
        """,
      name: "desk"
    )
    let test = try #require(document.scenario.tests.first)
    return await Laboratory(threads: threads).run(test, at: nil, of: document.scenario)
  }

  @Test func `a queue at twice its capacity is called unstable, with the rate at which it grows`()
    async throws
  {
    let result = try await run(load: "2/s", duration: "500s")
    let growth = try #require(result.backlogGrowth)
    #expect(growth.low <= 1 && 1 <= growth.high)
    #expect(result.verdict == .violated)
    // There is no steady state, hence no warm-up.
    #expect(result.warmUp == .zero && result.warmUpNote.hasPrefix("refused"))
    #expect(result.timeline.last?.inFlight ?? 0 > 400)
  }

  @Test(arguments: ["0.3/s", "0.8/s", "0.9/s"])
  func `a queue within its capacity is not`(load: String) async throws {
    let result = try await run(load: load)
    #expect(result.backlogGrowth == nil)
    #expect(result.test.experimentType == .steadyState)
  }

  @Test func `a load that changes has no steady state, and no warm-up is looked for`() async throws
  {
    let result = try await run(duration: "2000s, stages: [{over: 2000s, to: 50%}]")
    #expect(result.warmUp == .zero)
    #expect(result.warmUpNote.hasPrefix("refused: the load or the platform changes"))
    #expect(result.backlogGrowth == nil)
  }

  @Test func `a test without a warm-up is terminating`() async throws {
    let result = try await run(duration: "100s", warmUp: "0s")
    #expect(result.test.experimentType == .terminating && result.warmUp == .zero)
    #expect(result.stopping == nil)
  }

  @Test func `replications end when the precision is reached, whatever the threads`() async throws {
    let one = try await run(
      experiment: "replications: {min: 5, max: 500}, precision: 10%",
      threads: 1
    )
    let three = try await run(
      experiment: "replications: {min: 5, max: 500}, precision: 10%",
      threads: 3
    )
    let stopping = try #require(one.stopping)
    #expect(stopping.reason == .precise)
    #expect(try #require(stopping.reached) <= 0.1 / 1.1)
    #expect(one.replications >= 30 && one.replications == three.replications)
    #expect(one.overallP95 == three.overallP95 && stopping == three.stopping)
    let mean = try #require(one.endpoints.first?.mean.estimate)
    #expect(mean.relativeHalfWidth <= 0.1 / 1.1)
  }

  @Test func `replications end at the most, and say what was reached`() async throws {
    let result = try await run(
      duration: "1000s",
      experiment: "replications: {min: 5, max: 12}, precision: 1%"
    )
    let stopping = try #require(result.stopping)
    #expect(result.replications == 12 && stopping.reason == .replications)
    #expect(try #require(stopping.reached) > 0.01)
    #expect(stopping.words.contains("all replications are made"))
  }

  @Test func `a budget that is used up ends them too`() async throws {
    let result = try await run(
      duration: "200s",
      experiment: "replications: {min: 5, max: 1000000}, precision: 0.1%, budget: 1ms"
    )
    let stopping = try #require(result.stopping)
    #expect(stopping.reason == .budget)
    #expect(result.replications < 1_000_000)
  }

  @Test func `a percentile of one in a thousand needs its observations`() async throws {
    let few = try await run(duration: "300s", warmUp: "0s")
    let endpoint = try #require(few.endpoints.first)
    guard case .notEstimable(let why) = endpoint.p999 else {
      Issue.record("\(endpoint.completed) requests gave a p99.9")
      return
    }
    #expect(why.needed == 3688)
    #expect(why.description.hasPrefix("not estimable from n = \(endpoint.completed)"))
    let many = try await run(load: "0.3/s", duration: "40000s", warmUp: "100s")
    #expect(many.endpoints.first?.p999.estimate != nil)
  }

  @Test(arguments: [
    ("precision: 0.01%", "no experiment ends at a precision"),
    ("precision: 60%", "no experiment ends at a precision"),
    ("budget: 60s", "a budget without a precision"),
    ("precision: 5%, budget: 0s", ""),
  ])
  func `a precision or budget that makes no sense is refused`(
    settings: String,
    words: String
  ) async throws {
    await #expect(throws: ScenarioError.self) { try await run(experiment: settings) }
    do {
      _ = try await run(experiment: settings)
    } catch let error as ScenarioError {
      #expect(words.isEmpty || error.problems.contains { $0.message.contains(words) })
    }
  }
}
