import Foundation

/// The two streams that the user sees, and what they can show.
enum Terminal {
  /// One of the two streams.
  enum Stream: Int32 {
    /// Standard output: the answer.
    case results = 1
    /// Standard error: progress and messages.
    case messages = 2

    /// Whether a person looks at it, not a file or another program.
    var isTerminal: Bool { isatty(rawValue) == 1 }
  }

  /// Whether a stream shows colour; `NO_COLOR` and a dumb terminal turn it off (no-color.org).
  static func usesColor(_ stream: Stream, unless isRefused: Bool = false) -> Bool {
    let environment = ProcessInfo.processInfo.environment
    return stream.isTerminal && !isRefused && environment["NO_COLOR", default: ""].isEmpty
      && environment["TERM"] != "dumb"
  }

  /// The columns of a stream: those of the terminal, else 100.
  static func width(of stream: Stream) -> Int {
    var size = winsize()
    guard ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
    return max(40, Int(size.ws_col))
  }

  /// Prints an answer.
  ///
  /// A reader that has gone away, as `head` does, is no failure: the rest is not printed.
  static func print(_ text: String) throws(Failure) {
    let error = write(text, to: .results)
    guard error != 0, error != EPIPE else { return }
    let reason = String(cString: strerror(error))
    throw Failure(.cannotWrite, "cannot write to standard output: \(reason)")
  }

  /// Prints a line for the user; nobody can be told when that fails.
  static func tell(_ line: String) {
    _ = write(line.harmless(keepingColors: Stream.messages.isTerminal) + "\n", to: .messages)
  }

  /// Prints a piece of a line for the user.
  static func show(_ text: String) { _ = write(text, to: .messages) }

  /// Writes all of a text; gives 0, or the number of the error.
  private static func write(_ text: String, to stream: Stream) -> Int32 {
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes {
        Foundation.write(stream.rawValue, $0.baseAddress, $0.count)
      }
      if count > 0 {
        start += count
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}
