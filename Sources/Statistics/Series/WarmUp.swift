/// How much of the beginning of a steady-state run to leave out, by the rule MSER-5.
///
/// The series is averaged in batches of five; of all starts d in its first half the one is chosen
/// that minimizes Σ(yᵢ − ȳ)² / (n − d)² over the batches that remain (White, "An effective truncation
/// heuristic", Simulation 69, 1997; White, Cobb and Spratt, 2000). A minimum at the end of the search
/// means that the run has not settled, and no deletion is offered.
public enum WarmUp: Hashable, Sendable {
  /// Leave out that many observations from the start: a multiple of five, and less than half of them.
  case delete(observations: Int)
  /// The run is too short to tell; it has that many observations.
  case tooShort(observations: Int)

  /// The verdict on a series of observations at equal distances.
  ///
  /// - Complexity: O(n)
  public init(of series: [Double]) {
    let batches = series.count / 5
    guard batches >= 10 else {
      self = .tooShort(observations: series.count)
      return
    }
    let means = (0..<batches).map { batch in
      series[(5 * batch)..<(5 * batch + 5)].reduce(0, +) / 5
    }
    let last = batches / 2
    var best = (start: last, error: Double.infinity)
    var remaining = RunningMoments()
    for start in stride(from: batches - 1, through: 0, by: -1) {
      remaining.add(means[start])
      guard start <= last else { continue }
      let kept = Double(batches - start)
      let error = remaining.sumOfSquares / (kept * kept)
      if error <= best.error { best = (start, error) }
    }
    self =
      best.start == last
      ? .tooShort(observations: series.count) : .delete(observations: 5 * best.start)
  }
}
