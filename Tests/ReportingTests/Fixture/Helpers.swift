import Foundation

/// The Python of this machine, if it has one.
enum Python {
  /// Whether these packages are installed; they are looked for, not loaded, which takes seconds.
  static func has(_ packages: String...) -> Bool {
    let names = packages.map { "'\($0)'" }.joined(separator: ", ")
    let search = "all(importlib.util.find_spec(name) for name in [\(names)])"
    return run("import importlib.util, sys; sys.exit(0 if \(search) else 1)", in: "/") == 0
  }

  /// Runs a script in a folder; its exit status.
  static func run(_ script: String, in folder: String) -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return -1 }
    process.waitUntilExit()
    return process.terminationStatus
  }
}

/// A folder that is gone after the test.
enum Scratch {
  /// Calls the body with the path of a folder that does not exist yet, in a parent that does.
  static func use(_ body: (String) throws -> Void) throws {
    let parent = FileManager.default.temporaryDirectory
      .appendingPathComponent("reporting-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: parent) }
    try body(parent.appendingPathComponent("sample").path)
  }

  /// The files in it and below, sorted.
  static func files(in folder: String) -> [String] {
    let all = FileManager.default.subpaths(atPath: folder) ?? []
    return all.filter { $0 != "tables" }.sorted()
  }

  /// What else stands beside it.
  static func siblings(of folder: String) -> [String] {
    let url = URL(fileURLWithPath: folder)
    let parent = url.deletingLastPathComponent().path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    return names.filter { $0 != url.lastPathComponent }
  }

  /// The bytes of each file.
  static func contents(of folder: String) throws -> [String: Data] {
    var result: [String: Data] = [:]
    for name in files(in: folder) {
      result[name] = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
    }
    return result
  }
}
