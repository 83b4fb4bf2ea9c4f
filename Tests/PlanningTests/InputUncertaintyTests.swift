import Planning
import Quantities
import Scenarios
import Testing

@Suite struct `Input uncertainty` {
  private let today = CalendarDate("2026-11-24") ?? CalendarDate(dayNumber: 0)

  private func document(_ uncertain: String) throws -> ScenarioDocument {
    try ScenarioDocument.read(
      text: """
        headroom: 1
        stations: {s: {servers: 1, queue: unbounded}}
        endpoints: {ask: {steps: [{serve: {at: s, time: {exponential: 100ms}}}]}}
        tests: {steady: {arrivals: {ask: 2/s}, duration: 500s}}
        uncertain: \(uncertain)
        """,
      name: "uncertain"
    )
  }

  private func spread(_ uncertain: String, worlds: Int = 32) async throws -> InputUncertainty {
    let found = await Laboratory(threads: 2).inputUncertainty(
      of: try document(uncertain),
      test: "steady",
      tier: nil,
      worlds: worlds,
      today: today
    )
    return try #require(found)
  }

  /// The mean of an M/M/1 is s/(1 − 2s) with service time s, so its quantiles are those of s.
  ///
  /// Service between 50 and 200 ms gives 55.6 ms, 125 ms at the median of 100 ms, and 333 ms.
  @Test func `quantiles over the worlds follow the input`() async throws {
    let result = try await spread(
      #"{"endpoints.ask.steps[0].serve.time.exponential": {p10: 50ms, p90: 200ms}}"#
    )
    let mean = try #require(result.rows.first { $0.figure == "mean of ask" })
    #expect(abs(mean.p50 - 125) < 10)
    #expect(abs(mean.p10 - 55.6) < 5)
    #expect(abs(mean.p90 - 333) < 60)
    #expect(mean.inputShare.value > 0.95)
    #expect(mean.strongest == "endpoints.ask.steps[0].serve.time.exponential")
  }

  /// An input that moves nothing: what the worlds differ by is chance.
  @Test func `chance is not taken for input`() async throws {
    let result = try await spread("{stations.s.servers: {p10: 20, p90: 60}}", worlds: 64)
    let mean = try #require(result.rows.first { $0.figure == "mean of ask" })
    #expect(mean.inputShare.value < 0.5)
    let error = try #require(mean.samplingError)
    // 1,000 requests of mean 100 ms in each of five replications: 100/√5000 = 1.41 ms.
    #expect(abs(error - 1.41) < 0.4)
  }

  @Test func `the stronger of two inputs is named`() async throws {
    let result = try await spread(
      "{tests.steady.arrivals.ask: {p10: 1.9/s, p90: 2.1/s}, "
        + #""endpoints.ask.steps[0].serve.time.exponential": {p10: 60ms, p90: 160ms}}"#
    )
    let mean = try #require(result.rows.first { $0.figure == "mean of ask" })
    #expect(mean.strongest.hasPrefix("endpoints.ask"))
    #expect(mean.strongestShare.value > 0.7)
  }

  @Test(arguments: [
    ("{stations.s.server: {p10: 1, p90: 2}}", "H034"),
    ("{stations.s.servers: {p10: 3, p90: 2}}", "H0"),
    ("{stations.s.servers: {p10: 10ms, p90: 2s}}", "H0"),
    ("{stations.s.servers: {p10: many, p90: more}}", "H0"),
    ("{stations.s.servers: {p10: 1}}", "H0"),
  ])
  func `what cannot vary is refused at its place`(uncertain: String, code: String) throws {
    do {
      _ = try document(uncertain)
      Issue.record("\(uncertain) was accepted")
    } catch let error as ScenarioError {
      let problem = try #require(error.problems.first)
      #expect(problem.code.hasPrefix(code), "\(problem.code): \(problem.message)")
      #expect(problem.line == 5, "\(problem.message)")
    }
  }

  @Test func `without uncertain inputs there is nothing to split`() async throws {
    let found = await Laboratory(threads: 1).inputUncertainty(
      of: try document("{}"),
      test: "steady",
      tier: nil,
      today: today
    )
    #expect(found == nil)
  }
}
