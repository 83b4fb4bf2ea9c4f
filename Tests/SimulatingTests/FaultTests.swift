import Quantities
import Scenarios
import Simulating
import Statistics
import TestSupport
import Testing

/// Faults against plain recursions and counts; evenly spaced arrivals come at whole multiples.
@Suite struct `Faults` {
  /// Runs the only test of a scenario to its very last event.
  private func run(_ text: String) throws -> Measurement {
    let scenario = try ScenarioDocument.read(text: text, name: "faults").scenario
    let test = try #require(scenario.tests.first)
    return drain(Program(scenario, workload: Workload(tier: nil, test: test)), replication: 0)
  }

  /// Constant service of 500 ms at one server, an arrival each second.
  private func station(_ faults: String, servers: Int = 1) throws -> Measurement {
    try run(
      """
      headroom: 1
      stations: {desk: {servers: \(servers), queue: unbounded}}
      endpoints: {ask: {steps: [{serve: {at: desk, time: 500ms}}]}}
      tests:
        t: {arrivals: {ask: 1/s}, spacing: even, duration: 60500ms, faults: [\(faults)]}

      """
    )
  }

  /// A model that answers 100 tokens in 1 s + 99 × 10 ms; calls each second, tried once.
  private func provider(_ faults: String, client: String = "eager") throws -> Measurement {
    try run(
      """
      headroom: 1
      providers: {p: {}}
      models: {m: {provider: p, time_to_first_token: 1s, time_per_output_token: 10ms}}
      clients: {eager: {attempts: 1}, patient: {attempts: 1, timeout: 5s}}
      endpoints: {ask: {steps: [{call: {model: m, input: 10, output: 100, client: \(client)}}]}}
      tests:
        t: {arrivals: {ask: 1/s}, spacing: even, duration: 60500ms, faults: [\(faults)]}

      """
    )
  }

  /// Lindley's recursion with the service time of the moment at which service begins.
  @Test func `a slow station serves every job that it begins meanwhile at the slower speed`() throws
  {
    let run = try station("{at: 9800ms, for: 10s, slow: desk, factor: 4}")
    var free = 0.0
    var sum = 0.0
    for arrival in 1...60 {
      let start = max(Double(arrival), free)
      free = start + (start >= 9.8 && start < 19.8 ? 2 : 0.5)
      sum += free - Double(arrival)
    }
    #expect(run.endpoints[0].completed == 60)
    #expect(close(run.meanResponse, sum / 60))
    // Ten seconds of work at a quarter of the speed leave five jobs in line.
    #expect(run.groups[0].peakWaiting == 5)
  }

  @Test func `faults at the same time multiply`() throws {
    let both = try station(
      "{at: 9800ms, for: 10s, slow: desk, factor: 2}, {at: 9800ms, for: 10s, slow: desk, factor: 2}"
    )
    let one = try station("{at: 9800ms, for: 10s, slow: desk, factor: 4}")
    #expect(both.meanResponse == one.meanResponse)
  }

  @Test func `a station without servers keeps everybody waiting until they come back`() throws {
    let run = try station("{at: 9800ms, for: 5s, shrink: desk, to: 0}", servers: 2)
    #expect(run.endpoints[0].completed == 60)
    // From 10 s to 16 s; two at once are served from 14.8 s on.
    #expect(run.groups[0].waited == 7)
    let waits = [4.8, 3.8, 3.3, 2.3, 1.8, 0.8, 0.3]
    #expect(close(run.meanResponse, 0.5 + waits.reduce(0, +) / 60))
  }

  @Test func `servers that are taken away go when their jobs are done`() throws {
    let run = try run(
      """
      headroom: 1
      stations: {desk: {servers: 3, queue: unbounded}}
      endpoints: {ask: {steps: [{serve: {at: desk, time: 2s}}]}}
      tests:
        t:
          arrivals: {ask: 1/s}
          spacing: even
          duration: 8500ms
          faults: [{at: 4500ms, for: 1h, shrink: desk, to: 1}]

      """
    )
    // Jobs 3 and 4 go on to 5 s and 6 s; then one server is left: 6…8, 8…10, 10…12, 12…14.
    let ends = [3.0, 4, 5, 6, 8, 10, 12, 14]
    let sum = zip(1...8, ends).reduce(0) { $0 + $1.1 - Double($1.0) }
    #expect(close(run.meanResponse, sum / 8))
  }

  @Test func `an outage fails every call that begins in it`() throws {
    let run = try provider("{at: 9500ms, for: 10s, outage: p}")
    #expect(run.failures(.modelError) == 10)
    #expect(run.endpoints[0].completed == 50)
  }

  @Test func `a silent provider answers when the outage is over, if somebody still waits`() throws {
    let silent = "{at: 9500ms, for: 10s, outage: p, answers: silence}"
    let patient = try provider(silent)
    #expect(patient.endpoints[0].completed == 60)
    // The first of the ten comes at 10 s and waits to 19.5 s, then for its answer of 1.99 s.
    #expect(patient.longest == 11.49)
    let impatient = try provider(silent, client: "patient")
    // 5 s are enough for those whose answer comes less than 5 s after their call: from 16.49 s on.
    #expect(impatient.failures(.modelTimeout) == 7)
  }

  @Test func `a brown-out slows all calls and fails a share of them`() throws {
    let run = try provider("{at: 500ms, for: 1h, brown_out: p, factor: 3, errors: 40%}")
    #expect(run.endpoints[0].completed + run.failures(.modelError) == 60)
    #expect((12...36).contains(run.failures(.modelError)))
    #expect(run.endpoints[0].responseTime.minimum?.seconds == 5.97)
  }

  @Test func `a surge multiplies the arrivals of its time`() throws {
    let run = try station("{at: 10s, for: 10s, surge: 400%}")
    #expect(run.endpoints[0].offered == 90)
    // 40 jobs of 0.5 s in 10 s: 20 of them wait at the end.
    #expect(run.groups[0].peakWaiting == 20 || run.groups[0].peakWaiting == 19)
  }

  @Test func `a flushed cache hits half as often while it fills`() throws {
    let run = try run(
      """
      headroom: 1
      caches: {c: {lookup_time: 1ms}}
      endpoints: {ask: {steps: [{cache: {name: c, hit: 80%, miss: []}}]}}
      tests:
        t: {arrivals: {ask: 20/s}, duration: 1000s, faults: [{at: 0s, for: 1000s, flush: c}]}

      """
    )
    let cache = run.caches[0]
    // 0.8 × u over a straight line: 40 %, with a variance below that of 40 % throughout.
    let ratio = Double(cache.hits) / Double(cache.lookups)
    #expect(agrees(ratio, with: 0.4, deviation: 0.49, count: Int(cache.lookups)))
  }

  /// Draining traps on a server that is held, a token that is alive or a caller who was told nothing.
  @Test(arguments: 0..<40 as Range<UInt64>)
  func `whatever goes wrong in a random platform, all that was offered ends`(seed: UInt64) {
    var platform = RandomPlatform(seed: seed)
    var workload = platform.workload()
    var random = SplitMix(state: seed)
    for _ in 0..<6 {
      let at = SimInterval.milliseconds(Int64(random.below(60_000)))
      let span = SimInterval.milliseconds(1 + Int64(random.below(30_000)))
      workload.test.faults.append(
        Fault(at: at, lasting: span, fault(in: platform.scenario.platform, &random))
      )
    }
    let run = drain(Program(platform.scenario, workload: workload), replication: 0)
    for endpoint in run.endpoints {
      #expect(endpoint.offered == endpoint.completed + endpoint.failures)
      let shares = endpoint.shares.reduce(Int128(0)) { $0 + Int128($1) }
      #expect(shares == endpoint.responseTime.sumOfNanoseconds)
    }
  }

  private func fault(in platform: Platform, _ random: inout SplitMix) -> Fault.Kind {
    let parts = platform.stations.map(\.name) + platform.databases.map(\.name)
    let servers = parts + platform.services.map(\.name) + platform.providers.map(\.name)
    let provider = random.pick(platform.providers.map(\.name))
    switch random.below(6) {
    case 0: return .slow(part: random.pick(servers), factor: 0.5 + 5 * random.uniform())
    case 1: return .outage(provider: provider, answers: random.pick([.error, .silence]))
    case 2: return .brownOut(provider: provider, factor: 3, errors: Fraction(random.uniform()))
    case 3: return .shrink(part: random.pick(parts), to: random.below(2))
    case 4: return .surge(factor: 3 * random.uniform())
    default: return .flush(cache: random.pick(platform.caches.map(\.name)))
    }
  }

  @Test func `what is at fault is as before when the fault is over`() throws {
    let faults = [
      "{at: 1s, for: 5s, slow: desk, factor: 3}", "{at: 2s, for: 5s, shrink: desk, to: 0}",
      "{at: 3s, for: 1s, surge: 100%}",
    ]
    let run = try station(faults.joined(separator: ", "))
    let usual = try station("")
    let last = run.samples.suffix(60).map(\.responseTime)
    #expect(last == usual.samples.suffix(60).map(\.responseTime))
    #expect(run.meanResponse > usual.meanResponse)
  }
}
