import Stations

/// What databases have besides servers while a replication runs.
struct DatabaseTables {
  let paces: RawTable<PacedQueue>
  /// Server connections that have to log in again, by database.
  let logins: RawTable<Int32>
  private let replicas: RawTable<Measurement.Replicas>

  init(_ program: Program) {
    paces = RawTable(program.paces)
    logins = RawTable(repeating: 0, count: Int(program.reloginCount))
    replicas = RawTable(repeating: Measurement.Replicas(), count: program.replicas.count)
  }

  /// Gives the memory back; the owner calls it once.
  func free() {
    paces.free()
    logins.free()
    replicas.free()
  }

  func count(replica index: Int, isPinned: Bool, isStale: Bool) {
    let tally = replicas.memory + index
    tally.pointee.reads += 1
    if isPinned { tally.pointee.pinned += 1 }
    if isStale { tally.pointee.stale += 1 }
  }

  /// Forgets what was counted so far.
  func restartTally() {
    for i in 0..<paces.count { paces.memory[i].tally = PacedQueue.Tally() }
  }

  /// What was counted.
  func export(into measurement: inout Measurement) {
    measurement.replicas = Array(replicas.elements)
    measurement.paces = paces.elements.map { Measurement.Pace($0.tally) }
  }
}
