import Foundation

/// Paths of files: joined, resolved and kept inside the project.
enum Paths {
  /// Why a file cannot be read.
  struct Unreadable: Error, Sendable, Hashable {
    var code: ProblemCode
    var reason: String
  }

  /// The bytes of a file, unless it is too large.
  static func bytes(of path: String, atMost limit: Int) throws(Unreadable) -> [UInt8] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw Unreadable(code: .unreadable, reason: "there is no such file")
    }
    guard !isDirectory.boolValue else {
      throw Unreadable(code: .unreadable, reason: "it is a directory")
    }
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      guard attributes[.type] as? FileAttributeType == .typeRegular else {
        throw Unreadable(code: .unreadable, reason: "it is not a regular file")
      }
      if let size = attributes[.size] as? NSNumber, size.intValue > limit {
        let reason = "it has \(size.intValue) bytes; at most \(limit) are read"
        throw Unreadable(code: .tooLarge, reason: reason)
      }
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch let error as Unreadable {
      throw error
    } catch {
      throw Unreadable(code: .unreadable, reason: "it may not be read")
    }
  }

  /// The absolute path with all symbolic links followed.
  static func resolved(_ path: String) -> String {
    let absolute =
      path.hasPrefix("/") ? path : joined(FileManager.default.currentDirectoryPath, path)
    return URL(fileURLWithPath: absolute).standardizedFileURL.resolvingSymlinksInPath().path
  }

  /// The directory that includes of a file may not leave.
  ///
  /// The working directory when the file lies in it; else the nearest directory above the file
  /// that holds `.git` or `models`; else the file's own directory.
  static func tree(of file: String) -> String {
    let working = resolved(FileManager.default.currentDirectoryPath)
    if working != "/", lies(file, in: working) { return working }
    var directory = directory(of: file)
    let own = directory
    while directory != "/", !directory.isEmpty {
      for mark in [".git", "models"]
      where FileManager.default.fileExists(atPath: joined(directory, mark)) {
        return directory
      }
      directory = self.directory(of: directory)
    }
    return own
  }

  /// Whether a file lies in a directory or below it.
  static func lies(_ file: String, in directory: String) -> Bool {
    file.hasPrefix(directory.hasSuffix("/") ? directory : directory + "/")
  }

  /// The directory of a path; `.` for a bare name.
  static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The name of a file without its ending.
  static func stem(of path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// A path below a directory.
  static func joined(_ directory: String, _ path: String) -> String {
    if path.hasPrefix("/") || directory == "." { return path }
    return directory.hasSuffix("/") ? directory + path : directory + "/" + path
  }

  /// A path without `name/..` in it.
  static func simplified(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
