import Foundation
import Quantities
import Scenarios
import Simulating
import TestSupport

@testable import Planning

/// A small business with two tiers, three tests and a roadmap, and its shards.
struct ShardFixture {
  let document: ScenarioDocument
  let source: Shard.Source

  init(_ text: String = ShardFixture.text, seed: UInt64? = nil) throws {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appendingPathComponent("shards-\(UUID().uuidString)")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    let path = folder.appendingPathComponent("shop.yaml").path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let changes = seed.map { [Change(path: "experiment.seed", value: "\($0)")] } ?? []
    document = try ScenarioDocument.read(path, changes: changes)
    source = Shard.Source(scenario: "shop.yaml", settings: [], trace: nil, seed: seed)
  }

  /// The name of a shard's file.
  static func name(_ replications: Range<Int>) -> String {
    "shop.\(replications.lowerBound)-\(replications.upperBound).shard.json"
  }

  /// A shard as it comes back from its file.
  func shard(_ replications: Range<Int>) async throws -> (file: String, shard: Shard) {
    let shard = await Laboratory(threads: 2)
      .shard(replications, of: document, from: source, today: nil, version: "1.0.0")
    let file = ShardFixture.name(replications)
    return (file, try Shard(decoding: shard.encoded(), file: file, version: "1.0.0"))
  }

  func study(_ archive: ShardArchive? = nil, threads: Int = 2) async throws -> Study {
    try await Study.run(
      document,
      in: Laboratory(threads: threads, archive: archive),
      today: CalendarDate("2026-12-15") ?? CalendarDate(dayNumber: 0)
    )
  }

  static let text = """
    headroom: 1
    services: {api: {instances: 1, workers: 1, limit: 20, backlog: 5, timeout: 5s}}
    endpoints:
      list: {service: api, per_query: 1, targets: {p95: 1s}, steps: [{cpu: {mean: 100ms, cv: 1}}]}
    tiers:
      now: {users: 10, queries_per_day: 100000}
      later: {users: 900, queries_per_day: 1500000}
    tests:
      peak: {purpose: peak, load: peak, duration: 10s}
      steady: {purpose: normal, load: mean, duration: 30s, warm_up: auto}
      own: {purpose: stress, arrivals: {list: 0.8/s}, duration: 10s}
    experiment: {seed: 5, replications: {min: 2, max: 7}, observations: 60}
    changes:
      instances: {title: Run more instances, why: cores, mends: [cpu, workers], effort_days: 2,
        lead_time_days: 10, levels: [{services.api.instances: 4}, {services.api.instances: 12}]}

    """
}

extension Study {
  /// All that was simulated for it, in one number.
  var fingerprint: Fingerprint {
    Fingerprint(
      of: [
        tiers.flatMap(\.tests), tiers.map(\.busy), breakpoint as Any, tiers.map(\.plannedDay),
        phases.map { [$0.start.result, $0.end.result] },
        phases.map { $0.rejected.map(\.words) }, events,
      ] as [Any]
    )
  }
}
