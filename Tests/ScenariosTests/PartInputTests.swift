import Quantities
import Testing

@testable import Scenarios

/// A platform with a service, connections, an edge, a database and a provider, one line replaced.
private func platform(_ line: String, for key: String) -> String {
  let lines = [
    ("timer", "  proxy: {idle: 60s, source: here, as_of: 2026, grade: A}"),
    ("return", "  browser: {delay: 3s, most: 3s, source: here, as_of: 2026, grade: A}"),
    ("service", "  api: {through: [proxy]}"),
    ("edge", "  cdn: {bandwidth: 10MB/s}"),
    ("database", "  main: {disk: {operations: 100/s}, replicas: {count: 1}}"),
    ("provider", "  lab: {ramp: {from: 10%, over: 1min}}"),
    ("realtime", "  sessions: {clients: 5, connect: ask, through: [proxy], reconnect: browser}"),
    (
      "endpoint",
      "    steps: [{stream: {steps: [{query: {database: main, time: 1ms, from: replica}}]}}]"
    ),
    ("week", "week_profile: [1, 1, 1, 1, 1, 1, 1]"),
    ("test", "    arrivals: {ask: 1/s}"),
  ].map { $0.0 == key ? line : $0.1 }
  return """
    headroom: 1
    idle_timers:
    \(lines[0])
    reconnects:
    \(lines[1])
    services:
    \(lines[2])
    edges:
    \(lines[3])
    databases:
    \(lines[4])
    providers:
    \(lines[5])
    realtime:
      service: api
    \(lines[6])
    endpoints:
      ask:
        service: api
        edge: cdn
    \(lines[7])
    \(lines[8])
    tests:
      normal:
    \(lines[9])
        duration: 10min

    """
}

@Suite struct `Bad input to connections, bytes and databases` {
  @Test func `the platform itself is good`() throws {
    #expect(try places(platform("", for: "")) == [])
  }

  @Test(arguments: [
    ("  proxy: {source: here, as_of: 2026, grade: A}", "timer", "3:10 H011"),
    ("  proxy: {idle: 0s, source: here, as_of: 2026, grade: A}", "timer", "3:17 H015"),
    ("  proxy: {idle: 1s, only: http, source: here, as_of: 2026, grade: A}", "timer", "3:27 H016"),
    ("  proxy: {idle: 1s}", "timer", "3:10 H011"),
    (
      "  browser: {delay: 3s, most: 1s, source: here, as_of: 2026, grade: A}", "return",
      "5:30 H041"
    ),
    (
      "  browser: {randomization: 120%, source: here, as_of: 2026, grade: A}", "return",
      "5:28 H015"
    ),
    ("  api: {through: [proxi]}", "service", "7:19 H020"),
    ("  api: {through: [proxy], stream_heartbeat: 60s}", "service", "7:45 H016"),
    ("  api: {bandwidth: 0B/s}", "service", "7:20 H015"),
    ("  main: {disk: {burst: 200/s}}", "database", "11:16 H011"),
    ("  main: {disk: {operations: 100/s, burst: 50/s}}", "database", "11:43 H041"),
    ("  main: {disk: {operations: 0/s}}", "database", "11:29 H015"),
    ("  main: {replicas: {count: 0}}", "database", "11:28 H015"),
    ("  main: {replicas: {count: 1, lag: 5}}", "database", "11:36 H014"),
    ("  lab: {ramp: {from: 110%}}", "provider", "13:22 H015"),
    ("  sessions: {clients: 5, connect: aks}", "realtime", "16:35 H020"),
    ("  sessions: {clients: 5, reconnect: brouser}", "realtime", "16:37 H020"),
    ("  sessions: {clients: 0}", "realtime", "16:23 H015"),
    ("  sessions: {connect: ask}", "realtime", "16:13 H011"),
    ("    edge_hits: 120%\n    steps: []", "endpoint", "21:16 H015"),
    (
      "    steps: [{query: {database: main, time: 1ms, from: standby}}]", "endpoint",
      "21:55 H016"
    ),
    ("week_profile: [1, 1]", "week", "22:15 H010"),
    ("    monthly_growth: 0.1", "test", "25:21 H039"),
    (
      "    arrivals: {ask: 1/s}\n    faults: [{at: 1s, for: 1s, limit_cut: lab}]", "test",
      "26:14 H011"
    ),
    (
      "    arrivals: {ask: 1/s}\n    faults: [{at: 1s, for: 1s, failover: lab}]", "test",
      "26:42 H020"
    ),
  ])
  func `is reported where it stands`(line: String, key: String, expected: String) throws {
    let found = try places(platform(line, for: key))
    #expect(found.first == expected, "\(found)")
  }

  @Test func `the shortest timer of a chain is found, by the kind of connection`() throws {
    var sessions = Sessions()
    var realtime = Realtime(
      service: "api",
      plan: nil,
      maxConnections: .unbounded,
      memoryPerConnection: .zero,
      heartbeat: .seconds(30)
    )
    var timers = [IdleTimer(), IdleTimer(), IdleTimer()]
    timers[0].idle = .seconds(60)
    timers[1].idle = .seconds(20)
    timers[1].only = .sse
    timers[2].longest = .seconds(300)
    sessions.through = timers
    realtime.sessions = sessions
    #expect(realtime.idleTimer == .seconds(60) && realtime.longestLife == .seconds(300))
    #expect(realtime.heartbeatSuffices)
    realtime.sessions?.transport = .sse
    #expect(realtime.idleTimer == .seconds(20) && !realtime.heartbeatSuffices)
    var service = Service()
    service.through = timers
    service.timeout = .seconds(100)
    #expect(service.longestAnswer(streams: false) == .seconds(20))
    #expect(service.longestAnswer(streams: true) == .seconds(100))
  }
}
