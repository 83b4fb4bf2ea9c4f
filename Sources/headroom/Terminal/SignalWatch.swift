import Dispatch
import Foundation
import Synchronization

/// Ends the program cleanly when it is interrupted, with 128 and the number of the signal.
///
/// A report comes into its place in one step, so an interruption leaves the old report or the new
/// one; what is removed here is the hidden folder in which the new one was being written.
final class SignalWatch {
  /// Folders into which a report is being written.
  private static let folders = Mutex<Set<String>>([])

  private let sources: [any DispatchSourceSignal]

  /// Watches interruptions until `stop`.
  init() {
    // A closed standard output is reported by `write` instead.
    signal(SIGPIPE, SIG_IGN)
    let queue = DispatchQueue(label: "headroom.signals")
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        SignalWatch.removeDrafts()
        if Terminal.Stream.messages.isTerminal { Terminal.show(ProgressBar.clearLine) }
        _exit(128 + number)
      }
      source.resume()
      return source
    }
  }

  /// Watches no longer.
  func stop() {
    for source in sources { source.cancel() }
  }

  /// Does work that writes a report into a folder.
  static func whileWriting<Result>(
    into folder: String,
    _ work: () throws -> Result
  ) rethrows -> Result {
    folders.withLock { _ = $0.insert(folder) }
    defer { folders.withLock { _ = $0.remove(folder) } }
    return try work()
  }

  private static func removeDrafts() {
    for folder in folders.withLock({ $0 }) {
      let target = URL(fileURLWithPath: folder).standardizedFileURL
      let parent = target.deletingLastPathComponent()
      let draft = ".\(target.lastPathComponent).writing-"
      let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
      for name in names where name.hasPrefix(draft) {
        try? FileManager.default.removeItem(at: parent.appendingPathComponent(name))
      }
    }
  }
}
