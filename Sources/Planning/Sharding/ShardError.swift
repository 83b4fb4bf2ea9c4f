/// Why a shard cannot be used, and in which file it stands.
public struct ShardError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// What is wrong with it, as a clause.
  public let reason: String

  /// What is wrong with a file.
  init(_ file: String, _ reason: String) {
    self.file = file
    self.reason = reason
  }

  /// The sentence for the user.
  public var description: String { "\(file): \(reason)" }
}
