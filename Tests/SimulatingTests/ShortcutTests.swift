import Kernel
import Scenarios
import Testing

@testable import Simulating

/// What the event loop does at another time than a plain one would has to change nothing that is measured.
@Suite struct `Shortcuts of the event loop` {
  /// An answer in many parts, cut off by a time limit now and then, beside work that needs a server.
  private let stream = """
    stations: {disk: {servers: 1, queue: unbounded}}
    services: {api: {instances: 1, workers: 2, cores: 2, limit: 50, timeout: 2s}}
    endpoints:
      ask:
        service: api
        steps:
          - delay: 20ms
          - serve: {at: disk, time: {exponential: 50ms}}
          - delay: {exponential: 300ms}
          - delay: {median: 200ms, sigma: 0.5}
          - delay: 40ms
          - delay: {exponential: 300ms}
          - cpu: {exponential: 10ms}
    tests: {load: {arrivals: {ask: 8/s}, duration: 300s, warm_up: 30s}}
    """

  private func measured(_ program: Program, mergesDelays: Bool = true) -> Measurement {
    var it = Replication(program, replication: 0)
    it.mergesDelays = mergesDelays
    return it.run()
  }

  @Test func `one sleep through delays in a row is as long as each of them`() throws {
    let program = try program(stream)
    var (merged, single) = (measured(program), measured(program, mergesDelays: false))
    // Some run into the time limit in the middle of it.
    #expect(merged.endpoints[0].failed(.timedOut) > 20)
    #expect(merged.endpoints[0].completed > 1000)
    #expect(merged.events < single.events)
    (merged.events, single.events) = (0, 0)
    #expect(merged.digest == single.digest)
    #expect(merged.samples == single.samples)
  }

  @Test(arguments: 1...12)
  func `an event that would be the next needs no place in the list`(seed: UInt64) {
    var platform = RandomPlatform(seed: seed)
    let workload = platform.workload()
    let program = Program(platform.scenario, workload: workload)
    var skipping = Replication(program, replication: 0)
    var listing = Replication(program, replication: 0)
    listing.skipsNextEvents = false
    let (quick, slow) = (skipping.run(), listing.run())
    #expect(quick.digest == slow.digest && quick.samples == slow.samples)
    #expect(quick.events == slow.events)
    let (some, all) = (skipping.events.scheduled, listing.events.scheduled)
    #expect(some < all)
  }

  /// A run that is cut short ends with the same event, in the list or not.
  @Test func `events that need no place count all the same`() throws {
    var short = try program(stream)
    short.maxEvents = 1000
    var skipping = Replication(short, replication: 0)
    var listing = Replication(short, replication: 0)
    listing.skipsNextEvents = false
    let (quick, slow) = (skipping.run(), listing.run())
    let (end, sameEnd) = (skipping.now, listing.now)
    let wereCut = skipping.wasTruncated && listing.wasTruncated
    #expect(quick.events == 1000 && wereCut)
    #expect(quick.digest == slow.digest && end == sameEnd)
  }

  /// A processor takes a hundred times as long for subnormal numbers, and a whole number is one.
  @Test func `what is raised beside the last of an odd row is zero`() throws {
    var it = Replication(try program(stream), replication: 0)
    _ = it.run()
    let plan = try #require(it.drawn.plans.elements.first { $0.numbers > $0.choices })
    let count = plan.numbers - plan.choices
    try #require(count % 2 == 1)
    let columns = (0..<it.slotsUsed).map {
      it.drawn.columns(of: $0)[Int(plan.column + plan.numbers)]
    }
    let (unused, raised) = (Int64(0), Int64(bitPattern: (1.0).bitPattern))
    #expect(columns.contains(raised))
    #expect(columns.allSatisfy { $0 == raised || $0 == unused })
  }

  @Test(arguments: 1...12)
  func `a number drawn ahead is the one drawn in its turn`(seed: UInt64) {
    var platform = RandomPlatform(seed: seed)
    let workload = platform.workload()
    let program = Program(platform.scenario, workload: workload)
    #expect(program.operations.contains { $0.plan >= 0 })
    var plain = program
    for i in plain.operations.indices { plain.operations[i].plan = -1 }
    #expect(measured(program).digest == measured(plain).digest)
  }

  /// A miss draws more than a hit, and what comes after both is drawn for both.
  @Test func `what lies behind a choice is drawn when it comes about`() throws {
    let program = try program(
      """
      caches: {answers: {lookup_time: {exponential: 1ms}}}
      endpoints:
        ask:
          steps:
            - cache:
                name: answers
                hit: 25%
                miss:
                  - delay: {exponential: 20ms}
                  - delay: {median: 30ms, sigma: 0.5}
            - delay: {exponential: 10ms}
      tests: {load: {arrivals: {ask: 8/s}, duration: 100s}}
      """
    )
    #expect(program.drawPlans.count == 2)
    let (always, miss) = (program.drawPlans[0], program.drawPlans[1])
    #expect((always.exponentials, always.choices, always.numbers) == (2, 3, 3))
    #expect((miss.exponentials, miss.choices, miss.lognormals) == (1, 1, 2))
    let choice = program.plannedDraws[Int(always.first) + 2]
    #expect(choice.ifSo == -1 && choice.ifNot == 1)
    #expect(miss.column == 3 && program.drawnColumns == 6)
  }

  @Test func `nothing is drawn ahead that a fault may change`() throws {
    let faulty = try program(
      stream.replacing(
        "warm_up: 30s}",
        with: "warm_up: 30s, faults: [{at: 100s, for: 50s, slow: disk, factor: 3}]}"
      )
    )
    #expect(faulty.operations.allSatisfy { $0.plan < 0 })
    let (merged, single) = (measured(faulty), measured(faulty, mergesDelays: false))
    #expect(merged.digest == single.digest && merged.events == single.events)
  }
}
