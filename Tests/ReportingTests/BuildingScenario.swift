import Foundation
import Planning
import Quantities
import Scenarios

@testable import Reporting

/// Small studies, run once for all tests that read them.
enum BuildingScenario {
  static let small = Task { try await study(of: text, history: history) }
  static let queue = Task { try await study(of: queueText) }
  static let quick = Task { try await study(of: quickText) }

  static let command = "headroom run small.yaml"

  private static func study(of text: String, history: String? = nil) async throws -> Study {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appendingPathComponent("building-\(UUID().uuidString)")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    let path = folder.appendingPathComponent("small.yaml")
    try Data(text.utf8).write(to: path)
    if let history {
      try Data(history.utf8).write(to: folder.appendingPathComponent("history.csv"))
    }
    let document = try ScenarioDocument.read(path.path)
    let laboratory = Laboratory(threads: 2, trace: document.scenario.trace)
    let today = CalendarDate("2026-11-24") ?? CalendarDate(dayNumber: 0)
    return try await Study.run(document, in: laboratory, today: today)
  }

  /// Two years of months that grow by a twelfth, with a wobble.
  private static let history: String = {
    var users = 20.0
    let rows = (0..<24).map { month -> String in
      defer { users *= month.isMultiple(of: 2) ? 1.11 : 1.06 }
      let date = "\(2025 + month / 12)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1)-01"
      return "\(date),\(Int(users.rounded())),\(Int((users * 5).rounded()))"
    }
    return (["date,users,queries"] + rows).joined(separator: "\n") + "\n"
  }()

  private static let queueText = """
    headroom: 1
    title: A plain queue
    stations: {server: {servers: 1, queue: unbounded}}
    endpoints: {work: {steps: [{serve: {at: server, time: {exponential: 100ms}}}]}}
    tests: {steady: {arrivals: {work: 5/s}, duration: 2min, warm_up: 10s}}
    experiment: {seed: 3, replications: {min: 5, max: 5}}

    """

  private static let quickText = """
    headroom: 1
    title: One endpoint
    services: {api: {instances: 1, workers: 2}}
    endpoints:
      list: {route: GET /items, service: api, targets: {p95: 200ms}, steps: [{cpu: 4ms}]}
    tests: {normal: {purpose: normal, arrivals: {list: 5/s}, duration: 1min}}
    experiment: {seed: 1, replications: {min: 5, max: 5}}

    """

  private static let text = """
    headroom: 1
    title: Small
    description: Two tiers of a small platform.
    platform: {name: Small}
    prices:
      host/standard:
        {vendor: Host, product: Standard, unit: month, usd: 25, limits: {cpu: 1, ram_gb: 2},
        source: host.example/pricing, as_of: 2026-11-01, grade: A}
      base/micro:
        {vendor: Base, product: Micro, unit: month, usd: 10, limits: {cpu: 1,
        max_direct_connections: 60}, source: base.example/compute, as_of: 2024-08, grade: B}
      lab/small:
        {vendor: Lab, product: small, unit: million tokens, tokens: {input: 0.15, output: 0.6},
        source: lab.example/models, as_of: 2026, grade: C, note: announced}
      nobody/egress:
        {vendor: Nobody, product: Egress, unit: GB, limits: {max_connections: 9},
        source: nobody.example, as_of: 2026-11-01, grade: C}
    services:
      api: {plan: host/standard, instances: 1, workers: 1, limit: 20, backlog: 5, timeout: 20s,
        pools: {main: {size: 5, overflow: 5, timeout: 5s}}}
    databases: {main: {plan: base/micro}}
    caches: {redis: {max_connections: 50, lookup_time: 1ms}}
    providers: {lab: {limits: [{requests: 60/min, rule: bucket, burst: 10}]}}
    models:
      small: {provider: lab, price: lab/small, time_to_first_token: 300ms,
        time_per_output_token: 5ms}
    endpoints:
      list:
        route: GET /items
        service: api
        per_query: 2
        targets: {p50: 50ms, p95: 150ms, p99: 400ms}
        steps: [{cpu: {mean: 20ms, cv: 0.5}}, {query: {database: main, time: 5ms}}]
      ask:
        route: POST /ask
        service: api
        per_query: 1
        response: 12KB
        targets: {p50: 100ms, p95: 300ms, p99: 900ms, scope: without_llm, max_failures: 1%}
        steps: [{cpu: 15ms}, {call: {model: small, input: 500, output: 100, max_tokens: 200}}]
    bill:
      - {item: Second host, price: host/standard, meter: fixed, quantity: 1, group: compute}
      - {item: Traffic, price: nobody/egress, meter: egress_gb, quantity: 1, group: network}
    audit:
      database.backups: {answer: no, evidence: none is taken}
    tiers:
      now: {users: 150, concurrent_users: 10, queries_per_day: 5000, database_size: 1GB}
      later: {users: 1500, concurrent_users: 100, queries_per_day: 150000, database_size: 10GB}
    tests:
      normal: {purpose: normal, load: mean, follows: day, duration: 10min}
      peak: {purpose: peak, load: peak, duration: 3min}
      spike:
        {purpose: spike, load: peak, stages: [{over: 30s, to: 100%}, {over: 5s, to: 300%},
        {over: 20s, to: 300%}, {over: 30s, to: 100%}]}
    experiment: {seed: 7, replications: {min: 3, max: 5}, observations: 50}
    growth:
      horizon: 730d
      series:
        users: {file: history.csv, column: users}
        queries_per_day: {file: history.csv, column: queries}
    changes:
      instances: {title: Run more instances, why: cores, mends: [cpu, workers], effort_days: 1,
        lead_time_days: 3, levels: [{services.api.instances: 2}, {services.api.instances: 4}]}
      limits: {title: Agree higher limits, why: refusals, mends: [provider_limit],
        effort_days: 2, lead_time_days: 30,
        levels: [{providers.lab.limits: [{requests: 6000/min, rule: bucket}]}]}
    goals: {requests: 100/s, concurrent_users: 50}

    """
}
