/// One mistake in the input: where it is, what is wrong and what would be right.
public struct Problem: Hashable, Sendable {
  /// The file, as the user named it.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// The column, from 1.
  public var column: Int
  /// A stable code: `H012`.
  public var code: String
  /// What is wrong, naming the offending value.
  public var message: String
  /// What would be right: a suggestion, the allowed values, the unit.
  public var help: String?
  /// The line of the file that holds it.
  public var sourceLine: String?
  /// Whether the scenario can be run all the same.
  public var isWarning = false

  /// A mistake.
  public init(
    file: String,
    line: Int,
    column: Int,
    code: String,
    message: String,
    help: String? = nil,
    sourceLine: String? = nil
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.code = code
    self.message = message
    self.help = help
    self.sourceLine = sourceLine
  }
}

/// Why a scenario cannot be run: every mistake that was found.
public struct ScenarioError: Error, Hashable, Sendable {
  /// What kind of failure it is; decides the exit code.
  public enum Kind: Hashable, Sendable {
    /// The file is not there or cannot be read.
    case noInput
    /// The file is there and wrong.
    case badData
  }

  /// What kind of failure it is.
  public var kind: Kind
  /// The mistakes, sorted by place.
  public var problems: [Problem]

  /// A failure with its mistakes.
  public init(kind: Kind, problems: [Problem]) {
    self.kind = kind
    self.problems = problems
  }
}
