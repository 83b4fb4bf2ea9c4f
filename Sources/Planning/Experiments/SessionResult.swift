import Quantities
import Scenarios
import Simulating
public import Statistics

/// Users who walk through sessions in one test, over all replications.
public struct SessionResult: Sendable {
  /// Their name.
  public var name: String
  /// Iterations that came to their end.
  public var iterations: Int64
  /// Iterations that were not started for want of a user or of time.
  public var dropped: Int64
  /// Iterations that were cut off.
  public var interrupted: Int64
  /// The most users at once in a replication.
  public var peakUsers: Int64
  /// How long the complete ones took, in seconds.
  public var meanSpan: Double?
  /// The 95th percentile of that, in seconds.
  public var spanP95: Estimated
}

extension Summary {
  /// What became of the iterations of some users.
  func session(_ index: Int) -> SessionResult {
    let parts = measurements.map { $0.sessions[index] }
    return SessionResult(
      name: program.sessionNames[index],
      iterations: parts.reduce(0) { $0 + $1.iterations },
      dropped: parts.reduce(0) { $0 + $1.dropped },
      interrupted: parts.reduce(0) { $0 + $1.interrupted },
      peakUsers: parts.map(\.peakUsers).max() ?? 0,
      meanSpan: Histogram.merged(parts.map(\.spans)).mean?.seconds,
      spanP95: quantileInterval(
        of: parts.map(\.spans),
        p: Fraction(0.95),
        level: scenario.experiment.confidence
      )
    )
  }
}
