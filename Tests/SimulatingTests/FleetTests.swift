import Quantities
import Scenarios
import Simulating
import Testing

/// Instances that come and go: traces worked out by hand.
@Suite struct `Services whose instances come and go` {
  /// Forty users without a thought, whose requests take 0.7 s each: forty in progress at any time.
  private func crowd(seconds: Double, _ change: (inout Service) -> Void) -> Measurement {
    var service = Service()
    service.name = "api"
    service.boot = .seconds(20)
    var rule = Autoscale()
    rule.most = 10
    rule.concurrency = 10
    service.autoscale = rule
    change(&service)
    var endpoint = Endpoint()
    endpoint.name = "ask"
    endpoint.service = "api"
    endpoint.steps = [Step(.delay(time: .constant(0.7)), path: "ask/wait")]
    var scenario = Scenario()
    scenario.platform.services = [service]
    scenario.platform.endpoints = [endpoint]
    var test = LoadTest()
    test.driver = .closed
    test.users = 40
    test.thinkTime = .constant(0)
    test.mix = [("ask", .one)]
    test.duration = SimInterval(seconds: seconds)
    return drain(Program(scenario, workload: Workload(tier: nil, test: test)), replication: 0)
  }

  /// When the number of ready instances was seen to change, and what it was then.
  private func changes(_ run: Measurement) -> [[Int64]] {
    var changes: [[Int64]] = []
    for sample in run.samples where changes.last?[1] != Int64(sample.instances[0]) {
      changes.append([sample.time / 1_000_000_000, Int64(sample.instances[0])])
    }
    return changes
  }

  @Test func `concurrency asks for four instances, which boot before they count`() {
    let run = crowd(seconds: 60) { _ in }
    // 15 s: ⌈1 × 40/10⌉ = 4, ready at 35 s. 30 s: three boot, 4 × 1/4 = 1. 45 s: 10 each.
    #expect(changes(run) == [[0, 1], [35, 4]])
    #expect(run.fleets[0].instanceTime == 15_000_000_000 + 45_000_000_000 * 4)
    #expect(run.fleets[0].peak == 4 && run.fleets[0].boots == 3)
    #expect(run.endpoints[0].failures == 0)
  }

  @Test func `processor time of waiting requests is nothing, so nothing scales`() {
    let run = crowd(seconds: 60) {
      $0.autoscale?.concurrency = nil; $0.autoscale?.cpu = Fraction(0.5)
    }
    #expect(changes(run) == [[0, 1]])
  }

  @Test func `memory asks for as many as share it`() {
    let run = crowd(seconds: 60) {
      $0.autoscale?.concurrency = nil
      $0.autoscale?.memory = Fraction(0.5)
      $0.memoryPerWorker = ByteCount(20)
      $0.memoryPerRequest = ByteCount(1)
      $0.memory = ByteCount(80)
    }
    // 15 s: 60 of 80 bytes over one half: ⌈1.5⌉ = 2. 45 s: 40 of 80 on both.
    #expect(changes(run) == [[0, 1], [35, 2]])
  }

  @Test func `too many instances drain after the window, and idle ones go at once`() {
    let run = crowd(seconds: 120) {
      $0.instances = 8
      $0.autoscale?.downWindow = .seconds(60)
    }
    // ⌈8 × 0.5⌉ = 4 from 15 s on; the 8 that it began with counts until 60 s.
    #expect(changes(run) == [[0, 8], [60, 4]])
    #expect(run.endpoints[0].failures == 0)
  }

  /// A service with room for three requests, asked at some seconds; each request takes 30 s.
  private func ask(_ seconds: [Double], _ change: (inout Service) -> Void) -> Measurement {
    var example = ServiceExample()
    example.service.limit = .unbounded
    example.service.boot = .seconds(10)
    change(&example.service)
    example.steps = [Step(.delay(time: .constant(30)), path: "ask/wait")]
    return example.run(seconds.map { ($0, 1, 1) })
  }

  @Test func `an instance without memory is killed with all that it does, and boots again`() {
    let run = ask([0, 1, 2, 3, 5, 14, 100]) {
      $0.memoryPerWorker = ByteCount(10)
      $0.memoryPerRequest = ByteCount(5)
      $0.memory = ByteCount(25)
    }
    #expect(run.failures(.outOfMemory) == 4)
    // Nobody takes a request until 13 s.
    #expect(run.failures(.refused) == 1)
    #expect(run.endpoints[0].completed == 2)
    #expect(run.fleets[0].outOfMemory == 1 && run.fleets[0].crashes == 0)
  }

  @Test func `memory that no crowd can fill makes no fleet`() {
    let run = ask([0, 1, 2, 3]) {
      $0.limit = .atMost(3)
      $0.memoryPerWorker = ByteCount(10)
      $0.memoryPerRequest = ByteCount(5)
      $0.memory = ByteCount(25)
    }
    #expect(run.fleets.isEmpty && run.endpoints[0].completed == 4)
  }

  @Test func `a stopping instance finishes what it can while it drains, then cuts the rest off`() {
    let run = ask([0, 0, 8, 200]) {
      $0.instances = 3
      $0.drain = .seconds(20)
      $0.balancing = .round_robin
      var rule = Autoscale()
      rule.most = 3
      rule.concurrency = 10
      rule.downWindow = .zero
      rule.sync = .seconds(11)
      $0.autoscale = rule
    }
    // At 11 s one of three stays. Those that began at 0 s end at 30 s; the one of 8 s is cut at 31 s.
    #expect(run.failures(.cutOff) == 1)
    #expect(run.endpoints[0].completed == 3)
    // Three until 30 s, two until 31 s, one until the measurement ends a nanosecond after 200 s.
    #expect(run.fleets[0].instanceTime == 261_000_000_001)
  }
}

/// Requests that take 30 s each at two instances in turn, and what befalls these.
@Suite struct `Crashes and deploys` {
  private func ask(
    _ seconds: [Double],
    _ faults: [Fault],
    _ change: (inout Service) -> Void = { _ in }
  ) -> Measurement {
    var example = ServiceExample()
    example.service.limit = .unbounded
    example.service.instances = 2
    example.service.balancing = .round_robin
    example.service.boot = .seconds(10)
    example.service.drain = .seconds(20)
    change(&example.service)
    example.faults = faults
    example.steps = [Step(.delay(time: .constant(30)), path: "ask/wait")]
    return example.run(seconds.map { ($0, 1, 1) })
  }

  @Test func `a crash fails what the instance was doing, and others take the load until it boots`()
  {
    let crash = Fault(at: .seconds(5), lasting: .seconds(20), .crash(service: "api", instances: 1))
    let run = ask([0, 0, 6, 36, 37, 100], [crash])
    #expect(run.failures(.instanceCrashed) == 1 && run.endpoints[0].completed == 5)
    #expect(run.fleets[0].crashes == 1 && run.fleets[0].boots == 0)
  }

  @Test func `without any instance requests are refused`() {
    let crash = Fault(at: .seconds(5), lasting: .seconds(20), .crash(service: "api", instances: 2))
    // Both boot from 25 s to 35 s.
    let run = ask([0, 1, 6, 34, 36, 100], [crash])
    #expect(run.failures(.instanceCrashed) == 2 && run.failures(.refused) == 2)
    #expect(run.endpoints[0].completed == 2)
  }

  @Test func `a deploy with one more instance drains each old one when a new one is ready`() {
    let deploy = Fault(
      at: .seconds(2),
      lasting: .zero,
      .deploy(service: "api", surge: 1, unavailable: 0)
    )
    // The first new one is ready at 12 s; the old one with the request of 0 s drains until it ends at
    // 30 s, the second new one takes its place and is ready at 40 s, and the second old one drains.
    let run = ask([0, 0.5, 13, 200], [deploy])
    #expect(run.fleets[0].boots == 2 && run.fleets[0].peak == 3)
    #expect(run.endpoints[0].completed == 4)
  }

  @Test func `a deploy cuts what lasts longer than the drain`() {
    let deploy = Fault(
      at: .seconds(2),
      lasting: .zero,
      .deploy(service: "api", surge: 2, unavailable: 0)
    )
    // Both new ones are ready at 12 s, both old ones are cut at 17 s.
    let run = ask([0, 0.5, 11, 200], [deploy]) { $0.drain = .seconds(5) }
    #expect(run.failures(.cutOff) == 3 && run.endpoints[0].completed == 1)
    #expect(run.fleets[0].peak == 4)
  }
}
