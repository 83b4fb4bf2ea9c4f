import Foundation
import Planning
import Quantities
import Scenarios

@testable import Reporting

/// A study whose bills use every rule of the books, run once for all tests that read it.
enum MoneyScenario {
  static let study = Task { () throws -> Study in
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appendingPathComponent("money-\(UUID().uuidString)")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    let path = folder.appendingPathComponent("money.yaml")
    try Data(text.utf8).write(to: path)
    try Data(history.utf8).write(to: folder.appendingPathComponent("history.csv"))
    let document = try ScenarioDocument.read(path.path)
    let today = CalendarDate("2026-11-28") ?? CalendarDate(dayNumber: 0)
    return try await Study.run(document, in: Laboratory(threads: 2), today: today)
  }

  static let command = "headroom run money.yaml"

  /// The report as it is written, read again from its files.
  static func files() async throws -> (report: Report, page: String, json: String) {
    let report = Report(try await study.value, command: command)
    var found = (page: "", json: "")
    try Scratch.use { folder in
      let engine = ChartEngine(python: "python-that-is-not-there")
      try ReportWriter(engine: engine).write(report, to: folder)
      found.page = try String(contentsOfFile: "\(folder)/report.html", encoding: .utf8)
      found.json = try String(contentsOfFile: "\(folder)/report.json", encoding: .utf8)
    }
    return (report, found.page, found.json)
  }

  /// Two years of months that grow by a twelfth, with a wobble.
  private static let history: String = {
    var users = 100.0
    let rows = (0..<24).map { month -> String in
      defer { users *= month.isMultiple(of: 2) ? 1.11 : 1.06 }
      let (year, number) = (2024 + (month + 10) / 12, (month + 10) % 12 + 1)
      return "\(year)-\(number < 10 ? "0" : "")\(number)-01,\(Int(users.rounded()))"
    }
    return (["date,users"] + rows).joined(separator: "\n") + "\n"
  }()

  /// Rounding, a minimum, a scale, included units, a price of a millionth, a credit, an announced price,
  /// waste, a spend cap and plans.
  private static let text = """
    headroom: 1
    title: Money
    prices:
      host/standard: {vendor: Host, product: Standard, unit: month, usd: 25, limits: {cpu: 1, ram_gb: 2},
        source: host.example/pricing, as_of: 2026-11-01, grade: A}
      base/micro: {vendor: Base, product: Micro, unit: hour, usd: 0.01344, limits: {cpu: 1,
        max_direct_connections: 60}, source: base.example/compute, as_of: 2024-08, grade: B}
      base/small: {vendor: Base, product: Small, unit: hour, usd: 0.0206, limits: {cpu: 2,
        max_direct_connections: 90}, source: base.example/compute, as_of: 2026-08, grade: B}
      base/credit: {vendor: Base, product: Credit, unit: month, usd: 10,
        source: base.example/credit, as_of: 2026-08-01, grade: A}
      net/egress: {vendor: Net, product: Egress, unit: GB, included: 1, round_up_to: 1,
        scale: [{to: 2, usd: 0.15}, {usd: 0.085}], source: net.example, as_of: 2026-11-01, grade: C}
      net/requests: {vendor: Net, product: Requests, unit: request, usd: 0.0000004, minimum: 1000,
        source: net.example/requests, as_of: 2026-11-01, grade: C}
      lab/small: {vendor: Lab, product: small, unit: million tokens, tokens: {input: 0.15, output: 0.6},
        revisions: [{from: 2027-06-01, tokens: {input: 0.3, output: 1.2}}],
        source: lab.example/models, as_of: 2026, grade: C}
    services:
      api: {plan: host/standard, instances: 1, workers: 2, limit: 40, backlog: 50, timeout: 3s,
        pools: {main: {size: 5, overflow: 5, timeout: 5s}}}
    databases: {main: {plan: base/micro}}
    providers: {lab: {spend_cap: $5}}
    models:
      small: {provider: lab, price: lab/small, time_to_first_token: {median: 1s, p95: 4s},
        time_per_output_token: 5ms}
    endpoints:
      list: {service: api, per_query: 2, response: 200KB, targets: {p95: 150ms},
        steps: [{cpu: {mean: 20ms, cv: 0.5}}, {query: {database: main, time: 5ms}}]}
      ask: {service: api, per_query: 1, response: 12KB, targets: {p95: 300ms, scope: without_llm, max_failures: 40%},
        steps: [{cpu: 15ms}, {call: {model: small, input: 500, output: 100}}]}
    bill:
      - {item: Traffic, price: net/egress, meter: egress_gb, quantity: 1, group: network}
      - {item: Requests, price: net/requests, meter: requests, quantity: 1, group: network}
      - {item: Credit, price: base/credit, meter: credit, quantity: 1, group: database, covers: [base/]}
    tiers:
      now: {users: 150, concurrent_users: 10, queries_per_day: 2000, database_size: 1GB}
      later: {users: 3000, concurrent_users: 200, queries_per_day: 1600000, database_size: 10GB}
    tests:
      normal: {purpose: normal, load: mean, follows: day, duration: 3min, max_failures: 40%}
      peak: {purpose: peak, load: peak, duration: 2min, max_failures: 40%}
    experiment: {seed: 7, replications: {min: 2, max: 2}, observations: 50}
    growth: {horizon: 1095d, series: {users: {file: history.csv, column: users}}}
    money:
      months: 26
      worlds: 40
      usage: {p10: 0.8, p90: 1.3}
      cash: $900
      other_costs: $40
      plans: [{name: free, share: 90%, price: $0}, {name: pro, share: 10%, price: $9, usage: 3}]
    changes:
      database: {title: Move to a larger database, why: nothing waits for it, mends: [cpu, workers], effort_days: 1,
        lead_time_days: 3, levels: [{databases.main.plan: base/small}]}
      instances: {title: Run more instances, why: cores, mends: [cpu, workers], effort_days: 1,
        lead_time_days: 3, levels: [{services.api.instances: 2}, {services.api.instances: 4}]}

    """
}
