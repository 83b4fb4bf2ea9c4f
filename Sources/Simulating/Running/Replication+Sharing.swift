import Kernel
import Stations

/// Where a token stands in a step that shares a processor.
enum SharePhase {
  /// Its work runs; it wakes when the work is done.
  static let running: UInt8 = 1
}

extension Replication {
  /// Gives a token's work to a shared processor; true when it is done and the next operation may run.
  @inline(never)
  mutating func share(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Bool {
    switch enterShare(slot, token, operation) {
    case .done: return true
    case .failed: return false
    case .begins(let pool):
      let processor = pool &+ operation.pointee.c
      processors[processor].pointee.begin(slot, work: token.pointee.drawn, now: now)
      setAlarm(of: processor)
      return false
    }
  }

  /// Where a token stands with a job of its own.
  enum Share {
    /// The job is done, or no work at all; the next operation may run.
    case done
    /// Too many are there.
    case failed
    /// Its work, which is drawn, begins at that pool.
    case begins(Int32)
  }

  /// Lets a token in that comes with a job, or on that comes back from it.
  mutating func enterShare(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Share {
    if token.pointee.phase == SharePhase.running {
      token.pointee.phase = 0
      token.pointee.place = operation[1].place
      return .done
    }
    let pool = poolIndex(token, operation)
    guard pools[pool].pointee.enterShared(now: now) else {
      fail(slot, operation.pointee.reason)
      return .failed
    }
    let work = time(slot, token, operation)
    guard work > 0 else {
      pools[pool].pointee.leaveShared(now: now)
      token.pointee.place = operation[1].place
      return .done
    }
    token.pointee.phase = SharePhase.running
    token.pointee.since = now
    token.pointee.drawn = work
    return .begins(pool)
  }

  /// Lets the jobs of a processor end whose work is done; older alarms do nothing.
  @inline(never)
  mutating func turn(_ processor: Int32) {
    guard processors[processor].pointee.alarm == now else { return }
    processors[processor].pointee.alarm = .max
    let pool = program.processors[Int(processor)].pool
    while true {
      let slot = processors[processor].pointee.takeFinished(now: now)
      guard slot >= 0 else { break }
      pools[pool].pointee.leaveShared(now: now)
      countShare(slot, pool)
      makeReady(slot)
    }
    setAlarm(of: processor)
  }

  /// Divides the time of a job into its work and what sharing has added.
  mutating func countShare(_ slot: Int32, _ pool: Int32) {
    let token = tokens + Int(slot)
    // A job whose caller has given up runs to its end, but nobody asks for its time.
    guard token.pointee.phase == SharePhase.running, token.pointee.place != stopPlace else {
      return
    }
    let operation = operation(at: token.pointee.place)
    let elapsed = now &- token.pointee.since
    let work = min(elapsed, token.pointee.drawn)
    pools[pool].pointee.countWait(elapsed &- work)
    spend(work, column: operation.pointee.shareColumn, slot)
    spend(elapsed &- work, column: operation.pointee.waitColumn, slot)
  }

  /// Makes sure that a processor is looked at when its next job ends.
  ///
  /// An alarm that comes too early, since others have come meanwhile, finds nobody done and is set
  /// again; one that was overtaken by an earlier one does nothing.
  mutating func setAlarm(of processor: Int32) {
    let end = processors[processor].pointee.nextEnd
    guard end < processors[processor].pointee.alarm else { return }
    processors[processor].pointee.alarm = end
    events.schedule(UInt32(bitPattern: alarmSlots[processor].pointee), at: end)
  }

  /// The processor that the jobs of a pool share; −1 when it has servers of the common kind.
  private mutating func processor(ofPool pool: Int32) -> Int32 {
    Int32(program.processors.firstIndex { $0.pool == pool } ?? -1)
  }

  /// Lets the jobs of a shared pool advance at a multiple of their usual speed; others have steps that
  /// take longer.
  mutating func setSpeed(ofPool pool: Int32, _ speed: Double) {
    setSpeed(ofPreemptive: pool, speed)
    let processor = processor(ofPool: pool)
    guard processor >= 0 else { return }
    processors[processor].pointee.setSpeed(speed, now: now)
    setAlarm(of: processor)
  }

  /// Gives a pool another number of cores that is shared, or whose servers come and go by rules; false
  /// for another pool.
  mutating func setCores(ofPool pool: Int32, _ cores: Int32) -> Bool {
    if setServers(ofPool: pool, cores) || setServers(ofPreemptive: pool, cores) { return true }
    let processor = processor(ofPool: pool)
    guard processor >= 0 else { return false }
    let usual = program.processors[Int(processor)].cores
    processors[processor].pointee.setCores(min(Double(cores), usual), now: now)
    pools[pool].pointee.resizeShared(to: cores, now: now)
    setAlarm(of: processor)
    return true
  }

  /// Makes the token of each processor that its alarms wake.
  mutating func startProcessors() {
    for i in 0..<Int32(processors.count) {
      alarmSlots[i].pointee = special(program.alarms + i)
      permanent += 1
    }
  }
}
