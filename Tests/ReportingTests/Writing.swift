import Foundation
import Testing

@testable import Reporting

@Suite struct `Writing a report` {
  let report = SampleReport.report
  /// An engine without Python, for tests that draw nothing.
  let engine = ChartEngine(python: "python-that-is-not-there")

  @Test func `leaves every form of it, and nothing else`() throws {
    try Scratch.use { folder in
      let written = try ReportWriter(engine: engine).write(report, to: folder)
      let forms = ["report.html", "report.md", "report.json", "report.ipynb"]
      let tables = report.tables.map { "tables/\($0.id).csv" }
      #expect(written.files == (forms + tables).map { "\(folder)/\($0)" })
      #expect(Scratch.files(in: folder) == (forms + tables).sorted())
      #expect(Scratch.siblings(of: folder).isEmpty)
    }
  }

  @Test(.enabled(if: Python.has("vl_convert"), "needs the Python package vl-convert-python"))
  func `twice gives the same bytes`() throws {
    try Scratch.use { folder in
      try ReportWriter().write(report, to: folder)
      let first = try Scratch.contents(of: folder)
      try ReportWriter().write(report, to: folder)
      #expect(try Scratch.contents(of: folder) == first)
    }
  }

  @Test(arguments: ["report.html", "report.ipynb", "tables/scores.csv", "tables/sources.csv"])
  func `and being interrupted leaves the old one whole`(file: String) throws {
    struct Interruption: Error {}
    try Scratch.use { folder in
      let writer = ReportWriter(engine: engine) { if $0 == file { throw Interruption() } }
      #expect(throws: ReportWriteError.self) { try writer.write(report, to: folder) }
      #expect(!FileManager.default.fileExists(atPath: folder))
      try ReportWriter(engine: engine).write(report, to: folder)
      let old = try Scratch.contents(of: folder)
      #expect(throws: ReportWriteError.self) { try writer.write(report, to: folder) }
      #expect(try Scratch.contents(of: folder) == old)
      #expect(Scratch.siblings(of: folder).isEmpty)
    }
  }

  @Test func `into the place of an old one is a single step`() throws {
    try Scratch.use { folder in
      let manager = FileManager.default
      for (name, file) in [("a", "old"), ("b", "new")] {
        let path = "\(folder)/\(name)"
        try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: "\(path)/\(file)"))
      }
      #expect(FolderSwap.exchange("\(folder)/a", "\(folder)/b"))
      #expect(Scratch.files(in: folder + "/a") == ["new"])
      #expect(Scratch.files(in: folder + "/b") == ["old"])
    }
  }

  @Test func `never throws away what is not part of a report`() throws {
    try Scratch.use { folder in
      try ReportWriter(engine: engine).write(report, to: folder)
      let own = folder + "/thoughts.txt"
      try Data("mine".utf8).write(to: URL(fileURLWithPath: own))
      let expected = ReportWriteError.holdsOtherFiles(path: folder, found: "thoughts.txt")
      #expect(throws: expected) { try ReportWriter(engine: engine).write(report, to: folder) }
      #expect(FileManager.default.fileExists(atPath: own))
    }
  }

  @Test func `keeps hidden files of the folder`() throws {
    try Scratch.use { folder in
      try ReportWriter(engine: engine).write(report, to: folder)
      let hidden = folder + "/.keep"
      try Data("mine".utf8).write(to: URL(fileURLWithPath: hidden))
      try ReportWriter(engine: engine).write(report, to: folder)
      #expect(FileManager.default.fileExists(atPath: hidden))
    }
  }

  @Test func `into a folder that cannot be made says which`() throws {
    try Scratch.use { folder in
      try Data().write(to: URL(fileURLWithPath: folder))
      let inside = folder + "/report"
      do {
        try ReportWriter(engine: engine).write(report, to: inside)
        Issue.record("a file cannot hold a folder")
      } catch ReportWriteError.cannotCreate(let path, _) {
        #expect(path == inside)
      }
    }
  }
}
