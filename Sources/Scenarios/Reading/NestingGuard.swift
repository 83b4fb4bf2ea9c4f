/// Bounds the nesting and the aliases of a YAML text before it is parsed.
///
/// The YAML library and the release of its tree recurse, and it compares keys node by node, so
/// depth, the number of aliases and collections as keys are refused here. The scan knows quotes,
/// comments and block scalars; where it is fooled, the library's own limit of 1,000 levels holds.
struct NestingGuard {
  private var indents: [Int] = []
  private var brackets = 0
  private var aliases = 0
  private var values = 0
  private var quote: UInt8?
  private var blockScalarIndent: Int?
  private var pendingBlockScalar = false
  private var line = 0

  /// Checks a text.
  static func check(_ text: String) throws(TextGuard.Refusal) {
    var text = text
    text.makeContiguousUTF8()
    var scan = NestingGuard()
    for line in text.utf8.split(separator: 10, omittingEmptySubsequences: false) {
      try scan.scan(Array(line))
    }
  }

  private mutating func scan(_ bytes: [UInt8]) throws(TextGuard.Refusal) {
    line += 1
    let indent = bytes.firstIndex { $0 != 32 } ?? bytes.count
    let isBlank = bytes[indent...].allSatisfy { $0 == 13 || $0 == 9 || $0 == 32 }
    if let block = blockScalarIndent {
      if isBlank || indent > block { return }
      blockScalarIndent = nil
    }
    if isBlank && quote == nil { return }
    pendingBlockScalar = false
    if quote == nil, brackets == 0, bytes[indent] != 35 { push(indent) }
    try scanTokens(bytes, from: quote == nil ? indent : 0)
    if pendingBlockScalar { blockScalarIndent = indents.last ?? -1 }
  }

  private mutating func push(_ column: Int) {
    while let last = indents.last, last >= column { indents.removeLast() }
    indents.append(column)
  }

  private mutating func scanTokens(_ bytes: [UInt8], from start: Int) throws(TextGuard.Refusal) {
    var index = start
    var atStart = true
    while index < bytes.count {
      let byte = bytes[index]
      if let open = quote {
        index = closeQuote(open, bytes, from: index)
        atStart = false
        continue
      }
      let endsToken = index + 1 >= bytes.count || [32, 9, 13].contains(bytes[index + 1])
      switch byte {
      case 32, 9, 13: break
      case 35 where index == 0 || bytes[index - 1] == 32 || bytes[index - 1] == 9: return
      case 34 where atStart, 39 where atStart: quote = byte
      case 91 where atStart || brackets > 0, 123 where atStart || brackets > 0:
        brackets += 1
        atStart = true
      case 93 where brackets > 0, 125 where brackets > 0:
        brackets -= 1
        atStart = false
        try refuseAsKey(bytes, behind: index)
      case 44 where brackets > 0, 58 where endsToken:
        atStart = true
        values += 1
      case 45 where atStart && endsToken && brackets == 0:
        push(index + 1)
        values += 1
      case 63 where atStart && endsToken:
        throw refusal(.aliases, index, "a key that starts with ? is not read", keyHelp)
      case 42 where atStart:
        index = try alias(bytes, at: index)
        atStart = false
        continue
      case 38 where atStart, 33 where atStart: index = skipWord(bytes, from: index)
      case 124 where atStart && brackets == 0, 62 where atStart && brackets == 0:
        pendingBlockScalar = true
        return
      default: atStart = false
      }
      try checkLimits(at: index)
      index += 1
    }
  }

  private var keyHelp: String { "keys are single words or quoted texts" }

  private func checkLimits(at index: Int) throws(TextGuard.Refusal) {
    guard values <= TextGuard.mostNodes else {
      throw refusal(
        .tooLarge,
        index,
        "the file holds more than \(TextGuard.mostNodes) values",
        "put bulk data into CSV files"
      )
    }
    guard indents.count + brackets > TextGuard.deepest else { return }
    throw refusal(
      .tooDeep,
      index,
      "nested deeper than \(TextGuard.deepest) levels",
      "no scenario needs that"
    )
  }

  /// The index behind the closing quote, or the end of the line.
  private mutating func closeQuote(_ open: UInt8, _ bytes: [UInt8], from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      if open == 34, bytes[index] == 92 {
        index += 2
        continue
      }
      if bytes[index] == open {
        if open == 39, index + 1 < bytes.count, bytes[index + 1] == 39 {
          index += 2
          continue
        }
        quote = nil
        return index + 1
      }
      index += 1
    }
    return bytes.count
  }

  private mutating func alias(_ bytes: [UInt8], at start: Int) throws(TextGuard.Refusal) -> Int {
    let end = skipWord(bytes, from: start) + 1
    guard end > start + 1 else { return end }
    aliases += 1
    if aliases > TextGuard.mostAliases {
      throw refusal(
        .aliases,
        start,
        "more than \(TextGuard.mostAliases) aliases",
        "write the values out"
      )
    }
    try refuseAsKey(bytes, behind: end - 1)
    return end
  }

  /// The index of the last byte of a word.
  private func skipWord(_ bytes: [UInt8], from start: Int) -> Int {
    var index = start
    while index + 1 < bytes.count, ![32, 9, 13, 44, 91, 93, 123, 125].contains(bytes[index + 1]) {
      index += 1
    }
    return index
  }

  private func refuseAsKey(_ bytes: [UInt8], behind index: Int) throws(TextGuard.Refusal) {
    var next = index + 1
    while next < bytes.count, bytes[next] == 32 || bytes[next] == 9 { next += 1 }
    guard next < bytes.count, bytes[next] == 58 else { return }
    throw refusal(.aliases, index, "a collection or an alias cannot be a key", keyHelp)
  }

  private func refusal(
    _ code: ProblemCode,
    _ index: Int,
    _ message: String,
    _ help: String
  ) -> TextGuard.Refusal {
    TextGuard.Refusal(code: code, line: line, column: index + 1, message: message, help: help)
  }
}
