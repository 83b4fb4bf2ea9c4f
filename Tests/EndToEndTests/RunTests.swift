import Foundation
import TestSupport
import Testing

@Suite struct `A run from file to report` {
  /// A small business with everything in it, quick enough for a debug build.
  static let text = """
    headroom: 1
    title: A small business
    services:
      api: {instances: 1, workers: 2, memory: 512MiB, pools: {main: {size: 5, overflow: 5, timeout: 30s}}}
    databases:
      main: {max_connections: 60}
    endpoints:
      items:
        service: api
        per_query: 1
        targets: {p50: 50ms, p95: 100ms, p99: 200ms}
        steps: [{cpu: {mean: 4ms, cv: 0.5}}, {query: {database: main, time: {median: 2ms, p95: 8ms}}}]
    tiers:
      current: {users: 100, queries_per_day: 500}
      10x: {users: 1000, queries_per_day: 5000}
      100x: {users: 10000, queries_per_day: 50000}
      enterprise: {users: 100000, queries_per_day: 500000}
    tests:
      peak: {purpose: peak, load: peak, duration: 10min}
    experiment: {seed: 7, replications: {min: 5, max: 20}, observations: 50}
    """

  private func report(_ threads: Int, in folder: TemporaryFolder) throws -> Data {
    let path = try folder.write(Data(Self.text.utf8), to: "small.yaml")
    let out = folder.url.appending(path: "out-\(threads)")
    let outcome = try Program.run([
      "run", path, "--out", out.path, "--threads", "\(threads)", "--today", "2026-11-24",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("A small business"))
    for name in ["report.html", "report.md", "report.ipynb", "report.json"] {
      #expect(FileManager.default.fileExists(atPath: out.appending(path: name).path), "\(name)")
    }
    return try Data(contentsOf: out.appending(path: "report.json"))
  }

  @Test func `the same seed gives the same bytes, whatever the number of threads`() throws {
    let folder = try TemporaryFolder()
    let one = try report(1, in: folder)
    let two = try report(2, in: folder)
    #expect(one == two)
    let text = String(decoding: one, as: UTF8.self)
    #expect(!text.contains("NaN") && !text.contains("Infinity"))
    let json = try #require(try JSONSerialization.jsonObject(with: one) as? [String: Any])
    let sections = try #require(json["sections"] as? [String: Any])
    #expect(
      Set(sections.keys) == [
        "scores", "current_capacity", "bottlenecks", "response_times", "load_tests", "costs",
        "architecture_gaps", "roadmap", "recommendations", "audit", "assumptions",
      ]
    )
  }

  @Test func `a violated target ends with 99 where it is asked for`() throws {
    let folder = try TemporaryFolder()
    let text = Self.text.replacingOccurrences(of: "p50: 50ms", with: "p50: 1ms")
    let path = try folder.write(Data(text.utf8))
    let out = folder.url.appending(path: "out").path
    let base = ["run", path, "--out", out, "--today", "2026-11-24", "--quiet"]
    #expect(try Program.run(base).status == 0)
    #expect(try Program.run(base + ["--gate"]).status == 99)
  }

  @Test func `a value set on the command line is the file's value changed`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Data(Self.text.utf8))
    let good = try Program.run(["check", path])
    #expect(good.status == 0)
    let bad = try Program.run(["run", path, "--set", "api.instancs=4"])
    #expect(bad.status == 65)
    #expect(bad.errors.contains("did you mean \"instances\"?"))
  }

  @Test func `a starter is written once and checks`() throws {
    let folder = try TemporaryFolder()
    #expect(try Program.run(["init", "mine"], in: folder.url).status == 0)
    #expect(try Program.run(["check", "mine.yaml"], in: folder.url).status == 0)
    #expect(try Program.run(["init", "mine"], in: folder.url).status == 73)
  }

  @Test func `the schema is JSON and the shipped scenarios fit it`() throws {
    let outcome = try Program.run(["schema"])
    #expect(outcome.status == 0)
    let schema = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    #expect((schema as? [String: Any])?["$schema"] != nil)
    let checked = try Program.run(["check", "scenarios/council.yaml", "scenarios/quickstart.yaml"])
    #expect(checked.status == 0, "\(checked.errors)")
  }

  @Test func `a code is explained`() throws {
    let outcome = try Program.run(["explain", "H012"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("H012"))
  }
}
