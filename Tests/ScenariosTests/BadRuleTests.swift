import Testing

@testable import Scenarios

/// Keys of lines and queues that contradict each other, and where the message stands.
@Suite struct `Bad rules of lines and queues` {
  private func file(_ station: String, _ step: String = "serve: {at: s, time: 1s}") -> String {
    """
    headroom: 1
    stations: {s: {servers: 1, \(station)}}
    endpoints: {ask: {steps: [{\(step)}]}}
    tests: {one: {arrivals: {ask: 1/s}, duration: 1min}}
    """
  }

  @Test(arguments: [
    ("scheduling: urgent", "2:40 H016"),
    ("pause: 1s, cold_start: 1s", "2:51 H016"),
    ("pause: 0s", "2:35 H015"),
    ("cold_start: {exponential: -1s}", "2:54 H015"),
    ("scheduling: preemptive, patience: 1s", "2:62 H016"),
    ("scheduling: processor_sharing, pause: 1s", "2:66 H016"),
    ("patience: 3", "2:38 H014"),
  ])
  func `a station`(_ keys: String, _ place: String) throws {
    #expect(try places(file(keys)) == [place])
  }

  @Test func `who interrupts those it serves is not held`() throws {
    let text = file("scheduling: preemptive", "hold: {at: s, steps: [{delay: 1s}]}")
    #expect(try places(text).map { $0.suffix(4) } == ["H016"])
  }

  @Test func `only stations interrupt`() throws {
    let text = """
      headroom: 1
      databases: {main: {cores: 1, scheduling: preemptive}}
      endpoints: {ask: {priority: 0, steps: [{query: {database: main, time: 1ms}}]}}
      tests: {one: {arrivals: {ask: 1/s}, duration: 1min}}
      """
    #expect(try places(text) == ["2:42 H016", "3:29 H015"])
  }

  private func queue(_ keys: String, ask: String = "enqueue: job", job: String = "delay: 1s")
    -> String
  {
    """
    headroom: 1
    queues: {q: {\(keys)}}
    endpoints:
      ask: {steps: [{\(ask)}]}
      job: {queue: q, steps: [{\(job)}]}
    tests: {one: {arrivals: {ask: 1/s}, duration: 1min}}
    """
  }

  @Test(arguments: [
    ("workers: 0", "2:23 H015"), ("max_receives: 3", "2:28 H011"),
    ("visibility: 0s", "2:26 H015"), ("visibility: 1s, max_receives: 0", "2:44 H015"),
    ("worker: 1", "2:14 H012"),
  ])
  func `a queue`(_ keys: String, _ place: String) throws {
    #expect(try places(queue(keys)) == [place])
  }

  @Test func `jobs and those who leave them`() throws {
    #expect(try places(queue("workers: 1")).isEmpty)
    let none = queue("workers: 1", ask: "enqueue: jab")
    #expect(try places(none) == ["4:27 H020"])
    let noJob = queue("workers: 1", job: "enqueue: ask")
    #expect(try places(noJob).allSatisfy { $0.hasSuffix("H016") })
    #expect(try places(noJob).isEmpty == false)
    let cycle = queue("workers: 1", job: "enqueue: job")
    #expect(try places(cycle) == ["5:8 H016"])
  }

  @Test func `endless attempts are a word`() throws {
    let text = """
      headroom: 1
      clients: {a: {attempts: unbounded, base: 1s}, b: {attempts: 0}, c: {attempts: 101}}
      stations: {s: {servers: 1}}
      endpoints: {ask: {client: a, steps: [{serve: {at: s, time: 1s}}]}}
      tests: {one: {arrivals: {ask: 1/s}, duration: 1min}}
      """
    #expect(try places(text) == ["2:61 H015", "2:79 H015"])
  }
}
