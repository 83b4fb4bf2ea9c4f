/// Runs independent replications in parallel; the order of results is the order of their numbers.
///
/// The answer depends on the program and the numbers only, never on how many threads there are:
/// each replication is one value on one thread, and results are placed by number.
///
/// - Parameters:
///   - program: What to run.
///   - numbers: The numbers of the replications; each has its own random streams.
///   - threads: How many run at once, at least one.
///   - permits: What they share with experiments beside them; nil where there are none.
///   - progress: Told after each replication how many are done.
/// - Returns: One measurement for each number, in order; fewer when the task was cancelled.
public func replicate(
  _ program: Program,
  _ numbers: Range<Int>,
  threads: Int,
  permits: Permits? = nil,
  progress: @escaping @Sendable (Int) -> Void = { _ in }
) async -> [Measurement] {
  await replicate(
    program,
    numbers,
    threads: threads,
    permits: permits,
    shortcuts: true,
    progress: progress
  )
}

/// Runs one replication, unless it becomes certain before its end that an objective is missed.
///
/// - Parameters:
///   - program: What to run.
///   - replication: The number of the replication.
///   - objectives: What has to be kept.
///   - permits: What it shares with experiments beside it.
/// - Returns: The measurement of the whole replication; nil where it was given up as lost.
public func measurement(
  of program: Program,
  replication: Int,
  unlessMissing objectives: Objectives,
  permits: Permits
) async -> Measurement? {
  await permits.take()
  var running = Replication(program, replication: replication)
  let measurement = running.run(unlessMissing: objectives)
  await permits.give()
  return measurement
}

/// Does the same, and through the event loop alone without shortcuts: the answer is the same, the time is not.
package func replicate(
  _ program: Program,
  _ numbers: Range<Int>,
  threads: Int,
  permits: Permits? = nil,
  shortcuts: Bool,
  progress: @escaping @Sendable (Int) -> Void = { _ in }
) async -> [Measurement] {
  var results = [Measurement?](repeating: nil, count: numbers.count)
  var done = 0
  await inParallel(numbers, threads: threads, permits: permits) { number in
    var replication = Replication(program, replication: number)
    return replication.run(shortcuts: shortcuts)
  } take: { number, measurement in
    results[number - numbers.lowerBound] = measurement
    done += 1
    progress(done)
  }
  return results.compactMap { $0 }
}

/// Runs replications side by side and hands on each result as it comes, in no particular order.
///
/// - Parameters:
///   - numbers: The numbers of the replications; none begins once the task is cancelled.
///   - threads: How many run at once, at least one.
///   - permits: What they share with others beside them; nil where there are none.
///   - run: Runs one of them.
///   - take: Told the number and the result of each, one after the other.
func inParallel<Result: Sendable>(
  _ numbers: Range<Int>,
  threads: Int,
  permits: Permits? = nil,
  run: @escaping @Sendable (Int) -> Result,
  take: (Int, Result) -> Void
) async {
  precondition(threads > 0, "at least one replication runs at a time")
  await withTaskGroup(of: (Int, Result).self) { group in
    var next = numbers.lowerBound
    func startNext() {
      guard next < numbers.upperBound, !Task.isCancelled else { return }
      let number = next
      next += 1
      group.addTask {
        await permits?.take()
        let result = run(number)
        await permits?.give()
        return (number, result)
      }
    }
    for _ in 0..<min(threads, numbers.count) { startNext() }
    while let (number, result) = await group.next() {
      take(number, result)
      startNext()
    }
  }
}
