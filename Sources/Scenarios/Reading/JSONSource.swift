/// A JSON text with what decoders throw away: the order of keys, the digits of numbers, and the
/// place of each value for messages.
///
/// JSON is read as the YAML that it nearly is, behind the same guards.
public struct JSONSource: Sendable {
  /// The outermost value.
  public let root: JSONNode
  private let sources: SourceTexts

  /// Reads the bytes of a file.
  ///
  /// - Throws: Why they are no JSON, and where.
  public init(_ bytes: [UInt8], path: String) throws(ScenarioError) {
    var sources = SourceTexts()
    do throws(TextGuard.Refusal) {
      let text = try TextGuard.text(of: bytes)
      let file = sources.add(path: path, text: text)
      let empty = TextGuard.Refusal(
        code: .empty,
        line: 1,
        column: 1,
        message: "the file holds nothing",
        help: nil
      )
      guard let tree = try YAMLTree.parse(text, file: file) else { throw empty }
      root = JSONNode(located: tree)
    } catch {
      if sources.texts.isEmpty { _ = sources.add(path: path, text: "") }
      let place = Located.Place(file: 0, line: error.line, column: error.column)
      let problem = Problem(
        file: path,
        line: error.line,
        column: error.column,
        code: error.code.rawValue,
        message: error.message.replacing("well-formed YAML", with: "well-formed JSON"),
        help: error.code == .notYAML ? "the file must be as it was written" : error.help,
        sourceLine: sources.line(at: place)
      )
      throw ScenarioError(kind: .badData, problems: [problem])
    }
    self.sources = sources
  }

  /// A mistake at a value.
  public func problem(
    _ code: ProblemCode,
    at node: JSONNode,
    _ message: String,
    help: String? = nil
  ) -> Problem {
    sources.problem(code, at: node.located.place, message, help: help)
  }
}

/// A value of a JSON text.
public struct JSONNode: Sendable {
  let located: Located

  /// The text of a string; nil for anything else.
  public var string: String? {
    if case .scalar(let text, plain: false) = located.content { text } else { nil }
  }

  /// The digits of a number, as they were written; nil for anything else.
  public var digits: String? {
    guard case .scalar(let text, plain: true) = located.content, let first = text.utf8.first,
      first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first),
      Double(text)?.isFinite == true
    else { return nil }
    return text
  }

  /// What `true` or `false` says; nil for anything else.
  public var flag: Bool? {
    guard case .scalar(let text, plain: true) = located.content else { return nil }
    return text == "true" ? true : text == "false" ? false : nil
  }

  /// Whether it is `null`.
  public var isNull: Bool {
    if case .nothing = located.content { true } else { false }
  }

  /// The keys and values of an object, in order; nil for anything else.
  public var members: [(key: String, value: JSONNode)]? {
    guard case .mapping(let entries) = located.content else { return nil }
    return entries.map { ($0.key, JSONNode(located: $0.value)) }
  }

  /// The values of a list, in order; nil for anything else.
  public var elements: [JSONNode]? {
    guard case .sequence(let elements) = located.content else { return nil }
    return elements.map(JSONNode.init)
  }

  /// The value of a key; nil when this is no object or has no such key.
  public subscript(key: String) -> JSONNode? { located[key].map(JSONNode.init) }

  /// What it is, in words for messages.
  public var kindInWords: String { located.kindInWords }
}
