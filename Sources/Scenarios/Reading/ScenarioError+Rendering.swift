extension Problem {
  /// The problem as a compiler would print it: place, code, message, line, caret and help.
  ///
  /// Control characters in anything that comes from the file are made visible.
  public func rendered(color: Bool = false) -> String {
    let (red, yellow, bold, faint, plain) =
      color
      ? ("\u{1B}[31m", "\u{1B}[33m", "\u{1B}[1m", "\u{1B}[2m", "\u{1B}[0m") : ("", "", "", "", "")
    let word = isWarning ? "warning" : "error"
    let tint = isWarning ? yellow : red
    let place = "\(file.escapedForTerminal()):\(line):\(column)"
    var text =
      "\(bold)\(place): \(tint)\(word)[\(code)]\(plain)\(bold): \(visible(message))\(plain)"
    if let sourceLine, !sourceLine.isEmpty {
      let (excerpt, offset) = excerpt(of: sourceLine)
      text += "\n  \(excerpt)\n  \(String(repeating: " ", count: offset))\(tint)^\(plain)"
    }
    if let help { text += "\n  \(faint)help:\(plain) \(visible(help))" }
    return text
  }

  private func visible(_ text: String) -> String { text.escapedForTerminal(limit: 2000) }

  /// The part of a line around the column, and where the column is in it.
  private func excerpt(of sourceLine: String) -> (text: String, offset: Int) {
    let characters = Array(sourceLine.unicodeScalars)
    let at = min(max(column - 1, 0), characters.count)
    let start = at > 80 ? at - 60 : 0
    let end = min(characters.count, start + 120)
    func text(_ range: Range<Int>) -> String {
      let piece = String(String.UnicodeScalarView(characters[range]))
      return piece.map { $0 == "\t" ? " " : String($0) }.joined().escapedForTerminal(limit: 4000)
    }
    let before = (start > 0 ? "…" : "") + text(start..<min(at, end))
    let behind = text(min(at, end)..<end) + (end < characters.count ? "…" : "")
    return (before + behind, before.count)
  }
}

extension ScenarioError {
  /// All problems as a compiler would print them, one below the other.
  public func rendered(color: Bool = false) -> String {
    problems.map { $0.rendered(color: color) }.joined(separator: "\n")
  }
}

extension ScenarioError: CustomStringConvertible {
  /// All problems, without color.
  public var description: String { rendered() }
}
