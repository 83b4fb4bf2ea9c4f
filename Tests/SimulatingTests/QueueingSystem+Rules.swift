/// Systems whose lines or servers have rules: urgency, patience, pauses, cold starts, callers who come back.
extension QueueingSystem {
  static let rules = [
    pausing("exponential pauses", "{exponential: 2s}", "Q34"),
    pausing("constant pauses", "2s", "Q35"),
    urgency, patience, retrial, coldStart,
    expiring("lifetime from the fetch", "fetch", "Q61"),
    expiring("lifetime from the last use", "use", "Q62"),
  ]

  private static func pausing(_ name: String, _ pause: String, _ id: String) -> QueueingSystem {
    QueueingSystem(
      name: name,
      text: """
        stations: {s: {servers: 1, queue: unbounded, pause: \(pause)}}
        endpoints: {job: {steps: [{serve: {at: s, time: {exponential: 1s}}}]}}
        tests: {steady: {arrivals: {job: 0.6/s}, warm_up: 200s, duration: 10200s}}
        """,
      cases: [(id, .wait(pool: 0))]
    )
  }

  private static let urgency = QueueingSystem(
    name: "two classes by urgency",
    text: """
      stations: {s: {servers: 1, queue: unbounded, scheduling: priority}}
      endpoints:
        urgent: {steps: [{serve: {at: s, time: {exponential: 1s}}}]}
        other: {priority: 2, steps: [{serve: {at: s, time: {exponential: 1s}}}]}
      tests: {steady: {arrivals: {urgent: 0.3/s, other: 0.5/s}, warm_up: 1000s, duration: 21000s}}
      """,
    cases: [("Q38", .waitOf(endpoint: 1)), ("Q39", .waitOf(endpoint: 0))]
  )

  private static let patience = QueueingSystem(
    name: "Erlang A",
    text: """
      stations: {s: {servers: 100, queue: unbounded, patience: {exponential: 2s}}}
      endpoints: {job: {steps: [{serve: {at: s, time: {exponential: 1s}}}]}}
      tests: {steady: {arrivals: {job: 110/s}, warm_up: 50s, duration: 1050s}}
      """,
    cases: [("Q40", .failed)]
  )

  private static let retrial = QueueingSystem(
    name: "callers who come back",
    text: """
      clients: {patient: {attempts: unbounded, base: 5s, multiplier: 1, jitter: exponential}}
      stations: {s: {servers: 1, queue: 0}}
      endpoints: {job: {client: patient, steps: [{serve: {at: s, time: {exponential: 1s}}}]}}
      tests: {steady: {arrivals: {job: 0.6/s}, warm_up: 500s, duration: 20500s}}
      """,
    cases: [("Q54", .inBackoff)]
  )

  private static let coldStart = QueueingSystem(
    name: "M/M/10 with cold starts",
    text: """
      stations: {s: {servers: 10, queue: unbounded, cold_start: {exponential: 20s}}}
      endpoints: {job: {steps: [{serve: {at: s, time: {exponential: 1s}}}]}}
      tests: {steady: {arrivals: {job: 5/s}, warm_up: 500s, duration: 10500s}}
      """,
    cases: [("Q59", .response)]
  )

  private static func expiring(_ name: String, _ timer: String, _ id: String) -> QueueingSystem {
    QueueingSystem(
      name: name,
      text: """
        caches: {c: {lookup_time: 0s, keys: {count: 1, ttl: 60s, timer: \(timer)}}}
        endpoints: {job: {steps: [{cache: {name: c, hit: 50%}}]}}
        tests: {steady: {arrivals: {job: 0.05/s}, warm_up: 1000s, duration: 101000s}}
        """,
      cases: [(id, .hits(cache: 0))]
    )
  }
}
