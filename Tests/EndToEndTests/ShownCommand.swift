import Foundation
import TestSupport
import Testing

/// Commands that a document shows, one after the other, and the lines that each prints.
///
/// They stand in a fenced block of the language `console` that begins with `$ headroom`. A line
/// `…` stands for lines that are left out. `<!-- slow -->` on the line before the block says that it
/// takes long in a build without optimization.
struct ShownCommand: CustomTestStringConvertible, Sendable {
  let document: String
  let isSlow: Bool
  var steps: [(arguments: [String], lines: [String])] = []

  var testDescription: String {
    let commands = steps.map { $0.arguments.joined(separator: " ") }.joined(separator: "; ")
    return "\(document): \(commands)"
  }

  private init(_ lines: [String], in document: String, isSlow: Bool) {
    self.document = document
    self.isSlow = isSlow
    for line in lines {
      if line.hasPrefix("$ headroom ") {
        let words = line.dropFirst("$ headroom ".count).replacing("'", with: "")
        steps.append((words.split(separator: " ").map(String.init), []))
      } else {
        steps[steps.count - 1].lines.append(line)
      }
    }
  }

  /// All of the repository: the README and every article.
  static let all: [ShownCommand] = documents.flatMap { document in
    let text = (try? String(contentsOfFile: repositoryPath(document), encoding: .utf8)) ?? ""
    let parts = text.components(separatedBy: "```console\n")
    return zip(parts, parts.dropFirst()).compactMap { before, block -> ShownCommand? in
      let lines = (block.components(separatedBy: "\n```").first ?? "").components(separatedBy: "\n")
      guard lines.first?.hasPrefix("$ headroom ") == true else { return nil }
      let isSlow = before.hasSuffix("<!-- slow -->\n")
      return ShownCommand(lines, in: document, isSlow: isSlow)
    }
  }

  static let documents = ["README.md"] + repositoryFiles(in: "Sources", ending: ".md")

  /// A line without its numbers and its spacing: those may differ in the last place between machines.
  static func shape(_ line: String) -> String {
    let plain = line.replacing(/[0-9][0-9.,]*/, with: "0").replacing(/-{3,}/, with: "---")
    return plain.split(separator: " ").joined(separator: " ")
  }
}
