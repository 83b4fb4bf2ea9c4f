import Foundation

@testable import Scenarios

/// A directory for the files of one test, removed with it.
final class TemporaryFiles {
  let directory: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("headroom-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    directory = url.path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// Writes a text and gives its path.
  @discardableResult
  func write(_ text: String, to name: String = "scenario.yaml") throws -> String {
    try write(Data(text.utf8), to: name)
  }

  /// Writes bytes and gives their path.
  @discardableResult
  func write(_ data: Data, to name: String) throws -> String {
    let url = URL(fileURLWithPath: directory).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try data.write(to: url)
    return url.path
  }
}

/// Reads a text as a scenario file.
func read(_ text: String, changes: [Change] = []) throws -> ScenarioDocument {
  let files = try TemporaryFiles()
  return try ScenarioDocument.read(try files.write(text), changes: changes)
}

/// The problems of a text; none when it can be read.
func problems(_ text: String) throws -> [Problem] {
  do {
    _ = try read(text)
    return []
  } catch let error as ScenarioError {
    return error.problems
  }
}

/// The problems as `line:column code`.
func places(_ text: String) throws -> [String] {
  try problems(text).map { "\($0.line):\($0.column) \($0.code)" }
}
