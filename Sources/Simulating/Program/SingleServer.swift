/// A test that is one server with a first-come line of any length, Poisson arrivals, and nothing else.
///
/// Nothing happens in it but that a customer comes, is served and leaves, so it needs no event list: see
/// `Replication.recur`.
struct SingleServer {
  /// The operation that serves.
  let operation: Int32
  /// Its pool.
  let pool: Int32
}

extension Program {
  /// The server that the program consists of; nil for one that has more to it.
  var singleServer: SingleServer? {
    guard operations.count >= 3, sources.count == 1, endpoints.count == 1, pools.count == 1,
      actsOnlyForRequests, sources[0].isPoisson, sources[0].gaps == nil, !sources[0].fromTrace,
      !endpoints[0].needsDetails, !endpoints[0].isJob, endpoints[0].timeoutLane < 0
    else { return nil }
    let start = Int(endpoints[0].start)
    let (serve, release) = (operations[start], operations[start + 1])
    let pool = pools[Int(serve.a)]
    guard serve.code == .serve, serve.b == PoolScope.single.rawValue, release.code == .release,
      release.a == serve.a, operations[start + 2].code == .finish, pool.capacity == 1,
      pool.queueLimit == .max, pool.line < 0
    else { return nil }
    return SingleServer(operation: Int32(start), pool: serve.a)
  }

  /// Whether nothing moves by itself: no users, timers, faults, fleets, connections of clients.
  private var actsOnlyForRequests: Bool {
    users == nil && sessions.isEmpty && sockets == nil && lanes.isEmpty && faults.isEmpty
      && fleets.isEmpty && processors.isEmpty && preemptive.isEmpty && resting.isEmpty && ring < 0
      && queues.isEmpty && providers.isEmpty && paces.isEmpty && replicas.isEmpty
  }
}
