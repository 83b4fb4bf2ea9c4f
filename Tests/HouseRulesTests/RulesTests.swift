import Testing

/// Small files that keep and break each rule: a rule that can find nothing would pass for ever.
@Suite struct `Each rule finds what it is for` {
  private func file(_ text: String, path: String = "Sources/Kernel/A.swift") -> SwiftFile {
    SwiftFile(path: path, text: text)
  }

  private func lines(_ count: Int) -> String { String(repeating: "let a = 1\n", count: count) }

  @Test func `a file of 400 lines is short and one of 401 is not, except tables`() {
    #expect(Rules.fileLength(file(lines(400))).isEmpty)
    #expect(Rules.fileLength(file(lines(401))).count == 1)
    #expect(Rules.fileLength(file(lines(500), path: "Tests/KernelTests/A.swift")).isEmpty)
    #expect(Rules.fileLength(file(lines(501), path: "Tests/KernelTests/A.swift")).count == 1)
    for name in ["ZigguratTable.swift", "Tables.swift", "NISTSets.swift"] {
      #expect(Rules.fileLength(file(lines(900), path: "Sources/Kernel/\(name)")).isEmpty)
    }
  }

  @Test func `a function of 70 lines is short and one of 71 is not`() {
    func body(_ count: Int) -> String { "func f() {\n" + lines(count - 2) + "}\n" }
    #expect(Rules.functionLength(file(body(70))).isEmpty)
    let found = Rules.functionLength(file("\n" + body(71)))
    #expect(found.map(\.description) == ["Sources/Kernel/A.swift:2: f has 71 lines; at most 70"])
  }

  @Test(arguments: [
    "fatalError()", "try! f()", "x as! Int", "let a = b!", "f()!.g", "a[0]!", "var a: Int!",
    "let a: [Int]!", "a!\n", "\"\\(a!)\"",
  ])
  func `a crash is found`(text: String) {
    #expect(Rules.crashes(file(text)).count == 1)
  }

  @Test(arguments: [
    "a != b", "a!=b", "!a", "f(!a)", "[!a]", "#if !os(Linux)", "\"stop!\"", "// fatalError!",
    "a ? !b : c", "let x = !a", "try? f()", "x as? Int", "a !== b",
  ])
  func `what is no crash is not found`(text: String) {
    #expect(Rules.crashes(file(text)).isEmpty)
  }

  @Test func `a promise by hand is found unless the list allows it that often`() {
    let one = file("final class A: @unchecked Sendable {}")
    let two = file("nonisolated(unsafe) var a = 1\nextension A: @unchecked Sendable {}")
    #expect(Rules.handMadeConcurrency(one).count == 1)
    #expect(Rules.handMadeConcurrency(two).count == 2)
    #expect(Rules.handMadeConcurrency(one, allowed: [one.path: 1]).isEmpty)
    #expect(Rules.handMadeConcurrency(two, allowed: [two.path: 1]).count == 2)
    #expect(Rules.handMadeConcurrency(file("// @unchecked Sendable")).isEmpty)
  }

  @Test(arguments: [
    "var g = SystemRandomNumberGenerator()", "Int.random(in: 0..<3)", "Bool.random()",
    "a.shuffled()", "a.randomElement()", "arc4random()", "drand48()", "srand(1)",
    "Int.random(in: a(b, using: c)...d)\nInt.random(in: 0...1)",
  ])
  func `system randomness is found`(text: String) {
    #expect(Rules.systemRandomness(file(text)).count == 1)
  }

  @Test(arguments: [
    "Int.random(in: 0..<f(3), using: &g)", "a.shuffled(using: &g)", "// .random(in: x)",
    "stream.randomize(in: 3)", "Int.random(\n  in: 0...1,\n  using: &g\n)",
  ])
  func `randomness from a given generator is not found`(text: String) {
    #expect(Rules.systemRandomness(file(text)).isEmpty)
  }

  @Test func `leftovers are found in comments only, and marks beyond three`() {
    #expect(Rules.leftovers(file("// TO" + "DO: later")).count == 1)
    #expect(Rules.leftovers(file("/* FIX" + "ME */")).count == 1)
    #expect(Rules.leftovers(file("let a = \"TODO\" // a todo list, MASTODON")).isEmpty)
    let mark = "// MARK: - A\n"
    #expect(Rules.leftovers(file(String(repeating: mark, count: 3))).isEmpty)
    #expect(Rules.leftovers(file(String(repeating: mark, count: 4))).map(\.line) == [4])
  }

  @Test func `a wall holds, whatever stands before the word import`() {
    let below = [
      "import Quantities", "public import Quantities", "import struct Quantities.Rate",
      "@testable import Quantities", "import Glibc", "import Synchronization",
    ]
    for text in below { #expect(Walls.violations(file(text)).isEmpty, "\(text)") }
    let above = [
      "import Stations", "public import Scenarios", "@preconcurrency import Foundation",
      "@_exported public import Foundation", "import func Foundation.exp", "import Yams",
      "import A; import Quantities", "  import Foundation.NSDate",
    ]
    for text in above { #expect(Walls.violations(file(text)).count == 1, "\(text)") }
    for text in ["// import Yams", "\"import Yams\"", "\"\"\"\nimport Yams\n\"\"\"", "important"] {
      #expect(Walls.violations(file(text)).isEmpty, "\(text)")
    }
  }

  @Test func `a wall is a property of the target`() {
    func allows(_ target: String, _ module: String) -> Bool {
      Walls.violations(file("import \(module)", path: "Sources/\(target)/A.swift")).isEmpty
    }
    #expect(allows("Planning", "Kernel"))
    #expect(allows("Planning", "Foundation"))
    #expect(allows("Scenarios", "Yams"))
    #expect(allows("Forecasting", "COpenBLAS"))
    #expect(allows("headroom", "ArgumentParser"))
    #expect(!allows("Planning", "COpenBLAS"))
    #expect(!allows("Planning", "Reporting"))
    #expect(!allows("Costing", "Simulating"))
    #expect(!allows("Reporting", "Yams"))
    #expect(!allows("Simulating", "Foundation"))
    #expect(!allows("Planning", "ArgumentParser"))
    #expect(!allows("Elsewhere", "Quantities"))
  }

  @Test func `a path of the workplace is found and an address is not`() {
    func found(_ text: String) -> Int {
      WorkplaceWords.violations(RepositoryFile(path: "a", text: text)).count
    }
    let folder = WorkplaceWords.folder
    #expect(found("see \(folder)main") == 1)
    #expect(found("\(folder)main\n(\(folder)a)\n'\(folder)b'\nfile://\(folder)c") == 4)
    #expect(found("in \(WorkplaceWords.facts)/llm.md") == 1)
    #expect(found("https://example.com\(folder)a and home\(folder)b and ~\(folder)c") == 0)
    #expect(found("work and facts, a session, a prompt") == 0)
  }
}

@Suite struct `The reader of dated facts` {
  private func complaints(_ text: String) -> [String] {
    DatedFacts.entries(text).flatMap { entry in
      DatedFacts.complaints(entry).map { "\(entry.line) \(entry.name) \($0)" }
    }
  }

  @Test func `keys, list items and braces are entries`() {
    let text = """
      # prices: of nothing
      version: 1
      prices:
        render/standard:
          unit: month   # source: none
          source: "https://render.com/pricing"
          as_of: 2026-11
          grade: A
        a/b: {usd: 1, source: 'x, y', as_of: 2026-11-24, grade: B}
      limits:
        - key: openai/build
          note: >
            source: this is text, no key
          source: |
            a page
          as_of: "2026"
          provenance: {grade: C}
      other:
        c: 1
      clients:
      - key: openai-python
        source: code
        as_of: 2026-11-24
        grade: A
      """
    #expect(DatedFacts.entries(text).map(\.line) == [4, 9, 11, 21])
    #expect(complaints(text).isEmpty)
  }

  @Test func `what is missing, undated or ungraded is found`() {
    let text = """
      prices:
        a/b:
          source:
          as_of: soon
          grade: D
        c/d:
          note: |
            source: x
            as_of: 2026
            grade: A
        # source: x
        e/f: {source: x, grade: A}
        g/h:
      """
    #expect(
      complaints(text) == [
        "2 a/b has no source", "2 a/b as_of soon is no year, month or day",
        "2 a/b grade D is not A, B or C", "6 c/d has no source", "6 c/d has no as_of",
        "6 c/d has no grade", "12 e/f has no as_of", "13 g/h has no source",
        "13 g/h has no as_of", "13 g/h has no grade",
      ]
    )
  }

  @Test func `sections inside a platform and references to other files are no entries`() {
    let text = """
      prices: [prices/render.yaml]
      limits:
        - limits/openai.yaml
      providers:
        openrouter:
          limits:
            - {rpm: 3}
      """
    #expect(DatedFacts.entries(text).isEmpty)
  }
}
