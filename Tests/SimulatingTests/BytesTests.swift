import Quantities
import Scenarios
import Simulating
import Statistics
import Testing

/// Edges and bandwidth.
@Suite struct `Bytes on their way` {
  private func run(
    rate: Double,
    seconds: Double,
    _ change: (inout Scenario, inout Endpoint) -> Void
  ) -> (program: Program, run: Measurement) {
    var service = Service()
    service.name = "web"
    var page = Endpoint()
    page.name = "page"
    page.service = "web"
    page.responseSize = ByteCount(1_000_000)
    page.steps = [Step(.delay(time: .constant(0.1)), path: "page/wait")]
    var scenario = Scenario()
    scenario.platform.services = [service]
    change(&scenario, &page)
    scenario.platform.endpoints = [page]
    var test = LoadTest()
    test.level = .own
    test.rates = [("page", Rate(perSecond: rate))]
    test.duration = SimInterval(seconds: seconds)
    let program = Program(scenario, workload: Workload(tier: nil, test: test))
    return (program, drain(program, replication: 0))
  }

  @Test func `an answer alone takes its bytes over the bandwidth`() {
    let (_, run) = run(rate: 0.001, seconds: 10_000) { scenario, _ in
      scenario.platform.services[0].bandwidth = 500_000
    }
    #expect(run.endpoints[0].responseTime.maximum == SimInterval(seconds: 2.1))
  }

  @Test func `answers share a link like jobs a processor`() {
    let (program, run) = run(rate: 8, seconds: 20_000) { scenario, _ in
      scenario.platform.services[0].bandwidth = 10_000_000
    }
    // M/G/1 with processor sharing: 0.1 s / (1 − 0.8), and the wait of 0.1 s before it.
    let times = run.endpoints[0].responseTime
    let mean = Double(times.sumOfNanoseconds) / 1e9 / Double(times.count)
    #expect(abs(mean - 0.6) < 0.03)
    let link = program.groups.firstIndex { $0.kind == .bandwidth }
    let busy = link.map { Double(run.groups[$0].busyTime) / Double(run.measuredTime) } ?? 0
    #expect(abs(busy - 0.8) < 0.02)
  }

  @Test func `what the edge has, its service never sees`() {
    let (program, run) = run(rate: 10, seconds: 1000) { scenario, page in
      var edge = Edge()
      edge.name = "cdn"
      scenario.platform.edges = [edge]
      page.edge = "cdn"
      page.edgeHits = Fraction(0.75)
    }
    let result = run.endpoints[0]
    #expect(result.completed == result.offered)
    let share = Double(result.edgeHits) / Double(result.offered)
    #expect(abs(share - 0.75) < 4 * (0.75 * 0.25 / 10_000).squareRoot())
    let workers = program.groups.firstIndex { $0.kind == .workers }
    #expect(workers.map { run.groups[$0].requests } == result.offered - result.edgeHits)
  }

  @Test func `a slow edge keeps no worker busy`() {
    let (program, run) = run(rate: 1, seconds: 1000) { scenario, page in
      var edge = Edge()
      edge.name = "cdn"
      edge.bandwidth = 2_000_000
      scenario.platform.edges = [edge]
      page.edge = "cdn"
    }
    let workers = program.groups.firstIndex { $0.kind == .workers }
    // A tenth of a second for each request, whatever its answer takes afterwards.
    let requests = workers.map { Double(run.groups[$0].requests) } ?? 0
    let busy = workers.map { Double(run.groups[$0].busyTime) / 1e9 } ?? 0
    #expect(abs(busy - requests * 0.1) < 0.2)
    #expect(run.endpoints[0].responseTime.minimum.map { $0 >= SimInterval(seconds: 0.6) } == true)
  }
}
