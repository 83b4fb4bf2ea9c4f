import Foundation
import TestSupport

/// The Python scripts that look at a report from outside, as its readers do.
enum PythonChecks {
  /// How a script ended and what it said.
  struct Outcome {
    let status: Int32
    let words: String
  }

  /// What a script ends with where the machine lacks what it needs.
  static let skipped: Int32 = 77

  /// Whether Python has these packages.
  static func has(_ packages: String...) -> Bool {
    let names = packages.map { "'\($0)'" }.joined(separator: ", ")
    let search = "all(importlib.util.find_spec(name) for name in [\(names)])"
    let script = "import importlib.util, sys; sys.exit(0 if \(search) else 1)"
    return (try? run(["-c", script]).status) == 0
  }

  /// Runs a script of the folder `Checks`.
  static func script(
    _ name: String,
    _ arguments: String...,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    let path = repositoryPath("Tests/EndToEndTests/Checks/\(name)")
    return try run([path] + arguments, environment: environment)
  }

  private static func run(
    _ arguments: [String],
    environment: [String: String] = [:]
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let folder = try TemporaryFolder()
    let sink = folder.url.appending(path: "out")
    try Data().write(to: sink)
    let handle = try FileHandle(forWritingTo: sink)
    process.standardOutput = handle
    process.standardError = handle
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let words = String(decoding: try Data(contentsOf: sink), as: UTF8.self)
    return Outcome(status: process.terminationStatus, words: words)
  }
}
