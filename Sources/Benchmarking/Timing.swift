/// What an exercise came to: the check of its answer and its timed rounds.
public struct Timing: Sendable {
  /// A number with the smallest and the largest of the rounds.
  public struct Range: Sendable, Hashable {
    /// The middle one; of two middle ones, their mean.
    public let median: Double
    /// The smallest.
    public let low: Double
    /// The largest.
    public let high: Double

    /// The range of some numbers.
    ///
    /// - Precondition: there is at least one.
    public init(of values: [Double]) {
      precondition(!values.isEmpty, "a range has a number")
      let sorted = values.sorted()
      low = sorted[0]
      high = sorted[sorted.count - 1]
      median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
  }

  /// The name of the exercise.
  public let name: String
  /// What is counted.
  public let unit: String
  /// Threads that it ran on.
  public let threads: Int
  /// Its answer beside theory.
  public let check: Check
  /// The rounds, in the order in which they ran.
  public let rounds: [Round]
  /// The most memory that the process has had resident up to the end of the exercise, in bytes.
  public let peakResidentBytes: Int

  /// Checks an exercise, then times it.
  ///
  /// - Parameters:
  ///   - exercise: Its name, unit and threads.
  ///   - prepared: The same, ready to run.
  ///   - count: How often it is timed.
  ///   - progress: Told after the check and after each round.
  /// - Precondition: there is at least one round.
  public init(
    _ exercise: Exercise,
    _ prepared: any PreparedExercise,
    rounds count: Int,
    progress: () -> Void = {}
  ) async {
    precondition(count > 0, "at least one round is timed")
    check = await prepared.check()
    progress()
    var rounds: [Round] = []
    for _ in 0..<count {
      rounds.append(await prepared.round())
      progress()
    }
    name = exercise.name
    unit = exercise.unit
    threads = exercise.threads
    self.rounds = rounds
    peakResidentBytes = Stopwatch.peakResidentBytes
  }

  /// Pieces of work in a round; the same in every one.
  public var units: Int { rounds[0].units }

  /// Events in a round; 0 for work without events.
  public var events: Int { rounds[0].events }

  /// Nanoseconds of processor time for each piece of work.
  public var nanosecondsPerUnit: Range {
    Range(of: rounds.map { $0.cpuSeconds * 1e9 / Double(max($0.units, 1)) })
  }

  /// The median of the nanoseconds of processor time for each event; nil for work without events.
  public var nanosecondsPerEvent: Double? {
    guard events > 0 else { return nil }
    return Range(of: rounds.map { $0.cpuSeconds * 1e9 / Double(max($0.events, 1)) }).median
  }

  /// The share of an ideal speed-up that the threads reached; nil where they are not compared with one.
  ///
  /// It is T(1) / (n · T(n)) by the clock on the wall. Of either time the least of all rounds counts:
  /// whatever else the machine does can only add to it, and several threads meet more of that than one.
  public var efficiency: Double? {
    guard let one = rounds.compactMap(\.secondsAlone).min() else { return nil }
    let several = rounds.map(\.wallSeconds).min() ?? 0
    return one / (Double(threads) * max(several, 1e-9))
  }
}
