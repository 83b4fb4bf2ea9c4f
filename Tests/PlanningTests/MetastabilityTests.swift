import Foundation
import Planning
import Quantities
import Scenarios
import Statistics
import TestSupport
import Testing

/// One first-in-first-out server, constant work, callers who resend at once after 3 s; work that they
/// have given up is still done.
///
/// The published case (Huang et al., OSDI 2022, artifact Retry_Metastability: 13,333 requests/s, four
/// resends, the processor cut to a part for some seconds) scaled down to 1 in 100, and the table of
/// critical trigger lengths that an independent simulation of the same system gives.
@Suite struct `Metastability probe` {
  /// `slowness` is one over the share of the processor that is left.
  private func probe(
    rate: Double,
    load: Double,
    resends: Int,
    slowness: Double,
    seconds: Double,
    settling: Int64 = 90,
    longest: Double = 120
  ) async throws -> MetastabilityProbe {
    let service = load / rate * 1e9
    let text = """
      headroom: 1
      clients: {caller: {attempts: \(resends + 1), timeout: 3s, base: 0s}}
      stations: {primary: {servers: 1, queue: unbounded}}
      endpoints: {ask: {client: caller, steps: [{serve: {at: primary, time: \(service)ns}}]}}
      tests:
        cut:
          arrivals: {ask: \(rate)/s}
          spacing: even
          duration: 150s
          faults: [{at: 30s, for: \(seconds)s, slow: primary, factor: \(slowness)}]
      experiment: {seed: 1, replications: 2}

      """
    let scenario = try ScenarioDocument.read(text: text, name: "retry").scenario
    let test = try #require(scenario.tests.first)
    var criterion = MetastabilityProbe.Criterion()
    criterion.settling = .seconds(settling)
    return await Laboratory(threads: 2).probe(
      test,
      at: nil,
      of: scenario,
      criterion: criterion,
      replications: 2,
      longest: longest
    )
  }

  /// Name, requests per second, one over the share of the processor, seconds, and whether it recovers.
  private static let published: [(String, Double, Double, Double, Bool)] = [
    ("a", 133.33, 4.444444, 10, true), ("b", 133.33, 5, 10, false), ("c", 133.33, 5, 9, true),
    ("d", 100, 5, 10, true),
  ]

  /// Capacity for a load of 0.38 at 75 µs; case d comes at 100 µs to the same server.
  @Test(arguments: published)
  func `the four published outcomes`(
    name: String,
    rate: Double,
    slowness: Double,
    seconds: Double,
    recovers: Bool
  ) async throws {
    let probe = try await probe(
      rate: rate,
      load: 0.38 * rate / 133.33,
      resends: 4,
      slowness: slowness,
      seconds: seconds,
      settling: 110,
      longest: 15
    )
    #expect(probe.recovers == recovers, "case \(name)")
    #expect(probe.recovered == (recovers ? 2 : 0), "case \(name)")
    #expect((probe.meanRecovery != nil) == recovers)
  }

  /// Resends, load, and the critical length of a trigger that leaves a fifth of the speed, in seconds.
  private static let table: [(resends: Int, load: Double, length: Double)] = [
    (1, 0.38, 45.5), (1, 0.5, 6.8), (1, 0.6, 5.7), (1, 0.7, 4.8), (1, 0.8, 4.2), (1, 0.9, 3.9),
    (2, 0.3, 25.2), (2, 0.38, 9.4), (2, 0.5, 6.8), (2, 0.6, 5.6), (2, 0.7, 4.7), (2, 0.8, 4.1),
    (2, 0.9, 3.9),
    (4, 0.3, 13.4), (4, 0.38, 9.4), (4, 0.5, 6.8), (4, 0.6, 5.6), (4, 0.7, 4.7), (4, 0.8, 4.1),
    (4, 0.9, 3.9),
    (0, 0.7, 55.2), (0, 0.8, 32.2), (0, 0.9, 15.7),
  ]

  private static let isLong = ProcessInfo.processInfo.environment["HEADROOM_LONG"] != nil

  /// All cells with `HEADROOM_LONG=1`, else three of them.
  @Test(arguments: isLong ? table : [table[6], table[16], table[18]])
  func `the critical lengths of the table`(resends: Int, load: Double, length: Double) async throws
  {
    let probe = try await probe(
      rate: Self.isLong ? 400 : 50,
      load: load,
      resends: resends,
      slowness: 5,
      seconds: 10
    )
    let found = try #require(probe.smallestTrigger.estimate?.value)
    if Self.isLong { print("\(resends) resends at \(load): \(found) s, table \(length) s") }
    #expect(close(found, length, relative: 0.05), "\(found)")
  }

  /// Resends and load of the cells in which no trigger of a minute does lasting harm.
  private static let unharmed: [(resends: Int, load: Double)] = [
    (0, 0.6), (0, 0.3), (0, 0.38), (0, 0.5), (1, 0.3),
  ]

  /// All such cells with `HEADROOM_LONG=1`, else one of them.
  @Test(arguments: isLong ? unharmed : [unharmed[0]])
  func `a minute's trigger does no lasting harm there`(resends: Int, load: Double) async throws {
    let probe = try await probe(
      rate: Self.isLong ? 400 : 50,
      load: load,
      resends: resends,
      slowness: 5,
      seconds: 10,
      longest: 60
    )
    #expect(probe.isBeyondSearch && probe.recovers, "\(resends) resends at \(load)")
  }

  /// Without resends it is a drain: d* = (80 (1 − ρ) + T) / (ρ − f) at a speed f for this criterion.
  @Test func `without resends the backlog drains as arithmetic says`() async throws {
    let probe = try await probe(rate: 50, load: 0.9, resends: 0, slowness: 5, seconds: 10)
    let found = try #require(probe.smallestTrigger.estimate?.value)
    #expect(close(found, (80 * 0.1 + 3) / (0.9 - 0.2), relative: 0.05), "\(found)")
  }

  @Test func `a platform that no trigger tips is said to be beyond the search`() async throws {
    let probe = try await probe(
      rate: 50,
      load: 0.3,
      resends: 0,
      slowness: 2,
      seconds: 10,
      longest: 40
    )
    #expect(probe.isBeyondSearch && probe.recovers)
  }
}
