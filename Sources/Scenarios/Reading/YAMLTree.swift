import Yams

/// Parses YAML into our own tree.
enum YAMLTree {
  /// The tree of a text, or why there is none; nil for a text that holds nothing.
  static func parse(_ text: String, file: Int) throws(TextGuard.Refusal) -> Located? {
    try NestingGuard.check(text)
    let root: Node?
    do {
      root = try Parser(yaml: text, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      throw refusal(of: error, text: text)
    } catch {
      throw TextGuard.Refusal(code: .notYAML, line: 1, column: 1, message: "\(error)", help: nil)
    }
    guard let root else { return nil }
    var conversion = Conversion(file: file)
    let tree = try conversion.convert(root, depth: 0)
    if case .nothing = tree.content { return nil }
    return tree
  }

  private static func refusal(of error: YamlError, text: String) -> TextGuard.Refusal {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      if problem.contains("undefined alias") { return undefinedAlias(at: mark) }
      let words = [context?.text, problem].compactMap { $0 }.joined(separator: ": ")
      return TextGuard.Refusal(
        code: problem.contains("tab") ? .tab : .notYAML,
        line: mark.line,
        column: mark.column,
        message: "not well-formed YAML: \(words.escapedForTerminal())",
        help: help(for: problem)
      )
    case .duplicatedKeysInMapping(let keys, let context):
      return duplicate(keys.first ?? "", first: context.mark, text: text)
    case .reader(let problem, let offset, _, _):
      let before = text.prefix(offset ?? 0)
      let line = before.utf8.count { $0 == 10 } + 1
      let column = before.reversed().prefix { $0 != "\n" && $0 != "\r\n" }.count + 1
      return TextGuard.Refusal(
        code: .notText,
        line: line,
        column: column,
        message: problem.escapedForTerminal(),
        help: "remove the control character"
      )
    default:
      return TextGuard.Refusal(code: .notYAML, line: 1, column: 1, message: "\(error)", help: nil)
    }
  }

  private static func undefinedAlias(at mark: Mark) -> TextGuard.Refusal {
    TextGuard.Refusal(
      code: .aliases,
      line: mark.line,
      column: mark.column,
      message: "the alias refers to no anchor above it, or to the value that contains it",
      help: "an anchor cannot contain itself"
    )
  }

  private static func help(for problem: String) -> String? {
    if problem.contains("mapping values are not allowed") {
      return "quote the text if it holds a colon, and check the indentation"
    }
    if problem.contains("did not find expected") {
      return "check the indentation and that brackets and quotes are closed"
    }
    return nil
  }

  /// The refusal of a second key, at its place: the library only knows the first one's.
  private static func duplicate(_ key: String, first: Mark, text: String) -> TextGuard.Refusal {
    var place = (line: first.line, column: first.column)
    let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false)
    let spellings = [key, "\"\(key)\"", "'\(key)'"].map { Array($0.utf8) }
    search: for line in first.line...max(first.line, lines.count) {
      guard let bytes = lines[safe: line - 1].map({ Array($0) }) else { break }
      let from = line == first.line ? first.column : first.column - 1
      let isFlow = line == first.line
      for spelling in spellings {
        for start in from..<max(from, bytes.count) {
          guard isFlow || start == first.column - 1 else { break }
          guard bytes[start...].starts(with: spelling) else { continue }
          let rest = bytes[(start + spelling.count)...].drop { $0 == 32 }
          guard rest.first == 58 else { continue }
          place = (line, start + 1)
          break search
        }
      }
    }
    let shown = key.escapedForTerminal(limit: 60)
    return TextGuard.Refusal(
      code: .duplicateKey,
      line: place.line,
      column: place.column,
      message: "the key \"\(shown)\" stands twice in this mapping; the first is on line "
        + "\(first.line)",
      help: "remove or rename one of them"
    )
  }
}

/// Turns the library's nodes into our own, counting them.
private struct Conversion {
  let file: Int
  var count = 0

  mutating func convert(_ node: Node, depth: Int) throws(TextGuard.Refusal) -> Located {
    count += 1
    let place = place(of: node)
    guard count <= TextGuard.mostNodes else {
      throw TextGuard.Refusal(
        code: .aliases,
        line: place.line,
        column: place.column,
        message: "the file expands to more than \(TextGuard.mostNodes) values",
        help: "write fewer values, or fewer aliases"
      )
    }
    guard depth <= TextGuard.deepest else {
      throw TextGuard.Refusal(
        code: .tooDeep,
        line: place.line,
        column: place.column,
        message: "nested deeper than \(TextGuard.deepest) levels",
        help: nil
      )
    }
    switch node {
    case .scalar(let scalar): return Located(content: content(of: scalar), place: place)
    case .mapping(let mapping):
      return Located(content: .mapping(try entries(of: mapping, depth: depth)), place: place)
    case .sequence(let sequence):
      var elements: [Located] = []
      for element in sequence { elements.append(try convert(element, depth: depth + 1)) }
      return Located(content: .sequence(elements), place: place)
    case .alias: return Located(content: .nothing, place: place)
    }
  }

  private func content(of scalar: Node.Scalar) -> Located.Content {
    let isPlain = scalar.style == .plain || scalar.style == .any
    if isPlain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) { return .nothing }
    return .scalar(scalar.string, plain: isPlain)
  }

  private mutating func entries(
    of mapping: Node.Mapping,
    depth: Int
  ) throws(TextGuard.Refusal) -> [Located.Entry] {
    var entries: [Located.Entry] = []
    var merged: [Located.Entry] = []
    for (key, value) in mapping {
      let place = place(of: key)
      guard case .scalar(let scalar) = key else {
        throw TextGuard.Refusal(
          code: .notYAML,
          line: place.line,
          column: place.column,
          message: "a key is a collection",
          help: "keys are single words or quoted texts"
        )
      }
      let located = try convert(value, depth: depth + 1)
      let isPlain = scalar.style == .plain || scalar.style == .any
      if isPlain, scalar.string == "<<" {
        merged += located.entries + located.elements.flatMap(\.entries)
      } else {
        entries.append(
          Located.Entry(key: scalar.string, place: place, plain: isPlain, value: located)
        )
      }
    }
    var keys = Set(entries.map(\.key))
    return entries + merged.filter { keys.insert($0.key).inserted }
  }

  private func place(of node: Node) -> Located.Place {
    let mark = node.mark
    return Located.Place(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }
}
