import Foundation
import TestSupport

/// The built program, run as a user runs it.
enum Program {
  /// How a run ended and what it printed.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The binary beside the test bundle.
  static let url: URL = {
    let bundle = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let beside = bundle.appending(path: "headroom")
    if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
    return repositoryRoot.appending(path: ".build/debug/headroom")
  }()

  /// Runs it to its end; what takes longer than two minutes hangs and is ended.
  ///
  /// - Parameters:
  ///   - arguments: What follows the program's name.
  ///   - folder: The working directory.
  ///   - sink: Where its standard output goes instead of into the outcome.
  ///   - environment: Variables that are set for it, beside those of the tests.
  ///   - sign: What its standard error must hold before it is interrupted; nil never interrupts.
  /// - Throws: An error of the operating system.
  /// - Returns: How it ended and what it printed.
  static func run(
    _ arguments: [String],
    in folder: URL = repositoryRoot,
    sink: FileHandle? = nil,
    environment: [String: String] = [:],
    interruptedAt sign: String? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = url
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    // Files, not pipes: a pipe that nobody empties would stop the program.
    let output = try TemporaryFolder()
    let (out, err) = (output.url.appending(path: "out"), output.url.appending(path: "err"))
    for file in [out, err] { try Data().write(to: file) }
    process.standardOutput = try sink ?? FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    try process.run()
    let end = Date().addingTimeInterval(120)
    var sign = sign
    while process.isRunning, Date() < end {
      Thread.sleep(forTimeInterval: 0.01)
      if let wanted = sign, try Data(contentsOf: err).contains(Data(wanted.utf8)) {
        process.interrupt()
        sign = nil
      }
    }
    if process.isRunning {
      process.terminate()
      process.waitUntilExit()
      return Outcome(status: -1, output: "", errors: "it did not end within two minutes")
    }
    process.waitUntilExit()
    return Outcome(
      status: process.terminationReason == .exit ? process.terminationStatus : -2,
      output: String(decoding: try Data(contentsOf: out), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: err), as: UTF8.self)
    )
  }
}

/// A folder that is gone with its last owner.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    url = base.appending(path: "headroom-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// Writes a file and returns its path.
  func write(_ bytes: Data, to name: String = "scenario.yaml") throws -> String {
    let file = url.appending(path: name)
    try bytes.write(to: file)
    return file.path
  }

  /// Whether there is a file or a folder of that name.
  func holds(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: url.appending(path: name).path)
  }

  /// The bytes of a file.
  func read(_ name: String) throws -> Data {
    try Data(contentsOf: url.appending(path: name))
  }

  /// Writes a text.
  func write(_ text: String, to name: String) throws {
    _ = try write(Data(text.utf8), to: name)
  }

  /// Runs the program in this folder with the words of a line as its arguments.
  @discardableResult
  func headroom(
    _ line: String,
    sink: FileHandle? = nil,
    environment: [String: String] = [:],
    interruptedAt sign: String? = nil
  ) throws -> Program.Outcome {
    try Program.run(
      line.split(separator: " ").map(String.init),
      in: url,
      sink: sink,
      environment: environment,
      interruptedAt: sign
    )
  }
}
