import Foundation
import TestSupport
import Testing

@testable import Scenarios

/// The pages of the documentation that are made from the program.
@Suite struct `Reference pages` {
  private func page(_ name: String) throws -> String {
    let path = repositoryPath("Sources/headroom/Headroom.docc/\(name).md")
    return try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func `the schema reference is that of the schema`() throws {
    let isCurrent = try page("SchemaReference") == schemaPage()
    #expect(isCurrent, "run .ci/pages")
  }

  @Test func `the error codes are those of the program`() throws {
    let isCurrent = try page("ErrorCodes") == errorCodePage()
    #expect(isCurrent, "run .ci/pages")
  }

  @Test func `the page has a section for every record and a row for every key`() {
    let lines = Set(schemaPage().components(separatedBy: "\n"))
    for outline in Schemas.all {
      #expect(lines.contains("## \(outline.name)"))
    }
    let rows = schemaPage().matches(of: /(?m)^\| `/).count
    let keys = Schemas.all.map(\.fields.count).reduce(0, +)
    #expect(rows == keys + LawForm.schema(.seconds).outline.fields.count)
  }

  @Test func `rows of a table have four cells, whatever stands in them`() {
    let page = schemaPage()
    let records = page.components(separatedBy: "\n## file\n").last ?? ""
    for line in records.components(separatedBy: "\n") where line.hasPrefix("| `") {
      #expect(line.replacing("\\|", with: "").split(separator: "|").count == 4, "\(line)")
    }
  }
}
