import Foundation
import Testing

@Suite struct `The verbs` {
  @Test func `the starter runs as it is written and its report is complete`() throws {
    let folder = try TemporaryFolder()
    let start = try folder.headroom("init shop")
    #expect(start.status == 0)
    #expect(start.output.contains("headroom run shop.yaml"))
    #expect(
      try folder.headroom("check shop.yaml").output == "shop.yaml: ok (2 endpoints, 4 tests)\n"
    )
    // Shorter tests, for the sake of unoptimized builds.
    let outcome = try folder.headroom(
      "run shop.yaml --replications 2 --set tests.peak.duration=10s --set tests.normal.duration=10s"
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(!outcome.output.isEmpty)
    for file in ["report.html", "report.md", "report.json", "report.ipynb"] {
      #expect(folder.holds("notebooks-out/shop/\(file)"))
      #expect(outcome.errors.contains("wrote notebooks-out/shop/\(file)"))
    }
  }

  @Test func `a starter overwrites nothing`() throws {
    let folder = try TemporaryFolder()
    try folder.write("mine", to: "shop.yaml")
    #expect(try folder.headroom("init shop").status == 73)
    #expect(try folder.read("shop.yaml") == Data("mine".utf8))
  }

  @Test func `the same seed and day give the same bytes for any number of threads`() throws {
    let folder = try TemporaryFolder()
    try folder.write(desk(), to: "desk.yaml")
    for threads in ["1", "2"] {
      let outcome = try folder.headroom(
        "run desk.yaml --seed 7 --today 2026-11-24 --threads \(threads) --out report-\(threads) --quiet"
      )
      #expect(outcome.status == 0)
      #expect(outcome.errors.isEmpty)
    }
    let first = try folder.read("report-1/report.json")
    #expect(try folder.read("report-2/report.json") == first)
    let command = "headroom run desk.yaml --seed 7 --today 2026-11-24"
    #expect(String(decoding: first, as: UTF8.self).contains("\"\(command)\""))
  }

  @Test func `the printed JSON is the written one`() throws {
    let folder = try TemporaryFolder()
    try folder.write(desk(), to: "desk.yaml")
    let outcome = try folder.headroom("run desk.yaml --format json --out report")
    #expect(outcome.status == 0)
    #expect(Data(outcome.output.utf8) == (try folder.read("report/report.json")))
    #expect(throws: Never.self) {
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    }
  }

  @Test func `a queue is verified against its closed form`() throws {
    let folder = try TemporaryFolder()
    // Ten minutes know too little of the 99th percentile for an interval that covers it.
    let long = desk("    duration: 5h", for: "duration")
      .replacingOccurrences(of: "replications: 4", with: "replications: 10")
    try folder.write(long, to: "desk.yaml")
    let plain = try folder.headroom("verify desk.yaml --gate --format csv")
    #expect(plain.status == 0, "\(plain.errors)")
    #expect(plain.output.contains("M/M/1"))
    #expect(plain.output.contains("mean response time"))
  }

  @Test func `what a scenario has nothing for is named, and what would be needed`() throws {
    let folder = try TemporaryFolder()
    try folder.write(desk(), to: "desk.yaml")
    let outcome = try folder.headroom("optimize desk.yaml --format json --quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    for question in ["Right size", "Reserved instances", "Prompt cache", "Batches"] {
      #expect(outcome.output.contains(question))
    }
  }

  @Test func `usage is written for Infracost, and not for what has no tier`() throws {
    let folder = try TemporaryFolder()
    try folder.write(desk(), to: "desk.yaml")
    let refused = try folder.headroom("cost desk.yaml --infracost usage.yml --quiet")
    #expect(refused.status == 65)
    #expect(!folder.holds("usage.yml"))
    #expect(try folder.headroom("init shop").status == 0)
    let outcome = try folder.headroom(
      "cost shop.yaml --infracost usage.yml --quiet --replications 2 --set tests.peak.duration=10s"
        + " --set tests.normal.duration=10s"
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    let text = String(decoding: try folder.read("usage.yml"), as: UTF8.self)
    #expect(text.contains("\nversion: 0.1\nresource_usage:"))
  }

  @Test(arguments: ["cost", "roadmap"])
  func `a part of the report is printed alone and nothing is written`(verb: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(desk(), to: "desk.yaml")
    let outcome = try folder.headroom("\(verb) desk.yaml --format json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let json = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    #expect((json?["sections"] as? [String: Any])?.count == 1)
    #expect(!folder.holds("notebooks-out"))
  }

  @Test(arguments: ["table", "json", "markdown", "csv"])
  func `a change is compared with what it replaces`(format: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(desk(), to: "desk.yaml")
    let outcome = try folder.headroom(
      "compare desk.yaml --set stations.desk.servers=2 --replications 10 --format \(format)"
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    for words in ["stations.desk.servers", "p95 of ask", "falls"] {
      #expect(outcome.output.contains(words), "\(words)")
    }
    if format == "markdown" { #expect(outcome.output.contains("p95 of ask falls by ")) }
  }

  @Test func `two files are compared, and a comparison with nothing is refused`() throws {
    let folder = try TemporaryFolder()
    try folder.write(desk(), to: "one.yaml")
    try folder.write(desk("  desk: {servers: 2}", for: "servers"), to: "two.yaml")
    let outcome = try folder.headroom("compare one.yaml two.yaml --format csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("two,stations.desk.servers,1,2"))
    #expect(try folder.headroom("compare one.yaml").status == 64)
    #expect(try folder.headroom("compare one.yaml two.yaml --test nothing").status == 64)
    #expect(try folder.headroom("compare one.yaml --set desk.servers=x").status == 65)
  }

  @Test func `the inputs that matter come first`() throws {
    let folder = try TemporaryFolder()
    try folder.write(desk(), to: "desk.yaml")
    let outcome = try folder.headroom("sensitivity desk.yaml --replications 10 --format csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    // One server, more or less, is a larger step than a tenth of the time or the rate.
    for path in ["steps[0].serve.time.exponential", "tests.normal.arrivals.ask", "desk.servers"] {
      #expect(outcome.output.contains(path), "\(path)")
    }
    let one = try folder.headroom(
      "sensitivity desk.yaml --vary endpoints.ask --format json --replications 10"
    )
    #expect(one.output.contains("tornado") && !one.output.contains("\"stations.desk.servers\""))
    #expect(try folder.headroom("sensitivity desk.yaml --vary nowhere").status == 64)
    #expect(!one.output.contains("breakpoint_elasticity"))
    let broken = try folder.headroom(
      "sensitivity desk.yaml --vary endpoints.ask --breakpoint --format json --replications 2"
    )
    #expect(broken.output.contains("\"breakpoint_elasticity\""), "\(broken.errors)")
  }

  @Test func `coverage is counted and a shard of a precision refused`() throws {
    let folder = try TemporaryFolder()
    let precise = desk(
      "experiment: {seed: 1, replications: {min: 10, max: 50}, precision: 20%}",
      for: "end"
    )
    try folder.write(precise, to: "desk.yaml")
    let outcome = try folder.headroom("verify --coverage --runs 20 desk.yaml --format csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("desk,p95 of response time (s),2.996,20,"))
    #expect(outcome.output.contains("system,mean_pct,p95_pct,p99_pct"))
    #expect(outcome.errors.contains("1 of 1 systems after"))
    let shard = try folder.headroom("run desk.yaml --replications 0..<2")
    #expect(shard.status == 64 && shard.errors.contains("precision"))
  }

  @Test func `a breakpoint is searched and its cause named`() throws {
    let folder = try TemporaryFolder()
    let text = desk().replacing("  ask:\n", with: "  ask:\n    targets: {p95: 3s}\n")
    try folder.write(text, to: "desk.yaml")
    let outcome = try folder.headroom("breakpoint desk.yaml --today 2026-11-24")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("The first target falls at"))
    #expect(outcome.output.contains("desk"))
    #expect(!folder.holds("notebooks-out"))
  }

  @Test func `the speed of a workload is measured and its answer checked`() throws {
    let folder = try TemporaryFolder()
    let line = "bench hold-10 startup --scale 0.001 --rounds 1"
    let json = try folder.headroom("\(line) --format json --quiet")
    #expect(json.status == 0, "\(json.errors)")
    #expect(json.errors.isEmpty)
    let answer = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(answer?["schema"] as? String == "headroom.bench/1")
    #expect((answer?["workloads"] as? [Any])?.count == 2)
    let table = try folder.headroom(line).output
    #expect(table.contains("2 of 2 workloads agree with theory."))
    #expect(table.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(try folder.headroom("bench --list").output.contains("hold-1000000"))
    #expect(try folder.headroom("bench hartbeats").errors.contains("did you mean \"heartbeats\"?"))
  }

  @Test func `the schema is JSON, the version a version, and a code is explained`() throws {
    let folder = try TemporaryFolder()
    let schema = try folder.headroom("schema").output
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(schema.utf8)) }
    #expect(try folder.headroom("--version").output.contains(/^\d+\.\d+\.\d+\n$/))
    #expect(try folder.headroom("explain h012").output.hasPrefix("H012: "))
  }

  @Test(arguments: [
    "run", "merge", "check", "fit", "cost", "optimize", "breakpoint", "roadmap", "verify", "bench",
    "schema",
    "init",
    "explain",
  ])
  func `help ends with an example of the verb`(verb: String) throws {
    let outcome = try TemporaryFolder().headroom("help \(verb)")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("Example: headroom \(verb)"))
  }
}
