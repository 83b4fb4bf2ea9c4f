import Foundation
import Planning
import Reporting

/// The file of a shard.
struct ShardFile {
  /// What its name ends with, so that no other file is overwritten by mistake.
  static let suffix = ".shard.json"

  /// Its path, as the user named it.
  let path: String

  /// A file that is there.
  init(_ path: String) {
    self.path = path
  }

  /// A file to be written: the named one, else `notebooks-out/NAME.A-B.shard.json`.
  init(_ path: String?, for name: String, _ replications: Range<Int>) {
    let stem = name.isEmpty || name.hasPrefix(".") ? "report" : name
    let range = "\(replications.lowerBound)-\(replications.upperBound)"
    self.path = path ?? "notebooks-out/\(stem).\(range)\(ShardFile.suffix)"
  }

  /// Says before the simulation what would be said after it.
  func refuseFolder() throws {
    guard isFolder else { return }
    throw ReportWriteError.cannotCreate(path: path, reason: "a folder of that name exists")
  }

  private var isFolder: Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// Reads the shard in it.
  ///
  /// - Throws: A `Failure` when there is no such file, `ShardError` when it holds no shard.
  func read() throws -> Shard {
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(.noInput, "\(path): there is no such file")
    }
    guard !isFolder else { throw Failure(.badData, "\(path): it is a folder, not a shard") }
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      throw Failure(.noInput, "\(path): cannot be read: \(error.localizedDescription)")
    }
    return try Shard(decoding: data, file: path, version: Headroom.version)
  }

  /// Writes a shard, whole or not at all: into a hidden file beside it, which then takes its place.
  func write(_ shard: Shard) throws {
    let data = try shard.encoded()
    let target = URL(fileURLWithPath: path).standardizedFileURL
    let folder = target.deletingLastPathComponent()
    let manager = FileManager.default
    do {
      try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw ReportWriteError.cannotCreate(path: folder.path, reason: error.localizedDescription)
    }
    let name = ".\(target.lastPathComponent).writing-\(UUID().uuidString.prefix(8))"
    let draft = folder.appendingPathComponent(name)
    try SignalWatch.whileWriting(into: path) {
      defer { try? manager.removeItem(at: draft) }
      do {
        try data.write(to: draft)
      } catch {
        throw ReportWriteError.cannotWrite(path: path, reason: error.localizedDescription)
      }
      guard rename(draft.path, target.path) == 0 else {
        let reason = String(cString: strerror(errno))
        throw ReportWriteError.cannotWrite(path: path, reason: reason)
      }
    }
  }
}
