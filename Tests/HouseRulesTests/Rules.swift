/// A place where a rule of the house is broken.
struct Violation: Equatable, CustomStringConvertible {
  var path: String
  var line: Int
  var rule: String

  var description: String { "\(path):\(line): \(rule)" }
}

/// Rules that look at one Swift file.
enum Rules {
  static let longestSource = 400
  static let longestTest = 500
  static let longestFunction = 70
  static let mostMarks = 3

  /// Where a promise to the compiler is made by hand, and how often; grows only in review.
  static let handMadePromises: [String: Int] = [:]

  static func fileLength(_ file: SwiftFile) -> [Violation] {
    let limit = file.path.hasPrefix("Tests/") ? longestTest : longestSource
    let isTable =
      file.name.hasSuffix("Table.swift") || file.name.hasSuffix("Tables.swift")
      || file.name.hasPrefix("NIST")
    guard file.lineCount > limit, !isTable else { return [] }
    return [
      Violation(path: file.path, line: limit + 1, rule: "\(file.lineCount) lines; at most \(limit)")
    ]
  }

  static func functionLength(_ file: SwiftFile) -> [Violation] {
    file.text.functions().filter { $0.lines > longestFunction }.map {
      Violation(
        path: file.path,
        line: $0.firstLine,
        rule: "\($0.name) has \($0.lines) lines; at most \(longestFunction)"
      )
    }
  }

  /// `fatalError`, `try!`, `as!`, a value or a type followed by `!`.
  static func crashes(_ file: SwiftFile) -> [Violation] {
    find("fatalError", in: file, rule: "fatalError: throw, answer, or state a precondition")
      + forced(file)
  }

  static func handMadeConcurrency(
    _ file: SwiftFile,
    allowed: [String: Int] = handMadePromises
  ) -> [Violation] {
    let found =
      find("@unchecked", in: file, rule: "@unchecked Sendable outside the list")
      + find("nonisolated(unsafe)", in: file, rule: "nonisolated(unsafe) outside the list")
    return found.count > allowed[file.path, default: 0] ? found : []
  }

  static func systemRandomness(_ file: SwiftFile) -> [Violation] {
    let names = ["SystemRandomNumberGenerator", "arc4random", "drand48", "srand"]
    let named = names.flatMap {
      find($0, in: file, rule: "\($0): randomness is a parameter", wholeWord: $0 == "srand")
    }
    let calls = [".random(", ".randomElement(", ".shuffled(", ".shuffle("].flatMap { call in
      occurrences(of: call, in: file.text.code)
        .filter { !arguments(from: $0 + call.utf8.count, in: file.text.code).contains("using:") }
        .map {
          Violation(
            path: file.path,
            line: file.text.line(at: $0),
            rule: "\(call)…) without `using:`: randomness is a parameter"
          )
        }
    }
    return named + calls
  }

  static func leftovers(_ file: SwiftFile) -> [Violation] {
    let words = ["TODO", "FIXME", "XXX"]
    var marks: [Int] = []
    var found: [Violation] = []
    for (index, line) in file.text.commentLines.enumerated() {
      if line.contains("MARK:") { marks.append(index + 1) }
      let tokens = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
      for word in words where tokens.contains(Substring(word)) {
        found.append(
          Violation(
            path: file.path,
            line: index + 1,
            rule: "\(word): do it, or disable a test for it"
          )
        )
      }
    }
    if marks.count > mostMarks {
      found.append(
        Violation(
          path: file.path,
          line: marks[mostMarks],
          rule: "\(marks.count) marks; at most \(mostMarks): this is more than one file"
        )
      )
    }
    return found
  }

  /// A postfix `!`: one that follows a value at once and is no part of `!=`.
  private static func forced(_ file: SwiftFile) -> [Violation] {
    let code = file.text.code
    let closers = Set(")]>}?\"`".utf8)
    return code.indices.filter { i in
      guard code[i] == UInt8(ascii: "!"), i > 0 else { return false }
      let next = i + 1 < code.count ? code[i + 1] : Ascii.newline
      return (Ascii.isWord(code[i - 1]) || closers.contains(code[i - 1]))
        && next != UInt8(ascii: "=")
    }.map {
      Violation(
        path: file.path,
        line: file.text.line(at: $0),
        rule: "`!`: unwrap with care or throw"
      )
    }
  }

  private static func find(
    _ text: String,
    in file: SwiftFile,
    rule: String,
    wholeWord: Bool = false
  ) -> [Violation] {
    let code = file.text.code
    return occurrences(of: text, in: code).filter { at in
      let end = at + text.utf8.count
      let begins = at == 0 || !Ascii.isWord(code[at - 1])
      let ends = end == code.count || !Ascii.isWord(code[end])
      return !wholeWord || (begins && ends)
    }.map { Violation(path: file.path, line: file.text.line(at: $0), rule: rule) }
  }

  /// Offsets at which a text begins.
  static func occurrences(of text: String, in code: [UInt8]) -> [Int] {
    let wanted = Array(text.utf8)
    guard code.count >= wanted.count, let first = wanted.first else { return [] }
    return (0...(code.count - wanted.count)).filter {
      code[$0] == first && code[$0..<$0 + wanted.count].elementsEqual(wanted)
    }
  }

  /// What stands between an opening parenthesis, just before `start`, and the one that closes it.
  private static func arguments(from start: Int, in code: [UInt8]) -> String {
    var depth = 1
    var end = start
    while end < code.count {
      if code[end] == Ascii.open { depth += 1 }
      if code[end] == Ascii.close { depth -= 1 }
      if depth == 0 { break }
      end += 1
    }
    return String(decoding: code[start..<end], as: UTF8.self)
  }
}
