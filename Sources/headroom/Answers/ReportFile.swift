import Foundation
import Reporting
import Scenarios

/// The `report.json` of a run that is over.
struct ReportFile {
  /// Its path.
  let path: String

  /// Finds the report that a user names: its folder, its file, or its name under `notebooks-out`.
  ///
  /// - Throws: A `Failure` that says what is not there.
  init(_ run: String) throws {
    guard let place = [run, "notebooks-out/\(run)"].first(where: ReportFile.exists) else {
      throw Failure(.noInput, "\(run): there is no such report")
    }
    guard ReportFile.isFolder(place) else {
      path = place
      return
    }
    path = (place as NSString).appendingPathComponent("report.json")
    guard ReportFile.exists(path) else {
      throw Failure(.noInput, "\(place): there is no report.json in it")
    }
  }

  /// The folder that its other forms stand in; nil for a file that was moved out of it.
  var folder: String? {
    let url = URL(fileURLWithPath: path)
    guard url.lastPathComponent == "report.json" else { return nil }
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? "." : folder
  }

  /// Reads it.
  ///
  /// - Throws: A `Failure` when it cannot be read, `ScenarioError` when it holds no report.
  func read() throws -> Report {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw Failure(.noInput, "\(path): cannot be read: \(error.localizedDescription)")
    }
    return try ReportReader.read([UInt8](data), path: path)
  }

  private static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
