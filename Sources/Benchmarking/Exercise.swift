public import Scenarios

/// A stated amount of work whose answer is known from theory, to be timed.
public struct Exercise: Sendable {
  /// Its name on the command line.
  public let name: String
  /// What is counted: one customer, one request, one hold.
  public let unit: String
  /// What it does, in a clause.
  public let summary: String
  /// Threads that it runs on.
  public let threads: Int
  private let prepared: @Sendable (Double) throws(ScenarioError) -> any PreparedExercise

  /// An exercise that gets ready for a multiple of its work.
  init(
    _ name: String,
    unit: String,
    threads: Int = 1,
    _ summary: String,
    _ prepared: @escaping @Sendable (Double) throws(ScenarioError) -> any PreparedExercise
  ) {
    self.name = name
    self.unit = unit
    self.threads = threads
    self.summary = summary
    self.prepared = prepared
  }

  /// Reads and compiles what the exercise needs.
  ///
  /// - Parameter scale: A multiple of the work, within `scales`.
  /// - Throws: What is wrong with its scenario; never, for those that are built in.
  /// - Returns: Work that can be checked and timed.
  public func prepare(scale: Double = 1) throws(ScenarioError) -> any PreparedExercise {
    precondition(Exercise.scales.contains(scale), "the scale is within its bounds")
    return try prepared(scale)
  }

  /// The multiples of the work that an exercise can be prepared for.
  ///
  /// Below a thousandth too little is left to check; above ten a test lasts longer than a year.
  public static let scales = 0.001...10.0
}

/// Work that is ready to be checked and timed.
public protocol PreparedExercise: Sendable {
  /// Compares an answer of the engine with theory; does other work than `round`.
  func check() async -> Check

  /// Does the work once; every time the same.
  func round() async -> Round
}
