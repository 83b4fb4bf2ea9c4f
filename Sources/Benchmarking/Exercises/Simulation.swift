import Queueing
import Quantities
import Scenarios
import Simulating
import Statistics

/// One replication of a scenario, timed; some shorter ones beside it, checked.
struct Simulation: PreparedExercise {
  /// What is timed, measured from its start.
  let program: Program
  /// What is checked, in `trials` replications, after its warm-up.
  let trial: Program
  let known: KnownMean
  /// Whether it may run without its events, where it is simple enough.
  let shortcuts: Bool

  /// Replications of a check: enough for an interval that holds its level.
  static let trials = 20

  /// The test of a scenario for a time; the check takes as many requests, but a day of them at most.
  ///
  /// A trial measures for at least half as long as it warms up.
  init(
    _ scenario: Scenario,
    test: LoadTest,
    seconds: Double,
    longestCheck: Double = .infinity,
    shortcuts: Bool = true,
    _ known: KnownMean
  ) {
    let warmUp = test.warmUp ?? .zero
    let share = min(seconds, longestCheck) / Double(Simulation.trials)
    let length = warmUp.seconds + max(share, warmUp.seconds / 2)
    self.known = known
    self.shortcuts = shortcuts
    program = Program(
      scenario,
      workload: Workload(tier: nil, test: test.lasting(seconds, warmUp: .zero))
    )
    trial = Program(
      scenario,
      workload: Workload(tier: nil, test: test.lasting(length, warmUp: warmUp))
    )
  }

  func check() async -> Check {
    let runs = 0..<Simulation.trials
    return known.check(await replicate(trial, runs, threads: 1, shortcuts: shortcuts))
  }

  func round() async -> Round {
    let watch = Stopwatch()
    let runs = await replicate(program, 0..<1, threads: 1, shortcuts: shortcuts)
    return Round(units: runs.offered, events: runs.events, watch)
  }
}

extension [Measurement] {
  /// Requests of all endpoints and replications.
  var offered: Int {
    reduce(0) { $0 + $1.endpoints.reduce(0) { $0 + Int($1.offered) } }
  }

  /// Events of all replications.
  var events: Int { reduce(0) { $0 + Int($1.events) } }
}
