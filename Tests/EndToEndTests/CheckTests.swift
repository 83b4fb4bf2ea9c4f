import Foundation
import Testing

@Suite struct `Checking files` {
  @Test func `a file that is too large is bad data, not a missing file`() throws {
    let folder = try TemporaryFolder()
    try folder.write(String(repeating: "# comment\n", count: 1_200_000), to: "large.yaml")
    let outcome = try folder.headroom("check large.yaml")
    #expect(outcome.status == 65)
    #expect(outcome.errors.hasPrefix("large.yaml:1:1: error[H002]: "))
  }

  @Test func `a byte order mark and Windows line ends are read`() throws {
    let folder = try TemporaryFolder()
    let text = "\u{FEFF}" + desk().replacing("\n", with: "\r\n")
    try folder.write(text, to: "windows.yaml")
    let outcome = try folder.headroom("check windows.yaml")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == "windows.yaml: ok (1 endpoint, 1 test)\n")
  }

  @Test func `the mistakes of all files are reported, good files are named`() throws {
    let folder = try TemporaryFolder()
    try folder.write(desk("  desk: {servers: 0}", for: "servers"), to: "a.yaml")
    try folder.write(desk(), to: "b.yaml")
    try folder.write(desk("    duration: 5m", for: "duration"), to: "c.yaml")
    let outcome = try folder.headroom("check a.yaml b.yaml c.yaml d.yaml")
    #expect(outcome.status == 65)
    #expect(outcome.output == "b.yaml: ok (1 endpoint, 1 test)\n")
    for file in ["a.yaml:3:", "c.yaml:11:", "d.yaml:1:1:"] {
      #expect(outcome.errors.contains(file), "\(outcome.errors)")
    }
  }

  @Test func `a title cannot steer the terminal`() throws {
    let folder = try TemporaryFolder()
    try folder.write(desk() + #"title: "\e[31mred""# + "\n", to: "red.yaml")
    let outcome = try folder.headroom("run red.yaml")
    #expect(outcome.status == 0)
    #expect(!(outcome.output + outcome.errors).contains("\u{1B}"))
    #expect(outcome.output.contains(#"\u{1B}[31mred"#))
  }
}
