/// What the exit code of the program means; numbers from 64 on are those of `sysexits.h`.
enum ExitStatus: Int32 {
  /// The command line cannot be understood.
  case usage = 64
  /// A file holds a mistake.
  case badData = 65
  /// A file is not there.
  case noInput = 66
  /// The program is wrong.
  case bug = 70
  /// A file or folder cannot be made.
  case cannotCreate = 73
  /// A file cannot be written.
  case cannotWrite = 74
  /// It ran, and something did not hold; the number that k6 uses for it.
  case violated = 99
}

/// Why the program ends early: what the user is told, and the exit code.
struct Failure: Error, Hashable {
  let status: ExitStatus
  let message: String

  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }
}
