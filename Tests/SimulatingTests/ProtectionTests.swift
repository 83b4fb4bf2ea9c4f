import Quantities
import Scenarios
import Simulating
import Statistics
import TestSupport
import Testing

/// Breakers in front of models, limits and lines of services that give way under load.
@Suite struct `Protection from overload` {
  private func breaker() -> BreakerPolicy {
    var breaker = BreakerPolicy()
    breaker.name = "envoy"
    breaker.failuresInARow = 5
    breaker.openFor = .seconds(30)
    breaker.openAtMost = .seconds(300)
    return breaker
  }

  private func example(fallback: Bool) -> ServiceExample {
    var example = ServiceExample()
    example.service.limit = .unbounded
    example.provider.errorRate = .one
    if fallback { example.fallbacks = ["n"] }
    guard case .call(var call) = example.call.action else { return example }
    call.breaker = breaker()
    example.steps = [Step(.call(call), path: "ask/call")]
    example.adjust = { scenario in
      var other = Provider()
      other.name = "q"
      scenario.platform.providers.append(other)
      scenario.platform.models[1].provider = "q"
    }
    return example
  }

  private let calls = (0..<60).map { (at: Double($0), input: Int32(1), output: Int32(1)) }

  @Test func `an open breaker makes no attempt, and probes when its time is over`() {
    let run = example(fallback: false).run(calls)
    // Five failures until 4.1 s, a probe at 35 s that fails; then it stays open for a minute.
    #expect(run.models[0].attempts == 6 && run.models[0].errors == 6)
    #expect(run.models[0].stopped == 54)
    #expect(run.failures(.breakerOpen) == 54 && run.failures(.modelError) == 6)
  }

  @Test func `behind an open breaker the fallback answers at once`() {
    let run = example(fallback: true).run(calls)
    #expect(run.endpoints[0].completed == 60)
    #expect(run.models[1].fallbacks == 60 && run.models[0].attempts == 6)
  }

  @Test func `every process has a breaker of its own, and a sound provider is not touched`() {
    var two = example(fallback: false)
    two.service.instances = 2
    #expect(two.run(calls).models[0].attempts == 12)
    var sound = example(fallback: false)
    sound.provider.errorRate = .zero
    let run = sound.run(calls)
    #expect(run.endpoints[0].completed == 60 && run.models[0].stopped == 0)
  }

  /// A worker of one core that needs 10 ms a request, offered half as much again as it can do.
  private func overloaded(_ keys: String) throws -> Measurement {
    let text = """
      headroom: 1
      adaptive_limits:
        gradient: {kind: gradient2, initial: 20, least: 2, source: made up, as_of: 2026, grade: C}
        vegas: {kind: vegas, initial: 20, source: made up, as_of: 2026, grade: C}
        envoy: {kind: envoy_gradient, initial: 3, least: 3, most: 1000, window: 100ms, source: made up,
          as_of: 2026, grade: C}
      services: {api: {timeout: 1s, backlog: unbounded\(keys)}}
      endpoints: {ask: {service: api, steps: [{cpu: 10ms}]}}
      tests: {over: {arrivals: {ask: 150/s}, duration: 5min, warm_up: 1min}}
      """
    let scenario = try ScenarioDocument.read(text: text, name: "overload").scenario
    let test = try #require(scenario.tests.first)
    return drain(Program(scenario, workload: Workload(tier: nil, test: test)), replication: 0)
  }

  /// Requests answered in a second, of the hundred that the core can do.
  private func goodput(_ run: Measurement) -> Double {
    Double(run.endpoints[0].completed) / (Double(run.measuredTime) / 1e9)
  }

  @Test func `without protection all are late, and none is answered`() throws {
    #expect(goodput(try overloaded("")) < 1)
  }

  @Test(arguments: ["gradient", "vegas", "envoy"])
  func `a limit that follows the response times keeps nearly all of the goodput`(name: String)
    throws
  {
    let run = try overloaded(", adaptive_limit: \(name)")
    #expect(goodput(run) > 90)
    #expect(run.failures(.shed) > 9000)
    #expect(run.failures(.timedOut) < run.endpoints[0].offered / 50)
  }

  @Test(arguments: [
    "adaptive_limit: gradient", "limit: 1, controlled_delay: {target: 5ms, interval: 100ms}",
  ])
  func `a service whose instances come and go is protected like any other`(keys: String) throws {
    let scaled = "autoscale: {min: 1, max: 1, cpu: 70%, sync: 15s}"
    let run = try overloaded(", \(keys), \(scaled)")
    #expect(goodput(run) > 85)
    #expect(run.failures(.shed) > 9000)
  }

  @Test func `a controlled delay answers what it does not shed within the interval`() throws {
    // One request at a time: what waits, waits in line.
    let run = try overloaded(", limit: 1, controlled_delay: {target: 5ms, interval: 100ms}")
    #expect(goodput(run) > 85)
    let p99 = try #require(run.endpoints[0].responseTime.quantile(Fraction(0.99)))
    #expect(p99 <= .milliseconds(111))
    #expect(run.failures(.shed) > 9000 && run.failures(.timedOut) == 0)
  }

  @Test func `nobody is shed at a load that the service can carry`() throws {
    let text = """
      headroom: 1
      services: {api: {limit: 1, controlled_delay: {interval: 1s}}}
      endpoints: {ask: {service: api, steps: [{cpu: 10ms}]}}
      tests: {under: {arrivals: {ask: 20/s}, duration: 5min}}
      """
    let scenario = try ScenarioDocument.read(text: text, name: "calm").scenario
    let test = try #require(scenario.tests.first)
    let run = drain(Program(scenario, workload: Workload(tier: nil, test: test)), replication: 0)
    #expect(run.endpoints[0].completed == run.endpoints[0].offered)
  }
}
