import Stations
import TestSupport
import Testing

@Suite struct `Servers that interrupt` {
  /// Runs jobs (arrival, rank, work) to their end and returns when each left.
  private func ends(_ jobs: [(at: Int64, rank: Int32, work: Int64)], servers: Int32 = 1) -> [Int64]
  {
    var station = PreemptiveServers(servers: servers)
    defer { station.free() }
    var ends = [Int64](repeating: -1, count: jobs.count)
    var next = 0
    while next < jobs.count || station.count > 0 {
      let arrival = next < jobs.count ? jobs[next].at : Int64.max
      let end = station.nextEnd
      if arrival < end {
        station.begin(Int32(next), rank: jobs[next].rank, work: jobs[next].work, now: arrival)
        next += 1
      } else {
        while case let slot = station.takeFinished(now: end), slot >= 0 { ends[Int(slot)] = end }
      }
      station.checkInvariants()
    }
    return ends
  }

  @Test func `an urgent job takes the place of another, which goes on where it stopped`() {
    #expect(ends([(0, 2, 1000), (400, 1, 300)]) == [1300, 700])
    #expect(ends([(0, 2, 1000), (400, 1, 300), (500, 1, 100)]) == [1400, 700, 800])
    #expect(ends([(0, 2, 1000), (0, 2, 1000), (400, 1, 300)], servers: 2) == [1000, 1300, 700])
  }

  @Test func `jobs of one class go in turn, and who was interrupted goes before who came later`() {
    #expect(ends([(0, 1, 100), (10, 1, 100), (20, 1, 100)]) == [100, 200, 300])
    #expect(ends([(0, 2, 100), (10, 2, 100), (50, 1, 100)]) == [200, 300, 150])
  }

  /// With one server, the urgent do not see the others at all: they leave as if alone.
  @Test(arguments: UInt64(1)...30)
  func `no job sees a less urgent one`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var jobs: [(at: Int64, rank: Int32, work: Int64)] = []
    var time: Int64 = 0
    for _ in 0..<200 {
      time += 1 + Int64(random.next() % 60)
      jobs.append((time, Int32(random.next() % 3), 1 + Int64(random.next() % 80)))
    }
    let all = ends(jobs)
    let urgent = jobs.indices.filter { jobs[$0].rank == 0 }
    #expect(urgent.map { all[$0] } == ends(urgent.map { jobs[$0] }))
    #expect(all.allSatisfy { $0 > 0 })
    // One server that never idles while a job is there ends the last job when FIFO would.
    #expect(all.max() == ends(jobs.map { ($0.at, 0, $0.work) }).max())
  }

  @Test func `fewer servers interrupt the least urgent, a slower one stretches what is left`() {
    var station = PreemptiveServers(servers: 2)
    defer { station.free() }
    station.begin(1, rank: 1, work: 1000, now: 0)
    station.begin(2, rank: 2, work: 1000, now: 0)
    station.setServers(1, now: 400)
    station.setSpeed(0.5, now: 600)
    #expect(station.nextEnd == 1400)
    #expect(station.takeFinished(now: 1400) == 1)
    #expect(station.nextEnd == 1400 + 1200)
    station.setServers(0, now: 1500)
    #expect(station.nextEnd == .max)
    #expect(station.count == 1)
  }
}
