/// Which worker of a service takes the next request.
public struct Balancer: Sendable {
  /// The rule.
  public enum Rule: UInt8, Sendable {
    /// Each in turn.
    case roundRobin
    /// One with the fewest requests in progress; of equals the next in turn, else the first.
    case leastConnections
    /// Any, by chance.
    case random
    /// The less busy of two drawn by chance, with replacement.
    case twoChoices
  }

  /// The rule.
  public let rule: Rule
  private var turn = -1

  /// A balancer that starts with the first worker.
  public init(_ rule: Rule) {
    self.rule = rule
  }

  /// Whether it looks at random numbers.
  public var needsChance: Bool { rule == .random || rule == .twoChoices }

  /// Picks a worker.
  ///
  /// - Parameters:
  ///   - busy: Requests in progress at each worker.
  ///   - workers: How many workers there are, at least one.
  ///   - u: Two random numbers in [0, 1).
  /// - Returns: The index of the worker.
  /// - Complexity: O(1), but O(`workers`) for least connections.
  public mutating func pick(
    _ busy: UnsafePointer<Int32>,
    workers: Int,
    u: (Double, Double)
  ) -> Int {
    if workers == 1 { return 0 }
    switch rule {
    case .roundRobin:
      turn = turn + 1 >= workers ? 0 : turn + 1
      return turn
    case .random:
      return Int(u.0 * Double(workers))
    case .twoChoices:
      let a = Int(u.0 * Double(workers))
      let b = Int(u.1 * Double(workers))
      return busy[b] < busy[a] ? b : a
    case .leastConnections:
      // Start at the turn, so that idle workers share the load evenly.
      turn = turn + 1 >= workers ? 0 : turn + 1
      var best = turn
      var i = 0
      while i < workers {
        if busy[i] < busy[best] { best = i }
        i += 1
      }
      return best
    }
  }
}
