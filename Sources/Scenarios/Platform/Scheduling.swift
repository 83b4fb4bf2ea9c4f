/// How the servers of a station are given to those who want them.
public enum Scheduling: String, Hashable, Sendable, CaseIterable {
  /// One after the other, in the order of arrival; who is served is not interrupted.
  case fifo
  /// All at once, in equal shares by time slices.
  case processor_sharing
  /// The most urgent in line next; who is served is not interrupted.
  case priority
  /// The most urgent of all; who is interrupted goes on later where it stopped.
  case preemptive
}

/// When the servers of a station are away because nobody waits for them.
public enum Resting: Hashable, Sendable {
  /// A server that finds nobody waiting looks again after that time (seconds): a worker that polls.
  case pause(Law)
  /// A server goes when nobody needs it, and takes that time (seconds) to start for somebody who waits.
  case coldStart(Law)
}

/// What jobs that run side by side lose to each other: the universal scalability law.
///
/// Gunther, "Guerrilla Capacity Planning", 2007, §4.4.
public struct Contention: Hashable, Sendable {
  /// The share of the work that only one of them can do at a time, σ.
  public var serial = 0.0
  /// What each pair pays to agree with each other, κ.
  public var coherency = 0.0

  /// No contention.
  public init() {}
}
