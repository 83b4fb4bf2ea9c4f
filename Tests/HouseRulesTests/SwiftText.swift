/// A Swift file taken apart: code on one side, comments on the other, what strings say on neither.
///
/// Each side has the length and the line breaks of the file, so that an offset or a line number
/// means the same in all three. Blanked characters are spaces. Interpolations stay code.
struct SwiftText {
  let source: [UInt8]
  private(set) var code: [UInt8]
  private(set) var comments: [UInt8]
  private var at = 0

  init(_ text: String) {
    source = Array(text.utf8)
    code = source
    comments = source.map { $0 == Ascii.newline ? $0 : Ascii.space }
    readCode(untilParenthesis: false)
  }

  var codeLines: [String] { SwiftText.lines(code) }
  var commentLines: [String] { SwiftText.lines(comments) }

  /// The line of an offset, from 1.
  func line(at offset: Int) -> Int {
    1 + source[..<min(offset, source.count)].count { $0 == Ascii.newline }
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: Ascii.newline, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  private func starts(with text: StaticString, at offset: Int) -> Bool {
    text.withUTF8Buffer { wanted in
      offset + wanted.count <= source.count
        && source[offset..<offset + wanted.count].elementsEqual(wanted)
    }
  }

  private mutating func blank(_ range: Range<Int>) {
    for i in range where code[i] != Ascii.newline { code[i] = Ascii.space }
  }

  /// Reads code to the end of the file, or past the parenthesis that closes an interpolation.
  private mutating func readCode(untilParenthesis nested: Bool) {
    var depth = 0
    while at < source.count {
      switch source[at] {
      case Ascii.slash where starts(with: "//", at: at): readLineComment()
      case Ascii.slash where starts(with: "/*", at: at): readBlockComment()
      case Ascii.slash where startsRegex(): readRegex(hashes: 0)
      case Ascii.quote: readString(hashes: 0)
      case Ascii.hash: readHashes()
      case Ascii.backtick: readIdentifier()
      case Ascii.open:
        depth += 1
        at += 1
      case Ascii.close:
        at += 1
        if nested, depth == 0 { return }
        depth -= 1
      default: at += 1
      }
    }
  }

  private mutating func readLineComment() {
    let begin = at
    while at < source.count, source[at] != Ascii.newline { at += 1 }
    keepComment(begin..<at)
  }

  private mutating func readBlockComment() {
    let begin = at
    var depth = 0
    repeat {
      if starts(with: "/*", at: at) {
        depth += 1
        at += 2
      } else if starts(with: "*/", at: at) {
        depth -= 1
        at += 2
      } else {
        at += 1
      }
    } while depth > 0 && at < source.count
    keepComment(begin..<min(at, source.count))
  }

  private mutating func keepComment(_ range: Range<Int>) {
    comments.replaceSubrange(range, with: source[range])
    blank(range)
  }

  /// A backquoted name; its text may hold anything but a backquote or a line break.
  private mutating func readIdentifier() {
    let begin = at + 1
    at = begin
    while at < source.count, source[at] != Ascii.backtick, source[at] != Ascii.newline { at += 1 }
    for i in begin..<min(at, source.count) { code[i] = Ascii.underscore }
    if at < source.count { at += 1 }
  }

  /// One or more `#`: the begin of a raw string, of a raw regex, or of a directive.
  private mutating func readHashes() {
    var hashes = 0
    while at < source.count, source[at] == Ascii.hash {
      hashes += 1
      at += 1
    }
    guard at < source.count else { return }
    if source[at] == Ascii.quote {
      readString(hashes: hashes)
    } else if source[at] == Ascii.slash {
      readRegex(hashes: hashes)
    }
  }

  /// A string from its first quote on; `hashes` were read before it.
  private mutating func readString(hashes: Int) {
    let isLong = starts(with: "\"\"\"", at: at)
    let quotes = isLong ? 3 : 1
    at += quotes
    while at < source.count {
      let byte = source[at]
      if byte == Ascii.newline, !isLong { return }
      if byte == Ascii.quote, closes(quotes: quotes, hashes: hashes) {
        at += quotes + hashes
        return
      }
      if byte == Ascii.backslash, hasHashes(hashes, at: at + 1) {
        readEscape(of: at + 1 + hashes)
        continue
      }
      blank(at..<at + 1)
      at += 1
    }
  }

  /// A backslash with its hashes, and what follows; an interpolation keeps both parentheses.
  private mutating func readEscape(of escaped: Int) {
    blank(at..<min(escaped, source.count))
    at = min(escaped + 1, source.count)
    guard escaped < source.count else { return }
    if source[escaped] == Ascii.open {
      readCode(untilParenthesis: true)
    } else {
      blank(escaped..<at)
    }
  }

  private func closes(quotes: Int, hashes: Int) -> Bool {
    at + quotes <= source.count
      && source[at..<at + quotes].allSatisfy { $0 == Ascii.quote }
      && hasHashes(hashes, at: at + quotes)
  }

  private func hasHashes(_ count: Int, at offset: Int) -> Bool {
    offset + count <= source.count
      && source[offset..<offset + count].allSatisfy { $0 == Ascii.hash }
  }

  /// Whether the slash here begins a regular expression: an expression may begin, and it ends on the line.
  private func startsRegex() -> Bool {
    guard at + 1 < source.count, source[at + 1] != Ascii.space else { return false }
    var before = at - 1
    while before >= 0, source[before] == Ascii.space { before -= 1 }
    guard before < 0 || Ascii.mayPrecedeExpression(source[before]) else { return false }
    var i = at + 1
    while i < source.count, source[i] != Ascii.newline {
      if source[i] == Ascii.backslash { i += 1 } else if source[i] == Ascii.slash { return true }
      i += 1
    }
    return false
  }

  private mutating func readRegex(hashes: Int) {
    let begin = at + 1
    at = begin
    while at < source.count, hashes > 0 || source[at] != Ascii.newline {
      if source[at] == Ascii.backslash {
        at += 2
        continue
      }
      if source[at] == Ascii.slash, hasHashes(hashes, at: at + 1) { break }
      at += 1
    }
    at = min(at, source.count)
    blank(begin..<at)
    at = min(at + 1 + hashes, source.count)
  }
}

/// The characters that the scanner looks for.
enum Ascii {
  static let newline: UInt8 = 0x0A
  static let space: UInt8 = 0x20
  static let quote: UInt8 = 0x22
  static let hash: UInt8 = 0x23
  static let open: UInt8 = 0x28
  static let close: UInt8 = 0x29
  static let slash: UInt8 = 0x2F
  static let backslash: UInt8 = 0x5C
  static let underscore: UInt8 = 0x5F
  static let backtick: UInt8 = 0x60

  static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, underscore, 0x80...: true
    default: false
    }
  }

  /// Line breaks, `( , = : [ { ; ! & |`: an operand follows, so a slash is no division.
  static func mayPrecedeExpression(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x0A, 0x28, 0x2C, 0x3D, 0x3A, 0x5B, 0x7B, 0x3B, 0x21, 0x26, 0x7C: true
    default: false
    }
  }
}
