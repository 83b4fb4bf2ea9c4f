import Planning
import Quantities
import Scenarios
import Simulating

/// Welch's plot: the response times of a steady-state test over time, from its empty start.
///
/// The mean over the replications at each moment, and a moving average over ten neighbours on either
/// side, fewer near the start (Welch, "The statistical analysis of simulation results", 1983): what the
/// eye takes for the end of the transient.
struct WelchPlot {
  let result: TestResult

  /// The plot of the first steady-state test; nil when there is none.
  init?(_ study: Study) {
    let tests = study.tiers.first?.tests ?? []
    let found = tests.first { $0.test.experimentType == .steadyState && $0.timeline.count > 20 }
    guard let found else { return nil }
    result = found
  }

  private static let reach = 10

  /// The table of the plot.
  var table: Table {
    let known = result.timeline.compactMap { point in
      point.responseTime.map { (time: point.time, value: $0 * 1000) }
    }
    return Table(
      id: "welch",
      title: "Test \(result.test.name) from its empty start",
      columns: [
        Column("time_s", "Time", unit: "s"),
        Column("response_ms", "Mean response time", unit: "ms"),
        Column("moving_average_ms", "Moving average", unit: "ms"),
      ],
      rows: known.indices.map { index in
        let reach = min(WelchPlot.reach, index, known.count - 1 - index)
        let near = known[(index - reach)...(index + reach)]
        let average = near.reduce(0) { $0 + $1.value } / Double(near.count)
        return [.plain(known[index].time), .plain(known[index].value), .plain(average)]
      },
      note: "Means over \(Phrase.count(result.replications, "replication")). \(deleted)"
    )
  }

  /// The picture.
  var chart: Chart {
    Chart(
      id: "welch",
      title: "The response time of the test \(result.test.name) from its empty start. \(deleted)",
      alt: "Lines of the mean response time over the replications and of its moving average.",
      tableID: "welch",
      kind: .timeLines(
        TimeLines(time: "time_s", measures: [Measure("response_ms"), Measure("moving_average_ms")])
      )
    )
  }

  private var deleted: String {
    result.warmUp == .zero
      ? "Nothing is deleted: \(result.warmUpNote)."
      : "The first \(Phrase.number(result.warmUp.seconds)) s are deleted: \(result.warmUpNote)."
  }
}
