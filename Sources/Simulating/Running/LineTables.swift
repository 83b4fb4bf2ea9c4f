import Stations

/// Lines and servers with rules of their own; empty for most programs.
struct LineTables {
  let rules: RawTable<CompiledLine>
  /// The rules of each pool's line, −1 for a plain one.
  let ofPool: RawTable<Int32>
  let resting: RawTable<RestingServers>
  let restingRules: RawTable<CompiledResting>
  /// Servers that interrupt the less urgent, and the token that the alarms of each wake.
  let preemptive: RawTable<PreemptiveServers>
  let alarmSlots: RawTable<Int32>
  let preemptivePools: RawTable<Int32>
  /// Queues of jobs, and those endpoints that are jobs.
  let queues: RawTable<CompiledQueue>
  let jobs: RawTable<CompiledJob>
  /// Keys that only one request at a time fetches.
  let flights: RawTable<SingleFlight>
  /// Pauses and starts so far, by which their lengths are drawn.
  let draws: RawTable<UInt64>

  init(_ program: Program) {
    rules = RawTable(program.lines)
    ofPool = RawTable(program.lines.isEmpty ? [] : program.pools.map(\.line))
    resting = RawTable(program.resting.map(\.away))
    restingRules = RawTable(program.resting)
    queues = RawTable(program.queues)
    jobs = RawTable(program.jobs)
    flights = RawTable(repeating: SingleFlight(), count: Int(program.flights))
    draws = RawTable(repeating: 0, count: program.resting.count)
    preemptive = RawTable(program.preemptive.map(\.idle))
    preemptivePools = RawTable(program.preemptive.map(\.pool))
    alarmSlots = RawTable(repeating: -1, count: program.preemptive.count)
  }

  /// Gives the memory back; the owner calls it once.
  func free() {
    rules.free()
    ofPool.free()
    for i in 0..<resting.count { resting.memory[i].free() }
    resting.free()
    restingRules.free()
    queues.free()
    jobs.free()
    flights.free()
    draws.free()
    for i in 0..<preemptive.count { preemptive.memory[i].free() }
    preemptive.free()
    alarmSlots.free()
    preemptivePools.free()
  }

  /// The rules of a pool's line; nil for a plain one.
  @inline(__always)
  func rules(of pool: Int32) -> UnsafeMutablePointer<CompiledLine>? {
    guard ofPool.count > 0, ofPool[pool].pointee >= 0 else { return nil }
    return rules[ofPool[pool].pointee]
  }
}
