import Foundation
import Testing

@Suite struct `Shards and their merging` {
  /// A folder with the small business and its shards `a` and `b`.
  private func shards() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let text = `A run from file to report`.text.replacing("max: 20", with: "max: 8")
      .replacing("10min}", with: "1min}\n  day: {purpose: normal, load: mean, duration: 2min}")
    try folder.write(text + "\n", to: "small.yaml")
    for (name, range, threads) in [("b", "3..<1000000", "1"), ("a", "0..<3", "2")] {
      let outcome = try folder.headroom(
        "run small.yaml --set api.workers=1 --seed 9 --replications \(range) --threads \(threads) "
          + "--out \(name).shard.json"
      )
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains("wrote \(name).shard.json: "))
    }
    #expect(!folder.holds("notebooks-out"))
    return folder
  }

  /// The files of a folder by name.
  private func files(_ name: String, in folder: TemporaryFolder) throws -> [String: Data] {
    let root = folder.url.appending(path: name)
    let names = try FileManager.default.subpathsOfDirectory(atPath: root.path)
    var files: [String: Data] = [:]
    for path in names where !root.appending(path: path).hasDirectoryPath {
      files[path] = try? Data(contentsOf: root.appending(path: path))
    }
    return files
  }

  @Test func `give the folder of the single run, byte for byte`() throws {
    let folder = try shards()
    let words = "--today 2026-11-24 --quiet"
    let whole = try folder.headroom(
      "run small.yaml --set api.workers=1 --seed 9 \(words) --out whole"
    )
    let merged = try folder.headroom("merge b.shard.json a.shard.json \(words) --out merged")
    #expect(merged.status == 0, "\(merged.errors)")
    #expect(merged.errors.isEmpty)
    #expect(merged.output == whole.output)
    let expected = try files("whole", in: folder)
    #expect(expected.count > 10)
    #expect(try files("merged", in: folder) == expected)
    let json = String(decoding: try folder.read("merged/report.json"), as: UTF8.self)
    #expect(
      json.contains("headroom run small.yaml --set api.workers=1 --seed 9 --today 2026-11-24")
    )
  }

  @Test func `refuse what is not one whole run, with the file's name`() throws {
    let folder = try shards()
    let damaged = try folder.read("b.shard.json").dropLast(100)
    _ = try folder.write(Data(damaged), to: "cut.shard.json")
    try folder.headroom("run small.yaml --replications 3..<99 --out other.shard.json --quiet")
    let mistakes = [
      ("b.shard.json", 65, "missing: replications 0..<3 of peak at current"),
      ("a.shard.json b.shard.json a.shard.json", 65, "holds replications 0..<3 too"),
      ("a.shard.json cut.shard.json", 65, "cut.shard.json: it is damaged"),
      ("a.shard.json other.shard.json", 65, "other.shard.json: it is of another run"),
      ("a.shard.json small.yaml", 65, "small.yaml: it is no shard"),
      ("a.shard.json absent.shard.json", 66, "absent.shard.json: there is no such file"),
      ("a.shard.json .", 65, ".: it is a folder"),
    ]
    for (files, status, words) in mistakes {
      let outcome = try folder.headroom("merge \(files) --out report")
      #expect(outcome.status == status, "\(files): \(outcome.errors)")
      #expect(outcome.errors.contains(words), "\(files): \(outcome.errors)")
      #expect(outcome.output.isEmpty)
    }
    let text = String(decoding: try folder.read("small.yaml"), as: UTF8.self)
    try folder.write(text + "# edited\n", to: "small.yaml")
    let changed = try folder.headroom("merge a.shard.json b.shard.json --out report")
    #expect(changed.status == 65)
    #expect(changed.errors.contains("a.shard.json: small.yaml has changed since it was made"))
    #expect(!folder.holds("report"))
  }

  @Test(arguments: [
    "run small.yaml --replications 3...5", "run small.yaml --replications 5..<3",
    "run small.yaml --replications 4..<4", "run small.yaml --replications 4..",
    "run small.yaml --replications ..<4", "run small.yaml --replications +1..<4",
    "run small.yaml --replications 0..<99999999999999999999",
    "run small.yaml --replications 0..<4 --gate", "run small.yaml --replications 0..<4 --full",
    "run small.yaml --replications 0..<4 --format json",
    "run small.yaml --replications 0..<4 --out small.yaml",
    "cost small.yaml --replications 0..<4", "roadmap small.yaml --replications 0..<4",
    "breakpoint small.yaml --replications 0..<4", "merge", "merge a.shard.json --today soon",
  ])
  func `a mistake in the words is 64`(line: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try folder.headroom(line)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("Usage: headroom"))
  }

  @Test func `a shard that cannot be written is 73, and an older one is replaced`() throws {
    let folder = try TemporaryFolder()
    try folder.write(desk(), to: "desk.yaml")
    try folder.write("old", to: "a.shard.json")
    let run = "run desk.yaml --replications 0..<2 --quiet --out"
    #expect(try folder.headroom("\(run) a.shard.json").status == 0)
    #expect(try folder.read("a.shard.json").count > 1000)
    #expect(try folder.headroom("\(run) new/a.shard.json").status == 0)
    #expect(folder.holds("new/a.shard.json"))
    #expect(try folder.headroom("\(run) desk.yaml/a.shard.json").status == 73)
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "b.shard.json"),
      withIntermediateDirectories: true
    )
    #expect(try folder.headroom("\(run) b.shard.json").status == 73)
    #expect(try folder.headroom("run desk.yaml --replications 2..<9 --quiet").status == 0)
    #expect(folder.holds("notebooks-out/desk.2-9.shard.json"))
    let merged = try folder.headroom("merge a.shard.json notebooks-out/desk.2-9.shard.json --quiet")
    #expect(merged.status == 0, "\(merged.errors)")
    #expect(folder.holds("notebooks-out/desk/report.html"))
  }

  @Test func `an interruption is 130 and leaves no half shard`() throws {
    let folder = try TemporaryFolder()
    try folder.write(desk("    duration: 20d", for: "duration"), to: "long.yaml")
    let outcome = try folder.headroom(
      "run long.yaml --replications 0..<2",
      interruptedAt: "simulating"
    )
    #expect(outcome.status == 130)
    #expect(!folder.holds("notebooks-out"))
  }

  @Test func `a replayed trace comes from the shards as from the run`() throws {
    let folder = try TemporaryFolder()
    let text = desk("    trace: ask", for: "rate").replacing("    warm_up: 1min\n", with: "")
    try folder.write(text, to: "replay.yaml")
    let rows = (0..<200).map { "\(Double($0) * 1.3),100,50\n" }.joined()
    try folder.write("time_s,input_tokens,output_tokens\n" + rows, to: "trace.csv")
    let words = "--trace trace.csv --today 2026-11-24 --quiet"
    let whole = try folder.headroom("run replay.yaml \(words) --out whole")
    #expect(whole.status == 0, "\(whole.errors)")
    for (name, range) in [("a", "0..<2"), ("b", "2..<9")] {
      try folder.headroom(
        "run replay.yaml \(words) --replications \(range) --out \(name).shard.json"
      )
    }
    let merged = try folder.headroom("merge b.shard.json a.shard.json --quiet --out merged")
    #expect(merged.status == 0, "\(merged.errors)")
    #expect(try files("merged", in: folder) == files("whole", in: folder))
    try folder.write("time_s,input_tokens,output_tokens\n0,1,1\n1,1,1\n", to: "trace.csv")
    let changed = try folder.headroom("merge b.shard.json a.shard.json")
    #expect(changed.status == 65)
    #expect(changed.errors.contains("trace.csv has changed"))
  }
}
