import Quantities

extension Schemas {
  /// A queue of jobs.
  static let queue = RecordSchema(
    "queue",
    "A queue of jobs and its workers; endpoints with that queue are its jobs.",
    JobQueue(),
    [
      Field("workers", \.workers, .integer(1...1_000_000), "Worker processes."),
      Field("concurrency", \.concurrency, .integer(1...10_000), "Jobs of one worker at once."),
      Field("room", \.room, .limit(), "Jobs that may wait; further ones are refused."),
      Field(
        optional: "visibility",
        \.visibility,
        .positiveDuration,
        "After that long a job that is not done is delivered again; never when absent."
      ),
      Field(
        "max_receives",
        \.receipts,
        .limit(from: 1),
        "Deliveries after which a job that was not done is a dead letter."
      ),
    ]
  )
}

extension Kind where Value == JobQueue {
  /// A queue that delivers again if it counts deliveries.
  static var queue: Kind {
    let record = Kind.record(Schemas.queue)
    return record.refined(record.shape) { queue, node, diagnosis in
      if queue.visibility == nil, let place = node["max_receives"]?.place {
        diagnosis.report(
          .missingKey,
          at: place,
          "\(diagnosis.whereInWords) counts deliveries, but delivers nothing again",
          help: "visibility: 30s, after which a job that is not done is delivered again"
        )
      }
      return queue
    }
  }
}

/// What must hold between queues and the endpoints that are their jobs.
enum QueueChecks {
  /// Reports steps that leave something else than a job behind, and jobs that leave themselves behind.
  static func check(_ scenario: Scenario, _ tree: Located, _ diagnosis: Diagnosis) {
    let endpoints = scenario.platform.endpoints
    let jobs = Set(endpoints.filter { $0.queue != nil }.map(\.name))
    var left: [String: Set<String>] = [:]
    for endpoint in endpoints {
      let names = EndpointChecks.names(in: endpoint.steps) {
        if case .enqueue(let job) = $0 { job } else { nil }
      }
      left[endpoint.name] = names
      let place = tree["endpoints"]?[endpoint.name]?.place ?? tree.place
      for name in names.subtracting(jobs).sorted() {
        diagnosis.report(
          .notAllowed,
          at: place,
          "endpoint \"\(endpoint.name.escapedForTerminal(limit: 60))\" enqueues "
            + "\"\(name.escapedForTerminal(limit: 60))\", which is no job of a queue",
          help: "give that endpoint a queue"
        )
      }
      if endpoint.queue != nil, endpoint.client != nil {
        diagnosis.report(
          .notAllowed,
          at: place,
          "endpoint \"\(endpoint.name.escapedForTerminal(limit: 60))\" is a job, whose callers do not "
            + "wait for it and do not try again",
          help: "leave client out; the queue delivers again after its visibility timeout"
        )
      }
    }
    for endpoint in endpoints where reaches(endpoint.name, from: endpoint.name, left) {
      diagnosis.report(
        .notAllowed,
        at: tree["endpoints"]?[endpoint.name]?.place ?? tree.place,
        "job \"\(endpoint.name.escapedForTerminal(limit: 60))\" enqueues itself in the end",
        help: "jobs leave other jobs behind, but never come back to themselves"
      )
    }
  }

  private static func reaches(
    _ goal: String,
    from start: String,
    _ left: [String: Set<String>]
  ) -> Bool {
    var seen: Set<String> = []
    var next = left[start] ?? []
    while let name = next.popFirst() {
      if name == goal { return true }
      if seen.insert(name).inserted { next.formUnion(left[name] ?? []) }
    }
    return false
  }
}
