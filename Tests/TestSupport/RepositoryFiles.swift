import Foundation

/// The path of a file of the repository, given from its root.
public func repositoryPath(_ path: String) -> String {
  repositoryRoot.appending(path: path).path
}

/// All files of a folder of the repository and of the folders in it with that ending, sorted.
///
/// - Returns: Paths from the root of the repository.
public func repositoryFiles(in folder: String, ending: String) -> [String] {
  let root = repositoryRoot.appending(path: folder)
  let found = FileManager.default.enumerator(atPath: root.path)
  let names = (found?.allObjects ?? []).compactMap { $0 as? String }
  return names.filter { $0.hasSuffix(ending) }.sorted().map { "\(folder)/\($0)" }
}
