import Stations
import TestSupport
import Testing

@Suite struct `Resting servers` {
  @Test func `a server that finds nobody pauses, and serves when it comes back`() {
    var servers = RestingServers(.pause, servers: 1)
    defer { servers.free() }
    #expect(servers.begin() == true)
    #expect(servers.begin() == false)
    #expect(servers.come(servers.lastStart) == true)
    #expect(servers.awake == 1)
    #expect(servers.leave() == true)
    #expect(servers.awake == 0 && servers.coming == 1)
  }

  @Test func `one server starts for each who waits, and starts are called off with the last first`()
  {
    var servers = RestingServers(.coldStart, servers: 3)
    defer { servers.free() }
    #expect(servers.follow(waiting: 1) == true)
    let first = servers.lastStart
    #expect(servers.follow(waiting: 1) == false)
    #expect(servers.follow(waiting: 2) == true)
    let second = servers.lastStart
    #expect(servers.follow(waiting: 1) == false)
    #expect(servers.isUnderWay(first) && !servers.isUnderWay(second))
    #expect(servers.come(second) == false)
    #expect(servers.come(first) == true)
    #expect(servers.leave() == false)
    #expect(servers.awake == 0 && servers.coming == 0)
  }

  /// Any order of events leaves as many on their way as wait, and no more than there are.
  @Test(arguments: UInt64(0)..<100)
  func `starts follow those who wait`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var servers = RestingServers(.coldStart, servers: 5)
    defer { servers.free() }
    var waiting: Int32 = 0
    var starts: [UInt32] = []
    for _ in 0..<500 {
      switch random.next() % 4 {
      case 0: waiting += 1
      case 1: waiting = max(waiting - 1, 0)
      case 2 where !starts.isEmpty:
        let start = starts.remove(at: Int(random.next() % UInt64(starts.count)))
        let wasThere = servers.isUnderWay(start)
        #expect(servers.come(start) == wasThere)
        if wasThere { waiting -= 1 }
      default:
        if servers.awake > 0 { #expect(servers.leave() == false) }
      }
      while servers.follow(waiting: waiting) { starts.append(servers.lastStart) }
      servers.checkInvariants()
      #expect(servers.coming == min(waiting, 5 - servers.awake))
    }
  }
}
