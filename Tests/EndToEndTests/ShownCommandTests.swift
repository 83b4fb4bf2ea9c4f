import Foundation
import TestSupport
import Testing

@Suite struct `The README` {
  /// Commands of the README, one after the other, and the lines that each shows.
  struct Shown: CustomTestStringConvertible, Sendable {
    var steps: [(arguments: [String], lines: [String])] = []
    var testDescription: String {
      steps.map { $0.arguments.joined(separator: " ") }.joined(separator: "; ")
    }

    init(_ lines: [String]) {
      for line in lines {
        if line.hasPrefix("$ headroom ") {
          let words = line.dropFirst("$ headroom ".count).replacing("'", with: "")
          steps.append((words.split(separator: " ").map(String.init), []))
        } else {
          steps[steps.count - 1].lines.append(line)
        }
      }
    }
  }

  static let text =
    (try? String(contentsOf: repositoryRoot.appending(path: "README.md"), encoding: .utf8)) ?? ""

  /// Every fenced `console` block that starts with `$ headroom`.
  static let shown: [Shown] = text.components(separatedBy: "```console\n").dropFirst().compactMap {
    block in
    let lines = (block.components(separatedBy: "\n```").first ?? "").components(separatedBy: "\n")
    return lines.first?.hasPrefix("$ headroom ") == true ? Shown(lines) : nil
  }

  /// The reference platform takes minutes in a debug build; the continuous check runs it in release.
  static let quick = shown.filter { shown in
    !shown.steps.contains { $0.arguments.contains("scenarios/council.yaml") }
  }

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
    // In a folder of its own, where shards and reports may be written.
    let folder = try TemporaryFolder()
    for name in ["scenarios", "models"] {
      try FileManager.default.createSymbolicLink(
        at: folder.url.appending(path: name),
        withDestinationURL: repositoryRoot.appending(path: name)
      )
    }
    for (arguments, lines) in shown.steps {
      let outcome = try Program.run(arguments, in: folder.url)
      let printed = (outcome.output + outcome.errors).components(separatedBy: "\n").map(shape)
      var next = printed.startIndex
      for line in lines where !line.isEmpty && line != "…" {
        let found = printed[next...].firstIndex(of: shape(line))
        #expect(found != nil, "not printed: \(line)")
        next = found.map { $0 + 1 } ?? next
      }
    }
  }

  @Test func `its files exist`() {
    for match in Self.text.matches(of: /`((?:models|scenarios|Sources)\/[A-Za-z0-9._\/-]+)`/) {
      let path = repositoryRoot.appending(path: String(match.1)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(match.1)")
    }
  }
}
