/// A commented scenario to start from: it can be read, checked and run as it is.
public func starterScenario(name: String) -> String {
  let title =
    name.unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
        || $0 == "-" || $0 == "_" || $0 == " "
    } ? name : "My platform"
  return starterText.replacing("TITLE", with: title)
}

private let starterText = """
  # A Headroom scenario. Check it: headroom check FILE. Run it: headroom run FILE.
  # All keys with their units and defaults: headroom schema.
  headroom: 1
  title: "TITLE"

  # What answers requests: instances, each with worker processes and their connection pools.
  services:
    api:
      instances: 2
      workers: 2
      cores: 2
      timeout: 30s
      pools:
        main: {size: 5, overflow: 10, timeout: 30s}

  # Databases, each with its connection limit and perhaps a pooler.
  databases:
    main:
      cores: 2
      max_connections: 100

  caches:
    redis: {max_connections: 250, lookup_time: 1ms}

  # What callers ask for. Times are laws: 5ms, {mean: 4ms, cv: 0.5}, {median: 2ms, p95: 10ms}.
  endpoints:
    list:
      route: GET /items
      service: api
      per_query: 3            # requests for each query of a user
      response: 20KB
      targets: {p50: 50ms, p95: 100ms, p99: 200ms, max_failures: 1%}
      steps:
        - cpu: {mean: 4ms, cv: 0.5}
        - cache:
            name: redis
            hit: 80%
            miss:
              - query: {database: main, time: {median: 2ms, p95: 10ms}, count: 2}
    save:
      route: POST /items
      service: api
      per_query: 1
      targets: {p95: 200ms}
      steps:
        - cpu: {mean: 6ms, cv: 0.5}
        - query: {database: main, time: {median: 4ms, p95: 20ms}}

  # Relative load of each hour of the day, from midnight.
  day_profile: [1, 1, 1, 1, 1, 2, 3, 5, 7, 8, 8, 8, 7, 8, 8, 8, 7, 6, 5, 4, 3, 2, 2, 1]

  # The sizes of the business to look at, smallest first.
  tiers:
    current: {users: 1000, concurrent_users: 50, queries_per_day: 5000, database_size: 10GB}
    10x: {users: 10000, concurrent_users: 500, queries_per_day: 50000, database_size: 100GB}

  # Load tests: from the tier (load), of their own (arrivals), or with users who wait (users).
  tests:
    normal: {purpose: normal, load: mean, duration: 1h}
    peak: {purpose: peak, load: peak, duration: 1h}
    spike:
      purpose: spike
      load: peak
      stages: [{over: 5min, to: 100%}, {over: 10s, to: 500%}, {over: 5min, to: 500%}]
    users: {purpose: custom, users: 50, think: {exponential: 5s}, duration: 10min}

  experiment: {seed: 1, replications: {min: 5, max: 50}, confidence: 95%}

  """
