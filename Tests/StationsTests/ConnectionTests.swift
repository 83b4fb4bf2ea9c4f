import Stations
import TestSupport
import Testing

/// How clients reconnect, and what is counted of their connections.
@Suite struct `Long-lived connections` {
  private let socketIO = ReconnectLaw(base: 1000, multiplier: 2, cap: 5000, randomization: 0.5)

  @Test(arguments: [
    // The random part is floor(u × 0.5 × delay); an even first decimal of u takes it away.
    (0, 0.0, 1000), (0, 0.2, 900), (0, 0.99, 1495), (0, 0.85, 575), (1, 0.5, 2500), (2, 0.99, 5000),
    (2, 0.89, 2220), (3, 0.88, 4480), (3, 0.3, 5000), (4, 0.88, 5000), (40, 0.88, 5000),
  ])
  func `delays of Socket.IO by hand`(failures: Int32, u: Double, milliseconds: Int64) {
    #expect(socketIO.delay(after: failures, u: u) == milliseconds * 1_000_000)
  }

  @Test(arguments: 0..<200)
  func `a delay is within its random part and never above the cap`(seed: UInt64) {
    var random = SplitMix(state: seed)
    for failures in 0..<Int32(12) {
      let u = Double(random.next() >> 11) / 9_007_199_254_740_992
      let delay = Double(socketIO.delay(after: failures, u: u)) / 1e6
      var usual = 1000.0
      for _ in 0..<failures { usual *= 2 }
      #expect(delay <= min(5000, usual * 1.5))
      #expect(delay >= min(5000, usual * 0.5) - 1)
    }
  }

  @Test func `from the fifth attempt on there is no randomness left`() {
    let delays = (0..<100).map { socketIO.delay(after: 4, u: Double($0) / 100) }
    #expect(Set(delays) == [5_000_000_000])
  }

  @Test func `an EventSource waits the same time always`() {
    let browser = ReconnectLaw(base: 3000, multiplier: 1, cap: 3000, randomization: 0)
    #expect((0..<50).allSatisfy { browser.delay(after: $0, u: 0.7) == 3_000_000_000 })
  }

  @Test(arguments: 0..<100)
  func `what was opened is open or has ended, and time adds up`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var ledger = ConnectionLedger()
    var open: [Int64] = []
    var now: Int64 = 0
    var sum: Int128 = 0
    for _ in 0..<300 {
      now += Int64(random.next() % 1000)
      if open.isEmpty || random.next() % 2 == 0 {
        ledger.attempt(at: now)
        ledger.open(at: now, lostAt: nil)
        open.append(now)
      } else {
        let since = open.remove(at: Int(random.next() % UInt64(open.count)))
        sum += Int128(now - since)
        ledger.end(ConnectionLedger.Ending.allCases[Int(random.next() % 4)], at: now)
      }
      let tally = ledger.tally(at: now)
      #expect(tally.opened == Int64(open.count) + tally.ended.reduce(0, +))
      #expect(ledger.open == Int64(open.count))
      #expect(tally.openTime == sum + open.reduce(0) { $0 + Int128(now - $1) })
    }
  }

  @Test func `attempts are counted by the second of the clock`() {
    var ledger = ConnectionLedger()
    for time in [0, 1, 999_999_999, 1_000_000_000, 1_000_000_001] as [Int64] {
      ledger.attempt(at: time)
    }
    #expect(ledger.tally(at: 0).peakAttempts == 3)
  }
}
