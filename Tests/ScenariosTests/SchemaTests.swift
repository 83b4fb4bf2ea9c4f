import Foundation
import Testing

@testable import Scenarios

/// The names of records that a shape refers to.
private func records(in shape: Shape) -> [String] {
  switch shape {
  case .record(let name): [name]
  case .list(let inner), .map(let inner), .law(let inner): records(in: inner)
  case .either(let shapes): shapes.flatMap(records)
  default: []
  }
}

@Suite struct `The schema` {
  @Test func `every record that a key refers to is there, once`() {
    let names = Schemas.all.map(\.name)
    #expect(Set(names).count == names.count)
    let used = Schemas.all.flatMap(\.fields).flatMap { records(in: $0.shape) }
    #expect(Set(used).union(["file"]) == Set(names))
  }

  @Test func `keys are unique and documented`() {
    for outline in Schemas.all {
      let keys = outline.fields.map(\.key)
      #expect(Set(keys).count == keys.count, "\(outline.name)")
      for field in outline.fields {
        #expect(field.doc.hasSuffix("."), "\(outline.name).\(field.key)")
        #expect(field.key.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" })
      }
    }
  }

  @Test func `the JSON Schema is valid JSON and lists every key`() throws {
    let data = Data(jsonSchema().utf8)
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(root["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    let definitions = try #require(root["$defs"] as? [String: [String: Any]])
    for outline in Schemas.all {
      let record = outline.name == "file" ? root : definitions[outline.name]
      let properties = try #require(record?["properties"] as? [String: Any])
      #expect(Set(properties.keys) == Set(outline.fields.map(\.key)))
      #expect(record?["additionalProperties"] as? Bool == false)
    }
  }

  @Test func `the reference names defaults and their sources`() {
    let text = schemaReference()
    #expect(text.contains("backlog: whole number or unbounded [default 2048]"))
    #expect(text.contains("Source: Uvicorn default --backlog 2048."))
    #expect(text.contains("instances: whole number from 1 to 1000000 [default 1]"))
  }

  @Test func `every code has an explanation`() {
    for code in ProblemCode.allCases {
      #expect(code.explanation.count > 40, "\(code)")
    }
    let codes = ProblemCode.allCases.map(\.rawValue)
    #expect(codes == codes.sorted())
  }
}

@Suite struct `Shipped scenarios` {
  @Test func `the starter is read without a warning`() throws {
    let document = try read(starterScenario(name: "shop"))
    #expect(document.scenario.title == "shop")
    #expect(document.warnings == [])
    #expect(document.scenario.tests.count == 4)
  }

  @Test func `the starter survives strange names`() throws {
    #expect(try read(starterScenario(name: "a\"\n: {")).scenario.title == "My platform")
  }

  @Test func `the quick start is short and is read without a warning`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = root.appendingPathComponent("scenarios/quickstart.yaml").path
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.split(separator: "\n").count < 25)
    let document = try ScenarioDocument.read(path)
    #expect(document.scenario.name == "quickstart")
    #expect(document.warnings == [])
  }
}

@Suite struct `Rendered errors` {
  @Test func `point at the place as a compiler does`() throws {
    let problem = try #require(
      try problems("headroom: 1\nservices:\n  api:\n    timout: 5s\n").first
    )
    let lines = problem.rendered().split(separator: "\n").map(String.init)
    #expect(lines[0].hasSuffix("scenario.yaml:4:5: error[H012]: \(problem.message)"))
    #expect(lines[1] == "      timout: 5s")
    #expect(lines[2] == "      ^")
    #expect(lines[3].hasPrefix("  help: allowed keys: plan"))
    #expect(problem.rendered(color: true).contains("\u{1B}[31m"))
  }

  @Test func `cut long lines around the place`() {
    let line = String(repeating: "x", count: 500)
    let problem = Problem(
      file: "f",
      line: 1,
      column: 300,
      code: "H005",
      message: "m",
      sourceLine: line
    )
    let lines = problem.rendered().split(separator: "\n")
    #expect(lines[1].count < 140)
    #expect(lines[2].last == "^")
  }
}
