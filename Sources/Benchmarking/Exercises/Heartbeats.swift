import Quantities
import Scenarios
import Simulating

extension Exercise {
  /// Sessions that say every so often that they are still there, by themselves: one test is either
  /// open or closed, so they do not run beside the day's requests.
  static let heartbeats = Exercise(
    "heartbeats",
    unit: "beat",
    "a day of 10,000 sessions that beat every 25 s"
  ) { scale throws(ScenarioError) in
    let scenario = try EmbeddedScenario.heartbeats.read()
    guard let test = scenario.tests.first, test.stages.count == 2 else {
      preconditionFailure("the sessions come, and then they stay")
    }
    return Heartbeats(scenario, test: test, scale: scale)
  }
}

/// Closed users whose answer takes no time: X = N/Z, without chance.
struct Heartbeats: PreparedExercise {
  private let program: Program
  private let trial: Program
  private let sessions: Double
  private let thinkTime: Double

  init(_ scenario: Scenario, test: LoadTest, scale: Double) {
    let stay = test.stages[1].over.seconds * scale
    program = Heartbeats.program(scenario, test, stay: stay, warmUp: .zero)
    // A hundred beats of every session after they have all come.
    sessions = Double(test.users)
    thinkTime = test.thinkTime.first
    trial = Heartbeats.program(
      scenario,
      test,
      stay: 100 * thinkTime,
      warmUp: test.warmUp ?? .zero
    )
  }

  private static func program(
    _ scenario: Scenario,
    _ test: LoadTest,
    stay: Double,
    warmUp: SimInterval
  ) -> Program {
    var test = test.lasting(test.stages[0].over.seconds + stay, warmUp: warmUp)
    test.stages[1].over = SimInterval(seconds: stay)
    return Program(scenario, workload: Workload(tier: nil, test: test))
  }

  /// Beats a second; each session's ends may hold one beat more or less.
  func check() async -> Check {
    let runs = await replicate(trial, 0..<1, threads: 1)
    let seconds = Double(runs.first?.measuredTime ?? 0) / 1e9
    let beats = Double(runs.offered)
    return Check(
      quantity: "throughput",
      unit: "1/s",
      expected: sessions / thinkTime,
      measured: beats / seconds,
      low: (beats - sessions) / seconds,
      high: (beats + sessions) / seconds,
      confidence: .one
    )
  }

  func round() async -> Round {
    let watch = Stopwatch()
    let runs = await replicate(program, 0..<1, threads: 1)
    return Round(units: runs.offered, events: runs.events, watch)
  }
}
