import Testing

/// All violations of a rule at once, one on a line, as `file:line: rule`.
func report(_ violations: [Violation]) -> Comment {
  Comment(rawValue: "\n" + violations.map(\.description).sorted().joined(separator: "\n"))
}

@Suite struct `House rules` {
  @Test func `the repository is found, and it has sources and tests`() {
    #expect(Repository.exists("Package.swift"))
    #expect(Repository.sources.count > 10)
    #expect(Repository.tests.contains { $0.path == "Tests/HouseRulesTests/HouseRulesTests.swift" })
    #expect(Repository.files.contains { $0.path == ".swift-format" })
  }

  @Test func `every target has a row in the table of imports and a folder`() {
    #expect(Set(Repository.folders(in: "Sources")) == Set(Walls.table.map(\.target)))
  }

  @Test func `a row of the table names only rows above it`() {
    for (index, row) in Walls.table.enumerated() {
      #expect(Set(row.imports).isSubset(of: Walls.table[..<index].map(\.target)))
    }
  }

  @Test func `a target imports what its row reaches and nothing else`() {
    let violations = Repository.sources.flatMap(Walls.violations)
    #expect(violations.isEmpty, report(violations))
  }

  @Test func `a file is short enough to be read`() {
    let violations = (Repository.sources + Repository.tests).flatMap(Rules.fileLength)
    #expect(violations.isEmpty, report(violations))
  }

  @Test func `a function is short enough to be seen at once`() {
    let violations = (Repository.sources + Repository.tests).flatMap(Rules.functionLength)
    #expect(violations.isEmpty, report(violations))
  }

  @Test func `nothing in the sources crashes without a stated rule`() {
    let violations = Repository.sources.flatMap(Rules.crashes)
    #expect(violations.isEmpty, report(violations))
  }

  @Test func `concurrency is promised by hand only where the list says so`() {
    let violations = (Repository.sources + Repository.tests).flatMap {
      Rules.handMadeConcurrency($0)
    }
    #expect(violations.isEmpty, report(violations))
    for path in Rules.handMadePromises.keys { #expect(Repository.exists(path)) }
  }

  @Test func `the sources draw no randomness from the system`() {
    let violations = Repository.sources.flatMap(Rules.systemRandomness)
    #expect(violations.isEmpty, report(violations))
  }

  @Test func `nothing is left to do later and no file is a forest of marks`() {
    let violations = (Repository.sources + Repository.tests).flatMap(Rules.leftovers)
    #expect(violations.isEmpty, report(violations))
  }

  @Test func `every price, limit and client policy is sourced, dated and graded`() {
    var count = 0
    var violations: [Violation] = []
    for file in Repository.files
    where file.path.hasPrefix("models/")
      && (file.path.hasSuffix(".yaml") || file.path.hasSuffix(".yml"))
    {
      for entry in DatedFacts.entries(file.text) {
        count += 1
        violations += DatedFacts.complaints(entry).map {
          Violation(
            path: file.path,
            line: entry.line,
            rule: "\(entry.section) entry \(entry.name) \($0)"
          )
        }
      }
    }
    #expect(violations.isEmpty, report(violations))
    #expect(
      count > 0 || !Repository.exists("models/prices"),
      "models/prices is there, but no entry was found: the reader does not know its form"
    )
  }

  @Test func `the repository speaks of the product alone`() {
    let violations = Repository.files.flatMap(WorkplaceWords.violations)
    #expect(violations.isEmpty, report(violations))
  }
}
