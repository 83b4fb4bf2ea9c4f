import Quantities
import Reporting
import Statistics

extension Cell {
  /// A number from simulation with its interval, times a factor for its unit.
  static func simulated(_ value: Estimated, times factor: Double = 1) -> Cell {
    switch value {
    case .notEstimable(let reason):
      return .notEstimable(reason: reason.description)
    case .known(let estimate):
      let ends = [estimate.value, estimate.low, estimate.high].map { $0 * factor }
      guard ends.allSatisfy(\.isFinite) else { return .unknown(reason: "the interval is endless") }
      guard estimate.method != .exactCount, estimate.level.value < 1 else {
        return .significant(ends[0], 4)
      }
      return .estimate(
        ends[0],
        low: ends[1],
        high: ends[2],
        level: estimate.level.value,
        n: estimate.observations,
        replications: estimate.replications,
        method: estimate.method.description
      )
    }
  }

  /// A number with four significant figures, or a word where it is none.
  static func figure(_ value: Double, _ figures: Int = 4) -> Cell {
    value.isFinite ? .significant(value, figures) : .unknown(reason: "not a finite number")
  }
}

extension Report {
  /// A report of one section, the answer to one question; the command stands under the heading.
  init(name: String, title: String, command: String, _ section: Section) {
    self.init(
      name: name,
      title: title,
      subtitle: command,
      command: command,
      summary: [],
      cards: [],
      sections: [section],
      provenance: []
    )
  }
}
