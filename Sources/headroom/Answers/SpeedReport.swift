import Benchmarking
import Reporting

/// Timings of the engine as tables.
struct SpeedReport {
  let timings: [Timing]
  let scale: Double

  /// The timings as a report of one section.
  var report: Report {
    let agreeing = timings.count { $0.check.agrees }
    return Report(
      name: "bench",
      title: "The engine's speed",
      command: command,
      Section(
        id: "speed",
        number: 1,
        title: "Speed",
        lead: "\(agreeing) of \(timings.count) workloads agree with theory.",
        tables: [speed, checks],
        notes: efficiencies + ["The most memory that the process has had resident: \(memory) MB."]
      )
    )
  }

  /// The workloads that there are, as a report of one table.
  static func list(_ exercises: [Exercise]) -> Report {
    Report(
      name: "bench",
      title: "Workloads",
      command: "headroom bench --list",
      Section(
        id: "workloads",
        number: 1,
        title: "Workloads",
        lead: "Each is checked against theory before it is timed.",
        tables: [
          Table(
            id: "workloads",
            title: "What can be measured",
            columns: [
              .words("workload", "Workload"), .words("unit", "Unit"), .words("work", "Work"),
            ],
            rows: exercises.map { [.text($0.name), .text($0.unit), .text($0.summary)] }
          )
        ]
      )
    )
  }

  private var command: String {
    let words = ["headroom", "bench"] + timings.map(\.name)
    return (words + (scale == 1 ? [] : ["--scale \(scale)"])).joined(separator: " ")
  }

  private var memory: Int { (timings.map(\.peakResidentBytes).max() ?? 0) / 1_000_000 }

  private var efficiencies: [String] {
    timings.compactMap { timing in
      guard let efficiency = timing.efficiency else { return nil }
      let percent = (efficiency * 1000).rounded() / 10
      return "\(timing.name): \(timing.threads) threads reach \(percent) % of an ideal speed-up."
    }
  }

  private var speed: Table {
    Table(
      id: "speed",
      title: "Processor time",
      columns: [
        .words("workload", "Workload"), .words("unit", "Unit"), Column("units", "Units"),
        Column("ns_per_unit", "Time a unit", unit: "ns"), Column("ns_per_unit_low", "Least"),
        Column("ns_per_unit_high", "Most"), Column("ns_per_event", "Time an event", unit: "ns"),
        Column("units_per_s", "Units a second"),
      ],
      rows: timings.map { timing in
        let perUnit = timing.nanosecondsPerUnit
        return [
          .text(timing.name), .text(timing.unit), .integer(timing.units),
          .figure(perUnit.median, 3), .figure(perUnit.low, 3), .figure(perUnit.high, 3),
          timing.nanosecondsPerEvent.map { .figure($0, 3) } ?? .missing,
          .figure(1e9 / max(perUnit.median, 1e-9), 3),
        ]
      },
      note:
        "Medians of \(timings.map(\.rounds.count).max() ?? 0) rounds, with the least and the most."
    )
  }

  private var checks: Table {
    Table(
      id: "checks",
      title: "Theory and simulation",
      columns: [
        .words("workload", "Workload"), .words("quantity", "Quantity"),
        Column("expected", "Theory"), Column("measured", "Simulated"), Column("low", "From"),
        Column("high", "To"), .words("verdict", "Verdict"),
      ],
      rows: timings.map { timing in
        let check = timing.check
        let unit = check.unit.isEmpty ? "" : " (\(check.unit))"
        return [
          .text(timing.name), .text(check.quantity + unit), .figure(check.expected),
          .figure(check.measured), .figure(check.low), .figure(check.high),
          check.agrees ? .status(.pass, "agrees") : .status(.fail, "disagrees"),
        ]
      },
      note: "Intervals hold at 99.9 %; those of heartbeats, startup, report and cost-path "
        + "hold without chance."
    )
  }
}
