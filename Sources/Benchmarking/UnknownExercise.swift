import Scenarios

/// A name that no exercise has.
public struct UnknownExercise: Error, Hashable, CustomStringConvertible {
  /// The name.
  public let name: String

  /// A name that no exercise has.
  public init(name: String) { self.name = name }

  /// The names, with the one that was probably meant.
  public var description: String {
    let names = Exercise.all.map(\.name)
    let hint = Spelling.nearest(to: name, among: names).map { "; did you mean \"\($0)\"?" } ?? "."
    return "No workload is called \"\(name)\"\(hint) There are: \(names.joined(separator: ", "))."
  }
}
