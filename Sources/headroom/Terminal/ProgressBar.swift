import Foundation
import Planning
import Synchronization

/// How far the work is, on standard error.
///
/// On a terminal it is a bar that is drawn five times a second and cleared at the end; elsewhere a
/// line at the start and a line at the end.
final class ProgressBar: Sendable {
  /// Goes to the start of the line and clears it.
  static let clearLine = "\r\u{1B}[K"

  private struct State {
    var activity: String
    var done = 0
    var total = 0
    /// The share of the work that is done, where it is not that of the steps.
    var share: Double?
    var isOver = false
  }

  private enum Style {
    case none, lines, bar
  }

  private let style: Style
  private let title: String
  private let start = ContinuousClock.now
  private let state: Mutex<State>

  /// Begins to show progress.
  ///
  /// - Parameters:
  ///   - title: The work, as a clause: `running council`.
  ///   - isQuiet: Whether nothing is to be shown.
  init(_ title: String, isQuiet: Bool) {
    self.title = title
    style = isQuiet ? .none : Terminal.Stream.messages.isTerminal ? .bar : .lines
    state = Mutex(State(activity: title))
    switch style {
    case .none: break
    case .lines: Terminal.tell("headroom: \(title)")
    case .bar: Thread.detachNewThread { [self] in draw() }
    }
  }

  /// Takes note of a step.
  func update(_ progress: Laboratory.Progress) {
    state.withLock { state in
      state.activity = progress.activity
      state.done = progress.done
      state.total = progress.total
      state.share = progress.share
    }
  }

  /// Ends the display.
  func finish() {
    state.withLock { state in
      guard !state.isOver else { return }
      state.isOver = true
      switch style {
      case .none: break
      case .lines: Terminal.tell("headroom: done in \(ProgressBar.clock(elapsed))")
      case .bar: Terminal.show(ProgressBar.clearLine)
      }
    }
  }

  private var elapsed: Double { start.duration(to: .now) / .seconds(1) }

  /// Draws until the end; inside the lock, so that nothing is drawn behind the last clearing.
  private func draw() {
    var isOver = false
    while !isOver {
      isOver = state.withLock { state in
        guard !state.isOver else { return true }
        let width = Terminal.width(of: .messages)
        let line = ProgressBar.line(state, elapsed: elapsed, width: width)
        Terminal.show(ProgressBar.clearLine + line)
        return false
      }
      Thread.sleep(forTimeInterval: 0.2)
    }
  }

  /// The bar with its words: `[####....] 4/16 10x: spike, 0:12, about 0:40 left`.
  private static func line(_ state: State, elapsed: Double, width: Int) -> String {
    let share = state.share ?? (state.total > 0 ? Double(state.done) / Double(state.total) : 0)
    let filled = Int((min(share, 1) * 20).rounded(.down))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
    var words = "[\(bar)] "
    if state.total > 0 { words += "\(state.done)/\(state.total) " }
    words += "\(state.activity.harmless(keepingColors: false)), \(clock(elapsed))"
    let left = share > 0 ? elapsed * (1 - share) / share : 0
    // What nearly seems done may take longer than was thought: no time at all would be a lie.
    if left >= 0.5 { words += ", about \(clock(left)) left" }
    return String(words.prefix(width - 1))
  }

  /// Minutes and seconds: `1:05`.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    let rest = whole % 60
    return "\(whole / 60):\(rest < 10 ? "0" : "")\(rest)"
  }
}
