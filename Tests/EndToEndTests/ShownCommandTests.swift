import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import headroom

@Suite struct `Shown commands` {
  /// What a build without optimization does in seconds; the continuous check runs the README's
  /// main command in release, and `.ci/blocks` runs all of them there.
  static let quick = ShownCommand.all.filter { !$0.isSlow }

  @Test func `the README and the guides show commands that can be tested`() {
    for document in ["README", "PlannerGuide", "InvestorGuide", "RoadmapGuide"] {
      let shown = Self.quick.filter { $0.document.hasSuffix("\(document).md") }
      #expect(shown.count >= 2, "\(document)")
    }
  }

  @Test func `the page of the command line has every verb`() throws {
    let path = repositoryPath("Sources/headroom/Headroom.docc/CommandLine.md")
    let page = try String(contentsOfFile: path, encoding: .utf8)
    for verb in Headroom.configuration.subcommands {
      let name = try #require(verb.configuration.commandName)
      #expect(page.contains("`\(name)`"), "\(name)")
    }
  }

  @Test(arguments: quick)
  func `a command prints what is shown`(shown: ShownCommand) throws {
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
      let printed = (outcome.output + outcome.errors).components(separatedBy: "\n")
        .map(ShownCommand.shape)
      var next = printed.startIndex
      for line in lines where !line.isEmpty && line != "…" {
        let found = printed[next...].firstIndex(of: ShownCommand.shape(line))
        #expect(found != nil, "not printed: \(line)")
        next = found.map { $0 + 1 } ?? next
      }
    }
  }

  @Test(arguments: ShownCommand.all)
  func `verbs and options are those of the program, and the files are there`(
    shown: ShownCommand
  ) throws {
    var written: Set<String> = []
    for (arguments, lines) in shown.steps {
      #expect(throws: Never.self) { try Headroom.parseAsRoot(arguments) }
      for word in arguments where word.contains("/") && word.contains(/\.(yaml|csv|json)$/) {
        let isThere = FileManager.default.fileExists(atPath: repositoryPath(word))
        #expect(isThere || written.contains(word), "\(word)")
      }
      for line in lines {
        if let wrote = line.firstMatch(of: /^wrote ([^ :]+)/) { written.insert(String(wrote.1)) }
      }
    }
  }
}
