public import Planning
import Quantities
public import Scenarios

/// What breaks after the breakpoint, what breaks unseen before it, and where it recovers.
public struct BreakpointTables: Sendable {
  let scenario: Scenario
  let limits: BreakpointStudy

  /// Tables of what was searched for a scenario.
  public init(_ scenario: Scenario, _ limits: BreakpointStudy) {
    self.scenario = scenario
    self.limits = limits
  }

  /// The tables that there is something to say in.
  public var tables: [Table] { [next, quiet, hysteresis].compactMap(\.self) }

  private var next: Table? {
    guard !limits.next.isEmpty else { return nil }
    return Table(
      id: "next_breakpoints",
      title: "What breaks next, once what broke before is mended",
      columns: [
        Column("turn", "Turn"), .words("mended", "Mended before it"),
        Column("factor", "Holds up to", unit: "×"), Column("queries_per_day", "Queries a day"),
        .words("first_to_fall", "What falls just above it"), .words("cause", "Where it waits"),
        .words("mitigation", "Mitigation"),
      ],
      rows: ([limits.first] + limits.next).enumerated().map { index, item in
        let cause = item.bottlenecks.first { !item.lifted.contains($0.resource) }
        return [
          .integer(index + 1),
          item.lifted.isEmpty ? .missing : .text(Phrase.list(item.lifted)),
          .estimated(item.factor), .plain(item.queriesPerDay),
          .text(item.isBeyondSearch ? "nothing up to there" : item.firstToFall),
          cause.map { .words("\($0.resource): \($0.impact)") } ?? .missing,
          .text(cause.map(mitigation) ?? ""),
        ]
      },
      note:
        "What is mended is taken to limit nothing any more, so that the next one shows whatever the "
        + "mending is; the roadmap has what each change really brings."
    )
  }

  private func mitigation(_ item: Bottleneck) -> String {
    let changes = scenario.changes.filter { $0.causes.contains(item.cause) }.map(\.title)
    return changes.isEmpty ? "no change is listed" : changes.joined(separator: "; or ")
  }

  private var quiet: Table? {
    guard !limits.quiet.isEmpty else { return nil }
    return Table(
      id: "quiet_limits",
      title: "Limits below the breakpoint that no request notices",
      columns: [
        .words("limit", "Limit"), Column("factor", "Reached at", unit: "×"),
        .words("demand", "Demand"),
      ],
      rows: limits.quiet.map {
        [.text($0.resource), .plain($0.factor), .text($0.words)]
      },
      note: "The search multiplies the requests of an hour. What has piled up by the time that the "
        + "business is that large, such as stored data, and a month's spend are not in it; here both "
        + "grow with the load."
    )
  }

  private var hysteresis: Table? {
    guard let item = limits.hysteresis else { return nil }
    let course = item.course
    return Table(
      id: "hysteresis",
      title: "Breaking on the way up, recovering on the way down",
      columns: [
        .words("test", "Test"), Column("up", "Holds up to", unit: "×"),
        Column("down", "Recovers below", unit: "×"), Column("ratio", "Ratio"),
        .words("verdict", "Verdict"),
      ],
      rows: [
        [
          .text(item.test), .estimated(item.up), .estimated(item.down), .plain(item.ratio),
          .status(
            item.staysDown ? .fail : .pass,
            item.staysDown ? "retries keep it down" : "recovers where it broke"
          ),
        ]
      ],
      note: "On the way down \(Phrase.span(seconds: course.trigger.seconds)) at "
        + "\(Phrase.number(course.overload)) times the load at which it breaks come first, then "
        + "\(Phrase.span(seconds: course.settling.seconds)) to recover. Both ways are judged over the "
        + "same \(Phrase.span(seconds: course.window.seconds)), so the first column may differ from the "
        + "breakpoint, which is judged over the whole test."
    )
  }
}
