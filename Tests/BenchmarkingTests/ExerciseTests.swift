import Benchmarking
import Reporting
import Scenarios
import Testing

@Suite struct `The exercises` {
  /// Those that an unoptimized build does in a second or two; the others differ in size alone.
  private static let quick = [
    "mm1", "mm1-events", "mm10", "mm100", "request", "heartbeats", "shards", "startup", "report",
    "cost-path", "hold-10", "hold-10000",
  ]

  @Test(arguments: quick)
  func `a thousandth of the work agrees with theory`(name: String) async throws {
    let exercise = try #require(try Exercise.named([name]).first)
    let timing = await Timing(exercise, try exercise.prepare(scale: 0.001), rounds: 1)
    let check = timing.check
    #expect(check.agrees, "\(check.expected) against [\(check.low), \(check.high)]")
    #expect(check.low <= check.measured && check.measured <= check.high)
    #expect(timing.units > 0)
    #expect(timing.events >= timing.units || ["startup", "report", "cost-path"].contains(name))
    #expect(timing.peakResidentBytes > 1_000_000)
  }

  @Test(arguments: Exercise.all.map(\.name))
  func `every exercise can be read and compiled`(name: String) throws {
    let exercise = try #require(try Exercise.named([name]).first)
    #expect(throws: Never.self) { try exercise.prepare() }
  }

  @Test func `a round does the same work every time, and as much as is stated`() async throws {
    let prepared = try #require(try Exercise.named(["mm1"]).first).prepare(scale: 0.001)
    let (first, second) = (await prepared.round(), await prepared.round())
    #expect(first.units == second.units)
    #expect(first.events == second.events)
    // Ten thousand customers, give or take five deviations of a Poisson count.
    #expect(abs(first.units - 10_000) < 500)
  }

  @Test func `names are unique, and no name means all`() throws {
    let names = Exercise.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(try Exercise.named([]).map(\.name) == names)
    #expect(try Exercise.named(["day", "mm1", "day"]).map(\.name) == ["day", "mm1"])
  }

  @Test func `an unknown name is answered with the one that was meant`() {
    #expect(throws: UnknownExercise(name: "hartbeats")) { try Exercise.named(["hartbeats"]) }
    let words = UnknownExercise(name: "hartbeats").description
    #expect(words.contains("did you mean \"heartbeats\"?"))
    #expect(words.contains("hold-1000000"))
    #expect(!UnknownExercise(name: "something").description.contains("did you mean"))
  }
}

@Suite struct `Checks and ranges` {
  private func check(_ low: Double, _ high: Double) -> Check {
    Check(quantity: "wait", unit: "s", expected: 10, measured: 9, low: low, high: high)
  }

  @Test func `a check agrees when the exact value lies in the interval`() {
    #expect(check(8, 10).agrees)
    #expect(!check(8, 9.9).agrees)
    #expect(!check(10.1, 11).agrees)
    #expect(!check(.nan, .nan).agrees)
  }

  @Test func `the median of an even number is between the middle ones`() {
    #expect(Timing.Range(of: [4, 1, 3, 2]).median == 2.5)
    #expect(Timing.Range(of: [3, 1, 2]).median == 2)
    #expect(Timing.Range(of: [3, 1, 2]).low == 1)
    #expect(Timing.Range(of: [3, 1, 2]).high == 3)
  }
}

@Suite struct `Timings as JSON` {
  private func json(_ name: String) async throws -> JSONValue {
    let exercise = try #require(try Exercise.named([name]).first)
    let timing = await Timing(exercise, try exercise.prepare(scale: 0.001), rounds: 2)
    return TimingDocument(version: "1.2.3", timings: [timing]).json
  }

  private func keys(_ value: JSONValue?) -> [String] {
    guard case .object(let members) = value else { return [] }
    return members.map(\.key)
  }

  private func workload(_ document: JSONValue) -> JSONValue? {
    guard case .array(let workloads) = document["workloads"] else { return nil }
    return workloads.first
  }

  @Test func `the document has the promised keys in their order`() async throws {
    let document = try await json("hold-10")
    #expect(keys(document) == ["schema", "version", "threads", "workloads"])
    #expect(document["schema"] == "headroom.bench/1")
    #expect(document["version"] == "1.2.3")
    #expect(document["threads"] == 1)
    let workload = workload(document)
    #expect(
      keys(workload) == [
        "name", "unit", "units", "events", "rounds", "cpu_s", "wall_s", "ns_per_unit",
        "ns_per_unit_low", "ns_per_unit_high", "ns_per_event", "peak_rss_bytes", "threads",
        "efficiency", "check",
      ]
    )
    #expect(
      keys(workload?["check"]) == [
        "quantity", "unit", "expected", "measured", "low", "high", "confidence", "agrees",
      ]
    )
    #expect(workload?["units"] == 2000)
    #expect(workload?["events"] == 2000)
    #expect(workload?["rounds"] == 2)
    #expect(workload?["efficiency"] == .null)
    #expect(workload?["check"]?["agrees"] == true)
    guard case .array(let seconds) = workload?["cpu_s"] else { throw Missing() }
    #expect(seconds.count == 2)
  }

  @Test func `work without events has no time for an event`() async throws {
    let workload = workload(try await json("startup"))
    #expect(workload?["events"] == 0)
    #expect(workload?["ns_per_event"] == .null)
  }

  private struct Missing: Error {}
}
