import Testing

@Suite struct `Documents of the repository` {
  static let all = Documents(Repository.files) { Repository.exists($0) }

  @Test func `are found, articles included`() {
    #expect(Self.all.byPath["README.md"] != nil)
    #expect(Self.all.byPath.values.contains { $0.isRoot })
    #expect(Self.all.byPath.values.flatMap(\.links).count > 100)
  }

  @Test func `have links that lead somewhere and name files that are there`() {
    let violations = Self.all.violations
    #expect(violations.isEmpty, report(violations))
  }

  @Test func `can be reached from the first page of their catalogue`() {
    let orphans = Self.all.orphans
    #expect(orphans.isEmpty, report(orphans))
  }

  @Test func `list every table that an answer may have`() throws {
    let page = try #require(Repository.files.first { $0.path.hasSuffix("/ReportTables.md") })
    let listed = Set(page.text.matches(of: /(?m)^### (\w+)$/).map(\.1))
    let folders = ["Sources/Reporting/Building/", "Sources/headroom/Answers/"]
    let sources = Repository.files.filter { file in
      folders.contains { file.path.hasPrefix($0) }
    }
    let tables = Set(
      sources.flatMap { $0.text.matches(of: /Table\(\s*id: "(\w+)"/).map { String($0.1) } }
    )
    // The JSON of `bench` is no report and has a schema of its own.
    let shown = tables.subtracting(["speed", "checks"])
    let missing = shown.filter { !listed.contains($0[...]) }.sorted()
    #expect(missing.isEmpty, "run .ci/pages --tables")
    #expect(tables.count > 50)
  }
}

@Suite struct `The rule about links` {
  private func rules(_ text: String, at path: String = "Sources/a/A.docc/One.md") -> [String] {
    let files = [
      RepositoryFile(path: path, text: text),
      RepositoryFile(path: "Sources/a/A.docc/Two.md", text: "# Two\n\n## A heading, with more"),
      RepositoryFile(path: "Sources/B/B.docc/Three.md", text: "# Three"),
    ]
    let there: Set = [
      "README.md", "scenarios/x.yaml", "Sources/a/A.docc/Resources/picture.png", path,
    ]
    return Documents(files) { there.contains($0) }.violations.map(\.rule)
  }

  @Test(arguments: [
    "<doc:Two>", "<doc:Two#A-heading-with-more>", "[text](doc:Two#A-heading-with-more)",
    "[text](doc:/B/Three)", "![what it shows](picture)", "[out](https://example.org/x)",
    "# Own\n\n[text](#Own)", "`scenarios/x.yaml`", "`[code](is-no-link)`",
    "```\n[code](is-no-link)\n```",
  ])
  func `lets good ones pass`(text: String) {
    #expect(rules(text) == [])
  }

  @Test(arguments: [
    "<doc:Twoo>", "<doc:Two#Another-heading>", "[text](#Nowhere)", "[text](doc:/B/Four)",
    "![what it shows](no-picture)", "`scenarios/y.yaml`", "```\n```\n<doc:Twoo>",
  ])
  func `finds bad ones`(text: String) {
    #expect(rules(text).count == 1)
  }

  @Test func `follows paths outside of catalogues`() {
    #expect(rules("[text](../README.md)", at: "models/READ.md") == [])
    #expect(rules("[text](README.md)", at: "models/READ.md").count == 1)
    #expect(rules("[text](READ.md#Top)\n\n# Top", at: "models/READ.md") == [])
    #expect(rules("[text](READ.md#Down)\n\n# Top", at: "models/READ.md").count == 1)
  }

  @Test func `finds what the first page does not list`() {
    let root = "# A\n\n@Metadata {\n  @TechnologyRoot\n}\n\n- <doc:Two>"
    let files = ["Root": root, "Two": "# Two", "Three": "# Three"].map {
      RepositoryFile(path: "Sources/a/A.docc/\($0.key).md", text: $0.value)
    }
    let orphans = Documents(files) { _ in true }.orphans
    #expect(orphans.map(\.path) == ["Sources/a/A.docc/Three.md"])
  }
}
