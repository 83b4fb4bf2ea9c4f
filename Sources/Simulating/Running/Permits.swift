/// Permits to simulate, as many as replications may run at once.
///
/// Experiments that are under way side by side share the threads by them: where one has no replication
/// left to begin, another goes on. First come, first served; nobody who holds a permit waits for another.
public actor Permits {
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// That many permits, all free.
  ///
  /// - Precondition: at least one.
  public init(_ count: Int) {
    precondition(count > 0, "at least one replication runs at a time")
    free = count
  }

  /// Takes a permit, and waits for one where none is free.
  func take() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  /// Gives a permit back: who has waited longest has it at once.
  func give() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
