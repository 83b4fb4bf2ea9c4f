import Dispatch
import Foundation

/// A Python script of ours, run once: a text in, the bytes of a file out.
struct PythonScript {
  /// Why there is no answer, as the end of a sentence.
  struct Failure: Error {
    let why: String
  }

  /// The interpreter: a path, or a name looked up in `PATH`.
  let python: String
  /// How long it may take, in seconds.
  let timeout: Double
  /// What takes so long, for the message: "drawing".
  let activity: String

  /// Runs a script; input and output go through files, so that no full pipe can block it.
  func run(_ script: String, on input: String) throws(Failure) -> Data {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("headroom-python-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let source = folder.appendingPathComponent("in.json")
      let sink = folder.appendingPathComponent("out")
      try Data(input.utf8).write(to: source)
      try Data().write(to: sink)
      try execute(script, reading: source, writing: sink)
      return try Data(contentsOf: sink)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(why: "\(python) could not be run")
    }
  }

  private func execute(_ script: String, reading source: URL, writing sink: URL) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, "-c", script]
    process.standardInput = try FileHandle(forReadingFrom: source)
    process.standardOutput = try FileHandle(forWritingTo: sink)
    process.standardError = FileHandle.nullDevice
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    if ended.wait(timeout: .now() + timeout) == .timedOut {
      process.terminate()
      throw Failure(why: "\(activity) took longer than \(Int(timeout)) s")
    }
    if process.terminationStatus == 127 { throw Failure(why: "\(python) was not found") }
    if process.terminationStatus != 0 { throw Failure(why: "\(python) failed") }
  }
}
