// Experiments side by side.
extension Laboratory {
  /// Calls a function for 0..<`count` side by side and tells how many calls have returned.
  ///
  /// - Parameters:
  ///   - count: How many calls.
  ///   - name: What a call is about; of those under way the first is named.
  ///   - body: What is called, with the number of the call.
  /// - Returns: What the calls have returned, in order.
  func inParallel<Value: Sendable>(
    _ count: Int,
    about name: (Int) -> String,
    _ body: @escaping @Sendable (Int) async -> Value
  ) async -> [Value] {
    func tell(_ finished: Set<Int>) {
      guard let first = (0..<count).first(where: { !finished.contains($0) }) else { return }
      report(Progress(activity: name(first), done: finished.count, total: count))
    }
    tell([])
    return await inParallel(count, finished: tell, body)
  }

  /// Calls a function for 0..<`count`, as many at once as there are threads; results by number.
  ///
  /// - Parameters:
  ///   - count: How many calls.
  ///   - atOnce: How many of them at once; nil for as many as there are threads.
  ///   - finished: Told after each call which of them have returned.
  ///   - body: What is called, with the number of the call.
  /// - Returns: What the calls have returned, in order.
  func inParallel<Value: Sendable>(
    _ count: Int,
    atOnce: Int? = nil,
    finished: (Set<Int>) -> Void = { _ in },
    _ body: @escaping @Sendable (Int) async -> Value
  ) async -> [Value] {
    await withTaskGroup(of: (Int, Value).self) { group in
      var results: [Int: Value] = [:]
      var next = 0
      while next < min(atOnce ?? threads, count) {
        group.addTask { [next] in (next, await body(next)) }
        next += 1
      }
      while let (number, value) = await group.next() {
        results[number] = value
        finished(Set(results.keys))
        if next < count {
          group.addTask { [next] in (next, await body(next)) }
          next += 1
        }
      }
      return (0..<count).compactMap { results[$0] }
    }
  }
}
