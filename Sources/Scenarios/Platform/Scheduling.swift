/// How the servers of a station are given to those who want them.
public enum Scheduling: String, Hashable, Sendable, CaseIterable {
  /// One after the other, in the order of arrival; who is served is not interrupted.
  case fifo
  /// All at once, in equal shares by time slices.
  case processor_sharing
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
