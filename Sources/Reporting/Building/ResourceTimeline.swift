import Planning
import Scenarios
import Simulating

/// How busy the resources are over the time of a test, and how many wait for them.
struct ResourceTimeline {
  let test: String
  let result: TestResult

  /// Resources that are drawn.
  private static let most = 5

  /// The resources with the longest lines, then the busiest, by position.
  private var chosen: [Int] {
    func peak(_ values: (TimelinePoint) -> [Double], _ index: Int) -> Double {
      result.timeline.map { values($0)[index] }.max() ?? 0
    }
    let used = result.resources.indices.filter { result.resources[$0].utilization != nil }
    let ranked = used.map { (index: $0, line: peak(\.waiting, $0), busy: peak(\.busy, $0)) }
    return ranked.filter { $0.line > 0 || $0.busy > 0.01 }
      .sorted { ($0.line, $0.busy, -$0.index) > ($1.line, $1.busy, -$1.index) }
      .prefix(ResourceTimeline.most).map(\.index).sorted()
  }

  private var names: [String] {
    Identifier.snakes(result.resources.map(\.group.label), prefix: "busy")
  }

  /// The table; nil where no limited resource is used.
  var table: Table? {
    let chosen = chosen
    guard !chosen.isEmpty, result.timeline.count > 1 else { return nil }
    let keys = names
    let labels = result.resources.map(\.group.label)
    return Table(
      id: "resources_over_time",
      title: "Resources over the time of the test \(test)",
      columns: [Column("time_s", "Time", unit: "s")]
        + chosen.map { Column("\(keys[$0])_pct", "\(labels[$0]) busy", unit: "%") }
        + chosen.map { Column("\(keys[$0])_line", "In line for \(labels[$0])") },
      rows: result.timeline.map { point in
        [.plain(point.time)] + chosen.map { .number(point.busy[$0] * 100, digits: 1) }
          + chosen.map { .plain(point.waiting[$0]) }
      },
      note:
        "The state at each moment, a mean over the replications; the resources with the longest lines, "
        + "then the busiest.",
      isData: true
    )
  }

  /// Lines of how busy they are.
  var chart: Chart? {
    guard table != nil, let first = longest else { return nil }
    let keys = names
    return Chart(
      id: "resources_over_time",
      title: first,
      alt: "Lines of the busy share of the most waited-for resources over the time of the test.",
      tableID: "resources_over_time",
      kind: .timeLines(
        TimeLines(time: "time_s", measures: chosen.map { Measure("\(keys[$0])_pct") })
      )
    )
  }

  /// The resource with the longest line, in a sentence.
  private var longest: String? {
    let lines = result.resources.indices.map { index in
      (index: index, line: result.timeline.map { $0.waiting[index] }.max() ?? 0)
    }.filter { result.resources[$0.index].utilization != nil }
    guard let most = lines.max(by: { $0.line < $1.line }) else { return nil }
    let label = result.resources[most.index].group.label
    guard most.line > 0 else {
      let peaks = lines.map { line in
        (line.index, result.timeline.map { $0.busy[line.index] }.max() ?? 0)
      }
      return peaks.max { $0.1 < $1.1 }.map { index, busy in
        "In the test \(test) \(result.resources[index].group.label) is busiest, "
          + "\(Phrase.percent(busy)) at most, and nobody waits for it when it is looked at."
      }
    }
    return "In the test \(test) up to \(Phrase.number(most.line)) requests wait for \(label)."
  }
}
