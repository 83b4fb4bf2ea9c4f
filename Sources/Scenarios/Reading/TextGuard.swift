/// What is checked in a YAML text before the YAML library sees it.
///
/// Everything here is one pass over bytes, so a hostile file costs time in proportion to its size.
struct TextGuard {
  /// Why a text is refused, and where.
  struct Refusal: Error, Sendable, Hashable {
    var code: ProblemCode
    var line: Int
    var column: Int
    var message: String
    var help: String?
  }

  /// The largest file, in bytes.
  static let largestFile = 10_000_000
  /// The longest line, in bytes.
  static let longestLine = 1_000_000
  /// The deepest nesting.
  static let deepest = 64
  /// The most aliases.
  static let mostAliases = 50
  /// The most nodes once aliases are expanded.
  static let mostNodes = 200_000

  /// The text of a file's bytes, or why it is none.
  static func text(of bytes: [UInt8]) throws(Refusal) -> String {
    guard bytes.count <= largestFile else {
      throw Refusal(
        code: .tooLarge,
        line: 1,
        column: 1,
        message: "the file has \(bytes.count) bytes; at most \(largestFile) are read",
        help: "put bulk data into CSV files"
      )
    }
    try refuseBinary(bytes)
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    try checkLines(bytes, from: start)
    guard let text = String(validating: bytes[start...], as: UTF8.self) else {
      throw invalidUTF8(bytes[start...])
    }
    return text
  }

  private static func refuseBinary(_ bytes: [UInt8]) throws(Refusal) {
    let help = "save the file as UTF-8 text"
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw Refusal(code: .notText, line: 1, column: 1, message: "the file is UTF-16", help: help)
    }
    if bytes.starts(with: [0x1F, 0x8B]) {
      throw Refusal(
        code: .notText,
        line: 1,
        column: 1,
        message: "the file is compressed with gzip",
        help: "unpack it first"
      )
    }
    if let first = bytes.firstIndex(of: 0) {
      let (line, column) = position(of: first, in: bytes)
      throw Refusal(
        code: .notText,
        line: line,
        column: column,
        message: "the file holds a NUL byte, so it is binary or UTF-16",
        help: help
      )
    }
  }

  private static func checkLines(_ bytes: [UInt8], from start: Int) throws(Refusal) {
    var line = 1
    var lineStart = start
    var isIndent = true
    var tab: Int?
    for index in start..<bytes.count {
      let byte = bytes[index]
      if byte == 10 {
        line += 1
        lineStart = index + 1
        isIndent = true
        tab = nil
        continue
      }
      if index - lineStart > longestLine {
        throw Refusal(
          code: .tooLarge,
          line: line,
          column: 1,
          message: "the line has more than \(longestLine) bytes",
          help: "break it, or put bulk data into CSV files"
        )
      }
      guard isIndent, byte != 32, byte != 13 else { continue }
      guard byte == 9 else {
        isIndent = false
        guard let tab, byte != 35 else { continue }
        throw Refusal(
          code: .tab,
          line: line,
          column: tab - lineStart + 1,
          message: "a tab stands in the indentation",
          help: "YAML indents with spaces only"
        )
      }
      tab = tab ?? index
    }
  }

  private static func invalidUTF8(_ bytes: ArraySlice<UInt8>) -> Refusal {
    var line = 0
    for piece in bytes.split(separator: 10, omittingEmptySubsequences: false) {
      line += 1
      guard String(validating: piece, as: UTF8.self) == nil else { continue }
      var low = 0
      while low < piece.count,
        String(validating: piece.prefix(low + 1), as: UTF8.self) != nil
          || low + 1 < piece.count && isCut(piece, after: low + 1)
      {
        low += 1
      }
      return Refusal(
        code: .notText,
        line: line,
        column: low + 1,
        message: "the line is not UTF-8",
        help: "save the file as UTF-8 text"
      )
    }
    return Refusal(code: .notText, line: 1, column: 1, message: "the file is not UTF-8", help: nil)
  }

  /// Whether a valid character goes on behind the first `count` bytes.
  private static func isCut(_ piece: ArraySlice<UInt8>, after count: Int) -> Bool {
    (1...3).contains { more in
      count + more <= piece.count
        && String(validating: piece.prefix(count + more), as: UTF8.self) != nil
    }
  }

  private static func position(of index: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    let before = bytes[..<index]
    let line = before.count { $0 == 10 } + 1
    let lineStart = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
    return (line, index - lineStart + 1)
  }
}
