import Yams

/// A value to be written as YAML: text, a number, or named values in order.
public indirect enum YAMLValue: Hashable, Sendable {
  /// Words.
  case text(String)
  /// A number, as its digits.
  case number(String)
  /// Named values, in order.
  case mapping([Member])

  /// A named value.
  public struct Member: Hashable, Sendable {
    /// Its name.
    public var key: String
    /// The value.
    public var value: YAMLValue

    /// A named value.
    public init(_ key: String, _ value: YAMLValue) {
      self.key = key
      self.value = value
    }
  }

  /// The value in block style, ending with a newline.
  ///
  /// - Throws: What the library throws; a value of these kinds gives it no reason.
  public func rendered() throws -> String { try Yams.serialize(node: node, width: -1) }

  private var node: Node {
    switch self {
    case .text(let words): Node(words, Tag(.str), .any)
    // Plain: a quoted number would be words.
    case .number(let digits): Node(digits, Tag(.float), .plain)
    case .mapping(let members):
      Node(members.map { (Node($0.key), $0.value.node) }, Tag(.map), .block)
    }
  }
}
