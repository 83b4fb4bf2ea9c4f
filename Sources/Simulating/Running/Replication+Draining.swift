import Kernel
import Stations

/// Runs a replication to its very last event, past the test and its grace period.
///
/// Traps unless nothing is left then: no server held, nobody in line, no request under way. It is what
/// tests run in place of `replicate`, so that a leak anywhere in a platform comes to light.
package func drain(_ program: Program, replication: Int) -> Measurement {
  var it = Replication(program, replication: replication)
  return it.drain()
}

extension Replication {
  /// Runs until no event is pending and returns what was measured.
  mutating func drain() -> Measurement {
    start()
    loop(until: .max)
    while closeAllSockets() { loop(until: .max) }
    // Who waits for the session of an idle connection would wait for ever: it is closed in the end.
    while closeAllConnections() { loop(until: .max) }
    checkNothingIsHeld()
    return makeMeasurement()
  }

  /// Traps when anything is held, waited for or under way.
  private mutating func checkNothingIsHeld() {
    for i in 0..<pools.count {
      pools.memory[i].checkInvariants()
      precondition(pools.memory[i].inUse == 0, "every server was given back")
      precondition(pools.memory[i].waiting == 0, "nobody waits when nothing happens any more")
    }
    for i in 0..<busy.count { precondition(busy.memory[i] == 0, "every worker is idle") }
    precondition(inFlight == 0 && openRequests == 0, "every caller was told how its request ended")
    let attempts = tallies.attempts
    precondition(attempts.admitted == attempts.ended, "every attempt was settled")
    var free: Int32 = 0
    var slot = freeSlot
    while slot >= 0 {
      free += 1
      slot = links[Int(slot)].next
    }
    precondition(free + laneCount + permanent == slotsUsed, "no token is alive")
  }
}
