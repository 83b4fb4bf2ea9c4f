import Foundation

/// A text file of the repository.
struct RepositoryFile {
  /// Its path from the top of the repository.
  let path: String
  let text: String

  /// Lines as an editor counts them: a line break at the end begins no further line.
  var lineCount: Int { text.utf8.count { $0 == Ascii.newline } + (text.hasSuffix("\n") ? 0 : 1) }
}

/// A Swift file, scanned once.
struct SwiftFile {
  let path: String
  let lineCount: Int
  let text: SwiftText

  init(path: String, text: String) {
    let file = RepositoryFile(path: path, text: text)
    self.path = path
    lineCount = file.lineCount
    self.text = SwiftText(text)
  }

  /// The target or test target: the folder under `Sources` or `Tests`.
  var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

  var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// The repository that this test stands in.
enum Repository {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let sources = swiftFiles(under: "Sources")
  static let tests = swiftFiles(under: "Tests")

  /// Every text file but build products, generated reports and what tools keep for themselves.
  static let files: [RepositoryFile] = read(paths())

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path())
  }

  static func folders(in path: String) -> [String] {
    let url = root.appending(path: path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path())) ?? []
    return names.filter { name in
      var isFolder: ObjCBool = false
      let path = url.appending(path: name).path()
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        && isFolder.boolValue && !name.hasPrefix(".")
    }.sorted()
  }

  private static func swiftFiles(under folder: String) -> [SwiftFile] {
    read(paths().filter { $0.hasPrefix(folder + "/") && $0.hasSuffix(".swift") })
      .map { SwiftFile(path: $0.path, text: $0.text) }
  }

  private static func read(_ paths: [String]) -> [RepositoryFile] {
    paths.compactMap { path in
      (try? String(contentsOf: root.appending(path: path), encoding: .utf8))
        .map { RepositoryFile(path: path, text: $0) }
    }
  }

  /// Paths from the root, sorted; skipped folders are never entered.
  private static func paths() -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: root.path()) else { return [] }
    var found: [String] = []
    while let path = walk.nextObject() as? String {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let isFolder = walk.fileAttributes?[.type] as? FileAttributeType == .typeDirectory
      if isSkipped(path: path, name: name) {
        if isFolder { walk.skipDescendants() }
      } else if !isFolder {
        found.append(path)
      }
    }
    return found.sorted()
  }

  private static func isSkipped(path: String, name: String) -> Bool {
    let tools = [".git", ".swiftpm", "__pycache__", "Package.resolved", ".DS_Store"]
    if tools.contains(name) || name.hasPrefix(".build") || name.hasPrefix(".venv") { return true }
    return path.hasPrefix("notebooks-out/") && name != "README.md"
  }
}
