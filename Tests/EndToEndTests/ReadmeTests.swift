import Foundation
import TestSupport
import Testing

@Suite struct `The README` {
  /// A command of the README and the lines that it shows.
  struct Shown: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    let lines: [String]
    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let text =
    (try? String(contentsOf: repositoryRoot.appending(path: "README.md"), encoding: .utf8)) ?? ""

  /// Every fenced `console` block that starts with `$ headroom`.
  static let shown: [Shown] = text.components(separatedBy: "```console\n").dropFirst().compactMap {
    block in
    let lines = (block.components(separatedBy: "\n```").first ?? "").components(separatedBy: "\n")
    guard let first = lines.first, first.hasPrefix("$ headroom ") else { return nil }
    return Shown(
      arguments: first.dropFirst("$ headroom ".count).split(separator: " ").map(String.init),
      lines: Array(lines.dropFirst())
    )
  }

  /// The reference platform takes minutes in a debug build; the continuous check runs it in release.
  static let quick = shown.filter { !$0.arguments.contains("scenarios/council.yaml") }

  /// A line without its numbers and its spacing: those may differ in the last place between machines.
  private func shape(_ line: String) -> String {
    let plain = line.replacing(/[0-9][0-9.,]*/, with: "0").replacing(/-{3,}/, with: "---")
    return plain.split(separator: " ").joined(separator: " ")
  }

  @Test func `it shows commands that can be tested`() {
    #expect(Self.shown.count >= 3)
    #expect(Self.quick.count >= 2)
  }

  @Test(arguments: quick)
  func `a command prints what is shown`(shown: Shown) throws {
    let outcome = try Program.run(shown.arguments)
    let printed = (outcome.output + outcome.errors).components(separatedBy: "\n").map(shape)
    var next = printed.startIndex
    for line in shown.lines where !line.isEmpty && line != "…" {
      let found = printed[next...].firstIndex(of: shape(line))
      #expect(found != nil, "not printed: \(line)")
      next = found.map { $0 + 1 } ?? next
    }
  }

  @Test func `its files exist`() {
    for match in Self.text.matches(of: /`((?:models|scenarios|Sources)\/[A-Za-z0-9._\/-]+)`/) {
      let path = repositoryRoot.appending(path: String(match.1)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(match.1)")
    }
  }
}
