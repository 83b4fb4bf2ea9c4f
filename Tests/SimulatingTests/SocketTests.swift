import Quantities
import Scenarios
import Simulating
import TestSupport
import Testing

/// Clients that keep connections open: traces worked out by hand, and laws over random settings.
@Suite struct `Clients that keep connections open` {
  private struct Example {
    var service = Service()
    var realtime = Realtime(
      service: "api",
      plan: nil,
      maxConnections: .unbounded,
      memoryPerConnection: ByteCount(1_000_000),
      heartbeat: .seconds(30)
    )
    var sessions = Sessions()
    var seconds = 600.0
    var faults: [Fault] = []
    var stages: [LoadTest.Stage] = []

    init(clients: Int) {
      service.name = "api"
      service.boot = .seconds(20)
      service.drain = .seconds(10)
      sessions.clients = clients
      sessions.connect = "hello"
    }

    func program(seed: UInt64 = 1) -> Program {
      var hello = Endpoint()
      hello.name = "hello"
      hello.service = "api"
      hello.steps = [Step(.delay(time: .constant(0.5)), path: "hello/wait")]
      var scenario = Scenario()
      scenario.experiment.seed = seed
      scenario.platform.services = [service]
      scenario.platform.endpoints = [hello]
      scenario.platform.realtime = realtime
      scenario.platform.realtime?.sessions = sessions
      var test = LoadTest()
      test.level = .own
      test.rates = [("hello", Rate(perSecond: 1))]
      test.duration = SimInterval(seconds: seconds)
      test.faults = faults
      test.stages = stages
      return Program(scenario, workload: Workload(tier: nil, test: test))
    }

    func run(seed: UInt64 = 1) throws -> Measurement.Sockets {
      try #require(drain(program(seed: seed), replication: 0).sockets.first)
    }
  }

  private func timer(idle: Double? = nil, longest: Double? = nil) -> IdleTimer {
    var timer = IdleTimer()
    timer.idle = idle.map { SimInterval(seconds: $0) }
    timer.longest = longest.map { SimInterval(seconds: $0) }
    return timer
  }

  @Test func `a connected crowd takes no events`() throws {
    var few = Example(clients: 1)
    few.sessions.through = [timer(idle: 60)]
    var many = few
    many.sessions.clients = 10_000
    let runs = [few, many].map { drain($0.program(), replication: 0) }
    #expect(runs[0].events == runs[1].events)
    #expect(runs[1].sockets[0].openTime == 10_000 * 600_000_000_000)
    #expect(runs[1].sockets[0].peak == 10_000 && runs[1].sockets[0].attempts == 0)
  }

  @Test func `the shortest timer of the chain cuts a silent connection`() throws {
    var example = Example(clients: 1)
    example.realtime.heartbeat = .seconds(90)
    example.sessions.through = [timer(idle: 350), timer(idle: 60), timer(idle: 120)]
    example.sessions.reconnect.randomization = .zero
    // Cut at 60 s; 1 s later it asks, half a second later it is open; and so on every 61.5 s.
    let counts = try example.run()
    #expect(counts.idle == 9)
    #expect(counts.returned == 9)
    #expect(counts.timeToReturn == 9 * 1_500_000_000)
    #expect(counts.longestReturn == 1_500_000_000)
    #expect(counts.openTime == 600_000_000_000 - 9 * 1_500_000_000)
  }

  @Test func `a timer of another transport means nothing`() throws {
    var example = Example(clients: 5)
    example.realtime.heartbeat = .seconds(90)
    var foreign = timer(idle: 10)
    foreign.only = .sse
    example.sessions.through = [foreign]
    #expect(try example.run().idle == 0)
  }

  @Test func `messages keep a connection alive as often as chance has it`() throws {
    var example = Example(clients: 400)
    example.seconds = 60.5
    example.realtime.heartbeat = .seconds(90)
    example.sessions.messages = Rate(perSecond: 1.0 / 30)
    example.sessions.through = [timer(idle: 60)]
    // The first cut can come at 60 s only: to those without a message until then, e⁻² of all.
    let share = Double(try example.run().idle) / 400
    let expected = 0.1353
    let error = (expected * (1 - expected) / 400).squareRoot()
    #expect(abs(share - expected) < 4 * error)
  }

  @Test func `a life that is limited ends on time`() throws {
    var example = Example(clients: 1000)
    example.sessions.connect = nil
    example.sessions.through = [timer(longest: 300)]
    example.sessions.reconnect.randomization = .zero
    // Of any age at first: all are cut once within 300 s, and again within 301 s more.
    let counts = try example.run()
    #expect((1980...2000).contains(counts.tooOld))
  }

  @Test func `a crash cuts what the instance holds, and the others take it`() throws {
    var example = Example(clients: 900)
    example.service.instances = 3
    example.faults = [
      Fault(at: .seconds(100), lasting: .seconds(60), .crash(service: "api", instances: 1))
    ]
    let counts = try example.run()
    #expect(counts.cut == 300)
    #expect(counts.returned == 300 && counts.refused == 0)
    // Delays lie between 0.5 and 1.5 s, and being connected takes 0.5 s.
    #expect(counts.longestReturn <= 2_000_000_000)
    #expect(counts.peakAttempts >= 150)
  }

  @Test func `a deploy cuts every connection that outlasts the drain`() throws {
    var example = Example(clients: 300)
    example.service.instances = 3
    let deploy = Fault.Kind.deploy(service: "api", surge: 1, unavailable: 0)
    example.faults = [Fault(at: .seconds(100), lasting: .zero, deploy)]
    let counts = try example.run()
    // Those of the first come to the others and may be cut again.
    #expect(counts.cut >= 300)
    #expect(counts.returned == counts.cut)
  }

  @Test func `slots are a limit, and an EventSource that meets it is gone`() throws {
    var example = Example(clients: 300)
    example.service.instances = 2
    example.service.streamSlots = .atMost(150)
    example.sessions.reconnect.refusedIsFinal = true
    example.faults = [
      Fault(at: .seconds(100), lasting: .seconds(60), .crash(service: "api", instances: 1))
    ]
    let counts = try example.run()
    #expect(counts.cut == 150 && counts.gaveUp == 150 && counts.returned == 0)
  }

  @Test func `connections that are too many for the memory kill their instance`() {
    var example = Example(clients: 300)
    example.service.memory = ByteCount(400_000_000)
    example.service.memoryPerWorker = ByteCount(150_000_000)
    example.service.memoryPerRequest = ByteCount(1)
    example.seconds = 60
    let run = drain(example.program(), replication: 0)
    #expect(run.fleets[0].outOfMemory > 0)
    #expect(run.sockets[0].peak <= 250)
  }

  @Test func `the crowd follows the load`() throws {
    var example = Example(clients: 100)
    example.sessions.connect = nil
    example.stages = [.init(over: .seconds(300), to: 1), .init(over: .seconds(300), to: 0)]
    let counts = try example.run()
    #expect(counts.peak == 100)
    // The area of a hundred for 300 s and a triangle; each is there for whole connections only.
    let expected = 100.0 * 300 + 99.0 / 2 * 300
    #expect(abs(Double(counts.openTime) / 1e9 - expected) < 400)
    #expect(counts.left == 100)
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `what was opened is open or has ended`(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    func chance() -> Double { Double(random.next() >> 11) / 9_007_199_254_740_992 }
    var example = Example(clients: 20 + Int(chance() * 200))
    example.service.instances = 1 + Int(chance() * 3)
    if chance() < 0.5 { example.service.streamSlots = .atMost(20 + Int(chance() * 100)) }
    if chance() < 0.5 { example.realtime.maxConnections = .atMost(20 + Int(chance() * 100)) }
    if chance() < 0.5 { example.sessions.stay = .exponential(mean: 60) }
    if chance() < 0.5 { example.sessions.through = [timer(idle: 20, longest: 200)] }
    if chance() < 0.5 { example.sessions.connect = nil }
    example.sessions.messages = Rate(perSecond: chance() / 10)
    example.faults = [
      Fault(at: .seconds(100), lasting: .seconds(60), .crash(service: "api", instances: 1)),
      Fault(at: .seconds(300), lasting: .zero, .deploy(service: "api", surge: 1, unavailable: 0)),
    ]
    let program = example.program(seed: seed)
    let run = drain(program, replication: 0)
    let counts = run.sockets[0]
    let ended = counts.left + counts.idle + counts.tooOld + counts.cut
    // Those that are there from the start were not opened while the measurement ran.
    let first = Int64(example.sessions.clients ?? 0)
    #expect(counts.opened + first >= ended)
    #expect(counts.peak >= counts.opened - ended)
    #expect(counts.attempts >= counts.refused)
    #expect(counts.returned <= counts.cut + counts.idle + counts.tooOld)
    #expect(drain(program, replication: 0).digest == run.digest)
  }
}
