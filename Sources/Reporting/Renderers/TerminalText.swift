/// Text measured in columns of a terminal.
enum TerminalText {
  /// How many columns a text takes: two for wide East Asian letters and emoji, one for the rest.
  static func width(_ text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + ($1.unicodeScalars.contains(where: isWide) ? 2 : 1) }
  }

  /// The text in lines of at most that many columns, broken at spaces, and in words only if it must.
  static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      var rest = word
      if !line.isEmpty, self.width(line) + 1 + self.width(rest) <= width {
        line += " " + rest
        continue
      }
      if !line.isEmpty { lines.append(line) }
      while self.width(rest) > width, rest.count > 1 {
        let cut = head(of: rest, width: width)
        lines.append(String(cut))
        rest = rest.dropFirst(cut.count)
      }
      line = String(rest)
    }
    return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
  }

  /// The text in the colour of a verdict.
  static func painted(_ text: String, _ status: Status?) -> String {
    guard let status, !text.isEmpty else { return text }
    let code =
      switch status {
      case .pass: "32"
      case .fail: "31"
      case .warn: "33"
      case .unknown: "2"
      }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }

  /// As much of a word as fits, at least one letter.
  private static func head(of word: Substring, width: Int) -> Substring {
    var taken = 0
    var columns = 0
    for letter in word {
      columns += self.width(String(letter))
      if columns > width, taken > 0 { break }
      taken += 1
    }
    return word.prefix(taken)
  }

  /// Ranges of wide letters, after Unicode Standard Annex 11 (East Asian Width), abridged.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
