// Ending a replication early. How many requests will come is known before the first one does, since that
// hangs on nothing that happens to them: so what has gone wrong so far may already be more than may go
// wrong in the end.
extension Replication {
  /// How often it is looked whether a replication is lost.
  private static let looks: Int64 = 64

  /// Runs to the end, unless it is certain before that an objective will be missed; then nil.
  ///
  /// How often closed users ask, how many jobs there are and how often clients connect hangs on the platform:
  /// their requests are not judged before the end.
  mutating func run(unlessMissing objectives: Objectives) -> Measurement? {
    guard program.singleServer == nil, !program.hasClosedUsers else { return run() }
    let offered = countArrivals()
    let stop = program.horizon + program.grace
    let step = max(program.horizon / Replication.looks, 1)
    var time: Int64 = 0
    start()
    repeat {
      time = min(time + step, stop)
      loop(until: time)
      if wasTruncated || tallies.misses(objectives, offered) { return nil }
    } while time < stop && !(isOver && openRequests == 0)
    let measured = finish()
    for (count, endpoint) in zip(offered, measured.endpoints) {
      precondition(count ?? endpoint.offered == endpoint.offered, "who comes hangs on nothing")
    }
    return measured
  }

  /// Counts the requests that the sources will make while it is measured, by endpoint; nil where others come.
  private mutating func countArrivals() -> [Int64?] {
    var counts = program.endpoints.map { $0.isJob ? nil : Int64(0) }
    if let endpoint = program.sockets?.endpoint, endpoint >= 0 { counts[Int(endpoint)] = nil }
    for index in 0..<Int32(sources.count) {
      let untouched = sources[index].pointee
      defer { sources[index].pointee = untouched }
      let batch = arrivals.memory + Int(index) * RunningSource.batch
      var number: UInt64 = 0
      var time: Int64 = 0
      while time < program.horizon {
        let place = Int(truncatingIfNeeded: number) & (RunningSource.batch - 1)
        if place == 0 {
          sources[index].pointee.made = number
          makeArrivals(of: index)
        }
        time = batch[place]
        number += 1
        if time >= program.warmUp, time < program.horizon {
          counts[Int(untouched.endpoint)]? += 1
        }
      }
    }
    return counts
  }
}
