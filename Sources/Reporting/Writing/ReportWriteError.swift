/// Why a report could not be written; whatever stood there before still stands.
public enum ReportWriteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The folder cannot be made.
  case cannotCreate(path: String, reason: String)
  /// A file or the final step of putting it into place failed.
  case cannotWrite(path: String, reason: String)
  /// The folder holds something that is not part of a report and would be lost.
  case holdsOtherFiles(path: String, found: String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .cannotCreate(let path, let reason): "cannot create the folder \(path): \(reason)"
    case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
    case .holdsOtherFiles(let path, let found):
      "\(path) holds \(found), which is not part of a report; name another folder or move it away"
    }
  }
}
