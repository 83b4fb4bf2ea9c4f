import Planning
import Quantities
import Scenarios
import Testing

@testable import Reporting

@Suite struct `Tables of parts that not every platform has` {
  private static let text = """
    headroom: 1
    title: Connections, an edge and a replica
    services: {api: {instances: 2, workers: 2, boot: 10s, pools: {main: {size: 20}}}}
    edges: {cdn: {}}
    databases:
      main: {io_per_query: 1, disk: {operations: 100/s}, replicas: {count: 1, lag: 1s},
        recommended_size: 10GB, growth_per_query: 1MB}
    realtime:
      service: api
      sessions: {clients: 200, connect: read, messages: 6/min, message_size: 1KB, listeners: 4}
    endpoints:
      read:
        service: api
        per_query: 10
        edge: cdn
        edge_hits: 50%
        request: 1KB
        response: 10KB
        steps:
          - query: {database: main, time: 2ms, from: replica, since_write: {exponential: 10s}}
          - query: {database: main, time: 2ms}
    tiers:
      now: {users: 100, concurrent_users: 10, queries_per_day: 1000, database_size: 4GB}
    tests:
      crash: {load: peak, duration: 10min, faults: [{at: 2min, for: 30s, crash: api}]}
    experiment: {seed: 1, replications: 5}

    """

  private static let made = Task {
    let document = try ScenarioDocument.read(text: text, name: "parts")
    let laboratory = Laboratory(threads: 2, trace: [])
    let today = CalendarDate("2026-11-24") ?? CalendarDate(dayNumber: 0)
    let study = try await Study.run(document, in: laboratory, today: today)
    return (study: study, report: Report(study, command: "headroom run parts.yaml"))
  }

  private func cell(_ table: String, _ column: String) async throws -> Cell {
    let found = try #require(try await Self.made.value.report.table(table))
    let index = try #require(found.columns.firstIndex { $0.key == column })
    return try #require(found.rows.first)[index]
  }

  private func number(_ table: String, _ column: String) async throws -> Double {
    switch try await cell(table, column) {
    case .number(let value, _): return value
    case .integer(let value): return Double(value)
    default: return .nan
    }
  }

  @Test func `connections are cut by the crash and come back`() async throws {
    #expect(try await number("connections", "peak") == 200)
    // Half of them, in each of five replications.
    #expect(try await number("connections", "lost") == 500)
    #expect(try await cell("connections", "why") == .words("stopped or crashed instances"))
    // Six a minute to each, and a quarter more where they are sent.
    #expect(abs(try await number("connections", "messages_per_s") - 25) < 0.1)
  }

  @Test func `bytes are told apart by their path`() async throws {
    let edge = try await number("traffic", "from_edge")
    let services = try await number("traffic", "from_services")
    #expect(edge > 0 && abs(services / edge - 0.5) < 0.2)
    #expect(abs(try await number("traffic", "on_connections") - 0.02) < 0.0005)
  }

  @Test func `reads of the replica and operations of the disk have a row each`() async throws {
    let report = try await Self.made.value.report
    let rows = try #require(report.table("databases")).rows
    #expect(rows.map { $0[2] } == [.words("main replicas"), .words("main disk")])
    #expect(try await number("databases", "requests") > 0)
  }

  @Test func `a disk that grows by a gigabyte a day lasts six days`() async throws {
    #expect(try await number("storage_growth", "days_left") == 6)
    #expect(try await cell("storage_growth", "full_on") == .text("2026-11-30"))
  }
}
