import Kernel

extension Program {
  /// Requests that one replication is expected to offer while it measures, by endpoint.
  ///
  /// A closed test counts its users' time over think time alone, which is an upper bound.
  public var expectedRequests: [Double] {
    var expected = [Double](repeating: 0, count: endpoints.count)
    let measured = horizon > 0 ? Double(horizon - warmUp) / Double(horizon) : 0
    for source in sources {
      expected[Int(source.endpoint)] +=
        source.fromTrace ? Double(trace.count) : source.curve.area * measured
    }
    if let users {
      let rounds = users.curve.area / max(users.think.mean, 1e6) * measured
      var before = 0.0
      for (endpoint, cumulative) in zip(users.endpoints, users.cumulative) {
        expected[Int(endpoint)] += rounds * (cumulative - before)
        before = cumulative
      }
    }
    for session in sessions {
      for (i, visits) in session.visits.enumerated() {
        expected[Int(stops[Int(session.plan.firstStop) + i].endpoint)] += session.expected * visits
      }
    }
    addJobs(to: &expected)
    return expected
  }

  /// Adds the jobs that requests leave behind, and those that these leave behind.
  private func addJobs(to expected: inout [Double]) {
    var made = expected
    for _ in endpoints where !flows.isEmpty {
      var left = [Double](repeating: 0, count: made.count)
      for flow in flows { left[Int(flow.to)] += made[Int(flow.from)] * flow.mean }
      for i in left.indices { expected[i] += left[i] }
      made = left
    }
  }

  /// How many samples over time each replication takes.
  public var sampleCount: Int {
    get { samples }
    set { samples = max(newValue, 1) }
  }
}

extension Measurement.Provider {
  /// No demand at all.
  public static var none: Self { Self() }
}

extension Measurement.Model {
  /// No use at all.
  public static var none: Self { Self() }
}

extension RateCurve {
  /// The area under the curve: the expected number of arrivals.
  var area: Double {
    pieces.reduce(0) { $0 + ($1.from + $1.to) / 2 * Double($1.end - $1.start) }
  }
}
