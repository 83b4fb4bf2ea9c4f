import Foundation

/// Shows a page in the browser of the user, if there is one.
enum PageOpener {
  #if canImport(Darwin)
    private static let program = "open"
  #else
    private static let program = "xdg-open"
  #endif

  /// Opens a file; what prevents it is told and is no failure, for the file is there.
  static func open(_ path: String, _ output: OutputOptions) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program, path]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      return output.tell("headroom: warning: \(path) is not opened: \(program) cannot be run")
    }
    process.waitUntilExit()
    guard process.terminationStatus != 0 else { return }
    let isMissing = process.terminationStatus == 127
    let why = isMissing ? "was not found" : "ended with \(process.terminationStatus)"
    output.tell("headroom: warning: \(path) is not opened: \(program) \(why)")
  }
}
