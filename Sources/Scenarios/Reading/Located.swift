/// A piece of a file: a scalar, a mapping or a sequence, with the place where it stands.
///
/// Our own tree, so that nothing of the YAML library is visible past the reading, and so that
/// includes and changes can be applied before anything is decoded.
struct Located: Sendable, Hashable {
  /// What stands there.
  indirect enum Content: Sendable, Hashable {
    /// A text; `plain` when it was written without quotes.
    case scalar(String, plain: Bool)
    /// Keys and values in the order of the file.
    case mapping([Entry])
    /// Values in the order of the file.
    case sequence([Located])
    /// Nothing: a key without a value, `~` or `null`.
    case nothing
  }

  /// A key with its value.
  struct Entry: Sendable, Hashable {
    /// The key.
    var key: String
    /// Where the key stands.
    var place: Place
    /// Whether the key was written without quotes.
    var plain = true
    /// What stands behind it.
    var value: Located
  }

  /// A place in a file.
  struct Place: Sendable, Hashable, Comparable {
    /// The file, as an index into the sources.
    var file: Int
    /// The line, from 1.
    var line: Int
    /// The column, from 1.
    var column: Int

    static func < (a: Place, b: Place) -> Bool {
      (a.file, a.line, a.column) < (b.file, b.line, b.column)
    }
  }

  /// What stands there.
  var content: Content
  /// Where it stands.
  var place: Place

  /// The entries of a mapping; none for anything else.
  var entries: [Entry] {
    if case .mapping(let entries) = content { entries } else { [] }
  }

  /// The elements of a sequence; none for anything else.
  var elements: [Located] {
    if case .sequence(let elements) = content { elements } else { [] }
  }

  /// The text of a scalar; nil for anything else.
  var text: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }

  /// Whether this is a mapping.
  var isMapping: Bool {
    if case .mapping = content { true } else { false }
  }

  /// Whether this is a sequence.
  var isSequence: Bool {
    if case .sequence = content { true } else { false }
  }

  /// The value behind a key of a mapping.
  subscript(key: String) -> Located? {
    entries.first { $0.key == key }?.value
  }

  /// What it is, in words for messages.
  var kindInWords: String {
    switch content {
    case .scalar(let text, _): "\"\(text.escapedForTerminal(limit: 60))\""
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .nothing: "nothing"
    }
  }

  /// The same content in YAML's flow style, on one line.
  var flowText: String {
    switch content {
    case .scalar(let text, let plain): plain ? text : Located.quoted(text)
    case .mapping(let entries):
      "{"
        + entries.map { "\($0.plain ? $0.key : Located.quoted($0.key)): \($0.value.flowText)" }
        .joined(separator: ", ") + "}"
    case .sequence(let elements):
      "[" + elements.map(\.flowText).joined(separator: ", ") + "]"
    case .nothing: "null"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension String {
  /// The text with control characters made visible, so that a name cannot steer a terminal.
  func escapedForTerminal(limit: Int = 200) -> String {
    var result = ""
    var count = 0
    for scalar in unicodeScalars {
      count += 1
      if count > limit { return result + "…" }
      let isControl =
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || (0x200B...0x200F).contains(scalar.value) || (0x2028...0x202E).contains(scalar.value)
        || (0x2066...0x2069).contains(scalar.value) || scalar.value == 0xFEFF
      if isControl {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        result += "\\u{\(hex)}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
