import Stations
import TestSupport
import Testing

@Suite struct `Shared processor` {
  /// Runs jobs (arrival, work) to their end and returns when each left.
  private func ends(
    _ jobs: [(at: Int64, work: Int64)],
    cores: Double = 1,
    contention: SharedProcessor.Contention = .init()
  ) -> [Int64] {
    var processor = SharedProcessor(cores: cores, contention: contention)
    defer { processor.free() }
    var ends = [Int64](repeating: -1, count: jobs.count)
    var next = 0
    while next < jobs.count || processor.count > 0 {
      let arrival = next < jobs.count ? jobs[next].at : Int64.max
      let end = processor.nextEnd
      if arrival < end {
        processor.begin(Int32(next), work: jobs[next].work, now: arrival)
        next += 1
      } else {
        while case let slot = processor.takeFinished(now: end), slot >= 0 { ends[Int(slot)] = end }
      }
      processor.checkInvariants()
    }
    return ends
  }

  @Test func `a job alone takes its work, two take twice as long, side by side on two cores not`() {
    #expect(ends([(0, 1000)]) == [1000])
    #expect(ends([(0, 1000), (0, 1000)]) == [2000, 2000])
    #expect(ends([(0, 1000), (0, 1000)], cores: 2) == [1000, 1000])
    #expect(ends([(0, 1000), (0, 1000), (0, 1000)], cores: 2) == [1500, 1500, 1500])
    #expect(ends([(0, 1000)], cores: 0.5) == [2000])
  }

  @Test func `a short job passes a long one by slices`() {
    // The long one runs alone to 100; both share until the short one has got 50 of work at 200; the
    // long one has got 150 then and runs on alone.
    #expect(ends([(0, 1000), (100, 50)]) == [1050, 200])
  }

  @Test func `contention slows everybody by the universal scalability law`() {
    // Three on four cores with σ = 0.1, κ = 0.05: 1 + 0.1·2 + 0.05·3·2 = 1.5 times slower.
    let law = SharedProcessor.Contention(serial: 0.1, coherency: 0.05)
    #expect(
      ends([(0, 1000), (0, 1000), (0, 1000)], cores: 4, contention: law) == [1500, 1500, 1500]
    )
  }

  @Test func `a slower processor stretches what is left`() {
    var processor = SharedProcessor(cores: 1)
    defer { processor.free() }
    processor.begin(7, work: 1000, now: 0)
    processor.setSpeed(0.25, now: 400)
    #expect(processor.nextEnd == 400 + 2400)
    processor.setSpeed(1, now: 2000)
    #expect(processor.nextEnd == 2200)
    #expect(processor.takeFinished(now: 2199) == -1)
    #expect(processor.takeFinished(now: 2200) == 7)
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `one core is busy exactly as long as there is work, and all of it gets done`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var at: Int64 = 0
    let jobs = (0..<200).map { _ in
      at += Int64(random.below(3000))
      return (at: at, work: Int64(1 + random.below(4000)))
    }
    // The work left at a single core is the same under every rule that never idles: Lindley.
    var done: Int64 = 0
    var idleFrom: [Int64] = []
    for (i, job) in jobs.enumerated() {
      if i > 0, job.at > done { idleFrom.append(done) }
      done = max(done, job.at) + job.work
    }
    let ends = ends(jobs)
    for (job, end) in zip(jobs, ends) { #expect(end >= job.at + job.work - 1) }
    // Rounding moves an end by half a nanosecond at most for each job before it.
    for moment in idleFrom + [done] {
      #expect(ends.contains { abs($0 - moment) <= 2 })
    }
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `jobs with equal arrivals leave in the order of their work`(seed: UInt64) {
    var random = SplitMix(state: seed)
    let jobs = (0..<50).map { _ in (at: Int64(0), work: Int64(1 + random.below(1000))) }
    let ends = ends(jobs, cores: Double(1 + random.below(4)))
    for (a, b) in zip(jobs.indices, jobs.indices.dropFirst()) where jobs[a].work < jobs[b].work {
      #expect(ends[a] <= ends[b])
    }
  }
}

@Suite struct `Shared servers` {
  @Test func `as many servers are busy as there are jobs, and the others count as waiting`() {
    var pool = ServerPool(capacity: 2, queueLimit: 1)
    let entered = [0, 10, 20, 25].map { pool.enterShared(now: $0) }
    #expect(entered == [true, true, true, false])
    #expect(pool.inUse == 2 && pool.waiting == 1)
    pool.checkInvariants()
    pool.leaveShared(now: 30)
    #expect(pool.inUse == 2 && pool.waiting == 0)
    pool.leaveShared(now: 40)
    pool.leaveShared(now: 50)
    let tally = pool.tally(at: 50)
    #expect(tally.queueTime == 10 && tally.busyTime == 50 + 30)
    #expect(tally.requests == 4 && tally.refused == 1 && tally.waited == 1)
  }
}
