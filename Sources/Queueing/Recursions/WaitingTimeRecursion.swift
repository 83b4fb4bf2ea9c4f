public import Quantities

/// The waiting times of one server in order of arrival, one arrival after the other, for any times.
///
/// W(n+1) = max(0, W(n) + S(n) − A(n+1)) (Lindley, "The theory of queues with a single server",
/// Proceedings of the Cambridge Philosophical Society 48, 1952). Exact in nanoseconds, so that a
/// simulation fed with the same times must agree to the last one.
public struct LindleyRecursion: Hashable, Sendable {
  /// The work that the next arrival would find if it came with the last one.
  private var unfinishedWork: Int64 = 0

  /// An empty system.
  public init() {}

  /// Lets somebody arrive and answers with the waiting time.
  ///
  /// - Parameters:
  ///   - interval: The time since the arrival before, or since the start.
  ///   - serviceTime: How long the service will take.
  /// - Returns: How long the arrival waits for its service to begin.
  /// - Precondition: Neither span is negative.
  public mutating func arrive(after interval: SimInterval, serviceTime: SimInterval) -> SimInterval
  {
    precondition(interval >= .zero && serviceTime >= .zero, "spans are not negative")
    let waitingTime = max(0, unfinishedWork - interval.nanoseconds)
    unfinishedWork = waitingTime + serviceTime.nanoseconds
    return SimInterval(nanoseconds: waitingTime)
  }
}

/// The waiting times of several servers with one line in order of arrival, for any times.
///
/// Keeps the sorted vector of the servers' unfinished work; an arrival goes to the smallest (Kiefer
/// and Wolfowitz, "On the theory of queues with many servers", Transactions of the AMS 78, 1955).
/// Exact in nanoseconds.
public struct KieferWolfowitzRecursion: Hashable, Sendable {
  /// Unfinished work of each server, smallest first.
  private var unfinishedWork: [Int64]

  /// An empty system.
  ///
  /// - Precondition: There is at least one server.
  public init(servers: Int) {
    precondition(servers > 0, "a station has at least one server")
    unfinishedWork = Array(repeating: 0, count: servers)
  }

  /// Lets somebody arrive and answers with the waiting time.
  ///
  /// - Parameters:
  ///   - interval: The time since the arrival before, or since the start.
  ///   - serviceTime: How long the service will take.
  /// - Returns: How long the arrival waits for its service to begin.
  /// - Precondition: Neither span is negative.
  /// - Complexity: O(servers)
  public mutating func arrive(after interval: SimInterval, serviceTime: SimInterval) -> SimInterval
  {
    precondition(interval >= .zero && serviceTime >= .zero, "spans are not negative")
    for server in unfinishedWork.indices {
      unfinishedWork[server] = max(0, unfinishedWork[server] - interval.nanoseconds)
    }
    let waitingTime = unfinishedWork[0]
    let work = waitingTime + serviceTime.nanoseconds
    // Insertion into the sorted rest.
    var place = 0
    while place + 1 < unfinishedWork.count, unfinishedWork[place + 1] < work {
      unfinishedWork[place] = unfinishedWork[place + 1]
      place += 1
    }
    unfinishedWork[place] = work
    return SimInterval(nanoseconds: waitingTime)
  }
}
