public import Quantities

/// Something that a user does in a session: it asks, waits for the answer, and thinks.
public struct Stop: Sendable {
  /// The endpoint that it asks for.
  public var endpoint: String
  /// How long it thinks when it has heard (seconds).
  public var think: Law
  /// Where it goes from there, by the places of the stops; the rest ends the session.
  ///
  /// Nil for the stop that follows in the list, and the end after the last.
  public var next: [(stop: Int, share: Fraction)]?

  /// A stop.
  public init(endpoint: String, think: Law = .constant(0)) {
    self.endpoint = endpoint
    self.think = think
  }
}

/// Users who walk through sessions, and what starts these: the executors of k6, or plain closed users.
///
/// The semantics are those of k6 2.2 (`lib/executor`, 2026-08): a session is an iteration, which is run by
/// a virtual user; an iteration for which no user is free is dropped, and one that has not ended some
/// time after the end is interrupted.
public struct VirtualUsers: Sendable {
  /// What starts the iterations.
  public enum Plan: Sendable {
    /// As many users as the stages say, each one iteration after the other; one who is not wanted any
    /// more may finish for that long, nil for as long as it takes.
    case looping(from: Double, stages: [LoadTest.Stage], rampDown: SimInterval?)
    /// Iterations at a rate per second; `allocated` users are there at first, at most `most`.
    case arriving(
      from: Double,
      stages: [LoadTest.Stage],
      isConstant: Bool,
      allocated: Int,
      most: Int
    )
    /// Each user so many iterations.
    case each(users: Int, iterations: Int)
    /// All users together so many iterations.
    case shared(users: Int, iterations: Int)
  }

  /// Its key in the file.
  public var name = ""
  /// What starts the iterations.
  public var plan: Plan
  /// When it starts, from the start of the test.
  public var start = SimInterval.zero
  /// How long iterations are started.
  public var duration: SimInterval
  /// How long those under way may go on after that; nil for as long as they take.
  public var gracefulStop: SimInterval?
  /// What an iteration is.
  public var journey: [Stop]
  /// What a looping user waits between iterations (seconds).
  public var pause = Law.constant(0)

  /// Users.
  public init(plan: Plan, duration: SimInterval, journey: [Stop]) {
    self.plan = plan
    self.duration = duration
    self.journey = journey
  }

  /// When no iteration is started any more.
  public var end: SimInterval { start + duration }

  /// How often an iteration is expected to come to each stop; nil when most never end.
  public var expectedVisits: [Double]? {
    var visits = [Double](repeating: 0, count: journey.count)
    var here = visits
    if !here.isEmpty { here[0] = 1 }
    for _ in 0..<10_000 {
      var there = [Double](repeating: 0, count: journey.count)
      for (i, stop) in journey.enumerated() where here[i] > 0 {
        visits[i] += here[i]
        if let next = stop.next {
          for way in next { there[way.stop] += here[i] * way.share.value }
        } else if i + 1 < journey.count {
          there[i + 1] += here[i]
        }
      }
      here = there
      if here.reduce(0, +) < 1e-9 { return visits }
    }
    return here.reduce(0, +) < 0.5 ? visits : nil
  }

  /// The most iterations that it starts when each takes so many seconds at least.
  public func mostIterations(each seconds: Double) -> Double {
    switch plan {
    case .looping(let from, let stages, _): area(from, stages) / seconds
    case .arriving(let from, let stages, _, _, _): area(from, stages)
    case .each(let users, let iterations): Double(users) * Double(iterations)
    case .shared(_, let iterations): Double(iterations)
    }
  }

  /// The area under users or rate, in seconds.
  private func area(_ from: Double, _ stages: [LoadTest.Stage]) -> Double {
    guard !stages.isEmpty else { return from * duration.seconds }
    var level = from
    var left = duration.seconds
    var area = 0.0
    for stage in stages {
      area += (level + stage.to) / 2 * stage.over.seconds
      left -= stage.over.seconds
      level = stage.to
    }
    return area + level * max(left, 0)
  }
}
