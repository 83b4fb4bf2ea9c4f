/// A function, initializer, subscript or computed property of a file, with the lines it covers.
struct FunctionSpan: Equatable {
  var name: String
  var firstLine: Int
  var lastLine: Int

  var lines: Int { lastLine - firstLine + 1 }
}

extension SwiftText {
  /// Everything in the file that has a body, in the order of the files' lines.
  func functions() -> [FunctionSpan] {
    var spans: [FunctionSpan] = []
    var previous: UInt8 = Ascii.newline
    var i = 0
    while i < code.count {
      guard Ascii.isWord(code[i]) else {
        if code[i] != Ascii.space { previous = code[i] }
        i += 1
        continue
      }
      let end = wordEnd(from: i)
      let word = String(decoding: code[i..<end], as: UTF8.self)
      if previous != UInt8(ascii: "."), previous != Ascii.backtick,
        let body = body(of: word, from: end), let close = closing(body)
      {
        spans.append(
          FunctionSpan(
            name: name(word, after: end),
            firstLine: line(at: i),
            lastLine: line(at: close)
          )
        )
      }
      previous = code[end - 1]
      i = end
    }
    return spans
  }

  /// The brace that opens the body, or nil when the word declares nothing that has one.
  private func body(of word: String, from end: Int) -> Int? {
    switch word {
    case "func", "init", "subscript": opening(from: end, ofProperty: false)
    case "deinit", "var": opening(from: end, ofProperty: true)
    default: nil
    }
  }

  /// The next `{` outside parentheses and brackets.
  ///
  /// A requirement of a protocol has none: then the next declaration or the end of the type comes first.
  /// A stored property ends at its `=` or at the end of its line.
  private func opening(from start: Int, ofProperty: Bool) -> Int? {
    var depth = 0
    var last: UInt8 = Ascii.space
    var i = start
    while i < code.count {
      let byte = code[i]
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "{") where depth == 0: return i
      case UInt8(ascii: "}") where depth == 0: return nil
      case UInt8(ascii: "=") where depth == 0 && ofProperty: return nil
      case Ascii.newline where depth == 0 && ofProperty && !SwiftText.continues(last): return nil
      default: break
      }
      if depth < 0 { return nil }
      guard Ascii.isWord(byte) else {
        if byte != Ascii.space, byte != Ascii.newline { last = byte }
        i += 1
        continue
      }
      let end = wordEnd(from: i)
      let word = String(decoding: code[i..<end], as: UTF8.self)
      // After `<` or `,` a `let` is a generic parameter; after a backquote a word is a name.
      let mayDeclare = ![Ascii.backtick, UInt8(ascii: "<"), UInt8(ascii: ",")].contains(last)
      if depth == 0, mayDeclare, SwiftText.declares.contains(word) { return nil }
      last = code[end - 1]
      i = end
    }
    return nil
  }

  private static let declares: Set<String> = [
    "func", "var", "let", "init", "subscript", "associatedtype", "typealias", "struct", "class",
    "enum", "protocol", "extension", "deinit", "import", "case",
  ]

  private static func continues(_ byte: UInt8) -> Bool {
    [UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: ">"), UInt8(ascii: "&")].contains(byte)
  }

  /// The brace that closes the one at `open`.
  private func closing(_ open: Int) -> Int? {
    var depth = 0
    for i in open..<code.count {
      if code[i] == UInt8(ascii: "{") { depth += 1 }
      if code[i] == UInt8(ascii: "}") { depth -= 1 }
      if depth == 0 { return i }
    }
    return nil
  }

  private func wordEnd(from start: Int) -> Int {
    code[start...].firstIndex { !Ascii.isWord($0) } ?? code.count
  }

  private func name(_ word: String, after end: Int) -> String {
    guard word == "func" || word == "var" else { return word }
    let rest = source[end...].drop { $0 == Ascii.space }
    if rest.first == Ascii.backtick {
      return String(decoding: rest.dropFirst().prefix { $0 != Ascii.backtick }, as: UTF8.self)
    }
    let stops = [Ascii.open, Ascii.space, UInt8(ascii: "<"), UInt8(ascii: ":"), Ascii.newline]
    let name = String(decoding: rest.prefix { !stops.contains($0) }, as: UTF8.self)
    return name.isEmpty ? word : name
  }
}
