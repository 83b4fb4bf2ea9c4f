import Foundation
import Testing

@testable import Scenarios

private func codes(_ files: TemporaryFiles, _ name: String = "scenarios/main.yaml") -> [String] {
  do {
    _ = try ScenarioDocument.read("\(files.directory)/\(name)")
    return []
  } catch {
    return error.problems.map { "\(Paths.stem(of: $0.file)):\($0.line):\($0.column) \($0.code)" }
  }
}

@Suite struct `Includes` {
  @Test func `definitions are merged by name`() throws {
    let files = try TemporaryFiles()
    try files.write(
      "title: Model\nstations:\n  desk: {servers: 1}\n",
      to: "models/shop.yaml"
    )
    let path = try files.write(
      "headroom: 1\ninclude: [../models/shop.yaml]\ntitle: Main\nstations:\n  till: {servers: 2}\n",
      to: "scenarios/main.yaml"
    )
    let document = try ScenarioDocument.read(path)
    #expect(document.scenario.title == "Main")
    #expect(document.scenario.platform.stations.map(\.name) == ["desk", "till"])
    #expect(document.files.count == 2)
    #expect(document.files.allSatisfy { $0.digest.count == 16 })
    #expect(document.files[1].path.hasSuffix("models/shop.yaml"))
    #expect(!document.files[1].path.contains(".."))
  }

  @Test func `a name defined twice is reported with both places`() throws {
    let files = try TemporaryFiles()
    try files.write("stations:\n  desk: {servers: 1}\n", to: "models/shop.yaml")
    let path = try files.write(
      "headroom: 1\ninclude: [../models/shop.yaml]\nstations:\n  desk: {servers: 2}\n",
      to: "scenarios/main.yaml"
    )
    let error = try #require(throws: ScenarioError.self) { try ScenarioDocument.read(path) }
    let problem = try #require(error.problems.first)
    #expect(problem.code == "H021")
    #expect(problem.line == 4)
    #expect(problem.message.contains("models/shop.yaml:2:3"))
  }

  @Test func `a file included on two ways is read once`() throws {
    let files = try TemporaryFiles()
    try files.write("stations: {a: {servers: 1}}\n", to: "models/a.yaml")
    try files.write("include: [a.yaml]\nstations: {b: {servers: 1}}\n", to: "models/b.yaml")
    try files.write(
      "headroom: 1\ninclude: [../models/a.yaml, ../models/b.yaml]\n",
      to: "scenarios/main.yaml"
    )
    #expect(codes(files) == [])
  }

  @Test func `a circle is reported with its chain`() throws {
    let files = try TemporaryFiles()
    try files.write("include: [b.yaml]\n", to: "models/a.yaml")
    try files.write("include: [a.yaml]\n", to: "models/b.yaml")
    let path = try files.write(
      "headroom: 1\ninclude: [../models/a.yaml]\n",
      to: "scenarios/main.yaml"
    )
    let error = try #require(throws: ScenarioError.self) { try ScenarioDocument.read(path) }
    let problem = try #require(error.problems.first)
    #expect(problem.code == "H033")
    #expect(problem.message.components(separatedBy: " → ").count == 3)
  }

  @Test func `a file that includes itself is a circle`() throws {
    let files = try TemporaryFiles()
    try files.write("headroom: 1\ninclude: [main.yaml]\n", to: "scenarios/main.yaml")
    #expect(codes(files) == ["main:2:11 H033"])
  }

  @Test(arguments: ["/etc/passwd", "~/x.yaml", "../../outside.yaml", "../../../../../etc/passwd"])
  func `paths may not leave the project`(path: String) throws {
    let files = try TemporaryFiles()
    try files.write("stations: {}\n", to: "models/shop.yaml")
    try files.write("headroom: 1\ninclude: [\(path)]\n", to: "scenarios/main.yaml")
    #expect(codes(files) == ["main:2:11 H032"])
  }

  @Test func `a symbolic link may not leave the project`() throws {
    let outside = try TemporaryFiles()
    let target = try outside.write("stations: {a: {servers: 1}}\n", to: "x.yaml")
    let files = try TemporaryFiles()
    try files.write("headroom: 1\ninclude: [link.yaml]\n", to: "scenarios/main.yaml")
    try FileManager.default.createSymbolicLink(
      atPath: "\(files.directory)/scenarios/link.yaml",
      withDestinationPath: target
    )
    #expect(codes(files) == ["main:2:11 H032"])
  }

  @Test func `a missing include is reported where it is named`() throws {
    let files = try TemporaryFiles()
    try files.write("headroom: 1\ninclude: [x.yaml]\n", to: "scenarios/main.yaml")
    #expect(codes(files) == ["main:2:11 H001"])
  }

  @Test func `mistakes of an included file carry its name`() throws {
    let files = try TemporaryFiles()
    try files.write("stations:\n  desk: {servers: 0}\n", to: "scenarios/shop.yaml")
    try files.write("headroom: 1\ninclude: [shop.yaml]\n", to: "scenarios/main.yaml")
    #expect(codes(files) == ["shop:2:19 H015"])
  }
}
