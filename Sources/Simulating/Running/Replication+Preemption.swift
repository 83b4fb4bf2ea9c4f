import Kernel
import Stations

// Jobs that wait for more urgent ones, even when they have begun.
extension Replication {
  /// Gives a token's work to servers that interrupt the less urgent; true when it is done and the next
  /// operation may run.
  @inline(never)
  mutating func seize(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Bool {
    switch enterShare(slot, token, operation) {
    case .done: return true
    case .failed: return false
    case .begins(let pool):
      let servers = pool &+ operation.pointee.c
      lines.preemptive[servers].pointee.begin(
        slot,
        rank: endpoints[token.pointee.endpoint].pointee.rank,
        work: token.pointee.drawn,
        now: now
      )
      setAlarm(ofPreemptive: servers)
      return false
    }
  }

  /// Lets the jobs end whose work is done; older alarms do nothing.
  @inline(never)
  mutating func relieve(_ index: Int32) {
    let servers = lines.preemptive[index]
    guard servers.pointee.alarm == now else { return }
    servers.pointee.alarm = .max
    let pool = lines.preemptivePools[index].pointee
    while true {
      let slot = servers.pointee.takeFinished(now: now)
      guard slot >= 0 else { break }
      pools[pool].pointee.leaveShared(now: now)
      countShare(slot, pool)
      makeReady(slot)
    }
    setAlarm(ofPreemptive: index)
  }

  /// Makes sure that servers are looked at when their next job ends.
  private mutating func setAlarm(ofPreemptive index: Int32) {
    let servers = lines.preemptive[index]
    guard servers.pointee.nextEnd < servers.pointee.alarm else { return }
    servers.pointee.alarm = servers.pointee.nextEnd
    events.schedule(
      UInt32(bitPattern: lines.alarmSlots[index].pointee),
      at: servers.pointee.nextEnd
    )
  }

  private mutating func preemptive(ofPool pool: Int32) -> Int32 {
    Int32(program.preemptive.firstIndex { $0.pool == pool } ?? -1)
  }

  /// Lets the jobs of a pool advance at a multiple of their usual speed, if they interrupt each other.
  mutating func setSpeed(ofPreemptive pool: Int32, _ speed: Double) {
    let index = preemptive(ofPool: pool)
    guard index >= 0 else { return }
    lines.preemptive[index].pointee.setSpeed(speed, now: now)
    setAlarm(ofPreemptive: index)
  }

  /// Gives a pool whose jobs interrupt each other that many servers; false for another pool.
  mutating func setServers(ofPreemptive pool: Int32, _ count: Int32) -> Bool {
    let index = preemptive(ofPool: pool)
    guard index >= 0 else { return false }
    lines.preemptive[index].pointee.setServers(count, now: now)
    pools[pool].pointee.resizeShared(to: count, now: now)
    setAlarm(ofPreemptive: index)
    return true
  }

  /// Makes the token of each that its alarms wake.
  mutating func startPreemptive() {
    for i in 0..<Int32(lines.preemptive.count) {
      lines.alarmSlots[i].pointee = special(
        program.alarms + Int32(program.processors.count) + i
      )
      permanent += 1
    }
  }
}
