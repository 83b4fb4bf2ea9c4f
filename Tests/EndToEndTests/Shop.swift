import Foundation
import TestSupport

/// A small business with everything that a report can have: growth, prices, a roadmap, load tests.
///
/// It is quick enough for an unoptimized build, and run once for all tests that look at its report.
enum Shop {
  static let text = """
    headroom: 1
    title: A shop that grows
    include: [models/prices/render.yaml, models/prices/supabase.yaml]
    services:
      api:
        plan: render/web-standard
        instances: 1
        workers: 2
        limit: 100
        timeout: 30s
        pools: {main: {size: 5, overflow: 5, timeout: 10s}}
    databases:
      main: {plan: supabase/compute-small}
    endpoints:
      items:
        service: api
        per_query: 3
        targets: {p50: 50ms, p95: 100ms, p99: 200ms, max_failures: 1%}
        steps: [{cpu: {mean: 4ms, cv: 0.5}}, {query: {database: main, time: {median: 2ms, p95: 8ms}}}]
      orders:
        route: POST /orders
        service: api
        per_query: 1
        targets: {p50: 100ms, p95: 200ms, p99: 500ms}
        steps: [{cpu: {mean: 9ms, cv: 0.5}}, {query: {database: main, time: {median: 6ms, p95: 20ms}}}]
    tiers:
      current: {users: 100, concurrent_users: 10, queries_per_day: 5000, database_size: 10GB}
      10x: {users: 1000, concurrent_users: 100, queries_per_day: 50000, database_size: 100GB}
    growth:
      horizon: 730d
      curve: exponential
      series:
        users: {file: models/history/council.csv, column: users}
        database_gb: {file: models/history/council.csv, column: database_gb}
    money: {months: 14, worlds: 50, plans: [{name: pro, share: 10%, price: $20}]}
    changes:
      database:
        title: Move to a larger database
        why: It holds more.
        mends: [database, storage]
        effort_days: 2
        lead_time_days: 7
        levels: [{databases.main.plan: supabase/compute-large}]
    tests:
      peak: {purpose: peak, load: peak, duration: 60s, warm_up: 0s}
      spike:
        purpose: spike
        load: peak
        from: 100%
        stages: [{over: 20s, to: 100%}, {over: 5s, to: 500%}, {over: 10s, to: 500%}, {over: 5s, to: 100%}]
      breakpoint: {purpose: breakpoint, load: peak, duration: 30s, warm_up: 0s}
    experiment: {seed: 7, replications: {min: 3, max: 3}}

    """

  /// The folder with the scenario and its report, in `report`.
  static let shared = Result { try run() }

  /// What the run printed.
  struct Run {
    let folder: TemporaryFolder
    let outcome: Program.Outcome

    /// The path of the report.
    var report: String { folder.url.appending(path: "report").path }
  }

  private static func run() throws -> Run {
    let folder = try TemporaryFolder()
    // Copies: a link would lead out of the project, which an include may not.
    for name in ["models/prices", "models/history"] {
      let copy = folder.url.appending(path: name)
      let parent = copy.deletingLastPathComponent()
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: repositoryRoot.appending(path: name), to: copy)
    }
    try folder.write(text, to: "shop.yaml")
    let outcome = try folder.headroom("run shop.yaml --today 2026-11-24 --out report")
    return Run(folder: folder, outcome: outcome)
  }
}
