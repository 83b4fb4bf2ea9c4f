import Foundation

/// The entries of a facts file, read by indentation alone.
///
/// Enough YAML to hold an entry against the rule, and no more: the text of each entry under a
/// top-level `prices:`, `limits:`, `clients:` or another of `sections`, whether the entries are keys or list items.
enum DatedFacts {
  struct Entry: Equatable {
    var section: String
    var name: String
    var line: Int
    /// The values of `source`, `as_of` and `grade`, as written, wherever in the entry they stand.
    var values: [String: String] = [:]
  }

  static let sections = [
    "prices", "limits", "clients", "breakers", "adaptive_limits", "idle_timers", "reconnects",
  ]
  static let wanted = ["source", "as_of", "grade"]

  static func entries(_ text: String) -> [Entry] {
    var found: [Entry] = []
    var section: String?
    var entryIndent: Int?
    var block: Block?
    for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let indent = raw.prefix { $0 == " " }.count
      // The lines of a block scalar are text, not keys.
      if let open = block {
        if raw.allSatisfy(\.isWhitespace) { continue }
        if indent > open.indent {
          note(value: raw, of: open.key, in: &found)
          continue
        }
        block = nil
      }
      let line = withoutComment(raw)
      guard let first = line.first(where: { $0 != " " }), !line.hasPrefix("---") else { continue }
      if indent == 0, first != "-" {
        section = sections.first { opens($0, line) }
        entryIndent = nil
        continue
      }
      guard let open = section else { continue }
      if indent <= entryIndent ?? indent, let name = entryName(line) {
        entryIndent = indent
        found.append(Entry(section: open, name: name, line: index + 1))
      }
      guard !found.isEmpty, entryIndent != nil else { continue }
      collect(from: line, into: &found[found.count - 1])
      block = Block(line: line, indent: indent)
    }
    return found
  }

  /// What an entry lacks.
  static func complaints(_ entry: Entry) -> [String] {
    wanted.compactMap { key in
      guard let value = entry.values[key], !value.isEmpty else { return "has no \(key)" }
      switch key {
      case "as_of" where !isDate(value): return "as_of \(value) is no year, month or day"
      case "grade" where !["A", "B", "C"].contains(value): return "grade \(value) is not A, B or C"
      default: return nil
      }
    }
  }

  static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count), parts.allSatisfy({ $0.allSatisfy(\.isNumber) }) else {
      return false
    }
    return parts[0].count == 4 && parts.dropFirst().allSatisfy { $0.count == 2 }
  }

  /// A key whose value is a block of text on the lines below it.
  private struct Block {
    var key: String
    var indent: Int

    init?(line: String, indent: Int) {
      let text = line.reversed().drop { $0 == " " || $0 == "-" || $0 == "+" }
      guard text.first == "|" || text.first == ">" else { return nil }
      let head = String(text.dropFirst().reversed()).trimmingCharacters(in: .whitespaces)
      guard head.hasSuffix(":") else { return nil }
      let words = head.dropLast().split { $0 == " " }
      key = words.last.map(String.init) ?? ""
      self.indent = indent
    }
  }

  private static func note(value: Substring, of key: String, in found: inout [Entry]) {
    guard wanted.contains(key), !found.isEmpty else { return }
    found[found.count - 1].values[key] = value.trimmingCharacters(in: .whitespaces)
  }

  /// `prices:` with nothing but its entries below it; `prices: [file]` refers to entries elsewhere.
  private static func opens(_ section: String, _ line: String) -> Bool {
    guard line.hasPrefix(section + ":") else { return false }
    let rest = line.dropFirst(section.count + 1).trimmingCharacters(in: .whitespaces)
    return rest.isEmpty || rest.hasPrefix("{") || rest.hasPrefix("&")
  }

  /// The name of an entry: its key, or its place in the list; nil for a scalar in a list.
  private static func entryName(_ line: String) -> String? {
    let text = line.trimmingCharacters(in: .whitespaces)
    if text.hasPrefix("- "), !text.contains(": "), !text.hasSuffix(":") { return nil }
    guard let colon = text.range(of: ":") else { return text }
    let head = text.hasPrefix("- ") ? text : String(text[..<colon.lowerBound])
    return head.trimmingCharacters(in: CharacterSet(charactersIn: "\"' "))
  }

  /// Notes the wanted keys of a line, be it `source: x` or `{source: x, as_of: y}`.
  private static func collect(from line: String, into entry: inout Entry) {
    for key in wanted where line.contains(key) {
      let pattern = "(?:^|[\\s{,])[\"']?\(key)[\"']?:\\s+(\"[^\"]*\"|'[^']*'|[^,}\\s][^,}]*)"
      guard let regex = try? NSRegularExpression(pattern: pattern),
        let match = regex.firstMatch(in: line, range: NSRange(line.startIndex..., in: line)),
        let range = Range(match.range(at: 1), in: line)
      else { continue }
      let value = line[range].trimmingCharacters(in: CharacterSet(charactersIn: "\"' "))
      if value != "null", value != "~", value != "|", !value.hasPrefix(">") {
        entry.values[key] = value
      }
    }
  }

  /// The line without a comment: a `#` at its begin or after a space, outside quotes.
  private static func withoutComment(_ line: Substring) -> String {
    var quote: Character?
    var previous: Character = " "
    var kept = ""
    for character in line {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "#", previous == " " {
        break
      } else if character == "\"" || character == "'", " {[,:".contains(previous) {
        quote = character
      }
      kept.append(character)
      previous = character
    }
    while kept.last?.isWhitespace == true { kept.removeLast() }
    return kept
  }
}
