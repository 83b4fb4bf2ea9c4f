import Foundation
import Testing

@testable import Scenarios

/// The first problem of a file of those bytes, as `line:column code`.
private func first(_ data: Data) throws -> String {
  let files = try TemporaryFiles()
  let path = try files.write(data, to: "bad.yaml")
  do {
    _ = try ScenarioDocument.read(path)
    return "none"
  } catch {
    return error.problems.first.map { "\($0.line):\($0.column) \($0.code)" } ?? "no problem"
  }
}

private func first(_ text: String) throws -> String { try first(Data(text.utf8)) }

@Suite struct `Bad files` {
  @Test func `a missing file is no input`() throws {
    do {
      _ = try ScenarioDocument.read("/nowhere/scenario.yaml")
      Issue.record("there is no such file")
    } catch {
      #expect(error.kind == .noInput)
      #expect(error.problems.first?.code == "H001")
    }
  }

  @Test func `a directory is no input`() throws {
    let files = try TemporaryFiles()
    #expect(throws: ScenarioError.self) { try ScenarioDocument.read(files.directory) }
  }

  @Test func `an alias bomb is refused at once`() throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    #expect(try first(text).hasSuffix("H008"))
  }

  @Test func `a narrow alias bomb is refused too`() throws {
    var text = "a0: &a0 [x, x]\n"
    for level in 1...24 {
      text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n"
    }
    #expect(try first(text).hasSuffix("H008"))
  }

  @Test func `an alias as a key is refused`() throws {
    #expect(try first("a: &a [x]\n*a : 1\n") == "2:2 H008")
    #expect(try first("a: &a [x]\n? *a\n: 1\n") == "2:1 H008")
    #expect(try first("{[a]: 1}\n") == "1:4 H008")
  }

  @Test func `an anchor that contains itself is refused`() throws {
    #expect(try first("headroom: 1\na: &a [*a]\n") == "2:8 H008")
  }

  @Test(arguments: [
    String(repeating: "[", count: 100_000),
    String(repeating: "{a: ", count: 100_000),
    String(repeating: "- ", count: 100_000) + "x",
    String(repeating: "? ", count: 100_000) + "x",
    "a: " + String(repeating: "[\n", count: 100_000),
    (0..<2000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
    "'" + String(repeating: "[", count: 100_000),
    "x 'a: " + String(repeating: "[", count: 100_000),
  ])
  func `depth is bounded before parsing`(text: String) throws {
    let found = try first(text)
    #expect(
      ["H007", "H008", "H005"].contains { found.hasSuffix($0) },
      "\(text.prefix(10)): \(found)"
    )
  }

  @Test func `a deep but allowed file is read`() throws {
    let text = "headroom: 1\ntitle: \"" + String(repeating: "[", count: 1000) + "\"\n"
    #expect(try first(text) == "none")
  }

  @Test func `a file and a line that are too large are refused`() throws {
    let line = "headroom: 1\ntitle: " + String(repeating: "x", count: 1_100_000)
    #expect(try first(line) == "2:1 H002")
    let file = String(repeating: "# comment\n", count: 1_000_001)
    #expect(try first(file) == "1:1 H002")
  }

  @Test func `encodings are explained`() throws {
    #expect(try first(Data([0xFF, 0xFE, 0x61, 0x00])) == "1:1 H003")
    #expect(try first(Data("headroom: 1\na: b\u{0}".utf8)) == "2:5 H003")
    #expect(try first(Data("headroom: 1\ntitle: caf".utf8) + Data([0xE9, 0x0A])) == "2:11 H003")
    #expect(try first(Data([0x1F, 0x8B, 0x08])) == "1:1 H003")
    #expect(try first("headroom: 1\ntitle: a\u{7}b\n") == "2:9 H003")
    #expect(try first("headroom: 1\nstations:\n\ta: 1\n") == "3:1 H006")
  }

  @Test func `byte order marks and Windows line ends are accepted`() throws {
    let text = "headroom: 1\r\ntitle: Windows\r\nstations:\r\n  a: {servers: 1}\r\n"
    #expect(try first(Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)) == "none")
    #expect(try first("headroom: 1\r\nstations:\r\n  a: {servers: 0}\r\n") == "3:16 H015")
  }

  @Test func `empty files are explained`() throws {
    #expect(try first("") == "1:1 H004")
    #expect(try first("# only\n# comments\n") == "1:1 H004")
    #expect(try first("---\n") == "1:1 H004")
    #expect(try first("- a\n- b\n") == "1:1 H010")
    #expect(try first("{\"headroom\": 1, \"stations\": {").hasSuffix("H005"))
  }

  @Test func `a duplicate key is reported where it stands the second time`() throws {
    #expect(
      try first("headroom: 1\nstations:\n  a: {servers: 1}\n  b: {servers: 1}\n  a: {servers: 2}\n")
        == "5:3 H009"
    )
    #expect(try first("headroom: 1\nstations: {a: {servers: 1, servers: 2}}\n") == "2:28 H009")
    #expect(try first("headroom: 1\n\"headroom\": 1\n") == "2:1 H009")
  }

  @Test func `the schema version is required`() throws {
    #expect(try first("title: x\n") == "1:1 H023")
    #expect(try first("headroom: 1.10\n") == "1:11 H023")
    #expect(try first("headroom: 2\n") == "1:11 H023")
  }

  @Test func `two documents in one file are refused`() throws {
    #expect(try first("headroom: 1\n---\nheadroom: 1\n").hasSuffix("H005"))
  }

  @Test func `names cannot steer the terminal`() throws {
    let files = try TemporaryFiles()
    let path = try files.write("headroom: 1\n\"\\e[31mred\": 1\n")
    do {
      _ = try ScenarioDocument.read(path)
    } catch {
      #expect(!error.rendered().contains("\u{1B}"))
      #expect(error.rendered().contains("\\u{1B}[31mred"))
    }
  }

  @Test func `a file of a million values is refused before it is parsed`() throws {
    #expect(try first(String(repeating: "a: 1\n", count: 1_000_000)).hasSuffix("H002"))
  }

  @Test func `a truncated or garbled file is refused or read, never a crash`() throws {
    let bytes = Array(fullScenario.utf8)
    var state: UInt64 = 42
    for cut in stride(from: 1, to: bytes.count, by: 97) {
      _ = try first(Data(bytes[..<cut]))
      var garbled = bytes
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        garbled[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
      }
      _ = try first(Data(garbled))
    }
  }
}
