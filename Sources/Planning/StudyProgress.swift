import Synchronization

/// How far a study is: steps, and the share of its effort that is behind.
///
/// A step's effort is a guess (`StudyEffort`), what replications take is known when they end: the share
/// grows with each, up to the effort of the present step.
final class StudyProgress: Sendable {
  private struct State {
    var activity = ""
    /// Steps that are over, and steps in all.
    var done = -1
    var total = 0
    /// The effort of the whole study, of all steps that are over, and of the present one.
    var whole = 0.0
    var spent = 0.0
    var step = 0.0
    /// What has been simulated since that began.
    var simulated = 0.0

    var progress: Laboratory.Progress {
      let behind = spent + min(simulated, step)
      return Laboratory.Progress(
        activity: activity,
        done: max(done, 0),
        total: total,
        share: whole > 0 ? min(behind / whole, 1) : nil
      )
    }
  }

  private let state = Mutex(State())
  private let report: @Sendable (Laboratory.Progress) -> Void

  /// Progress that somebody is told of.
  init(report: @escaping @Sendable (Laboratory.Progress) -> Void) { self.report = report }

  /// Sets how many steps there are, and how much effort they take together.
  func expect(steps: Int, effort: Double) {
    state.withLock { state in
      state.total = steps
      state.whole = effort
    }
  }

  /// Tells of a step that begins, and of how much effort it takes; the one before is over.
  func begin(_ activity: String, effort: Double = 0) {
    change { state in
      state.activity = activity
      state.done += 1
      state.spent += state.step
      state.step = effort
      state.simulated = 0
    }
  }

  /// Tells what is going on in the present step.
  ///
  /// - Parameters:
  ///   - activity: What is going on.
  ///   - more: Steps that are over since the present one began, where it is several.
  func say(_ activity: String, more: Int = 0) {
    change { state in
      state.activity = activity
      state.done += more
    }
  }

  /// Notes requests that have been simulated.
  func advance(by requests: Double) { change { $0.simulated += requests } }

  /// Ends the last step.
  func finish() {
    change { state in
      state.activity = "done"
      state.done = state.total
      state.spent = state.whole
      state.step = 0
    }
  }

  private func change(_ body: (inout sending State) -> Void) {
    // Told inside the lock, so that nobody hears of less after more.
    state.withLock { state in
      body(&state)
      report(state.progress)
    }
  }
}
