import Kernel
import Quantities
import Scenarios

/// Users who walk through sessions, and what starts these.
struct CompiledSessions {
  /// What starts iterations.
  enum Kind: UInt8 {
    /// As many users as the steps say, one iteration after the other.
    case looping
    /// Iterations at a rate, as long as a user is free.
    case arriving
    /// Each user so many iterations.
    case each
    /// All users together so many.
    case shared
  }

  /// From when on that many users are wanted.
  struct Step {
    var time: Int64
    var users: Int32
  }

  /// What the loop needs to know.
  struct Plan {
    var kind: Kind
    var start: Int64
    /// When no iteration is started any more, and when those under way are interrupted.
    var end: Int64
    var stop: Int64
    /// How long a user may finish that is not wanted any more.
    var rampDown: Int64 = .max
    /// Whether the first iteration starts at once, for those at a rate.
    var startsAtOnce = false
    /// Users at first, and at most.
    var allocated: Int32 = 0
    var most: Int32 = 0
    /// Of each user, or of all.
    var iterations: Int64 = .max
    var firstStop: Int32 = 0
    var pause: Draw
    var pausePurpose: UInt32
  }

  var plan: Plan
  var steps: [Step] = []
  /// Iterations that start, for those at a rate.
  var curve = RateCurve(points: [])
  /// How often an iteration is expected to come to each stop, and how many there are expected to be.
  var visits: [Double] = []
  var expected = 0.0
}

/// A stop of a session.
struct CompiledStop {
  var endpoint: Int32
  var think: Draw
  var thinkPurpose: UInt32
  var wayPurpose: UInt32
  /// The ways that lead on, among all; without any the next stop follows.
  var firstWay: Int32
  var ways: Int32
  /// Whether the session ends where no way is taken.
  var isLast: Bool
}

/// A way from a stop to another: taken where a random number lies below it and no earlier one.
struct CompiledWay {
  var below: Double
  var stop: Int32
}

extension Compiler {
  /// Compiles the sessions of a test, each of which lasts until its last iteration is interrupted.
  mutating func compileSessions(_ test: LoadTest) {
    for users in test.sessions { compile(users, test) }
    let stops = program.sessions.map(\.plan.stop)
    if let last = stops.max(), last < .max { program.horizon = last }
    program.endsEarly = !stops.contains(.max) && test.classes.isEmpty && test.herds.isEmpty
  }

  /// Compiles what starts iterations, and the users: two operations for each.
  mutating func compileConductors() {
    program.conductors = Int32(program.operations.count)
    for i in program.sessions.indices {
      for code in [OperationCode.conduct, .iterate] {
        var operation = Operation(code)
        operation.a = Int32(i)
        program.operations.append(operation)
      }
    }
  }

  private mutating func compile(_ users: VirtualUsers, _ test: LoadTest) {
    let end = users.end.nanoseconds
    var made = CompiledSessions(
      plan: CompiledSessions.Plan(
        kind: .looping,
        start: users.start.nanoseconds,
        end: end,
        stop: users.gracefulStop.map { end + $0.nanoseconds } ?? .max,
        firstStop: Int32(program.stops.count),
        pause: Draw(users.pause, scale: 1e9),
        pausePurpose: RandomSource.purpose("\(users.name)/pause")
      ),
      visits: users.expectedVisits ?? []
    )
    for (index, stop) in users.journey.enumerated() {
      add(stop, "\(users.name)/stop\(index)", isLast: index + 1 == users.journey.count)
    }
    apply(users.plan, users, test, to: &made)
    let thinking = zip(program.stops[Int(made.plan.firstStop)...], made.visits).reduce(
      made.plan.pause.mean
    ) {
      $0 + $1.0.think.mean * $1.1
    }
    made.expected = users.mostIterations(each: max(thinking / 1e9, 1e-3)) * workload.factor
    program.sessionNames.append(users.name)
    program.sessions.append(made)
  }

  private mutating func add(_ stop: Stop, _ name: String, isLast: Bool) {
    var sum = 0.0
    let first = Int32(program.ways.count)
    for way in stop.next ?? [] {
      sum += way.share.value
      program.ways.append(CompiledWay(below: sum, stop: Int32(way.stop)))
    }
    let endpoint = program.endpointNames.firstIndex(of: stop.endpoint) ?? 0
    program.stops.append(
      CompiledStop(
        endpoint: Int32(endpoint),
        think: Draw(stop.think, scale: 1e9),
        thinkPurpose: RandomSource.purpose("\(name)/think"),
        wayPurpose: RandomSource.purpose("\(name)/way"),
        firstWay: first,
        ways: Int32(program.ways.count) - first,
        isLast: isLast || stop.next != nil
      )
    )
  }

  private func apply(
    _ plan: VirtualUsers.Plan,
    _ users: VirtualUsers,
    _ test: LoadTest,
    to made: inout CompiledSessions
  ) {
    func scaled(_ count: Int) -> Int32 {
      Int32(clamping: Int((Double(count) * workload.factor).rounded(.up)))
    }
    switch plan {
    case .looping(let from, let stages, let rampDown):
      made.plan.rampDown = rampDown?.nanoseconds ?? .max
      made.steps = CompiledSessions.steps(of: curve(from, stages, users, test))
      made.plan.most = made.steps.map(\.users).max() ?? 0
    case .arriving(let from, let stages, let isConstant, let allocated, let most):
      made.plan.kind = .arriving
      made.curve = curve(from, stages, users, test).scaled(by: 1e-9)
      // The one that is due at the very end starts as well (measured with k6 2.2.0).
      if isConstant, let last = made.curve.pieces.indices.last {
        made.curve.pieces[last].end += 1
        made.plan.startsAtOnce = true
      }
      made.plan.allocated = scaled(allocated)
      made.plan.most = scaled(most)
    case .each(let count, let iterations):
      made.plan.kind = .each
      made.plan.most = scaled(count)
      made.plan.iterations = Int64(iterations)
    case .shared(let count, let iterations):
      made.plan.kind = .shared
      made.plan.most = scaled(count)
      made.plan.iterations = Int64(scaled(iterations))
    }
  }

  /// Users or iterations per second over time, with the factor of the load and the surges of the test.
  private func curve(
    _ from: Double,
    _ stages: [LoadTest.Stage],
    _ users: VirtualUsers,
    _ test: LoadTest
  ) -> RateCurve {
    var time = users.start.nanoseconds
    var points: [(time: Int64, value: Double)] = [(time, from)]
    for stage in stages {
      time += stage.over.nanoseconds
      points.append((time, stage.to))
    }
    if time < users.end.nanoseconds {
      points.append((users.end.nanoseconds, points.last?.value ?? 0))
    }
    return RateCurve(points: points).surging(test.faults).scaled(by: workload.factor)
  }
}

extension CompiledSessions {
  /// When how many users are wanted: one more where a line has risen to their number, one fewer where it
  /// has fallen to one fewer (k6: getRawExecutionSteps of ramping-vus).
  static func steps(of curve: RateCurve) -> [Step] {
    var steps: [Step] = []
    var users: Int32 = 0
    func step(to count: Int32, at time: Int64) {
      guard count != users || steps.isEmpty else { return }
      users = count
      steps.append(Step(time: time, users: count))
    }
    for piece in curve.pieces {
      let nearly = 1e-9
      step(to: Int32((piece.from + nearly).rounded(.down)), at: piece.start)
      let slope = (piece.to - piece.from) / Double(piece.end - piece.start)
      func time(of level: Double) -> Int64 {
        piece.start + Int64(((level - piece.from) / slope).rounded())
      }
      while slope > 0, Double(users + 1) <= piece.to + nearly {
        step(to: users + 1, at: time(of: Double(users + 1)))
      }
      while slope < 0, users > 0, Double(users - 1) >= piece.to - nearly {
        step(to: users - 1, at: time(of: Double(users - 1)))
      }
    }
    return steps
  }
}
