/// What one system measures under one test, to be set against several others.
///
/// Whoever asks first has it simulated, whoever asks meanwhile waits for the answer. It is simulated again
/// where another needs a longer warm-up or more replications.
actor MeasuredBaseline {
  private struct Run: Hashable {
    var warmUp: Int64
    var count: Int
  }

  private var setup: Task<Laboratory.Setup, Never>?
  private var summaries: [Run: Task<Summary, Never>] = [:]

  /// How often it has been simulated.
  var simulations: Int { summaries.count }

  /// The test as it is prepared, before the longer of two warm-ups is deleted.
  func setup(_ prepare: @escaping @Sendable () async -> Laboratory.Setup) async -> Laboratory.Setup
  {
    let task = setup ?? Task { await prepare() }
    setup = task
    return await task.value
  }

  /// What replications have measured after a warm-up.
  ///
  /// - Parameters:
  ///   - warmUp: What is deleted, in nanoseconds.
  ///   - count: How many replications.
  ///   - measure: Simulates them.
  /// - Returns: Their summary.
  func summary(
    warmUp: Int64,
    count: Int,
    _ measure: @escaping @Sendable () async -> Summary
  ) async -> Summary {
    let run = Run(warmUp: warmUp, count: count)
    let task = summaries[run] ?? Task { await measure() }
    summaries[run] = task
    return await task.value
  }
}
