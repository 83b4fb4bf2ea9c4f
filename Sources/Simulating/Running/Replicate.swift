/// Runs independent replications in parallel; the order of results is the order of their numbers.
///
/// The answer depends on the program and the numbers only, never on how many threads there are:
/// each replication is one value on one thread, and results are placed by number.
///
/// - Parameters:
///   - program: What to run.
///   - numbers: The numbers of the replications; each has its own random streams.
///   - threads: How many run at once, at least one.
///   - progress: Told after each replication how many are done.
/// - Returns: One measurement for each number, in order; fewer when the task was cancelled.
public func replicate(
  _ program: Program,
  _ numbers: Range<Int>,
  threads: Int,
  progress: @escaping @Sendable (Int) -> Void = { _ in }
) async -> [Measurement] {
  precondition(threads > 0, "at least one replication runs at a time")
  var results = [Measurement?](repeating: nil, count: numbers.count)
  await withTaskGroup(of: (Int, Measurement).self) { group in
    var next = numbers.lowerBound
    var done = 0
    func startNext() {
      guard next < numbers.upperBound, !Task.isCancelled else { return }
      let number = next
      next += 1
      group.addTask {
        var replication = Replication(program, replication: number)
        return (number, replication.run())
      }
    }
    for _ in 0..<min(threads, numbers.count) { startNext() }
    while let (number, measurement) = await group.next() {
      results[number - numbers.lowerBound] = measurement
      done += 1
      progress(done)
      startNext()
    }
  }
  return results.compactMap { $0 }
}
