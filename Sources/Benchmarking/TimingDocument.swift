import Quantities
public import Reporting

/// Timings as JSON, schema `headroom.bench/1`.
///
/// ```
/// { "schema": "headroom.bench/1", "version", "threads",
///   "workloads": [{ "name", "unit", "units", "events", "rounds", "cpu_s": [], "wall_s": [],
///     "ns_per_unit", "ns_per_unit_low", "ns_per_unit_high", "ns_per_event", "peak_rss_bytes",
///     "threads", "efficiency",
///     "check": { "quantity", "unit", "expected", "measured", "low", "high", "confidence",
///       "agrees" } }] }
/// ```
/// `units` and `events` are those of one round; `cpu_s` is processor time of all threads; the
/// nanoseconds are of processor time, their median and the range over the rounds. `ns_per_event` is
/// null for work without events, `efficiency` for work on one thread. `peak_rss_bytes` is that of
/// the process up to the end of the workload. A number that cannot be estimated is null.
public struct TimingDocument: Sendable {
  /// The name and version of the schema.
  public static let schema = "headroom.bench/1"

  /// The version of the program.
  public let version: String
  /// The timings, in the order in which they were made.
  public let timings: [Timing]

  /// A document of some timings.
  public init(version: String, timings: [Timing]) {
    self.version = version
    self.timings = timings
  }

  /// The document as a value.
  public var json: JSONValue {
    [
      "schema": .string(TimingDocument.schema),
      "version": .string(version),
      "threads": .number("\(timings.map(\.threads).max() ?? 1)"),
      "workloads": .array(timings.map(TimingDocument.workload)),
    ]
  }

  private static func workload(_ timing: Timing) -> JSONValue {
    let perUnit = timing.nanosecondsPerUnit
    return [
      "name": .string(timing.name),
      "unit": .string(timing.unit),
      "units": .number("\(timing.units)"),
      "events": .number("\(timing.events)"),
      "rounds": .number("\(timing.rounds.count)"),
      "cpu_s": .array(timing.rounds.map { number($0.cpuSeconds) }),
      "wall_s": .array(timing.rounds.map { number($0.wallSeconds) }),
      "ns_per_unit": number(perUnit.median),
      "ns_per_unit_low": number(perUnit.low),
      "ns_per_unit_high": number(perUnit.high),
      "ns_per_event": number(timing.nanosecondsPerEvent),
      "peak_rss_bytes": .number("\(timing.peakResidentBytes)"),
      "threads": .number("\(timing.threads)"),
      "efficiency": number(timing.efficiency),
      "check": check(timing.check),
    ]
  }

  private static func check(_ check: Check) -> JSONValue {
    [
      "quantity": .string(check.quantity),
      "unit": .string(check.unit),
      "expected": number(check.expected),
      "measured": number(check.measured),
      "low": number(check.low),
      "high": number(check.high),
      "confidence": number(check.confidence.value),
      "agrees": .bool(check.agrees),
    ]
  }

  /// The shortest digits that stand for a number; null for none and for what is not finite.
  private static func number(_ value: Double?) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    return .number("\(value)")
  }
}
