import Foundation
import Testing

@Suite struct `Exit codes` {
  @Test(arguments: [
    ["run"], ["run", "a.yaml", "--threads", "0"], ["run", "a.yaml", "--threads", "257"],
    ["run", "a.yaml", "--set", "nonsense"], ["run", "a.yaml", "--today", "tomorrow"],
    ["run", "a.yaml", "--replications", "1"], ["run", "a.yaml", "--seed", "one"],
    ["run", "a.yaml", "--format", "xml"], ["dance"], ["explain", "H999"], ["check"],
    ["init", "../"], ["init", "a b"], ["fit", "a.csv", "--horizon", "90y"],
    ["bench", "mm2"], ["bench", "mm1", "--rounds", "0"], ["bench", "mm1", "--scale", "0"],
  ])
  func `a mistake on the command line is 64, with the usage`(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(arguments, in: folder.url)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("Usage: headroom"))
    #expect(outcome.output.isEmpty)
  }

  @Test(arguments: ["run", "check", "cost", "breakpoint", "roadmap", "verify", "fit"])
  func `a file that is not there is 66`(verb: String) throws {
    let outcome = try TemporaryFolder().headroom("\(verb) absent.yaml")
    #expect(outcome.status == 66)
    #expect(outcome.errors.hasPrefix("absent.yaml:1:1: error[H001]: "))
  }

  @Test func `a change that leads nowhere is 65`() throws {
    let folder = try TemporaryFolder()
    try folder.write(desk(), to: "desk.yaml")
    let outcome = try folder.headroom("run desk.yaml --set dsk.servers=2")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("error[H034]"))
  }

  @Test func `a scenario without tests is 65`() throws {
    let folder = try TemporaryFolder()
    try folder.write("headroom: 1\n", to: "bare.yaml")
    let outcome = try folder.headroom("run bare.yaml")
    #expect(outcome.status == 65)
    #expect(outcome.errors.hasPrefix("bare.yaml:1:1: error[H011]: "))
  }

  @Test func `a replay without a trace is 64`() throws {
    let folder = try TemporaryFolder()
    let text = desk("    trace: ask", for: "rate").replacing("    warm_up: 1min\n", with: "")
    try folder.write(text, to: "replay.yaml")
    let outcome = try folder.headroom("run replay.yaml")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("--trace"))
  }

  @Test func `a folder that cannot be a report is 73`() throws {
    let folder = try TemporaryFolder()
    try folder.write(desk(), to: "desk.yaml")
    #expect(try folder.headroom("run desk.yaml --out desk.yaml").status == 73)
    #expect(try folder.headroom("run desk.yaml --out .").status == 73)
    #expect(try folder.read("desk.yaml") == Data(desk().utf8))
  }

  @Test func `a target that falls is 99 with the gate and 0 without`() throws {
    let folder = try TemporaryFolder()
    let text = desk().replacing("  ask:\n", with: "  ask:\n    targets: {p95: 10ms}\n")
    try folder.write(text, to: "slow.yaml")
    let loose = try folder.headroom("run slow.yaml --out report")
    #expect(loose.status == 0, "\(loose.errors)")
    let strict = try folder.headroom("run slow.yaml --out report --gate")
    #expect(strict.status == 99)
    #expect(strict.errors.contains("normal at as given (violated)"))
    #expect(folder.holds("report/report.json"))
  }

  @Test func `an interruption is 130 and leaves no half report`() throws {
    let folder = try TemporaryFolder()
    try folder.write(desk("    duration: 20d", for: "duration"), to: "long.yaml")
    let outcome = try folder.headroom("run long.yaml", interruptedAt: "simulating")
    #expect(outcome.status == 130)
    #expect(outcome.output.isEmpty)
    #expect(!folder.holds("notebooks-out"))
  }

  @Test func `a reader that has gone away is no failure`() throws {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let outcome = try TemporaryFolder().headroom("schema", sink: pipe.fileHandleForWriting)
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func `a full disk is 74`() throws {
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let outcome = try TemporaryFolder().headroom("schema", sink: full)
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("cannot write to standard output"))
  }
}
