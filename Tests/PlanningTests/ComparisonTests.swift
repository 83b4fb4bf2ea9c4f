import Planning
import Quantities
import Queueing
import Scenarios
import Statistics
import Testing

@Suite struct `Comparisons` {
  /// A queue of some servers with exponential service and Poisson arrivals at 2.5/s.
  private func queue(servers: Int, service: Double, seed: Int = 1) throws -> ScenarioDocument {
    try ScenarioDocument.read(
      text: """
        headroom: 1
        stations:
          desk: {servers: \(servers), queue: unbounded}
        endpoints:
          job:
            targets: {p95: 6s}
            steps: [{serve: {at: desk, time: {exponential: \(Int(service * 1000))ms}}}]
        tests:
          steady: {arrivals: {job: 2.5/s}, duration: 2400s, warm_up: 200s}
        experiment: {seed: \(seed), replications: 40}
        """,
      name: "queue"
    )
  }

  private func compare(
    _ first: ScenarioDocument,
    _ second: ScenarioDocument,
    threads: Int = 2
  ) async throws -> Comparison {
    await Laboratory(threads: threads).compare(
      ComparedScenario(name: "before", document: first),
      with: [ComparedScenario(name: "after", document: second)],
      test: "steady",
      tiers: [nil],
      today: try #require(CalendarDate("2026-11-24"))
    )
  }

  private func figure(
    _ kind: Comparison.Figure.Kind,
    _ comparison: Comparison
  ) throws -> Comparison.Figure {
    let load = try #require(comparison.variants.first?.loads.first)
    return try #require(load.figures.first { $0.kind == kind })
  }

  private func response(servers: Int, service: Double) throws -> Double {
    let station = MMc(
      arrivalRate: Rate(perSecond: 2.5),
      serviceRate: Rate(perSecond: 1 / service),
      servers: servers
    )
    return try #require(station.meanResponseTime).seconds
  }

  /// Forty pairs of 6,000 customers; published experience with this case is a factor of 29.
  @Test func `the same luck saves a factor of twenty in variance on a service 2 % faster`()
    async throws
  {
    let comparison = try await compare(
      queue(servers: 3, service: 1),
      queue(servers: 3, service: 0.98)
    )
    let mean = try figure(.mean, comparison)
    let reduction = try #require(mean.paired.varianceReduction)
    #expect(reduction >= 20)
    let exact = try response(servers: 3, service: 0.98) - response(servers: 3, service: 1)
    let estimate = try #require(mean.paired.difference.estimate)
    #expect(estimate.low <= exact && exact <= estimate.high)
    #expect(estimate.high < 0)
    #expect(estimate.method == .pairedDifference && estimate.replications == 40)
    // The percentiles gain as well.
    let p95 = try figure(.percentile(0.95), comparison)
    #expect(try #require(p95.paired.varianceReduction) >= 5)
    #expect(try #require(p95.paired.difference.estimate).high < 0)
  }

  /// The reduction that is printed is that of runs which share nothing.
  @Test func `the variance of independent runs is what the pairs say it would be`() async throws {
    let paired = try await compare(queue(servers: 3, service: 1), queue(servers: 3, service: 0.98))
    let laboratory = Laboratory(threads: 2)
    func interval(_ document: ScenarioDocument) async throws -> Estimate {
      let test = try #require(document.scenario.tests.first)
      let result = await laboratory.run(test, at: nil, of: document.scenario)
      return try #require(result.endpoints.first?.mean.estimate)
    }
    let first = try await interval(queue(servers: 3, service: 1, seed: 5))
    let second = try await interval(queue(servers: 3, service: 0.98, seed: 6))
    let independent = first.halfWidth * first.halfWidth + second.halfWidth * second.halfWidth
    let mean = try figure(.mean, paired)
    let half = try #require(mean.paired.difference.estimate).halfWidth
    #expect(independent / (half * half) >= 20)
  }

  @Test func `one server more: the difference and the broken target that it mends`() async throws {
    let comparison = try await compare(queue(servers: 3, service: 1), queue(servers: 4, service: 1))
    let exact = try response(servers: 4, service: 1) - response(servers: 3, service: 1)
    let mean = try #require(figure(.mean, comparison).paired.difference.estimate)
    #expect(mean.low <= exact && exact <= mean.high)
    let load = try #require(comparison.variants.first?.loads.first)
    let target = try #require(load.objectives.first { $0.percentile == 0.95 })
    #expect(!target.before.isWithin && target.after.isWithin)
    let changes = try #require(comparison.variants.first?.differences)
    #expect(
      changes == [ScenarioDifference(path: "stations.desk.servers", before: "3", after: "4")]
    )
    // What arrives does not depend on the servers: no difference, and no interval around it.
    #expect(load.figures.contains { $0.kind == .throughput })
  }

  @Test func `a scenario does not differ from itself`() async throws {
    let document = try queue(servers: 3, service: 1)
    let comparison = try await compare(document, document)
    #expect(comparison.variants.first?.differences.isEmpty == true)
    let load = try #require(comparison.variants.first?.loads.first)
    for figure in load.figures {
      let estimate = try #require(figure.paired.difference.estimate)
      #expect(estimate.value == 0 && estimate.low <= 0 && estimate.high >= 0)
    }
  }

  @Test func `the answer does not depend on the number of threads`() async throws {
    let (first, second) = (try queue(servers: 3, service: 1), try queue(servers: 4, service: 1))
    let one = try await compare(first, second, threads: 1)
    let two = try await compare(first, second, threads: 3)
    let values = [one, two].map { $0.variants.flatMap(\.loads).flatMap(\.figures).map(\.paired) }
    #expect(values[0] == values[1])
  }
}
