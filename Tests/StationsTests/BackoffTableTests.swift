import Foundation
import Kernel
import Stations
import TestSupport
import Testing

/// Clients that all want to write one row at once, each until its write goes through.
///
/// The set-up of aws-samples/aws-arch-backoff-simulator (2015): every client reads the row's version
/// and then writes; a write succeeds when the version is still the same. Every message takes
/// |Normal(10, 2)| milliseconds; after a failure the client waits as its backoff says and reads again.
private struct OptimisticRow: ~Copyable {
  /// What a message that arrives does.
  private enum Message { case read, readAnswer, write, writeAnswer(Bool) }

  private let random: RandomSource
  private let ziggurat = Ziggurat()
  private var events = EventList()
  private var next: [Message]
  private var seen: [Int]
  private var attempts: [Int32]
  private var delays: [Int64]
  private var draws: [UInt32]
  private var version = 0
  private(set) var writes = 0
  private(set) var end: Int64 = 0

  init(clients: Int, trial: Int) {
    random = RandomSource(seed: 1, replication: trial)
    next = Array(repeating: .read, count: clients)
    seen = Array(repeating: 0, count: clients)
    attempts = Array(repeating: 0, count: clients)
    delays = Array(repeating: 0, count: clients)
    draws = Array(repeating: 0, count: clients)
  }

  /// Lets all clients write; true delays are in nanoseconds, like those of the backoff.
  mutating func run(_ backoff: Backoff) {
    for client in next.indices { send(client, .read, at: 0) }
    while let event = events.popFirst(until: .max) {
      end = event.time
      let client = Int(event.slot)
      switch next[client] {
      case .read:
        seen[client] = version
        send(client, .readAnswer, at: end)
      case .readAnswer: send(client, .write, at: end)
      case .write:
        writes += 1
        let isCurrent = seen[client] == version
        if isCurrent { version += 1 }
        send(client, .writeAnswer(isCurrent), at: end)
      case .writeAnswer(true): break
      case .writeAnswer(false):
        attempts[client] += 1
        let delay = backoff.delay(
          after: attempts[client],
          throttled: true,
          retryAfter: nil,
          last: delays[client],
          u: random.uniform(purpose: 2, entity: UInt64(client), index: draws[client])
        )
        delays[client] = delay ?? 0
        send(client, .read, at: end + delays[client])
      }
    }
  }

  private mutating func send(_ client: Int, _ message: Message, at time: Int64) {
    draws[client] += 1
    let z = ziggurat.normal(random, purpose: 1, entity: UInt64(client), index: draws[client])
    next[client] = message
    events.schedule(UInt32(client), at: time + Int64(abs(10 + 2 * z) * 1e6))
  }
}

/// Mean and standard deviation over 100 trials of the published code, run under Python 3.
private struct Reference: Sendable {
  var time: (mean: Double, deviation: Double)
  var calls: (mean: Double, deviation: Double)

  init(_ time: Double, _ timeDeviation: Double, _ calls: Double, _ callsDeviation: Double) {
    self.time = (time, timeDeviation)
    self.calls = (calls, callsDeviation)
  }
}

/// What each kind of jitter costs in time and in calls, beside the simulation that made it known.
@Suite struct `Backoff of clients that contend` {
  private static let kinds = ["none", "exponential", "equal", "full", "decorrelated"]

  private static let table: [(clients: Int, cells: [Reference])] = [
    (
      10,
      [
        Reference(382.2, 29.1, 50.6, 4.0), Reference(3590.4, 1395.7, 51.0, 4.4),
        Reference(732.8, 166.8, 42.4, 2.4), Reference(465.4, 98.8, 38.6, 2.3),
        Reference(434.9, 87.4, 37.9, 2.3),
      ]
    ),
    (
      20,
      [
        Reference(596.0, 53.5, 151.4, 12.2), Reference(14817.2, 2902.4, 151.5, 14.6),
        Reference(1683.5, 497.8, 107.5, 3.9), Reference(1012.2, 257.0, 99.9, 3.5),
        Reference(802.6, 173.3, 102.0, 5.1),
      ]
    ),
    (
      50,
      [
        Reference(1145.8, 46.0, 690.1, 17.1), Reference(35972.0, 3293.8, 620.0, 31.0),
        Reference(4215.3, 493.3, 346.4, 5.4), Reference(2842.2, 600.7, 332.8, 3.9),
        Reference(2277.3, 545.5, 375.5, 12.1),
      ]
    ),
    (
      100,
      [
        Reference(2026.2, 35.4, 2421.9, 29.9), Reference(63572.4, 3563.6, 1861.0, 59.2),
        Reference(6619.7, 604.2, 812.6, 8.1), Reference(4925.4, 577.4, 795.4, 7.2),
        Reference(4576.2, 742.6, 1000.4, 30.7),
      ]
    ),
    (
      150,
      [
        Reference(2880.1, 50.2, 5149.9, 51.5), Reference(85546.1, 3916.9, 3539.9, 101.7),
        Reference(8271.3, 652.0, 1324.5, 9.7), Reference(6417.3, 615.0, 1318.9, 9.5),
        Reference(6392.2, 772.7, 1767.9, 46.0),
      ]
    ),
    (
      190,
      [
        Reference(3531.1, 39.1, 7996.6, 65.6), Reference(101500.4, 4685.0, 5164.1, 129.7),
        Reference(9372.8, 608.5, 1759.0, 12.1), Reference(7388.8, 485.0, 1771.0, 12.2),
        Reference(7663.5, 728.5, 2437.1, 56.1),
      ]
    ),
  ]

  /// The published range doubles from 10 ms: its first attempt has number 1 and its base is 5 ms.
  private func backoff(_ kind: String) -> Backoff {
    var backoff = Backoff()
    backoff.attempts = .max
    backoff.base = kind == "decorrelated" ? 5e6 : 10e6
    backoff.cap = 2000e6
    switch kind {
    case "none": backoff.base = 0
    case "exponential": backoff.jitter = .none
    case "equal": backoff.jitter = .equal
    case "full": backoff.jitter = .full
    default: backoff.jitter = .decorrelated
    }
    return backoff
  }

  /// `HEADROOM_SEEDS=100 swift test -c release --filter 'clients that contend'` runs 100 trials.
  private static let trials =
    Int(ProcessInfo.processInfo.environment["HEADROOM_SEEDS"] ?? "") ?? 10

  @Test(arguments: table.indices)
  func `every cell of the table lies within its error`(row: Int) {
    let (clients, cells) = Self.table[row]
    var times: [Double] = []
    var calls: [Double] = []
    for (kind, cell) in zip(Self.kinds, cells) {
      var time = 0.0
      var writes = 0.0
      for trial in 0..<Self.trials {
        var model = OptimisticRow(clients: clients, trial: trial)
        model.run(backoff(kind))
        time += Double(model.end) / 1e6 / Double(Self.trials)
        writes += Double(model.writes) / Double(Self.trials)
      }
      times.append(time)
      calls.append(writes)
      // Both means have an error of their own; four of them together.
      let error = 4 * (1 / 100 + 1 / Double(Self.trials)).squareRoot()
      #expect(abs(time - cell.time.mean) <= error * cell.time.deviation, "\(kind), \(clients)")
      #expect(abs(writes - cell.calls.mean) <= error * cell.calls.deviation, "\(kind), \(clients)")
    }
    guard clients >= 50 else { return }
    let (none, exponential, equal, full, decorrelated) = (0, 1, 2, 3, 4)
    #expect(abs(calls[full] / calls[equal] - 1) < 0.06)
    #expect(calls[equal] < calls[decorrelated] && calls[decorrelated] < calls[exponential])
    #expect(calls[exponential] < calls[none])
    #expect(times[none] < times[full] && times[none] < times[decorrelated])
    #expect(times[full] < times[equal] && times[equal] * 4 < times[exponential])
  }
}
